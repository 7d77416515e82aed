// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <string_view>

#include <limn/core/check.hpp>
#include <limn/core/parallel.hpp>

namespace limn::inline LIMN_ABI::impute::detail {

/// What fit of every imputer asks of x (n, d). Errors: DataError when empty or infinite somewhere.
inline void require_table(MatrixView x, std::string_view component) {
  core::require_rows(x.rows(), x.cols(), component);
  core::require_finite(x, component, core::Missing::allowed);
}

/// x (n, d) with its gaps filled by one value a column, fill (d).
/// Errors: NotFittedError, ShapeError, DataError when infinite somewhere.
inline Matrix filled(MatrixView x, const Vector& fill, std::string_view component) {
  core::require_fitted(fill.size() > 0, component);
  core::require_width(x.cols(), fill.size(), component);
  core::require_finite(x, component, core::Missing::allowed);
  Matrix out = x;
  core::parallel_rows(static_cast<std::size_t>(out.rows()), 8192,
                      [&](std::size_t begin, std::size_t end) {
                        for (auto r = static_cast<Index>(begin); r < static_cast<Index>(end); ++r)
                          for (Index c = 0; c < out.cols(); ++c)
                            if (std::isnan(out(r, c))) out(r, c) = fill(c);
                      });
  return out;
}

}  // namespace limn::inline LIMN_ABI::impute::detail
