// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::data {

/// Where a quantile lies among sorted values: at t of the way from one to the other.
struct RankPair {
  std::size_t low = 0, high = 0;
  double t = 0.0;
};
/// How a share in [0, 1] of n > 0 values becomes ranks.
using RankRule = RankPair (*)(double share, std::size_t n);

/// Between the two ranks nearest to share * (n - 1). Source: Hyndman, Fan (1996), Sample Quantiles
/// in Statistical Packages, definition 7.
RankPair linear_rank(double share, std::size_t n);
/// Their definition 2: the mean of two ranks where the share falls between two values.
RankPair averaged_rank(double share, std::size_t n);

/// Exact quantiles of all columns of x (n, d), cells that are NaN left out: (d, n_shares), missing
/// where a column has no value. A few shares of a large table take one pass: a sample tells two
/// values between which each quantile lies with near certainty, the pass counts what is outside and
/// keeps the few cells inside; where the sample was wrong the column is read again. Up to 64
/// shares take two passes, by a histogram. Otherwise each column is sorted. False in `finite`: some
/// cell is infinite, and the answer means nothing.
Matrix column_quantiles(MatrixView x, std::span<const double> shares, bool& finite,
                        RankRule rule = linear_rank);
Matrix column_quantiles(MatrixFView x, std::span<const double> shares, bool& finite,
                        RankRule rule = linear_rank);

}  // namespace limn::inline LIMN_ABI::data

#ifdef LIMN_HEADER_ONLY
#include <limn/data/column_quantiles.ipp>
#endif
