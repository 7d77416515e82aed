// SPDX-License-Identifier: MIT
#pragma once

#include <limits>
#include <string>

#include <limn/core/archive.hpp>
#include <limn/data/detail/column_passes.hpp>
#include <limn/data/detail/row_tiles.hpp>
#include <limn/features/detail/cells.hpp>
#include <limn/features/detail/scaling.hpp>

namespace limn::inline LIMN_ABI::features::detail {

template <class Out, class View>
Out scaled_copy(const View& x, const Vector& center, const Vector& scale,
                std::string_view component) {
  using T = typename Out::Scalar;
  core::require_fitted(scale.size() > 0, component);
  core::require_width(x.cols(), scale.size(), component);
  T largest = 0;
  Out out = data::detail::by_tiles<Out>(
      x, largest, [&](std::size_t n, const T* cells, Index stride, T* to) {
        return data::detail::column_passes<T>().scale(n, static_cast<std::size_t>(x.cols()), cells,
                                                      stride, center.data(), scale.data(), to);
      });
  if (largest > std::numeric_limits<T>::max())
    core::require_finite(x, component, core::Missing::allowed);
  return out;
}

LIMN_INLINE Matrix scaled(MatrixView x, const Vector& center, const Vector& scale,
                          std::string_view component) {
  return scaled_copy<Matrix>(x, center, scale, component);
}
LIMN_INLINE MatrixF scaled(MatrixFView x, const Vector& center, const Vector& scale,
                           std::string_view component) {
  return scaled_copy<MatrixF>(x, center, scale, component);
}

LIMN_INLINE Matrix unscaled(MatrixView x, const Vector& center, const Vector& scale,
                            std::string_view component) {
  require_same(x, scale.size(), component);
  return each_cell(x, [&](Index c, double v) { return v * scale(c) + center(c); });
}

LIMN_INLINE void require_scale(const Vector& center, const Vector& scale,
                               std::string_view component) {
  core::require_state(center.size() == scale.size(), component, "scale");
  core::require_state((scale.array() > 0.0).all(), component, "scale");
}

LIMN_INLINE void require_rising_pair(const std::vector<double>& pair, std::string_view component,
                                     std::string_view option) {
  if (pair.size() == 2 && pair[0] < pair[1]) return;
  throw ParamError(ErrorCode::param_range, {.component = std::string(component),
                                            .place = "option '" + std::string(option) + "'",
                                            .got = core::to_text(core::Value{pair}),
                                            .expected = "two numbers, the lower one first",
                                            .fix = "change the option"});
}

}  // namespace limn::inline LIMN_ABI::features::detail
