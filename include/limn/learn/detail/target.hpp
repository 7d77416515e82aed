// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include <limn/core/check.hpp>

namespace limn::inline LIMN_ABI::learn::detail {

[[noreturn]] inline void throw_target(std::string_view component, std::string_view place,
                                      std::string_view got, std::string_view expected,
                                      std::string_view fix) {
  throw DataError(ErrorCode::data_value, {.component = std::string(component),
                                          .place = std::string(place),
                                          .got = std::string(got),
                                          .expected = std::string(expected),
                                          .fix = std::string(fix)});
}

/// What supervised learners ask of x (n, d), y (n) and weights (n). Errors: DataError when empty,
/// missing or infinite somewhere, when a weight is negative or all are 0; ShapeError on lengths.
inline void require_supervised(MatrixView x, VectorView y, VectorView weights,
                               std::string_view component) {
  core::require_rows(x.rows(), x.cols(), component);
  core::require_length(y.size(), x.rows(), component, "y");
  core::require_length(weights.size(), x.rows(), component, "sample weights");
  core::require_finite(x, component, core::Missing::refused);
  double total = 0.0;
  for (Index r = 0; r < y.size(); ++r) {
    if (!std::isfinite(y(r)))
      throw_target(component, "y, row " + std::to_string(r),
                   std::isnan(y(r)) ? "a missing value" : "an infinite value", "a finite number",
                   "leave out rows whose answer is unknown");
    if (!(weights(r) >= 0.0) || std::isinf(weights(r)))
      throw_target(component, "sample weights, row " + std::to_string(r),
                   "a missing, infinite or negative weight", "a number of at least 0",
                   "pass weights of at least 0");
    total += weights(r);
  }
  if (!(total > 0.0))
    throw_target(component, "sample weights", "a sum of 0", "a positive sum",
                 "give some rows weight");
}

/// Rows a chunk such that at most `parts` of them are held at once: few when each part is large.
/// Depends on the shape alone, so that sums over chunks do not depend on threads.
inline std::size_t chunk_rows(Index rows, Index part_size) {
  const std::size_t parts = part_size > 64 * 1024 ? 8 : 64;
  return std::max<std::size_t>(2048, (static_cast<std::size_t>(rows) + parts - 1) / parts);
}

}  // namespace limn::inline LIMN_ABI::learn::detail
