// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>

#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/learn/detail/histogram_trees.hpp>

namespace limn::inline LIMN_ABI::learn::detail {

LIMN_INLINE Vector bin_edges(std::vector<double> values, std::size_t most) {
  std::ranges::sort(values);
  std::vector<double> distinct = values;
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  std::vector<double> edges;
  const auto cut = [&](double a, double b) {
    const double middle = a + (b - a) / 2.0;
    edges.push_back(middle < b ? middle : a);
  };
  if (distinct.size() <= most + 1) {
    for (std::size_t i = 1; i < distinct.size(); ++i) cut(distinct[i - 1], distinct[i]);
  } else {
    for (std::size_t i = 1; i <= most; ++i) {
      const std::size_t at = i * values.size() / (most + 1);
      if (values[at - 1] < values[at]) {
        cut(values[at - 1], values[at]);
      } else {  // inside a run of equals: cut above it
        const auto next = std::upper_bound(values.begin(), values.end(), values[at]);
        if (next != values.end()) cut(values[at], *next);
      }
    }
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  }
  return Eigen::Map<const Vector>(edges.data(), static_cast<Index>(edges.size()));
}

/// Grows one tree; its room is used again for the next.
class TreeGrower {
 public:
  struct Tree {
    std::vector<std::int32_t> feature;
    std::vector<std::uint8_t> cut, equal;
    std::vector<std::int64_t> child;
    std::vector<float> value;
  };

  TreeGrower(std::span<const BinnedColumn> columns, const TreeTarget& target,
             const TreeOptions& options)
      : columns_(columns),
        target_(target),
        options_(options),
        width_(std::max<std::size_t>(1, static_cast<std::size_t>(target.n_classes))),
        sums_(256 * width_),
        order_(columns.size()) {}

  /// `seen` (rows) gets how often the bootstrap drew each row.
  Tree grow(std::size_t number, std::vector<std::uint16_t>& seen) {
    random_ = core::Random(options_.seed, number);
    const std::size_t n = target_.rows.size();
    seen.assign(n, 0);
    for (std::size_t i = 0; i < n; ++i) ++seen[random_.below(n)];
    items_.clear();
    for (std::size_t i = 0; i < n; ++i)
      for (std::uint16_t k = 0; k < seen[i]; ++k) items_.push_back({target_.rows[i], target_.y[i]});
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    Tree tree;
    add_node(tree);
    std::vector<Open> open{{0, 0, n}};
    while (!open.empty()) {
      const Open node = open.back();
      open.pop_back();
      Split split;
      if (!best_split(node, split)) {
        make_leaf(tree, node);
        continue;
      }
      const std::size_t middle = part(node, split);
      const std::size_t left = tree.feature.size();
      tree.feature[node.id] = static_cast<std::int32_t>(split.column);
      tree.cut[node.id] = split.cut;
      tree.equal[node.id] = columns_[split.column].category;
      tree.child[node.id] = static_cast<std::int64_t>(left);
      add_node(tree);
      add_node(tree);
      open.push_back({left, node.begin, middle});
      open.push_back({left + 1, middle, node.end});
    }
    return tree;
  }

 private:
  struct Item {
    std::int32_t row;
    double y;
  };
  struct Open {
    std::size_t id, begin, end;
  };
  struct Split {
    double gain = 0.0;
    std::size_t column = 0;
    std::uint8_t cut = 0;
  };

  static void add_node(Tree& tree) {
    tree.feature.push_back(-1);
    tree.cut.push_back(0);
    tree.equal.push_back(0);
    tree.child.push_back(0);
  }

  void make_leaf(Tree& tree, const Open& node) const {
    tree.child[node.id] = static_cast<std::int64_t>(tree.value.size() / width_);
    std::vector<double> sum(width_, 0.0);
    for (std::size_t i = node.begin; i < node.end; ++i)
      if (target_.n_classes)
        sum[static_cast<std::size_t>(items_[i].y)] += 1.0;
      else
        sum[0] += items_[i].y;
    for (const double s : sum)
      tree.value.push_back(static_cast<float>(s / static_cast<double>(node.end - node.begin)));
  }

  bool best_split(const Open& node, Split& split) {
    const std::size_t n = node.end - node.begin;
    if (n < 2 * options_.min_leaf || n < 2) return false;
    double low = items_[node.begin].y, high = low;
    for (std::size_t i = node.begin; i < node.end; ++i) {
      low = std::min(low, items_[i].y);
      high = std::max(high, items_[i].y);
    }
    if (low == high) return false;
    bool found = false;
    std::size_t tried = 0;
    for (std::size_t k = 0; k < order_.size() && tried < options_.max_features; ++k) {
      std::swap(order_[k], order_[k + random_.below(order_.size() - k)]);
      const std::size_t column = order_[k];
      if (!histogram(node, columns_[column].bin)) continue;  // one bin only
      ++tried;
      found = scan(n, column, split) || found;
    }
    return found;
  }

  /// Counts and sums by bin; false when all rows share one.
  bool histogram(const Open& node, const std::uint8_t* bin) {
    for (std::size_t w = 0; w < 4; ++w)
      for (std::uint64_t bits = used_[w]; bits; bits &= bits - 1) {
        const std::size_t b = w * 64 + static_cast<std::size_t>(std::countr_zero(bits));
        counts_[b] = 0;
        std::fill_n(sums_.begin() + static_cast<std::ptrdiff_t>(b * width_), width_, 0.0);
      }
    used_ = {};
    if (target_.n_classes) {
      for (std::size_t i = node.begin; i < node.end; ++i) {
        const std::size_t b = bin[items_[i].row];
        used_[b >> 6] |= std::uint64_t{1} << (b & 63);
        ++counts_[b];
        sums_[b * width_ + static_cast<std::size_t>(items_[i].y)] += 1.0;
      }
    } else {
      for (std::size_t i = node.begin; i < node.end; ++i) {
        const std::size_t b = bin[items_[i].row];
        used_[b >> 6] |= std::uint64_t{1} << (b & 63);
        ++counts_[b];
        sums_[b] += items_[i].y;
      }
    }
    return std::popcount(used_[0]) + std::popcount(used_[1]) + std::popcount(used_[2]) +
               std::popcount(used_[3]) >
           1;
  }

  /// The best cut of the histogram at hand, where it beats `split`.
  bool scan(std::size_t n, std::size_t column, Split& split) {
    std::vector<double>& all = total_;
    std::vector<double>& left = left_;
    all.assign(width_, 0.0);
    left.assign(width_, 0.0);
    const auto each_bin = [&](auto&& visit) {
      for (std::size_t w = 0; w < 4; ++w)
        for (std::uint64_t bits = used_[w]; bits; bits &= bits - 1)
          visit(w * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
    };
    each_bin([&](std::size_t b) {
      for (std::size_t k = 0; k < width_; ++k) all[k] += sums_[b * width_ + k];
    });
    double before = 0.0;
    for (const double a : all) before += a * a;
    before /= static_cast<double>(n);
    const bool apart = columns_[column].category;
    std::size_t n_left = 0;
    bool found = false;
    each_bin([&](std::size_t b) {
      if (apart) n_left = 0;
      n_left += counts_[b];
      double l = 0.0, r = 0.0;
      for (std::size_t k = 0; k < width_; ++k) {
        left[k] = sums_[b * width_ + k] + (apart ? 0.0 : left[k]);
        l += left[k] * left[k];
        r += (all[k] - left[k]) * (all[k] - left[k]);
      }
      if (n_left < options_.min_leaf || n - n_left < options_.min_leaf || n_left == n) return;
      const double gain =
          l / static_cast<double>(n_left) + r / static_cast<double>(n - n_left) - before;
      if (!(gain > split.gain)) return;
      split = {gain, column, static_cast<std::uint8_t>(b)};
      found = true;
    });
    return found;
  }

  std::size_t part(const Open& node, const Split& split) {
    const BinnedColumn& column = columns_[split.column];
    const auto at = [&](std::size_t i) { return items_.begin() + static_cast<std::ptrdiff_t>(i); };
    const auto middle = std::partition(at(node.begin), at(node.end), [&](const Item& item) {
      const std::uint8_t b = column.bin[item.row];
      return column.category ? b == split.cut : b <= split.cut;
    });
    return static_cast<std::size_t>(middle - items_.begin());
  }

  std::span<const BinnedColumn> columns_;
  const TreeTarget& target_;
  const TreeOptions& options_;
  std::size_t width_;
  core::Random random_{0};
  std::vector<Item> items_;
  std::array<std::uint64_t, 4> used_{};
  std::array<std::uint32_t, 256> counts_{};
  std::vector<double> sums_, total_, left_;
  std::vector<std::size_t> order_;
};

LIMN_INLINE void BinnedForest::grow(std::span<const BinnedColumn> columns, const TreeTarget& target,
                                    const TreeOptions& options, const Monitor& monitor,
                                    std::vector<double>* left_out,
                                    std::vector<double>* n_left_out) {
  const std::size_t n = target.rows.size();
  const auto w = std::max<std::size_t>(1, static_cast<std::size_t>(target.n_classes));
  std::vector<TreeGrower::Tree> trees(options.n_trees);
  std::vector<std::vector<float>> unseen(options.n_trees);  // answers for rows a tree has not seen
  std::vector<std::vector<std::uint16_t>> seen(options.n_trees);
  core::parallel_for(options.n_trees, [&](std::size_t t) {
    monitor.check();
    TreeGrower grower(columns, target, options);
    trees[t] = grower.grow(t, seen[t]);
    if (!left_out) return;
    const TreeGrower::Tree& tree = trees[t];
    unseen[t].assign(n * w, 0.0f);
    for (std::size_t i = 0; i < n; ++i) {
      if (seen[t][i]) continue;
      std::size_t node = 0;
      while (tree.feature[node] >= 0) {
        const std::uint8_t b =
            columns[static_cast<std::size_t>(tree.feature[node])].bin[target.rows[i]];
        const bool go = tree.equal[node] ? b == tree.cut[node] : b <= tree.cut[node];
        node = static_cast<std::size_t>(tree.child[node]) + (go ? 0 : 1);
      }
      for (std::size_t k = 0; k < w; ++k)
        unseen[t][i * w + k] = tree.value[static_cast<std::size_t>(tree.child[node]) * w + k];
    }
  });
  width_ = static_cast<std::int64_t>(w);
  for (std::size_t t = 0; t < options.n_trees; ++t) {
    const TreeGrower::Tree& tree = trees[t];
    const auto first = static_cast<std::int64_t>(feature_.size());
    const auto answers = static_cast<std::int64_t>(value_.size() / w);
    roots_.push_back(first);
    feature_.insert(feature_.end(), tree.feature.begin(), tree.feature.end());
    cut_.insert(cut_.end(), tree.cut.begin(), tree.cut.end());
    equal_.insert(equal_.end(), tree.equal.begin(), tree.equal.end());
    value_.insert(value_.end(), tree.value.begin(), tree.value.end());
    for (std::size_t i = 0; i < tree.child.size(); ++i)
      child_.push_back(tree.child[i] + (tree.feature[i] >= 0 ? first : answers));
    if (!left_out) continue;
    for (std::size_t i = 0; i < n; ++i) {
      if (seen[t][i]) continue;
      (*n_left_out)[i] += 1.0;
      for (std::size_t k = 0; k < w; ++k) (*left_out)[i * w + k] += double{unseen[t][i * w + k]};
    }
  }
}

LIMN_INLINE void BinnedForest::predict(const std::uint8_t* row, double* out) const {
  const std::size_t w = width();
  const double share = 1.0 / static_cast<double>(roots_.size());
  for (const std::int64_t root : roots_) {
    auto node = static_cast<std::size_t>(root);
    while (feature_[node] >= 0) {
      const std::uint8_t b = row[feature_[node]];
      const bool go = equal_[node] ? b == cut_[node] : b <= cut_[node];
      node = static_cast<std::size_t>(child_[node]) + (go ? 0 : 1);
    }
    for (std::size_t k = 0; k < w; ++k)
      out[k] += share * double{value_[static_cast<std::size_t>(child_[node]) * w + k]};
  }
}

LIMN_INLINE void BinnedForest::require(std::size_t n_columns, std::string_view component) const {
  const auto n = static_cast<std::int64_t>(feature_.size());
  core::require_state(width_ >= 1 && width_ <= 256 && cut_.size() == feature_.size() &&
                          equal_.size() == feature_.size() && child_.size() == feature_.size(),
                      component, "feature");
  for (const std::int64_t root : roots_)
    core::require_state(root >= 0 && root < n, component, "roots");
  const auto answers = static_cast<std::int64_t>(value_.size()) / width_;
  for (std::int64_t i = 0; i < n; ++i) {
    const std::int32_t f = feature_[static_cast<std::size_t>(i)];
    const std::int64_t c = child_[static_cast<std::size_t>(i)];
    core::require_state(f < static_cast<std::int64_t>(n_columns), component, "feature");
    // Children stand behind their parents, so that every walk ends.
    core::require_state(f >= 0 ? c > i && c + 1 < n : c >= 0 && c < answers, component, "child");
  }
  for (const float v : value_) core::require_state(std::isfinite(v), component, "value");
}

}  // namespace limn::inline LIMN_ABI::learn::detail
