// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::outlier {
namespace detail {

/// The q-quantile of the scores (at least one), linear between ranks. Takes a copy to sort.
inline double quantile(Vector scores, double q) {
  const double rank = q * static_cast<double>(scores.size() - 1);
  const auto below = static_cast<Index>(std::floor(rank));
  std::sort(scores.begin(), scores.end());
  const double upper = scores(std::min<Index>(below + 1, scores.size() - 1));
  return scores(below) + (rank - std::floor(rank)) * (upper - scores(below));
}

}  // namespace detail
}  // namespace limn::inline LIMN_ABI::outlier
