// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <vector>

#include <limn/core/random.hpp>
#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::outlier::detail {

/// The nodes of one tree, or of many behind one another. A node sends value > split to child + 1,
/// the rest to child; a leaf is its own child and its split is infinite, so that a walk of a fixed
/// number of steps needs no test for the end. Children lie behind their parent.
struct IsolationNodes {
  std::vector<std::int32_t> column;
  std::vector<double> split;        ///< threshold; for a category column the seed of its halving
  std::vector<std::int32_t> child;  ///< counted from the first node of the tree
  std::vector<std::int32_t> size;   ///< training rows that came here
  std::vector<double> length;       ///< mean path length of those rows, in units of c(sample)

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
  void append(const IsolationNodes& other) {
    const auto join = [](auto& a, const auto& b) { a.insert(a.end(), b.begin(), b.end()); };
    join(column, other.column), join(split, other.split), join(child, other.child);
    join(size, other.size), join(length, other.length);
  }
  template <class V>
  void state(V&& v) {
    v("column", column), v("split", split), v("child", child);
    v("size", size), v("length", length);
  }
};

/// A category split keeps no list: each code falls on the side one bit of a mixed (seed, code)
/// names. Any number of levels costs nothing, and a code never seen falls like a coin.
inline bool category_right(double seed, double code) {
  std::uint64_t z = static_cast<std::uint64_t>(seed) << 32 | static_cast<std::uint64_t>(code);
  z = (z ^ z >> 33) * 0xff51afd7ed558ccdULL;
  z = (z ^ z >> 33) * 0xc4ceb9fe1a85ec53ULL;
  return ((z ^ z >> 33) & 1) != 0;
}

/// `count` different rows of [0, n), every subset equally likely.
/// Source: Floyd in Bentley and Floyd (1987), A sample of brilliance.
inline std::vector<Index> sample_rows(Index n, Index count, core::Random& random) {
  std::vector<Index> out;
  if (count >= n) {
    out.resize(static_cast<std::size_t>(n));
    std::iota(out.begin(), out.end(), Index{0});
    return out;
  }
  std::size_t slots = 16;
  while (slots < 2 * static_cast<std::size_t>(count)) slots *= 2;
  std::vector<Index> taken(slots, -1);
  const auto take = [&](Index row) {
    std::size_t at = static_cast<std::size_t>(row) * 0x9E3779B97F4A7C15ULL & (slots - 1);
    while (taken[at] != -1 && taken[at] != row) at = (at + 1) & (slots - 1);
    if (taken[at] == row) return false;
    taken[at] = row;
    out.push_back(row);
    return true;
  };
  for (Index top = n - count; top < n; ++top) {
    const auto row = static_cast<Index>(random.below(static_cast<std::uint64_t>(top) + 1));
    if (!take(row)) take(top);
  }
  return out;
}

/// Grows one tree on some rows of a table that is only looked at: at each node a column is drawn
/// among those that still vary there, then a threshold between its least and greatest value.
template <class View>
class IsolationGrower {
 public:
  /// path: c(0) ... c(rows); is_category: one flag a column.
  IsolationGrower(const View& x, std::span<const std::uint8_t> is_category,
                  std::span<const double> path, std::int64_t max_depth, core::Random& random)
      : x_(x), is_category_(is_category), path_(path), max_depth_(max_depth), random_(random) {}

  /// Returns the depth of the tree it has put into `nodes`.
  std::int32_t grow(std::vector<Index> rows, IsolationNodes& nodes) {
    rows_ = std::move(rows);
    columns_.resize(static_cast<std::size_t>(x_.cols()));
    std::iota(columns_.begin(), columns_.end(), std::int32_t{0});
    const double unit = rows_.size() > 1 ? path_[rows_.size()] : 1.0;
    std::int32_t deepest = 0;
    std::vector<Part> parts{{nodes.add(), 0, rows_.size(), 0, columns_.size()}};
    while (!parts.empty()) {
      Part part = parts.back();
      parts.pop_back();
      const auto node = static_cast<std::size_t>(part.node);
      nodes.size[node] = static_cast<std::int32_t>(part.end - part.begin);
      Split split;
      if (part.depth >= max_depth_ || !choose(part, split)) {
        const double rest = rows_.size() > 1 ? path_[part.end - part.begin] : 1.0;
        nodes.length[node] = (part.depth + rest) / unit;
        deepest = std::max(deepest, part.depth);
        continue;
      }
      const std::size_t middle = divide(part, split);
      const std::int32_t left = nodes.add(), right = nodes.add();
      nodes.column[node] = split.column;
      nodes.split[node] = split.at;
      nodes.child[node] = left;
      parts.push_back({right, middle, part.end, part.depth + 1, part.n_columns});
      parts.push_back({left, part.begin, middle, part.depth + 1, part.n_columns});
    }
    fill_lengths(nodes);
    return deepest;
  }

 private:
  struct Part {
    std::int32_t node;
    std::size_t begin, end;  ///< in rows_
    std::int32_t depth;
    std::size_t n_columns;  ///< the first of columns_ that may still vary
  };
  struct Split {
    std::int32_t column = 0;
    double at = 0.0;
  };

  double value(std::size_t at, std::int32_t column) const {
    return static_cast<double>(x_.coeff(rows_[at], column));
  }

  /// False when no column varies. A column found constant is put aside for the whole subtree.
  bool choose(Part& part, Split& split) {
    if (part.end - part.begin < 2) return false;
    while (part.n_columns > 0) {
      const auto drawn = static_cast<std::size_t>(random_.below(part.n_columns));
      split.column = columns_[drawn];
      double low = std::numeric_limits<double>::infinity(), high = -low;
      for (std::size_t i = part.begin; i < part.end; ++i) {
        const double v = value(i, split.column);
        low = v < low ? v : low;
        high = v > high ? v : high;
      }
      if (low < high) {
        split.at = is_category_[static_cast<std::size_t>(split.column)] ? halving(part, split)
                                                                        : threshold(low, high);
        return true;
      }
      std::swap(columns_[drawn], columns_[--part.n_columns]);
    }
    return false;
  }

  double threshold(double low, double high) {
    const double share = random_.uniform();
    double at = low + share * (high - low);
    if (!std::isfinite(at)) at = low * (1.0 - share) + high * share;  // high - low overflowed
    return at < high ? std::max(at, low) : low;
  }

  /// A seed that leaves known codes on both sides; each draw does so with probability >= 1/2.
  double halving(const Part& part, const Split& split) {
    while (true) {
      const double seed = random_.bits();
      bool left = false, right = false;
      for (std::size_t i = part.begin; i < part.end && !(left && right); ++i) {
        const double code = value(i, split.column);
        if (std::isnan(code)) continue;
        (category_right(seed, code) ? right : left) = true;
      }
      if (left && right) return seed;
    }
  }

  /// Left rows first, then right ones; a row without a value is sent by lot, in proportion to the
  /// rows that have one.
  std::size_t divide(const Part& part, const Split& split) {
    const bool category = is_category_[static_cast<std::size_t>(split.column)] != 0;
    const auto right = [&](double v) {
      return category ? category_right(split.at, v) : v > split.at;
    };
    std::size_t n_known = 0, n_left = 0;
    for (std::size_t i = part.begin; i < part.end; ++i) {
      const double v = value(i, split.column);
      if (std::isnan(v)) continue;
      ++n_known;
      n_left += !right(v);
    }
    std::size_t begin = part.begin, end = part.end;
    while (begin < end) {
      const double v = value(begin, split.column);
      const bool goes_right = std::isnan(v) ? random_.below(n_known) >= n_left : right(v);
      if (goes_right)
        std::swap(rows_[begin], rows_[--end]);
      else
        ++begin;
    }
    return begin;
  }

  static void fill_lengths(IsolationNodes& nodes) {
    for (std::size_t i = nodes.count(); i-- > 0;) {
      const auto left = static_cast<std::size_t>(nodes.child[i]), right = left + 1;
      if (left == i) continue;
      nodes.length[i] =
          (nodes.size[left] * nodes.length[left] + nodes.size[right] * nodes.length[right]) /
          nodes.size[i];
    }
  }

  const View& x_;
  std::span<const std::uint8_t> is_category_;
  std::span<const double> path_;
  std::int64_t max_depth_;
  core::Random& random_;
  std::vector<Index> rows_;
  std::vector<std::int32_t> columns_;
};

}  // namespace limn::inline LIMN_ABI::outlier::detail
