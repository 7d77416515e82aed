// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include <limn/cluster/detail/merges.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// A hierarchy in which only splits into two groups of some size count; rows leave groups one by
/// one as the density asked for rises. Density is 1 / distance in units of the heaviest edge.
struct CondensedTree {
  std::vector<std::int32_t> parent;  ///< of a group; group 0 is all rows, its parent -1
  std::vector<double> birth;         ///< density at which a group appears
  std::vector<double> death;         ///< highest density at which something leaves the group itself
  std::vector<double> stability;     ///< how much density the rows stay for
  std::vector<std::int32_t> size;    ///< rows of a group at its birth
  std::vector<std::int32_t> inside;  ///< (n) smallest group of a row
  std::vector<double> leave;         ///< (n) density at which the row leaves it

  std::size_t n_groups() const { return parent.size(); }
};

/// Densities of the merges; rows on one place are twice as dense as the densest others.
inline Vector densities(const Vector& distances) {
  constexpr double most = 1e200;
  const double unit = distances.size() ? distances.maxCoeff() : 0.0;
  Vector out(distances.size());
  double densest = 1.0;
  for (Index t = 0; t < out.size(); ++t) {
    out(t) = distances(t) > 0.0 ? std::min(most, unit / distances(t)) : 0.0;
    densest = std::max(densest, out(t));
  }
  for (double& density : out)
    if (density == 0.0) density = 2.0 * densest;
  return out;
}

/// Source: Campello, Moulavi and Sander (2013), Density-based clustering based on hierarchical
/// density estimates.
/// Differs: mutual reachability has ties by nature (all ways out of a row weigh its core distance),
/// and steps of one weight happen at once: a group counts by the rows it had before them. So a
/// group that a tie alone would bring to size is none, in whatever order the ties stand.
class Condenser {
 public:
  Condenser(const Merges& merges, std::int64_t least_size)
      : merges_(merges),
        density_(densities(merges.distances)),
        n_(merges.children.rows() + 1),
        least_(least_size),
        count_(static_cast<std::size_t>(2 * n_ - 1), 1),
        denser_(static_cast<std::size_t>(n_ - 1), 1) {
    for (Index t = 0; t < n_ - 1; ++t) {
      count_[static_cast<std::size_t>(n_ + t)] = count(child(t, 0)) + count(child(t, 1));
      denser_[static_cast<std::size_t>(t)] = std::max(solid(t, child(t, 0)), solid(t, child(t, 1)));
    }
  }

  CondensedTree run() {
    out_.inside.assign(static_cast<std::size_t>(n_), 0);
    out_.leave.assign(static_cast<std::size_t>(n_), 0.0);
    add_group(-1, 0.0, static_cast<std::int32_t>(n_));
    using Part = std::pair<std::int32_t, std::int32_t>;  // step of the hierarchy, group
    std::vector<Part> level;
    if (n_ > 1) level.emplace_back(static_cast<std::int32_t>(n_ - 2), 0);
    while (!level.empty()) {
      std::vector<Part> next;
      for (const auto& [t, group] : level) split(t, group, next);
      level = std::move(next);
    }
    for (std::size_t row = 0; row < out_.inside.size(); ++row) {
      const auto group = static_cast<std::size_t>(out_.inside[row]);
      leave(group, out_.leave[row], 1.0);
    }
    for (std::size_t g = 1; g < out_.n_groups(); ++g)
      leave(static_cast<std::size_t>(out_.parent[g]), out_.birth[g], out_.size[g]);
    return std::move(out_);
  }

 private:
  std::int32_t child(Index t, Index side) const { return merges_.children(t, side); }
  std::int32_t count(std::int32_t node) const { return count_[static_cast<std::size_t>(node)]; }
  /// Rows of the greatest part of `node`, a child of step t, that is denser than t.
  std::int32_t solid(Index t, std::int32_t node) const {
    if (node < n_ || density_(node - n_) > density_(t)) return count(node);
    return denser_[static_cast<std::size_t>(node - n_)];
  }
  void add_group(std::int32_t parent, double birth, std::int32_t size) {
    out_.parent.push_back(parent);
    out_.birth.push_back(birth);
    out_.size.push_back(size);
    out_.death.push_back(0.0);
    out_.stability.push_back(0.0);
  }
  void leave(std::size_t group, double density, double n) {
    out_.death[group] = std::max(out_.death[group], density);
    out_.stability[group] += (density - out_.birth[group]) * n;
  }
  void split(std::int32_t t, std::int32_t group,
             std::vector<std::pair<std::int32_t, std::int32_t>>& next) {
    const double density = density_(t);
    const bool both = solid(t, child(t, 0)) >= least_ && solid(t, child(t, 1)) >= least_;
    for (const Index side : {Index{0}, Index{1}}) {
      const std::int32_t node = child(t, side);
      if (solid(t, node) < least_) {
        drop(node, group, density);
        continue;
      }
      auto own = group;
      if (both) {
        own = static_cast<std::int32_t>(out_.n_groups());
        add_group(group, density, count(node));
      }
      next.emplace_back(static_cast<std::int32_t>(node - n_), own);
    }
  }
  void drop(std::int32_t top, std::int32_t group, double density) {
    std::vector<std::int32_t> open{top};
    while (!open.empty()) {
      const std::int32_t node = open.back();
      open.pop_back();
      if (node >= n_) {
        open.push_back(child(node - n_, 0));
        open.push_back(child(node - n_, 1));
        continue;
      }
      out_.inside[static_cast<std::size_t>(node)] = group;
      out_.leave[static_cast<std::size_t>(node)] = density;
    }
  }

  const Merges& merges_;
  Vector density_;
  Index n_;
  std::int64_t least_;
  std::vector<std::int32_t> count_;   ///< rows under a node of the hierarchy
  std::vector<std::int32_t> denser_;  ///< by step: rows of its greatest part before its weight
  CondensedTree out_;
};

/// Which groups are clusters.
struct GroupChoice {
  bool by_leaves = false;         ///< the finest groups rather than the most stable
  bool root_allowed = false;      ///< all rows may be one cluster
  double least_distance = 0.0;    ///< groups that part below it stay together, in units of the tree
  std::int64_t largest_size = 0;  ///< 0 = any
};

class GroupChooser {
 public:
  GroupChooser(const CondensedTree& tree, const GroupChoice& choice)
      : tree_(tree), choice_(choice), chosen_(tree.n_groups(), 0), children_(tree.n_groups()) {
    for (std::size_t g = 1; g < tree.n_groups(); ++g)
      children_[static_cast<std::size_t>(tree.parent[g])].push_back(static_cast<std::int32_t>(g));
  }

  /// (n_groups) 1 = a cluster; no two lie within each other.
  std::vector<std::uint8_t> run() {
    if (choice_.by_leaves)
      choose_leaves();
    else
      choose_stable();
    if (choice_.least_distance > 0.0) join_close();
    return chosen_;
  }

 private:
  bool is_leaf(std::size_t group) const { return children_[group].empty(); }
  void choose_leaves() {
    for (std::size_t g = 0; g < chosen_.size(); ++g)
      chosen_[g] = is_leaf(g) && (g > 0 || choice_.root_allowed);
  }
  void choose_stable() {
    std::vector<double> stability = tree_.stability;
    for (std::size_t g = chosen_.size(); g-- > (choice_.root_allowed ? 0u : 1u);) {
      double below = 0.0;
      for (const std::int32_t c : children_[g]) below += stability[static_cast<std::size_t>(c)];
      const bool too_large = choice_.largest_size > 0 && tree_.size[g] > choice_.largest_size;
      if (below > stability[g] || too_large)
        stability[g] = below;
      else
        choose(g);
    }
  }
  void choose(std::size_t group) {
    std::vector<std::int32_t> open = children_[group];
    while (!open.empty()) {
      const auto at = static_cast<std::size_t>(open.back());
      open.pop_back();
      chosen_[at] = 0;
      open.insert(open.end(), children_[at].begin(), children_[at].end());
    }
    chosen_[group] = 1;
  }
  /// Source: Malzer and Baum (2020), A Hybrid Approach To Hierarchical Density-based Cluster
  /// Selection.
  void join_close() {
    const auto parted_at = [&](std::size_t g) { return 1.0 / tree_.birth[g]; };
    for (std::size_t g = 1; g < chosen_.size(); ++g) {
      if (!chosen_[g] || parted_at(g) >= choice_.least_distance) continue;
      auto top = g;
      while (tree_.parent[top] > 0) {
        top = static_cast<std::size_t>(tree_.parent[top]);
        if (parted_at(top) > choice_.least_distance) break;
      }
      if (choice_.root_allowed && tree_.parent[top] == 0 &&
          parted_at(top) <= choice_.least_distance)
        top = 0;
      if (top != g) choose(top);
    }
  }

  const CondensedTree& tree_;
  GroupChoice choice_;
  std::vector<std::uint8_t> chosen_;
  std::vector<std::vector<std::int32_t>> children_;
};

}  // namespace limn::inline LIMN_ABI::cluster::detail
