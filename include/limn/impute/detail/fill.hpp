// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include <limn/core/check.hpp>

namespace limn::inline LIMN_ABI::impute::detail {

/// What fit of every imputer asks of x (n, d). Errors: DataError when empty or infinite somewhere.
inline void require_table(MatrixView x, std::string_view component) {
  core::require_rows(x.rows(), x.cols(), component);
  core::require_finite(x, component, core::Missing::allowed);
}

/// x (n, d) with each gap filled by its column's value, in one pass.
/// Errors: NotFittedError, ShapeError, DataError with an infinite cell, LimitError.
Matrix filled(MatrixView x, const Vector& fill, std::string_view component);
MatrixF filled(MatrixFView x, const Vector& fill, std::string_view component);

/// Medians of all columns of x (n, d), `empty` where there is no value: (d).
/// Errors: DataError without rows or columns, or with an infinite cell; LimitError.
Vector medians(MatrixView x, double empty, std::string_view component);
Vector medians(MatrixFView x, double empty, std::string_view component);

/// Means, as medians.
Vector means(MatrixView x, double empty, std::string_view component);
Vector means(MatrixFView x, double empty, std::string_view component);

}  // namespace limn::inline LIMN_ABI::impute::detail

#ifdef LIMN_HEADER_ONLY
#include <limn/impute/detail/fill.ipp>
#endif
