// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include <limn/outlier/detail/isolation_tree.hpp>

namespace limn::inline LIMN_ABI::outlier::detail {

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
    while (!tree.is_leaf(place.node)) {
      const std::int32_t left = tree.child[place.node];
      const double split = tree.split[place.node];
      const bool category = is_category[tree.column[place.node]] != 0;
      const double v = category ? row[tree.column[place.node]] : tree.value(place.node, row);
      bool right = category && !std::isnan(v) ? category_right(split, v) : v > split;
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

/// The leaf of a complete row without categories.
inline std::int32_t plain_leaf(const IsolationTree& tree, const double* row) {
  std::int32_t node = 0;
  while (!tree.is_leaf(node))
    node = tree.child[node] + static_cast<std::int32_t>(tree.value(node, row) > tree.split[node]);
  return node;
}

}  // namespace limn::inline LIMN_ABI::outlier::detail
