// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <limn/core/parallel.hpp>
#include <limn/outlier/detail/isolation_scorer.hpp>
#include <limn/outlier/detail/isolation_walk.hpp>
#include <limn/outlier/detail/path_length.hpp>

namespace limn::inline LIMN_ABI::outlier::detail {

/// Moves the steps of one tree by what was said of rows: steps on the way of a strange row get
/// shorter (never below nothing), those on the way of a usual one longer. `first` is the first node
/// of the tree among `nodes`; `step` what a step counts before anything is said; `shortest` the
/// least a whole path may count.
template <class View>
void hear_tree(IsolationNodes& nodes, std::size_t first, const IsolationTree& tree, std::size_t n,
               const View& x, const Labels& labels, const std::vector<std::uint8_t>& is_category,
               bool divide, double step, double rate, double shortest) {
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
  for (std::size_t i = 1; i < n; ++i) {
    const double before = heard[i];
    heard[i] = std::max(-step, before + rate * step * said[i]);
    moved[i] = moved[parent[i]] + heard[i] - before;  // parents stand before their children
    double& length = nodes.length[first + i];
    if (tree.is_leaf(static_cast<std::int32_t>(i))) length = std::max(shortest, length + moved[i]);
  }
  nodes.fill_lengths(first, n);
}

}  // namespace limn::inline LIMN_ABI::outlier::detail
