// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <set>

#include <limn/coldstart/attributes.hpp>
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/recommend/top_k.hpp>

namespace limn::inline LIMN_ABI::coldstart {

namespace detail {

/// The key of the cell inside `parent` (0 = everybody): levels are below 127, seven bits each.
inline std::int64_t cell_key(std::int64_t parent, std::int32_t level) {
  return parent * 128 + level + 1;
}

/// Length of the lists by which columns are judged.
inline constexpr std::int32_t n_judged = 10;

/// What Attributes learns from, and the walk over its nested cells.
struct CellWalk {
  const data::EventLog& log;
  std::span<const std::vector<std::int32_t>> levels;  ///< (d) of each user
  double shrinkage = 0.0;
  const Monitor& monitor;
  std::vector<std::uint8_t> learns;  ///< (n_users) 1 = counted, 0 = set aside

  using Users = std::vector<std::int32_t>;
  /// Told of each cell: key, events, counts (n_items).
  using OnCell = std::function<void(std::int64_t, double, const Vector&)>;
  /// Told of the users and rates (n_items) of each finest cell.
  using OnEnd = std::function<void(const Users&, const Vector&)>;

  double count(const Users& users, Vector& counts) const {
    double n = 0.0;
    counts.setZero(static_cast<Index>(log.n_items()));
    for (const std::int32_t user : users) {
      if (!learns[static_cast<std::size_t>(user)]) continue;
      for (const std::int32_t item : log.history(static_cast<std::size_t>(user)).items)
        if (item >= 0) counts[item] += 1.0, n += 1.0;
    }
    return n;
  }
  /// Cells of `order` from `depth` on, inside a cell with these users and rates.
  void walk(const std::vector<std::int32_t>& order, std::size_t depth, std::int64_t key,
            const Users& users, const Vector& rates, const OnCell& on_cell,
            const OnEnd& on_end) const {
    monitor.check();
    if (depth == order.size()) {
      if (on_end) on_end(users, rates);
      return;
    }
    std::map<std::int32_t, Users> parts;
    for (const std::int32_t user : users)
      parts[levels[static_cast<std::size_t>(user)][static_cast<std::size_t>(order[depth])]]
          .push_back(user);
    Vector counts;
    for (const auto& [level, members] : parts) {
      const double n = count(members, counts);
      const std::int64_t cell = cell_key(key, level);
      if (on_cell && n > 0.0) on_cell(cell, n, counts);
      const Vector inside = (counts + shrinkage * rates) / (n + shrinkage);
      walk(order, depth + 1, cell, members, inside, on_cell, on_end);
    }
  }
};

/// NDCG@10 for each user set aside of the list his cell would be offered; others are left alone.
LIMN_INLINE void judge(const CellWalk& cells, const CellWalk::Users& users, const Vector& rates,
                       Vector& ndcg) {
  std::vector<std::int32_t> list(n_judged);
  std::vector<float> best(n_judged);
  const VectorF rounded = rates.cast<float>();
  recommend::top_k({rounded.data(), static_cast<std::size_t>(rounded.size())}, list, best);
  for (const std::int32_t user : users) {
    if (cells.learns[static_cast<std::size_t>(user)]) continue;
    const std::span<const std::int32_t> taken =
        cells.log.history(static_cast<std::size_t>(user)).items;
    std::set<std::int32_t> wanted;  // as many as can count
    for (std::size_t e = 0; e < taken.size() && std::ssize(wanted) < n_judged; ++e)
      if (taken[e] >= 0) wanted.insert(taken[e]);
    double gain = 0.0, ideal = 0.0;
    for (std::size_t i = 0; i < list.size(); ++i) {
      const double worth = 1.0 / std::log2(2.0 + static_cast<double>(i));
      if (i < wanted.size()) ideal += worth;
      if (list[i] >= 0 && std::find(taken.begin(), taken.end(), list[i]) != taken.end())
        gain += worth;
    }
    ndcg[user] = ideal > 0.0 ? gain / ideal : 0.0;
  }
}

/// Columns that help, the most telling first, and how well the lists of their cells do.
struct CellChoice {
  std::vector<std::int32_t> order;
  double shrinkage = 0.0;
  Vector ndcg;  ///< (n_users) of those asked, each judged by what the other half of them took
};

/// NDCG@10 of the cells of `order`: (n_users), 0 for those not asked.
LIMN_INLINE Vector judged(CellWalk& cells, const CellWalk::Users& asked,
                          const std::vector<std::int32_t>& order) {
  Vector out = Vector::Zero(std::ssize(cells.levels)), counts;
  for (const std::size_t half : {0U, 1U}) {
    for (std::size_t i = 0; i < asked.size(); ++i)
      cells.learns[static_cast<std::size_t>(asked[i])] = i % 2 == half;
    const double n = cells.count(asked, counts);
    const Vector rates = (counts.array() + 0.5) / (n + 0.5 * static_cast<double>(counts.size()));
    cells.walk(order, 0, 0, asked, rates, {},
               [&](const CellWalk::Users& users, const Vector& inside) {
                 judge(cells, users, inside, out);
               });
  }
  return out;
}

/// Columns by what they add to the lists of the other half of the users, as long as they add more
/// than a standard error.
LIMN_INLINE CellChoice telling_columns(CellWalk cells, Index n_columns, std::int64_t depth) {
  const std::size_t n_users = cells.levels.size();
  const std::size_t step = n_users / 20000 + 1;
  CellWalk::Users asked;
  for (std::size_t u = 0; u < n_users; u += step) asked.push_back(static_cast<std::int32_t>(u));
  // Halves are drawn: a rule of place (every other user) may be just what a column tells.
  core::Random(0).shuffle(asked);
  cells.learns.assign(n_users, 0);
  CellChoice out{{}, cells.shrinkage, judged(cells, asked, {})};
  while (static_cast<std::int64_t>(out.order.size()) < std::min<std::int64_t>(depth, n_columns)) {
    std::vector<Vector> reached(static_cast<std::size_t>(n_columns), out.ndcg);
    core::parallel_for(reached.size(), [&](std::size_t c) {
      const auto column = static_cast<std::int32_t>(c);
      if (std::find(out.order.begin(), out.order.end(), column) != out.order.end()) return;
      std::vector<std::int32_t> longer = out.order;
      longer.push_back(column);
      CellWalk own = cells;
      reached[c] = judged(own, asked, longer);
    });
    const auto top =
        std::max_element(reached.begin(), reached.end(),
                         [](const Vector& a, const Vector& b) { return a.sum() < b.sum(); });
    const Vector gain = *top - out.ndcg;
    const double n = static_cast<double>(asked.size()), mean = gain.sum() / n;
    const double error = std::sqrt(std::max(gain.squaredNorm() / n - mean * mean, 0.0) / n);
    if (!(mean > error)) break;
    out.order.push_back(static_cast<std::int32_t>(top - reached.begin()));
    out.ndcg = std::move(*top);
  }
  return out;
}

/// The best of a few shrinkages half a power of ten apart, where none is given.
LIMN_INLINE CellChoice choose_cells(const CellWalk& cells, Index n_columns,
                                    const Attributes::Params& params) {
  std::vector<double> grid{100, 300, 1e3, 3e3, 1e4, 3e4, 1e5};
  if (params.shrinkage) grid = {*params.shrinkage};
  CellChoice best;
  for (const double shrinkage : grid) {
    CellWalk here = cells;
    here.shrinkage = shrinkage;
    CellChoice choice = telling_columns(here, n_columns, params.depth);
    if (best.ndcg.size() == 0 || choice.ndcg.sum() > best.ndcg.sum()) best = std::move(choice);
  }
  return best;
}

}  // namespace detail

LIMN_INLINE Attributes& Attributes::fit(const data::EventLog& log, const Monitor& monitor) {
  recommend::require_events(log, name);
  monitor.check();
  Vector counts = Vector::Zero(static_cast<Index>(log.n_items()));
  for (const std::int32_t item : log.item_codes())
    if (item >= 0) counts[item] += 1.0;
  VectorF rates = (counts / std::max(counts.sum(), 1.0)).cast<float>();
  Attributes fresh(params_);
  fresh.items_ = log.items();
  fresh.rates_ = std::move(rates);
  fresh.offsets_ = {0};
  return *this = std::move(fresh);
}

LIMN_INLINE Attributes& Attributes::fit(const data::EventLog& log,
                                        const data::FrameView& attributes, const Monitor& monitor) {
  core::require_length(attributes.rows(), static_cast<Index>(log.n_users()), name,
                       "rows of attributes");
  Attributes fresh(params_);
  fresh.fit(log, monitor);
  fresh.coder_.fit(attributes, name);
  std::vector<std::vector<std::int32_t>> levels;
  for (Index u = 0; u < attributes.rows(); ++u) {
    const Vector row = attributes.matrix().row(u).transpose();
    levels.push_back(fresh.coder_.levels({row.data(), static_cast<std::size_t>(row.size())}));
  }
  detail::CellWalk cells{log, levels, 0.0, monitor, {}};
  const detail::CellChoice choice = detail::choose_cells(cells, attributes.cols(), params_);
  fresh.order_ = choice.order;
  fresh.shrinkage_ = cells.shrinkage = choice.shrinkage;
  monitor.report(0.7, "cells");

  cells.learns.assign(cells.levels.size(), 1);
  detail::CellWalk::Users everybody(cells.levels.size());
  std::iota(everybody.begin(), everybody.end(), 0);
  std::map<std::int64_t, std::pair<double, std::vector<std::pair<std::int32_t, float>>>> found;
  cells.walk(fresh.order_, 0, 0, everybody, fresh.rates_.cast<double>(),
             [&](std::int64_t key, double n, const Vector& counts) {
               auto& [total, links] = found[key];
               total = n;
               for (Index i = 0; i < counts.size(); ++i)
                 if (counts[i] > 0.0)
                   links.emplace_back(static_cast<std::int32_t>(i), static_cast<float>(counts[i]));
             },
             {});
  for (const auto& [key, cell] : found) {
    fresh.keys_.push_back(key);
    fresh.totals_.push_back(cell.first);
    for (const auto& [item, count] : cell.second) {
      fresh.cell_items_.push_back(item);
      fresh.cell_counts_.push_back(count);
    }
    fresh.offsets_.push_back(static_cast<std::int64_t>(fresh.cell_items_.size()));
  }
  return *this = std::move(fresh);
}

LIMN_INLINE Ranked Attributes::recommend(const data::EventLog& log, std::int64_t k,
                                         bool exclude_seen) const {
  core::require_fitted(rates_.size() > 0, name);
  recommend::require_k(k, name);
  return recommend::rank_users(
      log, items_, k, exclude_seen,
      [&](std::size_t, const data::History&, std::span<float> out) { score_into({}, out); });
}

LIMN_INLINE Ranked Attributes::recommend(const data::EventLog& log, MatrixView attributes,
                                         std::int64_t k, bool exclude_seen) const {
  core::require_fitted(rates_.size() > 0, name);
  recommend::require_k(k, name);
  core::require_length(attributes.rows(), static_cast<Index>(log.n_users()), name,
                       "rows of attributes");
  coder_.require(attributes, name);
  return recommend::rank_users(
      log, items_, k, exclude_seen,
      [&](std::size_t user, const data::History&, std::span<float> out) {
        const Vector row = attributes.row(static_cast<Index>(user)).transpose();
        score_into({row.data(), static_cast<std::size_t>(row.size())}, out);
      });
}

LIMN_INLINE Ranked Attributes::recommend_one(const data::History& history,
                                             std::span<const double> attributes, std::int64_t k,
                                             bool exclude_seen) const {
  recommend::require_k(k, name);
  VectorF scores = score(attributes);
  return recommend::rank_one({scores.data(), items_.size()}, history.items, k, exclude_seen);
}

LIMN_INLINE VectorF Attributes::score(std::span<const double> attributes) const {
  core::require_fitted(rates_.size() > 0, name);
  VectorF out(rates_.size());
  score_into(attributes, {out.data(), items_.size()});
  return out;
}

LIMN_INLINE void Attributes::score_into(std::span<const double> attributes,
                                        std::span<float> out) const {
  std::copy_n(rates_.data(), out.size(), out.begin());
  if (attributes.empty() || order_.empty()) return;
  core::require_width(static_cast<Index>(attributes.size()), coder_.width(), name);
  std::int64_t key = 0;
  for (const std::int32_t column : order_) {
    key = detail::cell_key(key, coder_.level(column, attributes[static_cast<std::size_t>(column)]));
    const auto at = std::lower_bound(keys_.begin(), keys_.end(), key);
    if (at == keys_.end() || *at != key) return;
    const auto cell = static_cast<std::size_t>(at - keys_.begin());
    const double n = totals_[cell] + shrinkage_;
    const auto keep = static_cast<float>(shrinkage_ / n);
    const auto add = static_cast<float>(1.0 / n);
    for (float& rate : out) rate *= keep;
    for (auto e = static_cast<std::size_t>(offsets_[cell]);
         e < static_cast<std::size_t>(offsets_[cell + 1]); ++e)
      out[static_cast<std::size_t>(cell_items_[e])] += add * cell_counts_[e];
  }
}

LIMN_INLINE recommend::Reason Attributes::reason(std::span<const double> attributes,
                                                 std::int32_t item) const {
  if (item < 0 || item >= rates_.size()) return {};
  const auto here = static_cast<double>(score(attributes)[item]);
  const auto everywhere = static_cast<double>(rates_[item]);
  if (here > everywhere)
    return {.kind = "attributes", .item = -1, .share = 1.0 - everywhere / here};
  return {.kind = everywhere > 0.0 ? "popular" : "none", .item = -1, .share = everywhere};
}

LIMN_INLINE void Attributes::check_state() {
  items_.check_state();
  coder_.check(name);
  const std::size_t n_cells = keys_.size(), n_links = cell_items_.size();
  core::require_state(rates_.size() == static_cast<Index>(items_.size()), name, "rates");
  core::require_state(shrinkage_ > 0.0, name, "shrinkage");
  core::require_state(std::is_sorted(keys_.begin(), keys_.end()), name, "keys");
  core::require_state(totals_.size() == n_cells && cell_counts_.size() == n_links, name, "totals");
  if (rates_.size() == 0) return;
  core::require_state(offsets_.size() == n_cells + 1 && offsets_.front() == 0 &&
                          offsets_.back() == static_cast<std::int64_t>(n_links) &&
                          std::is_sorted(offsets_.begin(), offsets_.end()),
                      name, "offsets");
  for (const double total : totals_) core::require_state(total > 0.0, name, "totals");
  for (const std::int32_t item : cell_items_)
    core::require_state(item >= 0 && item < rates_.size(), name, "cell_items");
  for (const std::int32_t column : order_)
    core::require_state(column >= 0 && column < coder_.width(), name, "order");
}

}  // namespace limn::inline LIMN_ABI::coldstart
