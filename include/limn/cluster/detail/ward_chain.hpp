// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include <limn/cluster/detail/box_tree.hpp>
#include <limn/cluster/detail/spanning_tree.hpp>
#include <limn/core/monitor.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// Ward's merges by nearest-neighbour chain over centres in boxes: O(n * d) memory. The boxes are
/// made anew whenever half of the groups are gone.
/// Source: Ward (1963); Benzecri (1982) and Murtagh (1983) for the chain.
/// Differs: the nearest group is sought in a k-d tree whose gaps are weighed by the smallest group
/// in a box.
class WardChain {
 public:
  /// x (n, d)
  explicit WardChain(const Matrix& x)
      : centers_(x), size_(static_cast<std::size_t>(x.rows()), 1.0) {
    std::vector<std::int32_t> rows(size_.size());
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<std::int32_t>(i);
    place_.resize(size_.size());
    build(std::move(rows));
  }

  /// The n - 1 merges, by one row of each group; sorted by distance.
  std::vector<Edge> run(const Monitor& monitor) {
    std::vector<Edge> out;
    const std::size_t n = size_.size();
    std::vector<std::int32_t> chain;
    std::vector<double> step;  // from chain[i] to chain[i + 1]
    std::int32_t fresh = 0;
    while (out.size() + 1 < n) {
      if (chain.empty()) {
        while (size_[static_cast<std::size_t>(fresh)] == 0.0) ++fresh;
        chain.push_back(fresh);
      }
      const double last = step.empty() ? infinite : step.back();
      const auto [nearest, cost] = nearest_to(chain.back(), last);
      if (nearest >= 0) {
        chain.push_back(nearest);
        step.push_back(cost);
        continue;
      }
      const std::int32_t b = chain.back(), a = chain[chain.size() - 2];
      chain.resize(chain.size() - 2);
      step.resize(step.size() - std::min<std::size_t>(step.size(), 2));
      out.push_back({std::sqrt(2.0 * last), std::min(a, b), std::max(a, b)});
      merge(a, b);
      if (out.size() % 256 == 0)
        monitor.report(static_cast<double>(out.size()) / static_cast<double>(n), "merges");
    }
    std::ranges::stable_sort(out, {}, &Edge::weight);
    return out;
  }

 private:
  static constexpr double infinite = std::numeric_limits<double>::infinity();

  struct Search {
    const WardChain& all;
    Index self;
    double size, best;
    Index place = -1;

    double cost(double other, double gap) const { return size * other / (size + other) * gap; }
    double limit() const { return best * (size + 1.0) / size; }
    bool skips(std::int32_t node, double gap) const {
      return cost(all.least_size_[static_cast<std::size_t>(node)], gap) >= best;
    }
    void visit(const BoxTree::Node& leaf, std::uint32_t within, const BoxTree::Distances& found) {
      for (; within; within &= within - 1) {
        const int i = std::countr_zero(within);
        const Index at = leaf.begin + i;
        if (at == self || at >= leaf.end) continue;
        const double here =
            cost(all.size_at_[static_cast<std::size_t>(at)], found[static_cast<std::size_t>(i)]);
        if (here < best) best = here, place = at;
      }
    }
  };

  /// The group whose joining costs least, if less than `below`; else -1.
  std::pair<std::int32_t, double> nearest_to(std::int32_t group, double below) const {
    const auto at = static_cast<std::size_t>(group);
    Search search{*this, place_[at], size_[at], below};
    tree_.walk(centers_.row(group).data(), search);
    if (search.place < 0) return {-1, below};
    return {group_[static_cast<std::size_t>(tree_.row_of(search.place))], search.best};
  }

  void merge(std::int32_t a, std::int32_t b) {
    const auto i = static_cast<std::size_t>(a), j = static_cast<std::size_t>(b);
    const double whole = size_[i] + size_[j];
    centers_.row(a) += size_[j] / whole * (centers_.row(b) - centers_.row(a));
    const bool to_b = size_[j] > size_[i];  // the place of the larger moves less
    const Index kept = to_b ? place_[j] : place_[i], freed = to_b ? place_[i] : place_[j];
    size_[i] = whole, size_[j] = 0.0;
    place_[i] = kept;
    group_[static_cast<std::size_t>(tree_.row_of(kept))] = a;
    set(kept, whole, centers_.row(a).data());
    set(freed, infinite, nullptr);
    if (--n_groups_ * 2 > tree_.size() || n_groups_ < 2) return;
    std::vector<std::int32_t> rows;
    for (std::size_t g = 0; g < size_.size(); ++g)
      if (size_[g] > 0.0) rows.push_back(static_cast<std::int32_t>(g));
    build(std::move(rows));
  }

  void set(Index place, double size, const double* center) {
    tree_.move(place, center);
    size_at_[static_cast<std::size_t>(place)] = size;
    std::int32_t node = tree_.leaf_of(place);
    const BoxTree::Node& leaf = tree_.nodes()[static_cast<std::size_t>(node)];
    least_size_[static_cast<std::size_t>(node)] =
        *std::min_element(size_at_.begin() + leaf.begin, size_at_.begin() + leaf.end);
    while ((node = tree_.nodes()[static_cast<std::size_t>(node)].parent) >= 0) {
      const auto child =
          static_cast<std::size_t>(tree_.nodes()[static_cast<std::size_t>(node)].child);
      least_size_[static_cast<std::size_t>(node)] =
          std::min(least_size_[child], least_size_[child + 1]);
    }
  }

  void build(std::vector<std::int32_t> groups) {
    Matrix centers(std::ssize(groups), centers_.cols());
    for (std::size_t i = 0; i < groups.size(); ++i)
      centers.row(static_cast<Index>(i)) = centers_.row(groups[i]);
    tree_ = BoxTree(centers);
    group_ = std::move(groups);
    n_groups_ = tree_.size();
    size_at_.resize(group_.size());
    least_size_.assign(tree_.nodes().size(), infinite);
    for (Index place = 0; place < tree_.size(); ++place) {
      const auto group =
          static_cast<std::size_t>(group_[static_cast<std::size_t>(tree_.row_of(place))]);
      place_[group] = place;
      size_at_[static_cast<std::size_t>(place)] = size_[group];
      double& least = least_size_[static_cast<std::size_t>(tree_.leaf_of(place))];
      least = std::min(least, size_[group]);
    }
    for (std::size_t node = tree_.nodes().size(); node-- > 0;)
      if (const auto child = tree_.nodes()[node].child; child >= 0)
        least_size_[node] = std::min(least_size_[static_cast<std::size_t>(child)],
                                     least_size_[static_cast<std::size_t>(child) + 1]);
  }

  Matrix centers_;            ///< by group; a group is named after one of its rows
  std::vector<double> size_;  ///< by group; 0 = gone
  std::vector<Index> place_;  ///< of a group in the tree
  BoxTree tree_;
  std::vector<std::int32_t> group_;  ///< of a row of the tree's table
  std::vector<double> size_at_;      ///< by place; infinite = gone
  std::vector<double> least_size_;   ///< by node
  Index n_groups_ = 0;
};

}  // namespace limn::inline LIMN_ABI::cluster::detail
