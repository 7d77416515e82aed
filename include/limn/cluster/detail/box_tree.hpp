// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include <limn/core/types.hpp>
#include <limn/kernels/kernels.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// The rows of a table in nested boxes (a k-d tree), leaves of rows_per_block rows laid out for
/// kernels::BlockKernels. All distances are squared. "Place" is a row's position in the tree's own
/// order: rows that are near lie near.
/// Source: Bentley (1975), Multidimensional binary search trees used for associative searching.
class BoxTree {
 public:
  static constexpr Index leaf_rows = static_cast<Index>(kernels::rows_per_block);
  using Distances = std::array<double, kernels::rows_per_block>;

  struct Node {
    Index begin = 0, end = 0;  ///< places
    std::int32_t child = -1;   ///< this and the next node; -1 = a leaf
    std::int32_t parent = -1;
  };

  BoxTree() = default;
  /// x (n, d) finite, n > 0. Cost: n log n * d.
  explicit BoxTree(const Matrix& x);

  Index size() const { return points_.rows(); }
  Index width() const { return points_.cols(); }
  const std::vector<Node>& nodes() const { return nodes_; }
  /// Row of the table at a place.
  Index row_of(Index place) const { return row_of_[static_cast<std::size_t>(place)]; }
  const double* point(Index place) const { return points_.row(place).data(); }

  /// Walks the boxes, nearest first, from the root. search offers
  ///   bool skips(node, gap)                 gap = squared distance of the box, a lower bound
  ///   void visit(leaf, within, distances)   bit i of within: row i is at most limit() away
  ///   double limit()
  template <class Search>
  void walk(const double* x, Search& search) const;

  /// Moves the point at a place; nullptr takes it out. Boxes follow. Cost: leaf_rows * d + d log n.
  void move(Index place, const double* x);
  /// The leaf that holds a place.
  std::int32_t leaf_of(Index place) const {
    return leaves_[static_cast<std::size_t>(place / leaf_rows)];
  }

  /// Squared distance between two points, in the order of the kernels.
  static double squared_distance(const double* a, const double* b, Index d) {
    double sum = 0.0;
    for (Index k = 0; k < d; ++k) sum += (b[k] - a[k]) * (b[k] - a[k]);
    return sum;
  }

 private:
  void split(std::int32_t node, std::vector<std::int32_t>& order, const Matrix& x);
  void box_of(const Node& node, const std::vector<std::int32_t>& order, const Matrix& x,
              double* low, double* high) const;

  std::vector<Node> nodes_;
  std::vector<double> boxes_;   ///< by pair of nodes (2i, 2i + 1), d times: two lows, two highs
  std::vector<double> blocks_;  ///< by leaf: d * leaf_rows
  std::vector<std::int32_t> leaves_;  ///< node of each block
  std::vector<std::int32_t> row_of_;
  Matrix points_;  ///< rows by place
};

template <class Search>
void BoxTree::walk(const double* x, Search& search) const {
  struct Waiting {
    std::int32_t node;
    double gap;
  };
  std::array<Waiting, 128> stack;  // a balanced tree of 2^31 rows is 27 deep
  std::size_t n_waiting = 0;
  const auto d = static_cast<std::size_t>(width());
  const auto squared_distances = kernels::table().block.squared_distances;
  typedef double Two __attribute__((vector_size(16)));
  stack[n_waiting++] = {0, 0.0};
  Distances distances;
  while (n_waiting > 0) {
    const Waiting next = stack[--n_waiting];
    if (search.skips(next.node, next.gap)) continue;
    std::int32_t node = next.node;
    for (bool open = true; open;) {
      const Node& here = nodes_[static_cast<std::size_t>(node)];
      if (here.child < 0) {
        const double* block = &blocks_[static_cast<std::size_t>(here.begin) * d];
        const std::uint32_t within =
            squared_distances(d, x, block, search.limit(), distances.data());
        if (within) search.visit(here, within, distances);
        break;
      }
      const double* box = &boxes_[static_cast<std::size_t>(here.child) / 2 * 4 * d];
      Two gaps = {};
      for (std::size_t k = 0; k < d; ++k, box += 4) {
        const Two value = {x[k], x[k]}, low = {box[0], box[1]}, high = {box[2], box[3]};
        Two below = low - value, above = value - high;
        below = below > above ? below : above;
        below = below > Two{} ? below : Two{};
        gaps = gaps + below * below;
      }
      const int near = gaps[1] < gaps[0] ? 1 : 0;
      const std::int32_t far = here.child + 1 - near;
      if (!search.skips(far, gaps[1 - near])) stack[n_waiting++] = {far, gaps[1 - near]};
      node = here.child + near;
      open = !search.skips(node, gaps[near]);
    }
  }
}

}  // namespace limn::inline LIMN_ABI::cluster::detail

#ifdef LIMN_HEADER_ONLY
#include <limn/cluster/detail/box_tree.ipp>
#endif
