// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::kernels {

/// The sieve of the search for near rows, in float, on the calling thread.
struct NeighbourKernels {
  /// Of rows x (m, k), contiguous, and one panel of packed vectors y (see GemmKernels::pack;
  /// packed_size(1, 1) vectors a panel), the pairs with half[row] + x[row].y <= limit[column].
  /// Writes for each row that has such a pair (row << 32 | a bit a column) in order of rows; `hits`
  /// has room for m. Returns how many. A level's sums may differ from another's in the last bits.
  std::size_t (*below)(std::size_t m, std::size_t k, const float* x, const float* half,
                       const float* panel, const float* limit, std::uint64_t* hits);
  /// The rows of x (m, k), contiguous, whose squared distance to y (k), summed in float, is <=
  /// limit. Writes their numbers in order; `hits` has room for m. Returns how many.
  std::size_t (*within)(std::size_t m, std::size_t k, const float* x, const float* y, float limit,
                        std::uint64_t* hits);
};

}  // namespace limn::inline LIMN_ABI::kernels
