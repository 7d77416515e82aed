// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <vector>

#include <limn/cluster/detail/near_places.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// The row nearest to a point, the first of equals.
struct NearestRowSearch {
  const BoxTree& tree;
  double best = std::numeric_limits<double>::infinity();
  Index row = -1;

  double limit() const { return best; }
  bool skips(std::int32_t, double gap) const { return gap > best; }
  void visit(const BoxTree::Node& leaf, std::uint32_t within, const BoxTree::Distances& found) {
    for (; within; within &= within - 1) {
      const int i = std::countr_zero(within);
      if (leaf.begin + i >= leaf.end) continue;
      const double here = found[static_cast<std::size_t>(i)];
      const Index at = tree.row_of(leaf.begin + i);
      if (here < best || (here == best && (row < 0 || at < row))) best = here, row = at;
    }
  }
};

/// For each row of x (m, d) the nearest of rows (n, d), the first of equals: (m).
inline std::vector<Index> nearest_rows(const Matrix& rows, const Matrix& x) {
  std::vector<Index> out(static_cast<std::size_t>(x.rows()));
  if (x.rows() < 32) {  // a tree costs more than looking at all
    for (Index i = 0; i < x.rows(); ++i) {
      double best = std::numeric_limits<double>::infinity();
      for (Index row = 0; row < rows.rows(); ++row) {
        const double here =
            BoxTree::squared_distance(x.row(i).data(), rows.row(row).data(), x.cols());
        if (here < best || row == 0) best = here, out[static_cast<std::size_t>(i)] = row;
      }
    }
    return out;
  }
  const BoxTree tree(rows);
  core::parallel_rows(out.size(), 256, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      NearestRowSearch search{tree};
      tree.walk(x.row(static_cast<Index>(i)).data(), search);
      out[i] = std::max<Index>(search.row, 0);
    }
  });
  return out;
}

}  // namespace limn::inline LIMN_ABI::cluster::detail
