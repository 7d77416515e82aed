// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::kernels {

/// Small normal equations in float: a is (n, n), row-major, n a multiple of 16; only the upper
/// triangle counts, the lower holds anything.
struct NormalKernels {
  /// Rows of y (n floats each) named by `rows` (m): x (m, n) = sqrt(weights) * y, and right (n) +=
  /// sum of (1 + weights) * y.
  void (*gather)(std::size_t n, std::size_t m, const std::int32_t* rows, const float* weights,
                 const float* y, float* x, float* right);
  /// a += x' x for rows x (m, n), contiguous.
  void (*add_gram)(std::size_t n, std::size_t m, const float* x, float* a);
  /// a becomes its upper Cholesky factor, a = u' u. False: not positive definite.
  bool (*factor)(std::size_t n, float* a);
  /// x (n) becomes the solution of u' u x = x.
  void (*solve)(std::size_t n, const float* u, float* x);
};

}  // namespace limn::inline LIMN_ABI::kernels
