// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::kernels {

/// A cut of a perfect tree: a row whose value is above the split goes right.
struct TreeNode {
  float split;
  std::uint32_t column;  ///< where the column begins in the block of rows
};

/// Perfect binary trees of one depth, behind one another. A tree is 2^depth nodes, the first of
/// them unused: the root is node 1, the children of i are 2i and 2i + 1; and 2^depth leaf values. A
/// branch that ends early is padded by cuts at +infinity, which send every row left.
struct PerfectTrees {
  std::size_t count;
  std::size_t depth;  ///< at least 4
  const TreeNode* nodes;
  const double* leaves;
};

/// Walks down trees; values are added in the order of the trees, so every level gives the bits of
/// a plain walk.
struct TreesKernels {
  /// sum[r] += the leaf values of row r, for n rows (a multiple of 16) that lie column by column:
  /// row r of a column is at columns[begin of the column + r].
  void (*add_rows)(const PerfectTrees& trees, std::size_t n, const float* columns, double* sum);
  /// The same for one row at columns[begin of the column]: trees side by side instead of rows.
  double (*add_row)(const PerfectTrees& trees, const float* columns, double sum);
};

}  // namespace limn::inline LIMN_ABI::kernels
