// SPDX-License-Identifier: MIT
#pragma once

#include <limits>

#include <limn/data/column_quantiles.hpp>
#include <limn/data/column_summary.hpp>
#include <limn/data/detail/column_passes.hpp>
#include <limn/data/detail/row_tiles.hpp>
#include <limn/impute/detail/fill.hpp>
#include <limn/impute/detail/within_memory.hpp>

namespace limn::inline LIMN_ABI::impute::detail {

template <class Out, class View>
Out filled_copy(const View& x, const Vector& fill, std::string_view component) {
  using T = typename Out::Scalar;
  core::require_fitted(fill.size() > 0, component);
  core::require_width(x.cols(), fill.size(), component);
  const Eigen::Matrix<T, Eigen::Dynamic, 1> values = fill.cast<T>();
  T largest = 0;
  Out out = data::detail::by_tiles<Out>(
      x, largest, [&](std::size_t n, const T* cells, Index stride, T* to) {
        return data::detail::column_passes<T>().fill(n, static_cast<std::size_t>(x.cols()), cells,
                                                     stride, values.data(), to);
      });
  if (largest > std::numeric_limits<T>::max())
    core::require_finite(x, component, core::Missing::allowed);
  return out;
}

LIMN_INLINE Matrix filled(MatrixView x, const Vector& fill, std::string_view component) {
  return within_memory(component, [&] { return filled_copy<Matrix>(x, fill, component); });
}
LIMN_INLINE MatrixF filled(MatrixFView x, const Vector& fill, std::string_view component) {
  return within_memory(component, [&] { return filled_copy<MatrixF>(x, fill, component); });
}

template <class View>
Vector medians_of(const View& x, double empty, std::string_view component) {
  core::require_rows(x.rows(), x.cols(), component);
  bool finite = true;
  constexpr double half[] = {0.5};
  const Vector out =
      within_memory(component, [&] { return data::column_quantiles(x, half, finite); }).col(0);
  if (!finite) core::require_finite(x, component, core::Missing::allowed);
  return out.array().isNaN().select(empty, out);
}

LIMN_INLINE Vector medians(MatrixView x, double empty, std::string_view component) {
  return medians_of(x, empty, component);
}
LIMN_INLINE Vector medians(MatrixFView x, double empty, std::string_view component) {
  return medians_of(x, empty, component);
}

template <class View>
Vector means_of(const View& x, double empty, std::string_view component) {
  core::require_rows(x.rows(), x.cols(), component);
  bool finite = true;
  const data::Moments m = data::moments(x, &finite);
  if (!finite) core::require_finite(x, component, core::Missing::allowed);
  return (m.count.array() > 0).select(m.mean, empty);
}

LIMN_INLINE Vector means(MatrixView x, double empty, std::string_view component) {
  return means_of(x, empty, component);
}
LIMN_INLINE Vector means(MatrixFView x, double empty, std::string_view component) {
  return means_of(x, empty, component);
}

}  // namespace limn::inline LIMN_ABI::impute::detail
