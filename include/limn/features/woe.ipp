// SPDX-License-Identifier: MIT
#pragma once

#include <numeric>

#include <limn/features/detail/answers.hpp>
#include <limn/features/detail/evidence.hpp>
#include <limn/features/woe.hpp>

namespace limn::inline LIMN_ABI::features {
namespace detail {

/// What was learnt of one column.
struct EvidenceColumn {
  std::vector<double> cuts;        // splits, or the categories, rising
  std::vector<std::int32_t> bins;  // of each category
  std::vector<double> weights;     // of the bins, missing last
  double iv = 0.0;
};

/// Distinct values, rising, with their answers; missing cells apart.
struct ValueCounts {
  std::vector<double> values;
  std::vector<YesNo> counts;
  YesNo gaps;

  ValueCounts(MatrixView x, Index c, VectorView y) {
    std::vector<std::pair<double, bool>> cells;
    for (Index r = 0; r < x.rows(); ++r) {
      const bool yes = y(r) > 0.0;
      if (std::isnan(x(r, c)))
        gaps = gaps + (yes ? YesNo{0, 1} : YesNo{1, 0});
      else
        cells.emplace_back(x(r, c) == 0.0 ? 0.0 : x(r, c), yes);
    }
    std::ranges::sort(cells);
    for (const auto& [value, yes] : cells) {
      if (values.empty() || values.back() != value) values.push_back(value), counts.push_back({});
      counts.back() = counts.back() + (yes ? YesNo{0, 1} : YesNo{1, 0});
    }
  }
};

/// Neighbours joined into at most `most` candidates of about equal rows: ends of each.
inline std::vector<std::size_t> equal_ends(const std::vector<YesNo>& counts, std::size_t most) {
  double n = 0.0, seen = 0.0;
  for (const YesNo& c : counts) n += c.n();
  std::vector<std::size_t> ends;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    seen += counts[i].n();
    const double due = n * static_cast<double>(ends.size() + 1) / static_cast<double>(most);
    if (counts.size() <= most || seen >= due || i + 1 == counts.size()) ends.push_back(i + 1);
  }
  return ends;
}

inline std::vector<YesNo> joined(const std::vector<YesNo>& counts,
                                 const std::vector<std::size_t>& ends) {
  std::vector<YesNo> out;
  std::size_t i = 0;
  for (const std::size_t end : ends) {
    out.push_back({});
    for (; i < end; ++i) out.back() = out.back() + counts[i];
  }
  return out;
}

/// Candidates of one class alone join the next one, the last joins the one before.
inline void join_pure(const std::vector<YesNo>& counts, std::vector<std::size_t>& ends) {
  for (bool again = true; again && ends.size() > 1;) {
    const std::vector<YesNo> candidates = joined(counts, ends);
    std::vector<std::size_t> kept;
    const auto pure = [&](std::size_t i) {
      return candidates[i].no == 0.0 || candidates[i].yes == 0.0;
    };
    for (std::size_t i = 0; i + 1 < ends.size(); ++i)
      if (!pure(i) && !(i + 2 == ends.size() && pure(i + 1))) kept.push_back(ends[i]);
    kept.push_back(ends.back());
    again = kept.size() < ends.size();
    ends = std::move(kept);
  }
}

/// Bins of neighbouring values and what they tell.
struct Binning {
  std::vector<std::size_t> ends;  // of each bin
  double value = 0.0;
};

/// The bins that candidates (their ends) are joined to by the options.
inline Binning best_bins(const std::vector<YesNo>& counts, const std::vector<std::size_t>& ends_of,
                         const YesNo& all, const Woe::Params& params, double rows, bool ordered) {
  const std::vector<YesNo> candidates = joined(counts, ends_of);
  if (candidates.empty()) return {};
  BinRules rules{0, static_cast<std::size_t>(params.max_n_bins.value_or(1 << 20)),
                 std::ceil(params.min_bin_size * rows)};
  std::vector<std::size_t> best{candidates.size()};
  double greatest = -1.0;
  for (const int direction : {1, -1, 0}) {
    const bool wanted = ordered || params.monotonic == "none" ? direction == 0
                        : params.monotonic == "rising"        ? direction == 1
                        : params.monotonic == "falling"       ? direction == -1
                                                              : direction != 0;
    if (!wanted) continue;
    rules.direction = direction;
    double value = 0.0;
    std::vector<std::size_t> ends = join_bins(candidates, all, rules, value);
    if (!ends.empty() && value > greatest) greatest = value, best = std::move(ends);
  }
  for (std::size_t& end : best) end = ends_of[end - 1];
  return {std::move(best), std::max(greatest, 0.0)};
}

/// The bins of a number. As in the source, leaves of one class alone join the next ones before the
/// search; but where that loses much, as with a column that is nearly perfect and has hardly any
/// other leaves, the search sees them all.
inline std::vector<std::size_t> number_bins(const std::vector<YesNo>& counts, const YesNo& all,
                                            const Woe::Params& params, double rows) {
  constexpr double lost_at_most = 0.1;
  if (counts.empty()) return {};
  std::vector<YesNo> sums{{}};
  for (const YesNo& one : counts) sums.push_back(sums.back() + one);
  std::vector<std::size_t> leaves = tree_cuts(sums, static_cast<std::size_t>(params.max_prebins),
                                              std::max(1.0, std::ceil(params.min_bin_size * rows)));
  leaves.push_back(counts.size());
  std::vector<std::size_t> mixed = leaves;
  join_pure(counts, mixed);
  Binning out = best_bins(counts, mixed, all, params, rows, false);
  if (mixed.size() == leaves.size()) return out.ends;
  Binning free = best_bins(counts, leaves, all, params, rows, false);
  return std::move(out.value < (1.0 - lost_at_most) * free.value ? free : out).ends;
}

inline EvidenceColumn evidence_column(MatrixView x, Index c, VectorView y, const YesNo& all,
                                      const Woe::Params& params, bool category) {
  ValueCounts seen(x, c, y);
  const std::size_t n = seen.values.size();
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (category)
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
      return seen.counts[a].rate() < seen.counts[b].rate();
    });
  std::vector<YesNo> counts;
  for (const std::size_t i : order) counts.push_back(seen.counts[i]);
  const double rows = static_cast<double>(x.rows());
  const std::vector<std::size_t> bins =
      category ? best_bins(counts, equal_ends(counts, static_cast<std::size_t>(params.max_prebins)),
                           all, params, rows, true)
                     .ends
               : number_bins(counts, all, params, rows);
  EvidenceColumn out;
  if (category) out.cuts = seen.values, out.bins.resize(n);
  const std::vector<YesNo> totals = joined(counts, bins);
  std::size_t from = 0;
  for (std::size_t b = 0; b < bins.size(); ++b) {
    const std::size_t to = bins[b];
    for (std::size_t i = from; category && i < to; ++i)
      out.bins[order[i]] = static_cast<std::int32_t>(b);
    if (!category && b + 1 < bins.size())
      out.cuts.push_back(seen.values[to - 1] + 0.5 * (seen.values[to] - seen.values[to - 1]));
    // One bin of everything tells nothing.
    const bool alone = bins.size() == 1 && (totals[b].no == 0.0 || totals[b].yes == 0.0);
    out.weights.push_back(alone ? 0.0 : weight_of_evidence(totals[b], all));
    out.iv += alone ? 0.0 : information(totals[b], all);
    from = to;
  }
  if (bins.empty()) out.weights.push_back(0.0);
  const bool gaps = seen.gaps.n() > 0.0 && n > 0;
  out.weights.push_back(gaps ? weight_of_evidence(seen.gaps, all) : 0.0);
  if (gaps) out.iv += information(seen.gaps, all);
  return out;
}

inline YesNo yes_and_no(VectorView y, std::string_view component) {
  YesNo out;
  for (Index r = 0; r < y.size(); ++r) {
    if (y(r) != 0.0 && y(r) != 1.0)
      throw_answer(component, "y, row " + std::to_string(r), "another number", "0 or 1",
                   "turn the answer into yes or no");
    out = out + (y(r) > 0.0 ? YesNo{0, 1} : YesNo{1, 0});
  }
  if (out.no == 0.0 || out.yes == 0.0)
    throw_answer(component, "y", "one class only", "rows of both classes",
                 "pass rows of both classes");
  return out;
}

}  // namespace detail

LIMN_INLINE Woe& Woe::fit(MatrixView x, VectorView y, const Monitor& monitor) {
  detail::require_table(x, name);
  detail::require_answers(y, x.rows(), name);
  const detail::YesNo all = detail::yes_and_no(y, name);
  std::vector<std::uint8_t> is_category(static_cast<std::size_t>(x.cols()), 0);
  for (const double c : params_.categorical) {
    if (!(c < static_cast<double>(x.cols())) || c != std::floor(c))
      throw ParamError(ErrorCode::param_range,
                       {.component = std::string(name),
                        .place = "option 'categorical'",
                        .got = core::to_text(core::Value{c}),
                        .expected = "a column below " + std::to_string(x.cols()),
                        .fix = "name columns of x, counted from 0"});
    is_category[static_cast<std::size_t>(c)] = 1;
  }
  monitor.check();
  std::vector<detail::EvidenceColumn> found(is_category.size());
  core::parallel_for(found.size(), [&](std::size_t c) {
    monitor.check();
    found[c] = detail::evidence_column(x, static_cast<Index>(c), y, all, params_, is_category[c]);
  });
  detail::Categories cuts, weights;
  std::vector<std::int32_t> bins;
  Vector iv(x.cols());
  for (std::size_t c = 0; c < found.size(); ++c) {
    detail::EvidenceColumn& column = found[c];
    column.bins.resize(column.cuts.size(), 0);
    bins.insert(bins.end(), column.bins.begin(), column.bins.end());
    cuts.values.insert(cuts.values.end(), column.cuts.begin(), column.cuts.end());
    cuts.ends.push_back(std::ssize(cuts.values));
    weights.values.insert(weights.values.end(), column.weights.begin(), column.weights.end());
    weights.ends.push_back(std::ssize(weights.values));
    iv(static_cast<Index>(c)) = column.iv;
  }
  cuts_ = std::move(cuts);
  weights_ = std::move(weights);
  bins_ = std::move(bins);
  iv_ = std::move(iv);
  is_category_ = std::move(is_category);
  return *this;
}

LIMN_INLINE Matrix Woe::transform(MatrixView x) const {
  detail::require_same(x, weights_.n_columns(), name);
  Matrix out(x.rows(), x.cols());
  for (Index r = 0; r < x.rows(); ++r)
    for (Index c = 0; c < x.cols(); ++c) {
      const double* weight = weights_.values.data() + weights_.begin(c);
      const double v = x(r, c);
      if (std::isnan(v)) {
        out(r, c) = weights_.values[static_cast<std::size_t>(weights_.end(c) - 1)];
      } else if (is_category_[static_cast<std::size_t>(c)]) {
        const std::int64_t at = cuts_.find(c, v);
        out(r, c) = at < 0 ? 0.0 : weight[bins_[static_cast<std::size_t>(at)]];
      } else {
        const auto first = cuts_.values.begin() + cuts_.begin(c);
        const auto last = cuts_.values.begin() + cuts_.end(c);
        out(r, c) = weight[std::upper_bound(first, last, v) - first];
      }
    }
  return out;
}

LIMN_INLINE std::vector<double> Woe::splits(Index c) const {
  core::require_fitted(c >= 0 && c < cuts_.n_columns(), name);
  if (is_category_[static_cast<std::size_t>(c)]) return {};
  return {cuts_.values.begin() + cuts_.begin(c), cuts_.values.begin() + cuts_.end(c)};
}

LIMN_INLINE std::vector<double> Woe::woe(Index c) const {
  core::require_fitted(c >= 0 && c < weights_.n_columns(), name);
  return {weights_.values.begin() + weights_.begin(c), weights_.values.begin() + weights_.end(c)};
}

LIMN_INLINE std::vector<Vector> Woe::bin_edges() const {
  std::vector<Vector> out;
  for (Index c = 0; c < cuts_.n_columns(); ++c) {
    const std::vector<double> one = splits(c);
    out.push_back(Eigen::Map<const Vector>(one.data(), std::ssize(one)));
  }
  return out;
}

LIMN_INLINE std::vector<Vector> Woe::woes() const {
  std::vector<Vector> out;
  for (Index c = 0; c < weights_.n_columns(); ++c) {
    const std::vector<double> one = woe(c);
    out.push_back(Eigen::Map<const Vector>(one.data(), std::ssize(one)));
  }
  return out;
}

LIMN_INLINE void Woe::check_state() const {
  const auto require = [](bool ok, std::string_view what) { core::require_state(ok, name, what); };
  cuts_.check(name);
  weights_.check(name);
  const Index d = weights_.n_columns();
  require(cuts_.n_columns() == d && iv_.size() == d && std::ssize(is_category_) == d, "cuts");
  require(bins_.size() == cuts_.values.size(), "bins");
  for (const double w : weights_.values) require(std::isfinite(w), "weights");
  for (Index c = 0; c < d; ++c) {
    const std::int64_t n = weights_.end(c) - weights_.begin(c);
    require(n >= 2, "weights");
    if (!is_category_[static_cast<std::size_t>(c)])
      require(cuts_.end(c) - cuts_.begin(c) + 2 == n, "cuts");
    for (std::int64_t i = cuts_.begin(c); i < cuts_.end(c); ++i)
      require(bins_[static_cast<std::size_t>(i)] >= 0 && bins_[static_cast<std::size_t>(i)] < n - 1,
              "bins");
  }
}

}  // namespace limn::inline LIMN_ABI::features
