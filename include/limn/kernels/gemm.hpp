// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::kernels {

/// Matrix products in float, row-major, on the calling thread. A row of C depends only on its row
/// of A and on B, not on the number of rows; levels may differ in the last bits.
struct GemmKernels {
  /// C (m, n) = op(A) (m, k) * op(B) (k, n), added to C when `accumulate`. A is stored (m, k), or
  /// (k, m) when transpose_a; B is stored (k, n), or (n, k) when transpose_b. Leading dimensions
  /// are in floats.
  void (*sgemm)(bool transpose_a, bool transpose_b, std::size_t m, std::size_t n, std::size_t k,
                const float* a, std::size_t lda, const float* b, std::size_t ldb, float* c,
                std::size_t ldc, bool accumulate);
  /// Floats that `pack` writes for a B of (k, n).
  std::size_t (*packed_size)(std::size_t n, std::size_t k);
  /// B in the order of the inner loop, for a B that is used by many products.
  void (*pack)(bool transpose_b, std::size_t n, std::size_t k, const float* b, std::size_t ldb,
               float* packed);
  /// sgemm with a packed B. Packs of one level are of no use to another.
  void (*sgemm_packed)(bool transpose_a, std::size_t m, std::size_t n, std::size_t k,
                       const float* a, std::size_t lda, const float* packed, float* c,
                       std::size_t ldc, bool accumulate);
  /// y = op(A) x, added to y when `accumulate`; A is stored (m, n). y has m numbers, or n when
  /// transpose_a: then y is a mix of the rows of A.
  void (*sgemv)(bool transpose_a, std::size_t m, std::size_t n, const float* a, std::size_t lda,
                const float* x, float* y, bool accumulate);
};

}  // namespace limn::inline LIMN_ABI::kernels
