// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <string>
#include <string_view>

#include <limn/core/error.hpp>
#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::core {

enum class Missing { allowed, refused };

[[noreturn]] inline void throw_value(std::string_view component, Index row, Index column,
                                     std::string_view got, std::string_view fix) {
  throw DataError(ErrorCode::data_value,
                  {.component = std::string(component),
                   .place = "row " + std::to_string(row) + ", column " + std::to_string(column),
                   .got = std::string(got),
                   .expected = "a finite number",
                   .fix = std::string(fix)});
}

namespace detail {
template <class View>
void require_finite(const View& x, std::string_view component, Missing policy) {
  for (Index r = 0; r < x.rows(); ++r) {
    for (Index c = 0; c < x.cols(); ++c) {
      const auto value = x(r, c);
      if (std::isfinite(value) || (std::isnan(value) && policy == Missing::allowed)) continue;
      if (std::isnan(value))
        throw_value(component, r, c, "a missing value", "fill the gaps first, see limn.impute");
      throw_value(component, r, c, "an infinite value", "replace it or set it missing");
    }
  }
}
}  // namespace detail

/// Errors: DataError naming the first cell of x (n, d) that is infinite, or missing where refused.
inline void require_finite(MatrixView x, std::string_view component, Missing policy) {
  detail::require_finite(x, component, policy);
}
inline void require_finite(MatrixFView x, std::string_view component, Missing policy) {
  detail::require_finite(x, component, policy);
}

}  // namespace limn::inline LIMN_ABI::core
