// SPDX-License-Identifier: MIT
#pragma once

#include <limn/cluster/detail/near_places.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// The row that reaches a new point first: one on the same place, else by least mutual
/// reachability, then distance, then row.
struct Reach {
  double weight = std::numeric_limits<double>::infinity();  ///< squared
  double distance = std::numeric_limits<double>::infinity();
  Index row = -1;

  void offer(double w, double d, Index r) {
    if ((d == 0.0) != (distance == 0.0)) {
      if (d > 0.0) return;
    } else if (w > weight || (w == weight && (d > distance || (d == distance && r > row)))) {
      return;
    }
    weight = w, distance = d, row = r;
  }
};

/// Of a new point and a row; on the same place the point is as dense as the row.
inline double reachability(double distance, double own, double core) {
  return distance == 0.0 ? core : std::max({distance, own, core});
}

struct ReachSearch {
  const BoxTree& tree;
  const std::vector<double>& core;  ///< squared, by row
  double own;                       ///< squared
  Reach best = {};

  double limit() const { return best.weight; }
  bool skips(std::int32_t, double gap) const {
    if (best.distance == 0.0) return gap > 0.0;
    const double weight = std::max(gap, own);
    return weight > best.weight || (weight == best.weight && gap > best.distance);
  }
  void visit(const BoxTree::Node& leaf, std::uint32_t within, const BoxTree::Distances& found) {
    for (; within; within &= within - 1) {
      const int i = std::countr_zero(within);
      if (leaf.begin + i >= leaf.end) continue;
      const double d = found[static_cast<std::size_t>(i)];
      const Index row = tree.row_of(leaf.begin + i);
      best.offer(reachability(d, own, core[static_cast<std::size_t>(row)]), d, row);
    }
  }
};

/// For each row of x (m, d) what reaches it among rows (n, d) with core distances (squared); its
/// own core distance is that to the n_neighbours-th row.
inline std::vector<Reach> reach_of(const Matrix& rows, const std::vector<double>& core,
                                   std::size_t n_neighbours, const Matrix& x) {
  std::vector<Reach> out(static_cast<std::size_t>(x.rows()));
  if (x.rows() < 32) {  // a tree costs more than looking at all
    std::vector<double> distance(core.size()), sorted;
    for (Index i = 0; i < x.rows(); ++i) {
      for (std::size_t row = 0; row < core.size(); ++row)
        distance[row] = BoxTree::squared_distance(
            x.row(i).data(), rows.row(static_cast<Index>(row)).data(), x.cols());
      double own = 0.0;
      if (n_neighbours > 0) {
        sorted = distance;
        const auto last = sorted.begin() + static_cast<std::ptrdiff_t>(n_neighbours - 1);
        std::nth_element(sorted.begin(), last, sorted.end());
        own = *last;
      }
      for (std::size_t row = 0; row < core.size(); ++row)
        out[static_cast<std::size_t>(i)].offer(reachability(distance[row], own, core[row]),
                                               distance[row], static_cast<Index>(row));
    }
    return out;
  }
  const BoxTree tree(rows);
  limn::core::parallel_rows(out.size(), 256, [&](std::size_t begin, std::size_t end) {
    std::vector<double> near(n_neighbours + 1);
    std::vector<std::int32_t> who(n_neighbours + 1);
    for (std::size_t i = begin; i < end; ++i) {
      const double* point = x.row(static_cast<Index>(i)).data();
      double own = 0.0;
      if (n_neighbours > 0) {
        NearestSearch nearest{-1, n_neighbours, near.data(), who.data()};
        tree.walk(point, nearest);
        own = near[n_neighbours - 1];
      }
      ReachSearch search{tree, core, own};
      tree.walk(point, search);
      out[i] = search.best;
    }
  });
  return out;
}

}  // namespace limn::inline LIMN_ABI::cluster::detail
