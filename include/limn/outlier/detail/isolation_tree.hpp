// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::outlier::detail {

/// Columns a cut may join at most.
inline constexpr std::int32_t max_ndim = 3;

/// One cut: value = sum of weight * x over `n` columns, above `at` goes right.
struct IsolationCut {
  std::int32_t n = 1;
  std::int32_t column[max_ndim] = {0, -1, -1};
  double weight[max_ndim] = {1.0, 0.0, 0.0};
  double at = 0.0;  ///< threshold; for a category column the seed of its halving
};

/// The nodes of one tree, or of many behind one another. A node sends value > split to child + 1,
/// the rest to child; a leaf is its own child and its split is infinite, so that a walk of a fixed
/// number of steps needs no test for the end. Children lie behind their parent. `partner` and
/// `weight` are empty unless cuts join several columns, `heard` unless labels were heard, `fill`
/// unless the forest is to fill gaps.
struct IsolationNodes {
  std::vector<std::int32_t> column;
  std::vector<double> split;
  std::vector<std::int32_t> child;    ///< counted from the first node of the tree
  std::vector<std::int32_t> size;     ///< training rows that came here
  std::vector<double> length;         ///< mean path length of those rows, in units of c(sample)
  std::vector<std::int32_t> partner;  ///< (count, 2): the second and third column, -1 = none
  std::vector<double> weight;         ///< (count, 3)
  std::vector<double> heard;          ///< what labels have added to the step into each node; of a
                                      ///< root: log2 of what all steps have been stretched by
  std::vector<double> fill;           ///< (leaves, d): what the rows of a leaf are like

  std::size_t count() const { return column.size(); }

  std::int32_t add() {
    const auto node = static_cast<std::int32_t>(count());
    column.push_back(0);
    split.push_back(std::numeric_limits<double>::infinity());
    child.push_back(node);
    size.push_back(0);
    length.push_back(0.0);
    return node;
  }
  void set(std::size_t node, const IsolationCut& cut, std::int32_t left) {
    column[node] = cut.column[0];
    split[node] = cut.at;
    child[node] = left;
    if (cut.n == 1 && weight.empty()) return;
    partner.resize(2 * count(), -1), weight.resize(3 * count(), 0.0);
    for (std::size_t k = 0; k < max_ndim; ++k) weight[3 * node + k] = cut.weight[k];
    for (std::size_t k = 1; k < max_ndim; ++k) partner[2 * node + k - 1] = cut.column[k];
  }
  /// To be called when the tree is grown. `slanted`: keep room for several columns a cut.
  void finish(bool slanted) {
    if (slanted) partner.resize(2 * count(), -1), weight.resize(3 * count(), 0.0);
  }
  void append(const IsolationNodes& other) {
    const auto join = [](auto& a, const auto& b) { a.insert(a.end(), b.begin(), b.end()); };
    join(column, other.column), join(split, other.split), join(child, other.child);
    join(size, other.size), join(length, other.length);
    join(partner, other.partner), join(weight, other.weight);
    join(fill, other.fill);
    if (heard.empty() && other.heard.empty()) return;
    heard.resize(count() - other.count(), 0.0);
    join(heard, other.heard);
    heard.resize(count(), 0.0);
  }
  /// Lets the first `n` nodes go, which make whole trees with `leaves` leaves.
  void drop(std::int64_t n, std::int64_t leaves) {
    const std::size_t width = fill.empty() ? 0 : fill.size() / n_leaves();
    const auto cut = [](auto& list, std::int64_t entries) {
      if (!list.empty()) list.erase(list.begin(), list.begin() + entries);
    };
    cut(fill, leaves * static_cast<std::int64_t>(width));
    cut(column, n), cut(split, n), cut(child, n), cut(size, n), cut(length, n);
    cut(partner, 2 * n), cut(weight, 3 * n), cut(heard, n);
  }
  std::size_t n_leaves() const {
    std::size_t out = 0;
    for (const double at : split) out += at == std::numeric_limits<double>::infinity();
    return out;
  }
  /// Lengths of the cuts of one tree, or of many, from those of their leaves.
  void fill_lengths(std::size_t first, std::size_t n) {
    for (std::size_t i = first + n; i-- > first;) {
      const std::size_t left = first + static_cast<std::size_t>(child[i]), right = left + 1;
      if (left == i) continue;
      length[i] = (size[left] * length[left] + size[right] * length[right]) / size[i];
    }
  }
  template <class V>
  void state(V&& v) {
    v("column", column), v("split", split), v("child", child);
    v("size", size), v("length", length);
    v("partner", partner), v("weight", weight);
    v("heard", heard), v("fill", fill);
  }
};

/// One tree of the node arrays, ready to be walked.
struct IsolationTree {
  const std::int32_t* column;
  const double* split;
  const std::int32_t* child;
  const std::int32_t* size;
  const double* length;
  const std::int32_t* partner;  ///< nullptr unless cuts join columns
  const double* weight;
  std::int32_t depth;

  bool is_leaf(std::int32_t node) const { return child[node] == node; }
  /// What a row is compared by at a node; NaN where one of its values is missing.
  double value(std::int32_t node, const double* row) const {
    if (!partner) return row[column[node]];
    double sum = weight[3 * node] * row[column[node]];
    for (std::int32_t k = 0; k < 2; ++k)
      if (partner[2 * node + k] >= 0) sum += weight[3 * node + k + 1] * row[partner[2 * node + k]];
    return sum;
  }
  std::int32_t n_columns(std::int32_t node) const {
    return partner ? 1 + (partner[2 * node] >= 0) + (partner[2 * node + 1] >= 0) : 1;
  }
};

/// Calls task(tree) for each tree, in order.
template <class Task>
void for_each_tree(const IsolationNodes& nodes, const std::vector<std::int32_t>& counts,
                   const std::vector<std::int32_t>& depths, Task&& task) {
  const bool slanted = !nodes.partner.empty();
  std::size_t first = 0;
  for (std::size_t t = 0; t < counts.size(); ++t) {
    task(IsolationTree{nodes.column.data() + first, nodes.split.data() + first,
                       nodes.child.data() + first, nodes.size.data() + first,
                       nodes.length.data() + first,
                       slanted ? nodes.partner.data() + 2 * first : nullptr,
                       slanted ? nodes.weight.data() + 3 * first : nullptr, depths[t]});
    first += static_cast<std::size_t>(counts[t]);
  }
}

/// A category split keeps no list: each code falls on the side one bit of a mixed (seed, code)
/// names. Any number of levels costs nothing, and a code never seen falls like a coin.
inline bool category_right(double seed, double code) {
  std::uint64_t z = static_cast<std::uint64_t>(seed) << 32 | static_cast<std::uint64_t>(code);
  z = (z ^ z >> 33) * 0xff51afd7ed558ccdULL;
  z = (z ^ z >> 33) * 0xc4ceb9fe1a85ec53ULL;
  return ((z ^ z >> 33) & 1) != 0;
}

}  // namespace limn::inline LIMN_ABI::outlier::detail
