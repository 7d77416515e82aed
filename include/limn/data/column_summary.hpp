// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <limn/core/parallel.hpp>
#include <limn/core/types.hpp>

// What the rooms that clean and scale tables need to know of a column. Missing cells (NaN) are left
// out everywhere; the caller has made sure that nothing is infinite.
namespace limn::inline LIMN_ABI::data {

/// Count, mean and sum of squared deviations of each column: all (d).
struct Moments {
  Vector count, mean, m2;

  /// Joins the moments of other rows. Source: Chan, Golub, LeVeque (1979), Updating Formulae.
  void add(const Moments& other) {
    for (Index c = 0; c < mean.size(); ++c) {
      if (other.count(c) == 0) continue;
      const double n = count(c) + other.count(c), delta = other.mean(c) - mean(c);
      mean(c) += delta * (other.count(c) / n);
      m2(c) += other.m2(c) + delta * delta * (count(c) * (other.count(c) / n));
      count(c) = n;
    }
  }

  /// Standard deviation of column c over n; exactly 0 where the spread is no more than the rounding
  /// of the mean, so that a constant is a constant.
  double deviation(Index c) const {
    const double sigma = std::sqrt(m2(c) / std::max(count(c), 1.0));
    return sigma > 1e-15 * std::abs(mean(c)) ? sigma : 0.0;
  }
};

/// Moments of every column of x (n, d): the same bits for any number of threads.
/// False in `finite`: some cell is infinite, and the answer means nothing.
Moments moments(MatrixView x, bool* finite = nullptr);
Moments moments(MatrixFView x, bool* finite = nullptr);

/// Calls task(column, values) for each column of x (n, d), `values` being those that are there, in
/// row order and free to be rearranged. Columns run in parallel, four at a time out of one pass.
template <class Task>
void for_each_column(MatrixView x, Task&& task) {
  core::parallel_rows(static_cast<std::size_t>(x.cols()), 4,
                      [&](std::size_t begin, std::size_t end) {
                        std::vector<std::vector<double>> values(end - begin);
                        for (auto& column : values)
                          column.reserve(static_cast<std::size_t>(x.rows()));
                        for (Index r = 0; r < x.rows(); ++r)
                          for (std::size_t c = begin; c < end; ++c)
                            if (const double v = x(r, static_cast<Index>(c)); !std::isnan(v))
                              values[c - begin].push_back(v);
                        for (std::size_t c = begin; c < end; ++c)
                          task(static_cast<Index>(c), values[c - begin]);
                      });
}

/// a + (b - a) t from the nearer end, so that it never leaves [a, b].
inline double between(double a, double b, double t) {
  if (t == 0.0 || a == b) return a;
  return t < 0.5 ? a + (b - a) * t : b - (b - a) * (1.0 - t);
}

/// The q-quantile (0 <= q <= 1) of values that are not empty, by linear interpolation between the
/// two nearest ranks (type 7 of Hyndman and Fan 1996). Rearranges the values; O(n).
inline double quantile(std::vector<double>& values, double q) {
  const double rank = q * static_cast<double>(values.size() - 1);
  const auto low = static_cast<std::size_t>(rank);
  const auto nth = values.begin() + static_cast<std::ptrdiff_t>(low);
  std::nth_element(values.begin(), nth, values.end());
  const double t = rank - static_cast<double>(low), a = *nth;
  return t == 0.0 ? a : between(a, *std::min_element(nth + 1, values.end()), t);
}

/// The same of values that are sorted already; O(1).
inline double sorted_quantile(const std::vector<double>& values, double q) {
  const double rank = q * static_cast<double>(values.size() - 1);
  const auto low = static_cast<std::size_t>(rank);
  const std::size_t high = std::min(low + 1, values.size() - 1);
  return between(values[low], values[high], rank - static_cast<double>(low));
}

/// The middle value, or the mean of the two middle ones. Rearranges the values; O(n).
inline double median(std::vector<double>& values) { return quantile(values, 0.5); }

}  // namespace limn::inline LIMN_ABI::data

#ifdef LIMN_HEADER_ONLY
#include <limn/data/column_summary.ipp>
#endif
