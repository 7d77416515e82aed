// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>
#include <tuple>
#include <vector>

#include <limn/core/monitor.hpp>
#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// Two rows, a < b, and what lies between them.
struct Edge {
  double weight = 0.0;
  std::int32_t a = 0, b = 0;
};

/// The n - 1 edges that join all rows at the least total weight, lightest first.
struct SpanningTree {
  std::vector<Edge> edges;
  Vector core;  ///< (n) distance to the n_neighbours-th other row; 0 when none was asked for
};

/// Exact tree of x (n, d), finite. The weight of two rows is their Euclidean distance or, with
/// n_neighbours > 0, the largest of it and both their core distances (mutual reachability). Edges
/// of equal weight go by distance, then by row numbers: up to 24 columns the tree is unique. Cost:
/// about n log n * d for few columns, n^2 * d / 2 for many; memory O(n * d).
/// **Source:** Boruvka (1926); March, Ram and Gray (2010), Fast Euclidean Minimum Spanning Tree;
/// Prim (1957); Campello, Moulavi and Sander (2013) for mutual reachability.
/// **Differs:** a point asks the boxes only when the neighbours it has met have all joined its
/// component and the component still looks as far as that; the largest component never asks.
/// Errors: DataError unless n > n_neighbours or when squared distances overflow; CancelledError.
SpanningTree spanning_tree(const Matrix& x, Index n_neighbours, std::string_view component,
                           const Monitor& monitor);

/// Errors: DataError when the squared distances of all rows together may pass the greatest double.
void require_distances(const Matrix& x, std::string_view component);

/// Who belongs together, by merging: roots with path halving.
class UnionFind {
 public:
  explicit UnionFind(Index n) : parent_(static_cast<std::size_t>(n)) {
    for (std::size_t i = 0; i < parent_.size(); ++i) parent_[i] = static_cast<std::int32_t>(i);
  }
  std::int32_t root(std::int32_t i) {
    auto at = static_cast<std::size_t>(i);
    while (parent_[at] != static_cast<std::int32_t>(at)) {
      parent_[at] = parent_[static_cast<std::size_t>(parent_[at])];
      at = static_cast<std::size_t>(parent_[at]);
    }
    return static_cast<std::int32_t>(at);
  }
  /// The root of `under` hangs under that of `over` from now on; both are roots.
  void hang(std::int32_t under, std::int32_t over) {
    parent_[static_cast<std::size_t>(under)] = over;
  }

 private:
  std::vector<std::int32_t> parent_;
};

}  // namespace limn::inline LIMN_ABI::cluster::detail

#ifdef LIMN_HEADER_ONLY
#include <limn/cluster/detail/spanning_tree.ipp>
#endif
