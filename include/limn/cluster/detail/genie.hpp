// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <numeric>
#include <vector>

#include <limn/cluster/detail/spanning_tree.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// Sizes of groups and how unequal they are: the Gini index, updated at each merge.
class GroupSizes {
 public:
  explicit GroupSizes(Index n) : n_(n), n_groups_(n), sizes_{{1, n}} {}

  /// In [0, 1]: 0 = all groups are equally large.
  double gini() const {
    if (n_groups_ < 2) return 0.0;
    return static_cast<double>(differences_) /
           (static_cast<double>(n_groups_ - 1) * static_cast<double>(n_));
  }
  std::int64_t least() const { return sizes_.front().size; }
  void merge(std::int64_t a, std::int64_t b) {
    differences_ -= apart(a) + apart(b) - std::abs(a - b);
    change(a, -1), change(b, -1);
    differences_ += apart(a + b);
    change(a + b, 1);
    --n_groups_;
  }

 private:
  struct Count {
    std::int64_t size, n;
  };
  std::int64_t apart(std::int64_t size) const {
    std::int64_t sum = 0;
    for (const Count& c : sizes_) sum += std::abs(c.size - size) * c.n;
    return sum;
  }
  void change(std::int64_t size, std::int64_t by) {
    const auto at = std::ranges::lower_bound(sizes_, size, {}, &Count::size);
    if (at == sizes_.end() || at->size != size)
      sizes_.insert(at, {size, by});
    else if ((at->n += by) == 0)
      sizes_.erase(at);
  }

  std::int64_t n_, n_groups_;
  std::vector<Count> sizes_;      ///< rising; at most sqrt(2 n) different ones
  std::int64_t differences_ = 0;  ///< sum of |size - size| over pairs of groups
};

/// The edges of a spanning tree in the order in which Genie joins along them: the lightest, unless
/// groups have grown more unequal than the threshold; then the lightest that touches a smallest
/// one. Source: Gagolewski, Bartoszuk and Cena (2016), Genie: A new, fast, and outlier-resistant
/// hierarchical clustering algorithm.
inline std::vector<Edge> genie_order(Index n, const std::vector<Edge>& edges, double threshold) {
  const std::size_t n_edges = edges.size();
  std::vector<std::size_t> next(n_edges + 1), before(n_edges + 1);  // a ring; n_edges = its ends
  std::iota(next.begin(), next.end(), std::size_t{1});
  next[n_edges] = 0;
  std::iota(before.begin() + 1, before.end(), std::size_t{0});
  before[0] = n_edges;
  UnionFind joined(n);
  std::vector<std::int64_t> size(static_cast<std::size_t>(n), 1);
  const auto size_of = [&](std::int32_t row) {
    return size[static_cast<std::size_t>(joined.root(row))];
  };
  GroupSizes groups(n);
  std::vector<Edge> out;
  std::size_t seen = n_edges;  // no open edge before it touches a group of seen_size
  std::int64_t seen_size = 0;
  while (out.size() < n_edges) {
    std::size_t at = next[n_edges];
    if (groups.gini() > threshold) {
      const std::int64_t least = groups.least();
      if (seen_size == least && seen != n_edges) at = std::max(at, seen);
      while (size_of(edges[at].a) != least && size_of(edges[at].b) != least) at = next[at];
      seen = next[at], seen_size = least;
    } else if (at == seen) {
      seen = next[at];
    }
    const std::int32_t p = joined.root(edges[at].a), q = joined.root(edges[at].b);
    auto& whole = size[static_cast<std::size_t>(std::min(p, q))];
    const std::int64_t other = size[static_cast<std::size_t>(std::max(p, q))];
    groups.merge(whole, other);
    whole += other;
    joined.hang(std::max(p, q), std::min(p, q));
    out.push_back(edges[at]);
    next[before[at]] = next[at];
    before[next[at]] = before[at];
  }
  return out;
}

}  // namespace limn::inline LIMN_ABI::cluster::detail
