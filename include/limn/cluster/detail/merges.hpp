// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <vector>

#include <limn/cluster/detail/spanning_tree.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// Whether every label lies in [low, high).
inline bool labels_within(const Labels& labels, std::int64_t low, std::int64_t high) {
  return std::all_of(labels.begin(), labels.end(),
                     [&](std::int64_t label) { return label >= low && label < high; });
}

/// A hierarchy as SciPy writes it: step t joins two groups into group n + t; 0 ... n-1 are rows.
struct Merges {
  CodeMatrix children;  ///< (n - 1, 2)
  Vector distances;     ///< (n - 1)
};

/// Joins along the edges in the order given.
inline Merges merge_along(Index n, const std::vector<Edge>& edges) {
  Merges out{CodeMatrix(n - 1, 2), Vector(n - 1)};
  UnionFind joined(n);
  std::vector<std::int32_t> group(static_cast<std::size_t>(n));  // of a root
  for (std::size_t i = 0; i < group.size(); ++i) group[i] = static_cast<std::int32_t>(i);
  for (Index t = 0; t < n - 1; ++t) {
    const Edge& edge = edges[static_cast<std::size_t>(t)];
    const std::int32_t p = joined.root(edge.a), q = joined.root(edge.b);
    const std::int32_t g = group[static_cast<std::size_t>(p)];
    const std::int32_t h = group[static_cast<std::size_t>(q)];
    out.children(t, 0) = std::min(g, h);
    out.children(t, 1) = std::max(g, h);
    out.distances(t) = edge.weight;
    joined.hang(std::max(p, q), std::min(p, q));
    group[static_cast<std::size_t>(std::min(p, q))] = static_cast<std::int32_t>(n + t);
  }
  return out;
}

/// Group of each row when k are left, numbered by their first rows.
inline Labels cut(const CodeMatrix& children, Index k) {
  const Index n = children.rows() + 1;
  std::vector<std::int32_t> top(static_cast<std::size_t>(2 * n - 1), -1);
  for (Index t = n - k - 1; t >= 0; --t) {
    const auto group = static_cast<std::size_t>(n + t);
    const std::int32_t own = top[group] >= 0 ? top[group] : static_cast<std::int32_t>(group);
    top[static_cast<std::size_t>(children(t, 0))] = own;
    top[static_cast<std::size_t>(children(t, 1))] = own;
  }
  std::vector<std::int32_t> number(top.size(), -1);
  Labels out(n);
  std::int32_t next = 0;
  for (Index row = 0; row < n; ++row) {
    const auto at = static_cast<std::size_t>(row);
    std::int32_t& own = number[top[at] >= 0 ? static_cast<std::size_t>(top[at]) : at];
    if (own < 0) own = next++;
    out(row) = own;
  }
  return out;
}

}  // namespace limn::inline LIMN_ABI::cluster::detail
