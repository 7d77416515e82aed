// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <string>
#include <string_view>

#include <limn/core/check.hpp>

namespace limn::inline LIMN_ABI::features::detail {

[[noreturn]] inline void throw_answer(std::string_view component, std::string_view place,
                                      std::string_view got, std::string_view expected,
                                      std::string_view fix) {
  throw DataError(ErrorCode::data_value, {.component = std::string(component),
                                          .place = std::string(place),
                                          .got = std::string(got),
                                          .expected = std::string(expected),
                                          .fix = std::string(fix)});
}

/// What features that look at the answer ask of y (n). Errors: ShapeError for its length; DataError
/// where it is not finite.
inline void require_answers(VectorView y, Index rows, std::string_view component) {
  core::require_length(y.size(), rows, component, "y");
  for (Index r = 0; r < y.size(); ++r)
    if (!std::isfinite(y(r)))
      throw_answer(component, "y, row " + std::to_string(r),
                   std::isnan(y(r)) ? "a missing value" : "an infinite value", "a finite number",
                   "leave out rows whose answer is unknown");
}

}  // namespace limn::inline LIMN_ABI::features::detail
