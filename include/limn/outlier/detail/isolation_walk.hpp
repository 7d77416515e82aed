// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include <limn/outlier/detail/isolation_tree.hpp>

namespace limn::inline LIMN_ABI::outlier::detail {

/// One tree of the node arrays, ready to be walked.
struct IsolationTree {
  const std::int32_t* column;
  const double* split;
  const std::int32_t* child;
  const std::int32_t* size;
  const double* length;
  std::int32_t depth;
};

/// Rows walked side by side: enough to hide the latency of one load behind the others.
inline constexpr Index lanes = 8;

/// Adds the path length of `n` complete rows without categories (n a multiple of `lanes`,
/// row-major, width d) to sum. A leaf turns in place, so no step needs a branch.
inline void add_lengths(const IsolationTree& tree, const double* rows, Index n, Index d,
                        double* sum) {
  for (Index first = 0; first < n; first += lanes) {
    const double* block = rows + first * d;
    std::array<std::int32_t, lanes> at{};
    for (std::int32_t step = 0; step < tree.depth; ++step)
      for (std::size_t r = 0; r < lanes; ++r) {
        const std::int32_t node = at[r];
        const double v = block[static_cast<Index>(r) * d + tree.column[node]];
        at[r] = tree.child[node] + static_cast<std::int32_t>(v > tree.split[node]);
      }
    for (std::size_t r = 0; r < lanes; ++r)
      sum[first + static_cast<Index>(r)] += tree.length[at[r]];
  }
}

/// A place on the walk of one row, and the share of the row that is there.
struct IsolationPlace {
  std::int32_t node;
  double weight;
};

/// Walks one row of any kind: categories, gaps. on_step(place, child) is told each cut whose side
/// the row's own value (or the majority) decided, on_leaf(place) each leaf reached; `places` is
/// scratch.
template <class OnStep, class OnLeaf>
void walk_row(const IsolationTree& tree, const double* row, const std::uint8_t* is_category,
              bool divide, std::vector<IsolationPlace>& places, OnStep&& on_step,
              OnLeaf&& on_leaf) {
  places.assign(1, {0, 1.0});
  while (!places.empty()) {
    IsolationPlace place = places.back();
    places.pop_back();
    while (tree.child[place.node] != place.node) {
      const std::int32_t left = tree.child[place.node], column = tree.column[place.node];
      const double v = row[column], split = tree.split[place.node];
      bool right = is_category[column] && !std::isnan(v) ? category_right(split, v) : v > split;
      if (std::isnan(v)) {
        const double n_left = tree.size[left], n_right = tree.size[left + 1];
        right = n_right > n_left;
        if (divide) {
          const double share = n_left / (n_left + n_right);
          places.push_back({left + 1, place.weight * (1.0 - share)});
          place = {left, place.weight * share};
          continue;
        }
      }
      const std::int32_t next = left + static_cast<std::int32_t>(right);
      on_step(place, next);
      place.node = next;
    }
    on_leaf(place);
  }
}

}  // namespace limn::inline LIMN_ABI::outlier::detail
