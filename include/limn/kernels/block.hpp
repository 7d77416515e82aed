// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::kernels {

/// Rows of a block: its cells lie column by column, rows_per_block side by side; rows that a block
/// lacks are infinite.
inline constexpr std::size_t rows_per_block = 32;

/// One row against a block of rows, in double. Sums run column by column in every row, without
/// fused multiply-add, so every level gives the same bits, and a sum over gaps to a box in the same
/// order never exceeds the distance to a row within it.
struct BlockKernels {
  /// out[i] = squared distance of x (d) to row i of the block (d * rows_per_block); bit i of the
  /// answer says out[i] <= limit.
  std::uint32_t (*squared_distances)(std::size_t d, const double* x, const double* block,
                                     double limit, double* out);
  /// least[i] = min(least[i], max(squared distance to row i, floor, floors[i])); from[i] = code
  /// where it fell. The answer is the row of the least of all, the first of equals.
  std::size_t (*lower_distances)(std::size_t d, const double* x, const double* block, double floor,
                                 const double* floors, double code, double* least, double* from);
};

}  // namespace limn::inline LIMN_ABI::kernels
