// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include <limn/core/monitor.hpp>
#include <limn/core/types.hpp>

// How sure is a number measured on these users, and is one model truly better than another?
// Resample r draws from its own stream of random numbers: the same answer for any thread count.
namespace limn::inline LIMN_ABI::evaluate {

struct BootstrapOptions {
  std::int64_t n_resamples = 1000;
  double level = 0.95;  ///< share of resamples inside the interval
  std::uint64_t random_state = 0;
};

/// A measured value and the percentile interval of its resamples.
struct Interval {
  double value = 0, low = 0, high = 0;
  std::int64_t n = 0;  ///< users that counted
};

/// Mean of one value a user (n); NaN = the user does not count. Cost: n_resamples * n draws.
/// **Source:** Efron (1979), Bootstrap methods.
/// Errors: DataError when nobody counts or a value is infinite; ParamError unless n_resamples >= 1
/// and 0 < level < 1; CancelledError.
Interval bootstrap_mean(VectorView users, const BootstrapOptions& options = {},
                        const Monitor& monitor = {});

/// Any statistic of n rows: it is given n drawn row numbers, and the row numbers 0 ... n-1 for the
/// value itself. It is called from several threads at once; resamples where it is NaN are left out.
/// Errors: as bootstrap_mean.
Interval bootstrap(Index n, const std::function<double(std::span<const Index> rows)>& statistic,
                   const BootstrapOptions& options = {}, const Monitor& monitor = {});

/// Two models on the same users.
struct PairedDifference {
  Interval difference;      ///< mean of a - b
  double p_value = 1;       ///< two-sided, of random sign flips: how often chance does as well
  double share_better = 0;  ///< share of users with a > b
  double share_worse = 0;   ///< share of users with a < b
};

/// a (n), b (n): one value a user; users where either is NaN do not count.
/// **Source:** Fisher (1935), The design of experiments (the sign-flip test); Efron (1979).
/// Errors: as bootstrap_mean; ShapeError on unequal lengths.
PairedDifference paired_difference(VectorView a, VectorView b, const BootstrapOptions& options = {},
                                   const Monitor& monitor = {});

}  // namespace limn::inline LIMN_ABI::evaluate

#ifdef LIMN_HEADER_ONLY
#include <limn/evaluate/bootstrap.ipp>
#endif
