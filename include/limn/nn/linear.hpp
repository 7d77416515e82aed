// SPDX-License-Identifier: MIT
#pragma once

#include <limn/nn/math.hpp>

namespace limn::inline LIMN_ABI::nn {

/// y (rows, out) = x (rows, in) * w (in, out)
template <class S>
void linear(std::size_t rows, std::size_t in, std::size_t out, const S* x, const S* w, S* y) {
  Math<S>::gemm(false, false, rows, out, in, x, in, w, out, y, out, false);
}

/// dw += x^T dy; dx = dy w^T unless dx is null.
template <class S>
void linear_backward(std::size_t rows, std::size_t in, std::size_t out, const S* x, const S* w,
                     const S* dy, S* dx, S* dw) {
  Math<S>::gemm(true, false, in, out, rows, x, in, dy, out, dw, out, true);
  if (dx) Math<S>::gemm(false, true, rows, in, out, dy, out, w, out, dx, in, false);
}

/// y (rows, d) += bias (d) on every row
template <class S>
void add_bias(std::size_t rows, std::size_t d, const S* bias, S* y) {
  for (std::size_t r = 0; r < rows; ++r) Math<S>::axpy(d, S(1), bias, y + r * d);
}
/// dbias (d) += the sum of the rows of dy
template <class S>
void add_bias_backward(std::size_t rows, std::size_t d, const S* dy, S* dbias) {
  for (std::size_t r = 0; r < rows; ++r) Math<S>::axpy(d, S(1), dy + r * d, dbias);
}

}  // namespace limn::inline LIMN_ABI::nn
