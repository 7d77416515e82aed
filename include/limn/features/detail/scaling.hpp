// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::features::detail {

/// x (n, d) moved and divided by column; what is missing stays missing.
/// Errors: NotFittedError, ShapeError, DataError with an infinite cell.
Matrix scaled(MatrixView x, const Vector& center, const Vector& scale, std::string_view component);
MatrixF scaled(MatrixFView x, const Vector& center, const Vector& scale,
               std::string_view component);
Matrix unscaled(MatrixView x, const Vector& center, const Vector& scale,
                std::string_view component);

/// Errors: FormatError unless a loaded scaler can divide by its scale.
void require_scale(const Vector& center, const Vector& scale, std::string_view component);

/// Errors: ParamError unless the option holds two rising numbers.
void require_rising_pair(const std::vector<double>& pair, std::string_view component,
                         std::string_view option);

}  // namespace limn::inline LIMN_ABI::features::detail

#ifdef LIMN_HEADER_ONLY
#include <limn/features/detail/scaling.ipp>
#endif
