// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::kernels {

/// Sums and maps over n contiguous floats. Sums run in 16 lanes folded as a tree, without fused
/// multiply-add, so every level gives the same bits.
struct VectorKernels {
  float (*dot)(std::size_t n, const float* x, const float* y);
  float (*sum)(std::size_t n, const float* x);
  float (*squared_distance)(std::size_t n, const float* x, const float* y);
  /// y += alpha * x
  void (*axpy)(std::size_t n, float alpha, const float* x, float* y);
  /// y (n) = sum of weights[r] * row rows[r] of x, added in this order; rows lie `stride` apart.
  /// The same bits as n_rows calls of axpy on zeros, without going through y for each row.
  void (*sum_rows)(std::size_t n, std::size_t n_rows, const std::int32_t* rows,
                   const float* weights, const float* x, std::size_t stride, float* y);
  /// x *= alpha
  void (*scale)(std::size_t n, float alpha, float* x);
  /// Largest of x, -infinity when n = 0.
  float (*maximum)(std::size_t n, const float* x);
  /// y = e^x, relative error below 2e-7; x under -87.3 gives 0, x above 88.3 is cut there.
  void (*exp)(std::size_t n, const float* x, float* y);
};

}  // namespace limn::inline LIMN_ABI::kernels
