// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <limn/core/parallel.hpp>
#include <limn/kernels/kernels.hpp>
#include <limn/recommend/item_graph.hpp>
#include <limn/recommend/linear.hpp>
#include <limn/recommend/rank_rows.hpp>
#include <limn/recommend/spd_inverse.hpp>
#include <limn/recommend/top_k.hpp>

namespace limn::inline LIMN_ABI::recommend {

namespace detail {

/// The sums of all prefixes of all histories. A pair of events a <= b of one user, d = b - a,
/// stands together in the m prefixes that end at b or later and still see a: there x[a] x[b] sums
/// to 2^(-d / h) (1 + r + ... + r^(m-1)), r = 2^(-2 / h).
class PrefixSums {
 public:
  PrefixSums(const data::EventLog& log, const Linear::Params& params)
      : log_(log),
        window_(params.window),
        fades_(static_cast<std::size_t>(window_)),
        ends_(static_cast<std::size_t>(window_) + 1, 0.0) {
    for (std::size_t n = 0; n < fades_.size(); ++n)
      fades_[n] = std::exp2(-static_cast<double>(n) / params.half_life);
    for (std::size_t m = 1; m < ends_.size(); ++m)
      ends_[m] = ends_[m - 1] + fades_[m - 1] * fades_[m - 1];
  }

  /// Adds what an event gives to the row of its item in X'X.
  void add_both(std::int64_t at, std::span<double> row) const {
    const auto [begin, end] = range_of(at);
    for (std::int64_t other = std::max(begin, at - window_ + 1);
         other < std::min(end - 1, at + window_); ++other) {
      const std::int64_t early = std::min(at, other), late = std::max(at, other);
      const std::int64_t m = std::min(early + window_, end - 1) - late;
      if (const std::int32_t item = item_of(other); item >= 0 && m > 0)
        row[static_cast<std::size_t>(item)] +=
            fades_[static_cast<std::size_t>(late - early)] * ends_[static_cast<std::size_t>(m)];
    }
  }
  /// ... and in X'Y.
  void add_next(std::int64_t at, RowSums& row) const {
    const auto [begin, end] = range_of(at);
    for (std::int64_t after = at + 1; after < std::min(end, at + window_ + 1); ++after)
      if (const std::int32_t item = item_of(after); item >= 0)
        row.add(item, fades_[static_cast<std::size_t>(after - at - 1)]);
  }

 private:
  std::pair<std::int64_t, std::int64_t> range_of(std::int64_t event) const {
    const auto user = static_cast<std::size_t>(log_.user_codes()[static_cast<std::size_t>(event)]);
    return {log_.offsets()[user], log_.offsets()[user + 1]};
  }
  std::int32_t item_of(std::int64_t event) const {
    return log_.item_codes()[static_cast<std::size_t>(event)];
  }

  const data::EventLog& log_;
  std::int64_t window_;
  std::vector<double> fades_;  ///< 2^(-n / h)
  std::vector<double> ends_;   ///< 1 + r + ... + r^(m-1)
};

/// X'X.
LIMN_INLINE MatrixF prefix_gram(const PrefixSums& sums, const data::Occurrences& where, Index n,
                                const Monitor& monitor) {
  MatrixF out(n, n);
  core::parallel_rows(static_cast<std::size_t>(n), 16, [&](std::size_t begin, std::size_t end) {
    monitor.check();
    Vector row(n);
    for (auto item = static_cast<Index>(begin); item < static_cast<Index>(end); ++item) {
      row.setZero();
      for (const std::int64_t at : where.of(static_cast<std::int32_t>(item)))
        sums.add_both(at, {row.data(), static_cast<std::size_t>(n)});
      out.row(item) = row.cast<float>().transpose();
    }
  });
  return out;
}

LIMN_INLINE std::span<const std::int32_t> last_of(std::span<const std::int32_t> history,
                                                  std::int64_t window) {
  return history.last(std::min(history.size(), static_cast<std::size_t>(window)));
}

/// The upper triangle from the lower.
LIMN_INLINE void mirror(MatrixF& a) {
  constexpr std::size_t tile = 64;
  const auto n = static_cast<std::size_t>(a.rows());
  core::parallel_rows(n, tile, [&](std::size_t begin, std::size_t end) {
    for (std::size_t left = 0; left < end; left += tile)
      for (std::size_t i = begin; i < end; ++i)
        for (std::size_t j = left; j < std::min(left + tile, i); ++j)
          a(static_cast<Index>(j), static_cast<Index>(i)) =
              a(static_cast<Index>(i), static_cast<Index>(j));
  });
}

/// a b for a dense b, by tiles of its columns.
LIMN_INLINE void multiply_dense(const MatrixF& a, const ItemGraph& b, MatrixF& out,
                                const Monitor& monitor) {
  constexpr std::size_t tile = 128, rows_at_once = 512;
  const auto n = static_cast<std::size_t>(a.rows());
  const auto& gemm = kernels::table().gemm;
  core::parallel_rows(n, tile, [&](std::size_t begin, std::size_t end) {
    const std::size_t width = end - begin;
    std::vector<float> cells(n * width), packed(gemm.packed_size(width, n));
    for (std::size_t row = 0; row < n; ++row) {
      const auto from = b.targets.begin() + b.offsets[row],
                 to = b.targets.begin() + b.offsets[row + 1];
      for (auto at = std::lower_bound(from, to, static_cast<std::int32_t>(begin));
           at != to && *at < static_cast<std::int32_t>(end); ++at)
        cells[row * width + static_cast<std::size_t>(*at) - begin] =
            b.weights[static_cast<std::size_t>(at - b.targets.begin())];
    }
    gemm.pack(false, width, n, cells.data(), width, packed.data());
    for (std::size_t row = 0; row < n; row += rows_at_once) {
      monitor.check();
      gemm.sgemm_packed(false, std::min(rows_at_once, n - row), width, n, a.data() + row * n, n,
                        packed.data(), out.data() + row * n + begin, n, false);
    }
  });
}

/// a b for a sparse b and a symmetric a, by tiles of rows of a.
LIMN_INLINE void multiply_sparse(const MatrixF& a, const ItemGraph& b, MatrixF& out,
                                 const Monitor& monitor) {
  constexpr std::size_t tile = 64;
  const auto n = static_cast<std::size_t>(a.rows());
  const auto axpy = kernels::table().vector.axpy;
  core::parallel_rows(n, tile, [&](std::size_t begin, std::size_t end) {
    monitor.check();
    const std::size_t width = end - begin;
    std::vector<float> sums(n * width);  // the tile of the product, turned
    for (std::size_t row = 0; row < n; ++row)
      for (auto e = static_cast<std::size_t>(b.offsets[row]);
           e < static_cast<std::size_t>(b.offsets[row + 1]); ++e)
        axpy(width, b.weights[e], a.data() + row * n + begin,
             &sums[static_cast<std::size_t>(b.targets[e]) * width]);
    for (std::size_t left = 0; left < n; left += 64)
      for (std::size_t i = 0; i < width; ++i)
        for (std::size_t j = left; j < std::min(left + 64, n); ++j)
          out(static_cast<Index>(begin + i), static_cast<Index>(j)) = sums[j * width + i];
  });
}

LIMN_INLINE void require_linear_catalogue(std::size_t n_items, std::int64_t most) {
  if (n_items <= static_cast<std::size_t>(most)) return;
  throw LimitError(ErrorCode::limit_size,
                   {.component = std::string(Linear::name),
                    .place = "items",
                    .got = std::to_string(n_items),
                    .expected = "at most " + std::to_string(most) + " (max_items)",
                    .fix = "drop rare items, take recommend.transitions, or raise max_items where "
                           "8 * items^2 bytes fit"});
}

}  // namespace detail

LIMN_INLINE Linear& Linear::fit(const data::EventLog& log, const Monitor& monitor) {
  require_events(log, name);
  detail::require_linear_catalogue(log.n_items(), params_.max_items);
  monitor.report(0.0, "pairs");
  const auto n = static_cast<Index>(log.n_items());
  const data::Occurrences where = data::occurrences(log.item_codes(), log.n_items());
  VectorF counts(n);
  for (Index i = 0; i < n; ++i)
    counts[i] = static_cast<float>(where.of(static_cast<std::int32_t>(i)).size());
  const detail::PrefixSums sums(log, params_);
  const ItemGraph next = make_graph(
      log.n_items(), std::nullopt,
      [&](std::int32_t item, RowSums& row) {
        for (const std::int64_t at : where.of(item)) sums.add_next(at, row);
      },
      [](std::int32_t, std::int32_t, double sum) { return sum; }, monitor.part(0.0, 0.05));
  MatrixF both = detail::prefix_gram(sums, where, n, monitor);
  both.diagonal().array() += static_cast<float>(params_.l2);
  if (!invert_spd(both, monitor.part(0.1, 0.5)))
    throw DataError(ErrorCode::data_value, {.component = std::string(name),
                                            .place = "option 'l2'",
                                            .got = "a matrix that float arithmetic cannot invert",
                                            .expected = "a larger ridge",
                                            .fix = "raise l2"});
  detail::mirror(both);
  monitor.report(0.5, "weights");
  MatrixF weights(n, n);
  const bool dense = 10 * next.targets.size() > log.n_items() * log.n_items();
  (dense ? detail::multiply_dense : detail::multiply_sparse)(both, next, weights, monitor);
  data::Vocabulary items = log.items();
  items_ = std::move(items);
  weights_ = std::move(weights);
  counts_ = std::move(counts);
  return *this;
}

LIMN_INLINE Ranked Linear::recommend(const data::EventLog& log, std::int64_t k,
                                     bool exclude_seen) const {
  core::require_fitted(counts_.size() > 0, name);
  require_k(k, name);
  const auto weigh = [&](const data::History& history, KnownRows& known) {
    detail::for_each_known(detail::last_of(history.items, params_.window), params_.half_life,
                           items_.size(), [&](std::int32_t item, double weight) {
                             known.rows.push_back(item);
                             known.weights.push_back(static_cast<float>(weight));
                           });
  };
  return rank_rows(weights_, counts_, items_, log, weigh, k, exclude_seen);
}

LIMN_INLINE Ranked Linear::recommend_one(const data::History& history, std::int64_t k,
                                         bool exclude_seen) const {
  require_k(k, name);
  VectorF scores = score(history);
  return rank_one({scores.data(), items_.size()}, history.items, k, exclude_seen);
}

LIMN_INLINE VectorF Linear::score(const data::History& history) const {
  core::require_fitted(counts_.size() > 0, name);
  VectorF out(counts_.size());
  score_into(history, {out.data(), items_.size()});
  return out;
}

LIMN_INLINE void Linear::score_into(const data::History& history, std::span<float> out) const {
  std::fill(out.begin(), out.end(), 0.0F);
  bool known = false;
  const auto axpy = kernels::table().vector.axpy;
  detail::for_each_known(detail::last_of(history.items, params_.window), params_.half_life,
                         out.size(), [&](std::int32_t item, double weight) {
                           known = true;
                           axpy(out.size(), static_cast<float>(weight), weights_.row(item).data(),
                                out.data());
                         });
  if (!known) fill_by_count(counts_, out);
}

LIMN_INLINE Reason Linear::reason(const data::History& history, std::int32_t item) const {
  Reason out;
  if (item < 0 || item >= weights_.cols()) return out;
  double total = 0.0, loudest = 0.0;
  detail::for_each_known(detail::last_of(history.items, params_.window), params_.half_life,
                         items_.size(), [&](std::int32_t known, double weight) {
                           const double part = weight * static_cast<double>(weights_(known, item));
                           if (part > 0.0) total += part;
                           if (part <= loudest) return;
                           loudest = part;
                           out = {.kind = "follows", .item = known};
                         });
  if (total > 0.0) out.share = loudest / total;
  return out;
}

LIMN_INLINE void Linear::check_state() {
  items_.check_state();
  const auto n = static_cast<Index>(items_.size());
  core::require_state(counts_.size() == n, name, "counts");
  core::require_state(weights_.rows() == n && weights_.cols() == n, name, "weights");
}

}  // namespace limn::inline LIMN_ABI::recommend
