// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::kernels {

/// The two halves of a round of expectation-maximisation over blocks of mixture_block rows, in
/// double, on the calling thread. Levels may differ in the last bits.
inline constexpr std::size_t mixture_block = 64;

struct MixtureKernels {
  /// out[r] = constant - |F x[r] + bias|^2 / 2 for a block. x stands feature by feature (d, block).
  /// F (d, d) is lower triangular, packed: four rows at a time, for each column up to the last of
  /// them the four cells side by side; rows beyond d are 0. bias has room for whole fours.
  void (*log_density)(std::size_t d, const double* x, const double* packed, const double* bias,
                      double constant, double* out);
  /// The same for F of which only the diagonal (d) is not 0.
  void (*log_density_diagonal)(std::size_t d, const double* x, const double* diagonal,
                               const double* bias, double constant, double* out);
  /// share (k, block), logarithms, to parts of 1 in place; largest[r] and sum[r]: the log of what
  /// was divided by is largest + log(sum).
  void (*posterior)(std::size_t k, double* share, double* largest, double* sum);
  /// out[j * ld + f] += sum over m rows of share[j, r] * products[r, f]; share (k, block), products
  /// (m, n) with rows n apart, n a multiple of 16.
  void (*weighted_sums)(std::size_t m, std::size_t n, std::size_t k, const double* share,
                        const double* products, double* out, std::size_t ld);
};

}  // namespace limn::inline LIMN_ABI::kernels
