// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include <limn/core/monitor.hpp>
#include <limn/evaluate/bootstrap.hpp>

// Is the model as good for one group of users as for another?
namespace limn::inline LIMN_ABI::evaluate {

/// Any measure of one value a user, by group.
struct GroupGap {
  std::vector<std::int32_t> groups;  ///< labels that have a user, rising
  std::vector<double> means;         ///< mean of each group
  std::vector<std::int64_t> counts;  ///< users of each group
  Interval gap;                      ///< largest mean - smallest mean
  double p_value = 1;                ///< how often labels drawn anew make as large a gap
};

/// users (n), groups (n): users whose value is NaN or whose label is negative do not count. The
/// interval comes from resampled users, the p-value from permuted labels; a gap is never below 0,
/// so judge it by the p-value. With fewer than two groups the gap is NaN. Cost: 2 n_resamples * n.
/// **Source:** Good (2005), Permutation, Parametric and Bootstrap Tests. Errors: as bootstrap_mean;
/// ShapeError on unequal lengths.
GroupGap group_gap(VectorView users, const Labels& groups, const BootstrapOptions& options = {},
                   const Monitor& monitor = {});

}  // namespace limn::inline LIMN_ABI::evaluate

#ifdef LIMN_HEADER_ONLY
#include <limn/evaluate/groups.ipp>
#endif
