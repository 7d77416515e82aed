// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include <limn/kernels/trees.hpp>
#include <limn/outlier/detail/isolation_tree.hpp>

namespace limn::inline LIMN_ABI::outlier::detail {

/// The trees once more, laid out for complete rows of numbers; made from the nodes whenever those
/// change, never saved. Either perfect trees for the kernels (cuts along one column, shallow), or
/// compact nodes.
struct FastForest {
  struct Node {  ///< with the columns of one cut
    double split;
    double weight[max_ndim];
    std::int32_t column[max_ndim];
    std::int32_t child;
  };

  std::size_t count = 0;     ///< trees; 0 = no fast way for this forest
  std::size_t depth = 0;     ///< of the perfect trees; 0: the compact nodes are used
  std::size_t stride = 0;    ///< rows of a block
  bool exact_double = true;  ///< floats hold all thresholds
  std::vector<kernels::TreeNode> nodes;
  std::vector<double> leaves;
  std::int32_t joined = 1;  ///< columns of a cut at most
  std::vector<Node> compact;
  std::vector<double> lengths;
  std::vector<std::int32_t> first, steps;  ///< first node and depth of each tree

  /// Rows of a block of `width` columns: a tree and the block stay in the first-level cache.
  static std::size_t block_rows(std::size_t width) {
    const std::size_t fit = 4096 / std::max<std::size_t>(width, 1) / 16 * 16;
    return std::clamp<std::size_t>(fit, 16, 256);
  }
  kernels::PerfectTrees perfect() const { return {count, depth, nodes.data(), leaves.data()}; }
};

/// The largest float that is not above v: for a float x, x > v and x > that are the same.
inline float float_below(double v) {
  const auto near = static_cast<float>(v);
  return static_cast<double>(near) > v ? std::nextafter(near, -HUGE_VALF) : near;
}

/// The smallest float that is not below v: where t is a float, v > t and float_above(v) > t are the
/// same.
inline float float_above(double v) {
  const auto near = static_cast<float>(v);
  auto bits = std::bit_cast<std::int32_t>(near);
  if (static_cast<double>(near) < v) bits += bits < 0 ? -1 : 1;
  return std::bit_cast<float>(bits);
}

inline void lay_out_perfect(FastForest& out, const IsolationTree& tree, std::size_t number) {
  const std::size_t size = std::size_t{1} << out.depth;
  kernels::TreeNode* to = out.nodes.data() + number * size;
  double* leaves = out.leaves.data() + number * size;
  std::vector<std::int32_t> from(2 * size, 0);  // node of the tree at each place
  for (std::size_t place = 1; place < 2 * size; ++place) {
    const std::int32_t node = place == 1 ? 0 : from[place];
    if (place >= size) {
      leaves[place - size] = tree.length[node];
      continue;
    }
    const float split = float_below(tree.split[node]);
    out.exact_double = out.exact_double && static_cast<double>(split) == tree.split[node];
    to[place] = {split, static_cast<std::uint32_t>(static_cast<std::size_t>(tree.column[node]) *
                                                   out.stride)};
    from[2 * place] = tree.child[node];
    from[2 * place + 1] = tree.is_leaf(node) ? node : tree.child[node] + 1;
  }
}

inline void lay_out_compact(FastForest& out, const IsolationNodes& nodes) {
  out.compact.reserve(nodes.count());
  for (std::size_t i = 0; i < nodes.count(); ++i) {
    const std::int32_t column = nodes.column[i];
    FastForest::Node node{
        nodes.split[i], {1.0, 0.0, 0.0}, {column, column, column}, nodes.child[i]};
    if (!nodes.partner.empty()) {
      node.weight[0] = nodes.weight[3 * i];
      for (std::int32_t k = 1; k < max_ndim; ++k) {
        const std::size_t at = static_cast<std::size_t>(k);
        if (nodes.partner[2 * i + at - 1] < 0) continue;
        node.weight[k] = nodes.weight[3 * i + at];
        node.column[k] = nodes.partner[2 * i + at - 1];
        out.joined = std::max(out.joined, k + 1);
      }
    }
    out.compact.push_back(node);
  }
  out.lengths = nodes.length;
}

inline FastForest fast_forest(const IsolationNodes& nodes, const std::vector<std::int32_t>& counts,
                              const std::vector<std::int32_t>& depths,
                              std::span<const std::uint8_t> is_category) {
  FastForest out;
  std::int32_t deepest = 4;
  for (const std::int32_t depth : depths) deepest = std::max(deepest, depth);
  for (const std::uint8_t flag : is_category)
    if (flag) return out;
  out.stride = FastForest::block_rows(is_category.size());
  const bool slanted = !nodes.partner.empty();
  if (!slanted && deepest <= 10 && is_category.size() < (std::size_t{1} << 24)) {
    out.count = counts.size();
    out.depth = static_cast<std::size_t>(deepest);
    out.nodes.resize(out.count << out.depth, {HUGE_VALF, 0});
    out.leaves.resize(out.count << out.depth);
    std::size_t t = 0;
    for_each_tree(nodes, counts, depths,
                  [&](const IsolationTree& tree) { lay_out_perfect(out, tree, t++); });
  } else {
    lay_out_compact(out, nodes);
    out.count = counts.size();
    out.steps = depths;
    std::int32_t first = 0;
    for (const std::int32_t n : counts) out.first.push_back(first), first += n;
  }
  return out;
}

template <int Joined>
double compact_value(const FastForest::Node& node, const double* cells) {
  double sum = node.weight[0] * cells[node.column[0]];
  if constexpr (Joined > 1) sum += node.weight[1] * cells[node.column[1]];
  if constexpr (Joined > 2) sum += node.weight[2] * cells[node.column[2]];
  return sum;
}

/// Adds the path lengths of n rows (a multiple of 8; row-major, width d) to sum, trees in order.
template <int Joined>
void add_compact(const FastForest& forest, const double* rows, std::size_t n, std::size_t d,
                 double* sum) {
  for (std::size_t t = 0; t < forest.count; ++t) {
    const FastForest::Node* tree = forest.compact.data() + forest.first[t];
    const double* lengths = forest.lengths.data() + forest.first[t];
    for (std::size_t r = 0; r < n; r += 8) {
      const double* row = rows + r * d;
      std::uint32_t at[8] = {0, 0, 0, 0, 0, 0, 0, 0};
      for (std::int32_t step = 0; step < forest.steps[t]; step += 2) {
        std::uint32_t moved = 0;
        for (int twice = 0; twice < 2; ++twice) {
#pragma GCC unroll 8
          for (std::size_t i = 0; i < 8; ++i) {
            const FastForest::Node& node = tree[at[i]];
            const double v = compact_value<Joined>(node, row + i * d);
            const auto next =
                static_cast<std::uint32_t>(node.child) + static_cast<std::uint32_t>(v > node.split);
            moved |= next ^ at[i];
            at[i] = next;
          }
        }
        if (!moved) break;
      }
#pragma GCC unroll 8
      for (std::size_t i = 0; i < 8; ++i) sum[r + i] += lengths[at[i]];
    }
  }
}

}  // namespace limn::inline LIMN_ABI::outlier::detail
