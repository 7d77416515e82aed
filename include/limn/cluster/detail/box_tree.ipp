// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <limits>
#include <numeric>

#include <limn/cluster/detail/box_tree.hpp>
#include <limn/core/parallel.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

LIMN_INLINE BoxTree::BoxTree(const Matrix& x) : points_(x.rows(), x.cols()) {
  const Index n = x.rows(), d = x.cols();
  const auto width = static_cast<std::size_t>(d);
  std::vector<std::int32_t> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  // Nodes 0 and 1 make a pair like all others; 1 is never used.
  nodes_.resize(2);
  nodes_[0].end = n;
  std::vector<std::int32_t> layer{0};
  while (!layer.empty()) {  // one layer of the tree at a time, its nodes in parallel
    std::vector<std::int32_t> next;
    for (const std::int32_t node : layer) {
      if (nodes_[static_cast<std::size_t>(node)].end -
              nodes_[static_cast<std::size_t>(node)].begin <=
          leaf_rows)
        continue;
      const auto child = static_cast<std::int32_t>(nodes_.size());
      nodes_[static_cast<std::size_t>(node)].child = child;
      nodes_.resize(nodes_.size() + 2);
      nodes_[static_cast<std::size_t>(child)].parent = node;
      nodes_[static_cast<std::size_t>(child) + 1].parent = node;
      next.push_back(child);
      next.push_back(child + 1);
    }
    boxes_.resize(nodes_.size() / 2 * 4 * width);
    core::parallel_for(layer.size(), [&](std::size_t i) { split(layer[i], order, x); });
    layer = std::move(next);
  }
  row_of_ = std::move(order);
  const auto n_leaves = static_cast<std::size_t>((n + leaf_rows - 1) / leaf_rows);
  blocks_.assign(n_leaves * width * leaf_rows, std::numeric_limits<double>::infinity());
  leaves_.resize(n_leaves);
  for (std::size_t node = 0; node < nodes_.size(); ++node)
    if (nodes_[node].child < 0 && nodes_[node].end > nodes_[node].begin)
      leaves_[static_cast<std::size_t>(nodes_[node].begin / leaf_rows)] =
          static_cast<std::int32_t>(node);
  core::parallel_rows(static_cast<std::size_t>(n), leaf_rows,
                      [&](std::size_t from, std::size_t to) {
                        for (std::size_t place = from; place < to; ++place) {
                          points_.row(static_cast<Index>(place)) = x.row(row_of_[place]);
                          for (std::size_t k = 0; k < width; ++k)
                            blocks_[from * width + k * leaf_rows + (place - from)] =
                                x(row_of_[place], static_cast<Index>(k));
                        }
                      });
}

/// Low and high of a node's rows, two doubles apart in a box record.
LIMN_INLINE void BoxTree::box_of(const Node& node, const std::vector<std::int32_t>& order,
                                 const Matrix& x, double* low, double* high) const {
  const Index d = x.cols();
  for (Index k = 0; k < d; ++k)
    low[4 * k] = std::numeric_limits<double>::infinity(),
            high[4 * k] = -std::numeric_limits<double>::infinity();
  for (Index place = node.begin; place < node.end; ++place) {
    const double* row = x.row(order[static_cast<std::size_t>(place)]).data();
    for (Index k = 0; k < d; ++k) {
      low[4 * k] = std::min(low[4 * k], row[k]);
      high[4 * k] = std::max(high[4 * k], row[k]);
    }
  }
}

LIMN_INLINE void BoxTree::move(Index place, const double* x) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  const auto d = static_cast<std::size_t>(width());
  const auto box_at = [&](std::int32_t node) {
    return &boxes_[static_cast<std::size_t>(node) / 2 * 4 * d + static_cast<std::size_t>(node) % 2];
  };
  std::int32_t node = leaf_of(place);
  double* block = &blocks_[static_cast<std::size_t>(place / leaf_rows * leaf_rows) * d];
  double* box = node > 0 ? box_at(node) : nullptr;  // the root has none
  for (std::size_t k = 0; k < d; ++k, block += leaf_rows) {
    block[place % leaf_rows] = x ? x[k] : infinite;
    if (x) points_(place, static_cast<Index>(k)) = x[k];
    if (!box) continue;
    double low = infinite, high = -infinite;
    for (Index i = 0; i < leaf_rows; ++i) {
      low = std::min(low, block[i]);
      high = std::max(high, block[i] == infinite ? -infinite : block[i]);
    }
    box[4 * k] = low, box[4 * k + 2] = high;
  }
  if (node == 0) return;
  for (node = nodes_[static_cast<std::size_t>(node)].parent; node > 0;
       node = nodes_[static_cast<std::size_t>(node)].parent) {
    const double* part = box_at(nodes_[static_cast<std::size_t>(node)].child);
    double* whole = box_at(node);
    for (std::size_t k = 0; k < 4 * d; k += 4) {
      whole[k] = std::min(part[k], part[k + 1]);
      whole[k + 2] = std::max(part[k + 2], part[k + 3]);
    }
  }
}

/// Cuts a node across its longest side, so that all leaves but the last are full, and measures the
/// boxes of the two parts.
LIMN_INLINE void BoxTree::split(std::int32_t index, std::vector<std::int32_t>& order,
                                const Matrix& x) {
  const Node& node = nodes_[static_cast<std::size_t>(index)];
  if (node.child < 0) return;
  const Index d = x.cols();
  std::vector<double> own(static_cast<std::size_t>(4 * d));
  box_of(node, order, x, own.data(), own.data() + 2);
  Index side = 0;
  double longest = -1.0;
  for (Index k = 0; k < d; ++k)
    if (const double length =
            own[static_cast<std::size_t>(4 * k + 2)] - own[static_cast<std::size_t>(4 * k)];
        length > longest)
      side = k, longest = length;
  const Index n_leaves = (node.end - node.begin + leaf_rows - 1) / leaf_rows;
  const Index middle = node.begin + n_leaves / 2 * leaf_rows;
  const auto at = [&](Index place) { return order.begin() + place; };
  std::nth_element(at(node.begin), at(middle), at(node.end), [&](std::int32_t a, std::int32_t b) {
    const double p = x(a, side), q = x(b, side);
    return p != q ? p < q : a < b;
  });
  const auto child = static_cast<std::size_t>(node.child);
  nodes_[child].begin = node.begin, nodes_[child].end = middle;
  nodes_[child + 1].begin = middle, nodes_[child + 1].end = node.end;
  double* box = &boxes_[child / 2 * 4 * static_cast<std::size_t>(d)];
  box_of(nodes_[child], order, x, box, box + 2);
  box_of(nodes_[child + 1], order, x, box + 1, box + 3);
}

}  // namespace limn::inline LIMN_ABI::cluster::detail
