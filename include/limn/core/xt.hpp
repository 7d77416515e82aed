// SPDX-License-Identifier: MIT
#pragma once

// The border to xtensor: take in and hand out n-dimensional arrays without a copy. A program that
// does not include this header never needs xtensor. The headers moved in xtensor 0.26.
#if __has_include(<xtensor/containers/xadapt.hpp>)
#include <xtensor/containers/xadapt.hpp>
#include <xtensor/containers/xtensor.hpp>
#else
#include <xtensor/xadapt.hpp>
#include <xtensor/xtensor.hpp>
#endif

#include <array>
#include <cstddef>
#include <string>
#include <type_traits>

#include <limn/core/error.hpp>
#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::core {

/// A two-dimensional xtensor container, adaptor or strided view (anything with data() and
/// strides()) as a table to look at: (n, d), no copy. It must outlive the view.
/// Errors: ShapeError unless it has two dimensions.
template <class Array>
auto matrix_view(const Array& array) {
  using T = std::remove_cv_t<typename Array::value_type>;
  static_assert(std::is_same_v<T, double> || std::is_same_v<T, float>);
  using Plain = std::conditional_t<std::is_same_v<T, double>, Matrix, MatrixF>;
  if (array.dimension() != 2)
    throw ShapeError(ErrorCode::shape_width,
                     {.component = "core.xt",
                      .place = "dimensions",
                      .got = std::to_string(array.dimension()),
                      .expected = "2",
                      .fix = "choose a slice, or reshape to rows and columns"});
  const auto rows = static_cast<Index>(array.shape()[0]);
  const auto cols = static_cast<Index>(array.shape()[1]);
  // An axis of one entry has stride 0 in xtensor; any other would do, and 0 confuses nobody here.
  const AnyStride strides(static_cast<Index>(array.strides()[0]),
                          static_cast<Index>(array.strides()[1]));
  const T* first = array.data() + array.data_offset();
  return Eigen::Ref<const Plain, 0, AnyStride>(
      Eigen::Map<const Plain, 0, AnyStride>(first, rows, cols, strides));
}

/// A matrix as an xtensor expression (n, d), no copy. It must outlive the expression.
template <class T>
auto adapt(const Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>& matrix) {
  const std::array<std::size_t, 2> shape{static_cast<std::size_t>(matrix.rows()),
                                         static_cast<std::size_t>(matrix.cols())};
  return xt::adapt(matrix.data(), static_cast<std::size_t>(matrix.size()), xt::no_ownership(),
                   shape);
}

/// The columns of a matrix (n, parts * width) seen as (n, parts, width), no copy: the windows of
/// `features`, the positions of `encoder`. It must outlive the expression.
/// Errors: ShapeError unless the columns divide into `parts`.
template <class T>
auto cube(const Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>& matrix,
          std::size_t parts) {
  const auto cols = static_cast<std::size_t>(matrix.cols());
  if (parts == 0 || cols % parts != 0)
    throw ShapeError(ErrorCode::shape_width, {.component = "core.xt",
                                              .place = "columns",
                                              .got = std::to_string(cols),
                                              .expected = "a multiple of " + std::to_string(parts),
                                              .fix = "pass the number of parts of one row"});
  const std::array<std::size_t, 3> shape{static_cast<std::size_t>(matrix.rows()), parts,
                                         cols / parts};
  return xt::adapt(matrix.data(), static_cast<std::size_t>(matrix.size()), xt::no_ownership(),
                   shape);
}

}  // namespace limn::inline LIMN_ABI::core
