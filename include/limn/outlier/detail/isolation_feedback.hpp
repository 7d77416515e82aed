// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <limn/core/parallel.hpp>
#include <limn/outlier/detail/isolation_scorer.hpp>
#include <limn/outlier/detail/isolation_walk.hpp>
#include <limn/outlier/detail/path_length.hpp>

namespace limn::inline LIMN_ABI::outlier::detail {

/// Moves the steps of one tree by what was said of rows: steps on the way of a strange row get
/// shorter (never below nothing), those on the way of a usual one longer. `first` is the first node
/// of the tree among `nodes`; `step` what a step counts before anything is said.
template <class View>
void hear_tree(IsolationNodes& nodes, std::size_t first, const IsolationTree& tree, std::size_t n,
               const View& x, const Labels& labels, const std::vector<std::uint8_t>& is_category,
               bool divide, double step, double rate) {
  std::vector<std::size_t> parent(n, 0);
  for (std::size_t i = 0; i < n; ++i)
    if (const auto left = static_cast<std::size_t>(tree.child[i]); left != i)
      parent[left] = parent[left + 1] = i;
  std::vector<double> said(n, 0.0), moved(n, 0.0), cells(static_cast<std::size_t>(x.cols()));
  std::vector<IsolationPlace> places;
  for (Index r = 0; r < x.rows(); ++r) {
    if (labels(r) == 0) continue;
    copy_row(x, r, cells.data());
    walk_row(
        tree, cells.data(), is_category.data(), divide, places, [](auto&&...) {},
        [&](const IsolationPlace& leaf) {
          for (auto at = static_cast<std::size_t>(leaf.node); at != 0; at = parent[at])
            said[at] += labels(r) * leaf.weight;
        });
  }
  double* heard = nodes.heard.data() + first;
  step *= std::exp2(heard[0]);  // what is said now counts as much as what was said before
  for (std::size_t i = 1; i < n; ++i) {
    const double before = heard[i];
    heard[i] = std::max(-step, before + rate * step * said[i]);
    moved[i] = moved[parent[i]] + heard[i] - before;  // parents stand before their children
    if (tree.is_leaf(static_cast<std::int32_t>(i))) nodes.length[first + i] += moved[i];
  }
  nodes.fill_lengths(first, n);
}

/// The scale of the paths of a forest, taken before labels are heard and given back after. Labels
/// say which rows are stranger than others; left alone they would make all paths longer, or all
/// shorter, and the threshold senseless.
class IsolationScale {
 public:
  IsolationScale(const IsolationNodes& nodes, const std::vector<std::int32_t>& counts)
      : spread_(spread(nodes, counts)) {
    std::size_t first = 0;
    for (const std::int32_t count : counts) {
      means_.push_back(nodes.length[first]);
      first += static_cast<std::size_t>(count);
    }
  }

  /// Moves each tree to its old mean path and stretches all by one factor to the old spread: rows
  /// keep their order, since what a tree is moved by is the same for all rows. Unless `any_sign`, a
  /// path stays above nothing, and so a score below 1.
  void restore(IsolationNodes& nodes, const std::vector<std::int32_t>& counts,
               bool any_sign) const {
    const double stretch = factor(spread(nodes, counts));
    std::size_t first = 0;
    for (std::size_t t = 0; t < counts.size(); ++t) {
      const auto n = static_cast<std::size_t>(counts[t]);
      const double mean = nodes.length[first];
      for (std::size_t i = first; i < first + n; ++i) {
        nodes.heard[i] *= i > first ? stretch : 1.0;
        double& length = nodes.length[i];  // that of a cut follows from those of its leaves
        length = means_[t] + stretch * (length - mean);
        if (!any_sign) length = std::max(shortest, length);
      }
      nodes.heard[first] += std::log2(stretch);
      nodes.fill_lengths(first, n);
      first += n;
    }
  }

 private:
  static constexpr double shortest = 1e-3;  ///< of c(sample)
  static constexpr double least = 0.1;      ///< spread of about one step
  static constexpr double nothing = 1e-9;   ///< a spread of rounding errors

  /// Root of the mean over trees of the variance of the paths of their training rows.
  static double spread(const IsolationNodes& nodes, const std::vector<std::int32_t>& counts) {
    double sum = 0.0;
    std::size_t first = 0;
    for (const std::int32_t count : counts) {
      double tree = 0.0;
      for (std::size_t i = first; i < first + static_cast<std::size_t>(count); ++i) {
        if (nodes.split[i] != std::numeric_limits<double>::infinity()) continue;
        const double off = nodes.length[i] - nodes.length[first];
        tree += nodes.size[i] * off * off;
      }
      sum += tree / nodes.size[first];
      first += static_cast<std::size_t>(count);
    }
    return std::sqrt(sum / static_cast<double>(counts.size()));
  }

  /// A forest of paths all alike has no spread to go back to, and may come to have a little.
  double factor(double now) const {
    if (now <= nothing) return 1.0;
    const double goal = now > spread_ ? std::max(spread_, std::min(now, least)) : spread_;
    return goal / now;
  }

  std::vector<double> means_;
  double spread_;
};

}  // namespace limn::inline LIMN_ABI::outlier::detail
