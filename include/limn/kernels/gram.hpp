// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::kernels {

/// Sums of products in double, on the calling thread; levels may differ in the last bits.
struct GramKernels {
  /// g (d, d) += X' X of x (n, d), both row-major. Only tiles on and below the diagonal are
  /// written: entries (i, j) with j <= i are right, those above may be or not. d must be a multiple
  /// of 8 (pad with zeros); leading dimensions are in doubles.
  void (*lower)(std::size_t n, std::size_t d, const double* x, std::size_t ldx, double* g,
                std::size_t ldg);
};

}  // namespace limn::inline LIMN_ABI::kernels
