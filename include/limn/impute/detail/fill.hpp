// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

#include <limn/core/check.hpp>
#include <limn/core/parallel.hpp>
#include <limn/impute/detail/within_memory.hpp>

namespace limn::inline LIMN_ABI::impute::detail {

/// What fit of every imputer asks of x (n, d). Errors: DataError when empty or infinite somewhere.
inline void require_table(MatrixView x, std::string_view component) {
  core::require_rows(x.rows(), x.cols(), component);
  core::require_finite(x, component, core::Missing::allowed);
}

/// One row of d cells with the values of `fill` in its gaps; the largest size of a cell.
template <class T>
T fill_row(const T* from, const T* fill, T* to, std::size_t d) {
  constexpr std::size_t width = 64 / sizeof(T);
  T largest[width] = {}, v[width];
  std::size_t c = 0;
  const auto take = [&](std::size_t k) {
    const T size = std::abs(v[k]);
    largest[k] = size > largest[k] ? size : largest[k];
  };
  for (; c + width <= d; c += width) {
    std::copy_n(from + c, width, v);
    for (std::size_t k = 0; k < width; ++k) {
      take(k);
      v[k] = v[k] == v[k] ? v[k] : fill[c + k];
    }
    std::copy_n(v, width, to + c);
  }
  for (std::size_t k = 0; c < d; ++c, ++k) {
    v[k] = from[c];
    take(k);
    to[c] = v[k] == v[k] ? v[k] : fill[c];
  }
  return *std::max_element(largest, largest + width);
}

template <class Out, class View>
Out filled_copy(const View& x, const Vector& fill, std::string_view component) {
  using T = typename Out::Scalar;
  core::require_fitted(fill.size() > 0, component);
  core::require_width(x.cols(), fill.size(), component);
  const auto d = static_cast<std::size_t>(x.cols());
  const Eigen::Matrix<T, Eigen::Dynamic, 1> values = fill.cast<T>();
  Out out(x.rows(), x.cols());
  const T largest_of_all = core::parallel_reduce(
      static_cast<std::size_t>(x.rows()), 4096, T{0},
      [&](std::size_t begin, std::size_t end) {
        T largest = 0;
        for (auto r = static_cast<Index>(begin); r < static_cast<Index>(end); ++r) {
          T* to = out.data() + r * x.cols();
          const T* from = x.data() + r * x.outerStride();
          if (x.innerStride() != 1) {  // gathered in place
            for (Index c = 0; c < x.cols(); ++c) to[c] = x(r, c);
            from = to;
          }
          largest = std::max(largest, fill_row(from, values.data(), to, d));
        }
        return largest;
      },
      [](T a, T b) { return std::max(a, b); });
  if (largest_of_all > std::numeric_limits<T>::max())
    core::require_finite(x, component, core::Missing::allowed);
  return out;
}

/// x (n, d) with its gaps filled by one value a column, fill (d).
/// Errors: NotFittedError, ShapeError, DataError when infinite somewhere.
inline Matrix filled(MatrixView x, const Vector& fill, std::string_view component) {
  return within_memory(component, [&] { return filled_copy<Matrix>(x, fill, component); });
}
inline MatrixF filled(MatrixFView x, const Vector& fill, std::string_view component) {
  return within_memory(component, [&] { return filled_copy<MatrixF>(x, fill, component); });
}

}  // namespace limn::inline LIMN_ABI::impute::detail
