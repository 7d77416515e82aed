// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include <limn/core/parallel.hpp>
#include <limn/data/column_quantiles.hpp>
#include <limn/data/column_summary.hpp>
#include <limn/data/detail/quantile_histogram.hpp>
#include <limn/data/detail/quantile_pass.hpp>
#include <limn/data/detail/sort_numbers.hpp>

namespace limn::inline LIMN_ABI::data {

namespace detail {

/// Quantiles of sorted values.
template <class T>
void put_quantiles(std::span<const T> sorted, std::span<const double> shares, RankRule rule,
                   double* out) {
  for (std::size_t s = 0; s < shares.size(); ++s) {
    const RankPair rank = rule(shares[s], sorted.size());
    out[s] = between(static_cast<double>(sorted[rank.low]), static_cast<double>(sorted[rank.high]),
                     rank.t);
  }
}

/// Quantiles of columns [begin, end), read together and sorted one after the other.
/// False where one has an infinite cell.
template <class View>
bool put_sorted(const View& x, Index begin, Index end, std::span<const double> shares,
                RankRule rule, Matrix& out) {
  using T = std::remove_cv_t<typename View::Scalar>;
  const auto rows = static_cast<std::size_t>(x.rows()),
             width = static_cast<std::size_t>(end - begin);
  const std::unique_ptr<T[]> values = uninitialized<T>(rows * width);
  std::vector<std::size_t> n(width, 0);
  for (Index r = 0; r < x.rows(); ++r)
    for (std::size_t c = 0; c < width; ++c) {
      const T v = x(r, begin + static_cast<Index>(c));
      values[c * rows + n[c]] = v;
      n[c] += v == v;  // the next one takes the place of a gap
    }
  NumberSorter<T> sort(rows);
  bool finite = true;
  for (std::size_t c = 0; c < width; ++c) {
    if (n[c] == 0) continue;
    const std::span<T> column(&values[c * rows], n[c]);
    sort(column);
    finite = finite && std::isfinite(column.front()) && std::isfinite(column.back());
    put_quantiles<T>(column, shares, rule, out.row(begin + static_cast<Index>(c)).data());
  }
  return finite;
}

template <class View>
Matrix quantiles_by_sorting(const View& x, std::span<const double> shares, RankRule rule,
                            bool& finite) {
  constexpr std::size_t together = 8;
  Matrix out = Matrix::Constant(x.cols(), static_cast<Index>(shares.size()), missing);
  const auto d = static_cast<std::size_t>(x.cols());
  finite = core::parallel_reduce(
               d, together, std::uint8_t{1},
               [&](std::size_t begin, std::size_t end) -> std::uint8_t {
                 return put_sorted(x, static_cast<Index>(begin), static_cast<Index>(end), shares,
                                   rule, out);
               },
               [](std::uint8_t a, std::uint8_t b) -> std::uint8_t { return a & b; }) != 0;
  return out;
}

template <class View>
Matrix quantiles_by_pass(const View& x, std::span<const double> shares, RankRule rule,
                         bool& finite) {
  QuantilePass<View> pass(x, shares);
  Matrix out = Matrix::Constant(x.cols(), static_cast<Index>(shares.size()), missing);
  finite = pass.finite();
  if (!finite) return out;
  core::parallel_for(static_cast<std::size_t>(x.cols()), [&](std::size_t c) {
    const auto column = static_cast<Index>(c);
    const std::size_t n = pass.n_values(c);
    if (n == 0) return;
    for (std::size_t s = 0; s < shares.size(); ++s) {
      const RankPair rank = rule(shares[s], n);
      double low = 0.0, high = 0.0;
      if (!pass.value(c, s, rank.low, low) || !pass.value(c, s, rank.high, high)) {
        put_sorted(x, column, column + 1, shares, rule, out);
        return;
      }
      out(column, static_cast<Index>(s)) = between(low, high, rank.t);
    }
  });
  return out;
}

template <class View>
Matrix quantiles_by_histogram(const View& x, std::span<const double> shares, RankRule rule,
                              bool& finite) {
  QuantileHistogram<View> histogram(x);
  Matrix out = Matrix::Constant(x.cols(), static_cast<Index>(shares.size()), missing);
  finite = histogram.finite();
  if (!finite) return out;
  const auto d = static_cast<std::size_t>(x.cols());
  std::vector<std::vector<std::size_t>> ranks(d);
  for (std::size_t c = 0; c < d; ++c) {
    if (histogram.n_values(c) == 0) continue;
    for (const double share : shares) {
      const RankPair pair = rule(share, histogram.n_values(c));
      ranks[c].insert(ranks[c].end(), {pair.low, pair.high});
    }
    std::sort(ranks[c].begin(), ranks[c].end());
  }
  std::vector<std::uint8_t> kept;
  histogram.keep(ranks, kept);
  core::parallel_for(d, [&](std::size_t c) {
    const auto column = static_cast<Index>(c);
    if (histogram.n_values(c) == 0) return;
    if (!kept[c]) {
      put_sorted(x, column, column + 1, shares, rule, out);
      return;
    }
    for (std::size_t s = 0; s < shares.size(); ++s) {
      const RankPair rank = rule(shares[s], histogram.n_values(c));
      out(column, static_cast<Index>(s)) =
          between(histogram.value(c, rank.low), histogram.value(c, rank.high), rank.t);
    }
  });
  return out;
}

template <class View>
Matrix column_quantiles(const View& x, std::span<const double> shares, RankRule rule,
                        bool& finite) {
  constexpr std::size_t most_in_histogram = 64;
  if (x.rows() < fewest_rows_sampled || shares.size() > most_in_histogram)
    return quantiles_by_sorting(x, shares, rule, finite);
  return shares.size() <= QuantilePass<View>::most_shares
             ? quantiles_by_pass(x, shares, rule, finite)
             : quantiles_by_histogram(x, shares, rule, finite);
}

}  // namespace detail

LIMN_INLINE RankPair linear_rank(double share, std::size_t n) {
  const double rank = share * static_cast<double>(n - 1);
  const auto low = static_cast<std::size_t>(rank);
  return {low, std::min(low + 1, n - 1), rank - static_cast<double>(low)};
}

LIMN_INLINE RankPair averaged_rank(double share, std::size_t n) {
  // A share such as 0.7 of 10 rows must count as rank 7 though 0.7 * 10 is not 7 in binary.
  const double count = static_cast<double>(n), at = share * count, whole = std::round(at);
  const bool on_rank = std::abs(at - whole) <= 1e-12 * count;
  if (on_rank && whole <= 0.0) return {};
  const auto low =
      static_cast<std::size_t>(std::clamp(on_rank ? whole - 1 : std::floor(at), 0.0, count - 1));
  return {low, std::min(on_rank ? low + 1 : low, n - 1), 0.5};
}

LIMN_INLINE Matrix column_quantiles(MatrixView x, std::span<const double> shares, bool& finite,
                                    RankRule rule) {
  return detail::column_quantiles(x, shares, rule, finite);
}
LIMN_INLINE Matrix column_quantiles(MatrixFView x, std::span<const double> shares, bool& finite,
                                    RankRule rule) {
  return detail::column_quantiles(x, shares, rule, finite);
}

}  // namespace limn::inline LIMN_ABI::data
