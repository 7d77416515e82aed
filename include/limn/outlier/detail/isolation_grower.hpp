// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <limn/core/random.hpp>
#include <limn/core/types.hpp>
#include <limn/outlier/detail/isolation_tree.hpp>
#include <limn/outlier/detail/row_sample.hpp>

namespace limn::inline LIMN_ABI::outlier::detail {

/// How trees are grown; the same for all trees of a forest.
struct IsolationPlan {
  std::int64_t max_depth = 8;
  std::int32_t ndim = 1;
  std::int32_t ntry = 1;
  double gain_share = 0.0;  ///< share of the cuts placed where the pooled gain is greatest
  bool kurtosis = false;
  bool remember = false;  ///< what the rows of each leaf are like, to fill gaps with
  enum class Score { depth, adjusted, density } score = Score::depth;
  std::span<const double> path;               ///< c(0) ... c(sample)
  std::span<const std::uint8_t> is_category;  ///< one flag a column
};

/// Grows one tree on some rows of a table that is only looked at: at each node a column is drawn
/// among those that still vary there, then a threshold between its least and greatest value. Only
/// columns that are drawn are read.
template <class View>
class IsolationGrower {
 public:
  IsolationGrower(const View& x, const IsolationPlan& plan, core::Random& random)
      : x_(x), plan_(plan), random_(random) {}

  /// Returns the depth of the tree it has put into `nodes`.
  std::int32_t grow(std::vector<Index> rows, IsolationNodes& nodes) {
    start(std::move(rows));
    std::int32_t deepest = 0;
    std::vector<Part> parts{{nodes.add(), 0, order_.size(), 0, columns_.size(), 0.0}};
    while (!parts.empty()) {
      Part part = parts.back();
      parts.pop_back();
      const auto node = static_cast<std::size_t>(part.node);
      nodes.size[node] = static_cast<std::int32_t>(part.end - part.begin);
      IsolationCut cut;
      if (part.depth >= plan_.max_depth || !choose(part, cut)) {
        nodes.length[node] = end_length(part);
        deepest = std::max(deepest, part.depth);
        continue;
      }
      const std::size_t middle = divide(part, cut);
      const std::int32_t left = nodes.add();
      nodes.add();
      nodes.set(node, cut, left);
      push_children(parts, part, cut, middle, left);
    }
    nodes.finish(plan_.ndim > 1);
    nodes.fill_lengths(0, nodes.count());
    if (plan_.remember) remember(nodes);
    return deepest;
  }

 private:
  struct Part {
    std::int32_t node;
    std::size_t begin, end;  ///< in order_
    std::int32_t depth;
    std::size_t n_columns;  ///< the first of columns_ that may still vary
    double walked;          ///< path length so far, by the kind of score
  };
  struct Spread {
    double low = std::numeric_limits<double>::infinity(), high = -low;
  };

  void start(std::vector<Index> rows) {
    rows_ = std::move(rows);
    order_.resize(rows_.size());
    std::iota(order_.begin(), order_.end(), std::uint32_t{0});
    columns_.resize(static_cast<std::size_t>(x_.cols()));
    std::iota(columns_.begin(), columns_.end(), std::int32_t{0});
    slot_.assign(columns_.size(), -1);
    values_.resize(rows_.size());
    if (plan_.kurtosis) weigh_columns();
  }

  /// The sampled values of a column, gathered when it is first drawn.
  const double* cells(std::int32_t column) {
    std::int32_t& slot = slot_[static_cast<std::size_t>(column)];
    if (slot < 0) {
      slot = static_cast<std::int32_t>(cells_.size());
      std::vector<double>& to = cells_.emplace_back(rows_.size());
      for (std::size_t i = 0; i < rows_.size(); ++i)
        to[i] = static_cast<double>(x_.coeff(rows_[i], column));
    }
    return cells_[static_cast<std::size_t>(slot)].data();
  }

  /// Kurtosis of each column of the sample: heavy tails are where strange values are.
  void weigh_columns() {
    weights_.resize(columns_.size());
    for (const std::int32_t column : columns_) {
      const double* cell = cells(column);
      double n = 0.0, mean = 0.0, square = 0.0, fourth = 0.0;
      for (std::size_t i = 0; i < rows_.size(); ++i)
        if (!std::isnan(cell[i])) n += 1.0, mean += cell[i];
      mean /= std::max(n, 1.0);
      double scale = 0.0;
      for (std::size_t i = 0; i < rows_.size(); ++i)
        if (!std::isnan(cell[i])) scale = std::max(scale, std::abs(cell[i] - mean));
      for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (std::isnan(cell[i]) || !(scale > 0.0)) continue;
        const double d = (cell[i] - mean) / scale;
        square += d * d, fourth += d * d * d * d;
      }
      const double kurtosis = square > 0.0 ? n * fourth / (square * square) : 1.0;
      weights_[static_cast<std::size_t>(column)] = std::isfinite(kurtosis) ? kurtosis : 1.0;
    }
  }

  std::size_t draw(std::size_t n) {
    if (weights_.empty()) return static_cast<std::size_t>(quick_below(n, random_));
    double total = 0.0;
    for (std::size_t i = 0; i < n; ++i) total += weights_[static_cast<std::size_t>(columns_[i])];
    double at = random_.uniform() * total;
    for (std::size_t i = 0; i < n; ++i) {
      at -= weights_[static_cast<std::size_t>(columns_[i])];
      if (at < 0.0) return i;
    }
    return n - 1;
  }

  Spread spread(const Part& part, const double* cell) const {
    Spread out;
    for (std::size_t i = part.begin; i < part.end; ++i) {
      const double v = cell[order_[i]];
      out.low = v < out.low ? v : out.low;
      out.high = v > out.high ? v : out.high;
    }
    return out;
  }

  /// A column that varies in the part, -1 when none does. A column found constant is put aside for
  /// the whole subtree.
  std::int32_t draw_column(Part& part, Spread& seen) {
    while (part.n_columns > 0) {
      const std::size_t drawn = draw(part.n_columns);
      const std::int32_t column = columns_[drawn];
      seen = spread(part, cells(column));
      if (seen.low < seen.high) return column;
      std::swap(columns_[drawn], columns_[--part.n_columns]);
    }
    return -1;
  }

  bool choose(Part& part, IsolationCut& cut) {
    if (part.end - part.begin < 2) return false;
    const bool by_gain = plan_.gain_share > 0.0 && random_.uniform() < plan_.gain_share;
    double best = -1.0;
    for (std::int32_t attempt = 0; attempt < (by_gain ? plan_.ntry : 1); ++attempt) {
      Spread seen;
      IsolationCut next;
      next.column[0] = draw_column(part, seen);
      if (next.column[0] < 0) return false;
      if (plan_.is_category[static_cast<std::size_t>(next.column[0])]) {
        if (best >= 0.0) continue;
        next.at = halving(part, cells(next.column[0]));
        low_ = 0.0, high_ = 1.0;
        cut = next;
        if (!by_gain) return true;
        best = 0.0;
        continue;
      }
      if (plan_.ndim > 1) seen = join_columns(part, next, seen);
      project(part, next);
      if (!by_gain) {
        next.at = threshold(seen.low, seen.high);
        low_ = seen.low, high_ = seen.high;
        cut = next;
        return true;
      }
      const double gain = pooled_gain(part, next);
      if (gain > best) best = gain, cut = next, low_ = seen.low, high_ = seen.high;
    }
    return true;
  }

  /// More columns for a cut, each weighed by a normal draw over its deviation in the part. Falls
  /// back to the first column alone where their sum does not vary.
  Spread join_columns(Part& part, IsolationCut& cut, Spread first) {
    const IsolationCut alone = cut;
    cut.n = 0;
    const auto join = [&](std::int32_t column) {
      for (std::int32_t k = 0; k < cut.n; ++k)
        if (cut.column[k] == column) return;
      const double sd = deviation(part, cells(column));
      if (!(sd > 0.0)) return;
      cut.column[cut.n] = column;
      cut.weight[cut.n++] = random_.normal() / sd;
    };
    join(alone.column[0]);
    for (std::int32_t k = 1; k < plan_.ndim; ++k) {
      Spread seen;
      const std::int32_t column = draw_column(part, seen);
      if (column >= 0 && !plan_.is_category[static_cast<std::size_t>(column)]) join(column);
    }
    if (cut.n > 1) {
      project(part, cut);
      Spread out;
      for (std::size_t i = part.begin; i < part.end; ++i) {
        out.low = values_[i] < out.low ? values_[i] : out.low;
        out.high = values_[i] > out.high ? values_[i] : out.high;
      }
      if (out.low < out.high && std::isfinite(out.low) && std::isfinite(out.high)) return out;
    }
    cut = alone;
    return first;
  }

  double deviation(const Part& part, const double* cell) const {
    double n = 0.0, mean = 0.0, square = 0.0;
    for (std::size_t i = part.begin; i < part.end; ++i) {
      const double v = cell[order_[i]];
      if (std::isnan(v)) continue;
      n += 1.0;
      const double step = v - mean;
      mean += step / n;
      square += step * (v - mean);
    }
    const double sd = std::sqrt(square / std::max(n, 1.0));
    return std::isfinite(sd) ? sd : 0.0;
  }

  /// values_[i] = what row order_[i] is compared by.
  void project(const Part& part, const IsolationCut& cut) {
    const double* first = cells(cut.column[0]);
    if (cut.n == 1) {
      for (std::size_t i = part.begin; i < part.end; ++i) values_[i] = first[order_[i]];
      return;
    }
    for (std::size_t i = part.begin; i < part.end; ++i)
      values_[i] = cut.weight[0] * first[order_[i]];
    for (std::int32_t k = 1; k < cut.n; ++k) {
      const double* cell = cells(cut.column[k]);
      for (std::size_t i = part.begin; i < part.end; ++i)
        values_[i] += cut.weight[k] * cell[order_[i]];
    }
  }

  /// A threshold in [low, high), if possible one that a float holds, so that scoring may compare
  /// floats and still decide as doubles do.
  double threshold(double low, double high) {
    const double share = random_.uniform();
    double at = low + share * (high - low);
    if (!std::isfinite(at)) at = low * (1.0 - share) + high * share;  // high - low overflowed
    return rounded(at < high ? std::max(at, low) : low, low, high);
  }
  static double rounded(double at, double low, double high) {
    const auto near = static_cast<float>(at);
    const double wide = static_cast<double>(near);
    return std::isfinite(wide) && wide >= low && wide < high ? wide : at;
  }

  /// The threshold with the greatest pooled gain: the part of the deviation that goes when each
  /// side keeps its own. Source: Cortes (2021), Revisiting randomized choices in isolation forests.
  double pooled_gain(const Part& part, IsolationCut& cut) {
    sorted_.clear();
    for (std::size_t i = part.begin; i < part.end; ++i)
      if (!std::isnan(values_[i])) sorted_.push_back(values_[i]);
    std::sort(sorted_.begin(), sorted_.end());
    const std::size_t n = sorted_.size();
    const double scale = std::max(std::abs(sorted_.front()), std::abs(sorted_.back()));
    const double centre = sorted_[n / 2] / scale;
    double all = 0.0, all_squares = 0.0;
    for (double& v : sorted_) {
      const double d = v / scale - centre;
      all += d, all_squares += d * d;
    }
    const auto part_deviation = [](double count, double sum, double squares) {
      return std::sqrt(std::max(0.0, squares * count - sum * sum));  // count * deviation
    };
    const double whole = part_deviation(static_cast<double>(n), all, all_squares);
    double sum = 0.0, squares = 0.0, least = std::numeric_limits<double>::infinity();
    std::size_t best = 0;
    for (std::size_t i = 0; i + 1 < n; ++i) {
      const double d = sorted_[i] / scale - centre;
      sum += d, squares += d * d;
      if (sorted_[i] == sorted_[i + 1]) continue;
      const auto left = static_cast<double>(i + 1), right = static_cast<double>(n - i - 1);
      const double pooled = part_deviation(left, sum, squares) +
                            part_deviation(right, all - sum, all_squares - squares);
      if (pooled < least) least = pooled, best = i;
    }
    const double low = sorted_[best], high = sorted_[best + 1];
    double at = low / 2 + high / 2;
    at = at < high ? std::max(at, low) : low;
    cut.at = rounded(at, low, high);
    return whole > 0.0 ? std::max(0.0, 1.0 - least / whole) : 0.0;
  }

  /// A seed that leaves known codes on both sides; each draw does so with probability >= 1/2.
  double halving(const Part& part, const double* cell) {
    while (true) {
      const double seed = random_.bits();
      bool left = false, right = false;
      for (std::size_t i = part.begin; i < part.end && !(left && right); ++i) {
        const double code = cell[order_[i]];
        if (std::isnan(code)) continue;
        (category_right(seed, code) ? right : left) = true;
      }
      if (left && right) return seed;
    }
  }

  /// Left rows first, then right ones; a row without a value is sent by lot, in proportion to the
  /// rows that have one.
  std::size_t divide(const Part& part, const IsolationCut& cut) {
    project(part, cut);
    const bool category = plan_.is_category[static_cast<std::size_t>(cut.column[0])] != 0;
    const auto right = [&](double v) { return category ? category_right(cut.at, v) : v > cut.at; };
    std::size_t n_known = 0, n_left = 0;
    for (std::size_t i = part.begin; i < part.end; ++i) {
      const bool known = !std::isnan(values_[i]);
      n_known += known;
      n_left += known && !right(values_[i]);
    }
    std::size_t begin = part.begin, end = part.end;
    while (begin < end) {
      const double v = values_[begin];
      const bool goes_right = std::isnan(v) ? quick_below(n_known, random_) >= n_left : right(v);
      if (goes_right) {
        --end;
        std::swap(order_[begin], order_[end]);
        std::swap(values_[begin], values_[end]);
      } else {
        ++begin;
      }
    }
    return begin;
  }

  /// What a side of a cut adds to the path: 1, or how densely it is filled next to its parent
  /// (adjusted: in (0, 2), 1 = as densely; density: the logarithm).
  double walked(double share_of_rows, double share_of_range) const {
    if (plan_.score == IsolationPlan::Score::depth) return 1.0;
    const double dense = share_of_rows / std::max(share_of_range, 1e-9);
    if (plan_.score == IsolationPlan::Score::density) return std::log2(std::max(dense, 1e-9));
    return 2.0 / (1.0 + 1.0 / std::max(dense, 1e-9));
  }

  void push_children(std::vector<Part>& parts, const Part& part, const IsolationCut& cut,
                     std::size_t middle, std::int32_t left) {
    const double rows =
        static_cast<double>(middle - part.begin) / static_cast<double>(part.end - part.begin);
    const bool category = plan_.is_category[static_cast<std::size_t>(cut.column[0])] != 0;
    double range = category ? 0.5 : (cut.at / 2 - low_ / 2) / (high_ / 2 - low_ / 2);
    range = std::clamp(range, 0.0, 1.0);
    parts.push_back({left + 1, middle, part.end, part.depth + 1, part.n_columns,
                     part.walked + walked(1.0 - rows, 1.0 - range)});
    parts.push_back({left, part.begin, middle, part.depth + 1, part.n_columns,
                     part.walked + walked(rows, range)});
  }

  double end_length(const Part& part) const {
    if (plan_.score == IsolationPlan::Score::density) return part.walked;
    const bool one = order_.size() < 2;
    const double rest = one ? 1.0 : plan_.path[part.end - part.begin];
    return (part.walked + rest) / (one ? 1.0 : plan_.path[order_.size()]);
  }

  /// For each leaf and column what its rows are like; where fewer than three of them have a value,
  /// what those of the nearest larger part are like.
  void remember(IsolationNodes& nodes) {
    const std::size_t n = nodes.count(), width = columns_.size();
    std::vector<std::size_t> begin(n, 0), parent(n, 0);
    for (std::size_t i = 0; i < n; ++i) {
      const auto left = static_cast<std::size_t>(nodes.child[i]);
      if (left == i) continue;
      parent[left] = parent[left + 1] = i;
      begin[left] = begin[i];
      begin[left + 1] = begin[i] + static_cast<std::size_t>(nodes.size[left]);
    }
    nodes.fill.reserve((n + 1) / 2 * width);
    for (std::size_t leaf = 0; leaf < n; ++leaf) {
      if (static_cast<std::size_t>(nodes.child[leaf]) != leaf) continue;
      for (std::size_t c = 0; c < width; ++c) {
        std::size_t part = leaf;
        while (true) {
          const auto rows = static_cast<std::size_t>(nodes.size[part]);
          const auto [known, value] =
              typical(cells(static_cast<std::int32_t>(c)), plan_.is_category[c] != 0,
                      {order_.data() + begin[part], rows});
          if (known < 3 && part != 0) {
            part = parent[part];
            continue;
          }
          nodes.fill.push_back(value);
          break;
        }
      }
    }
  }

  /// How many of the rows have a value, and its mean, of codes the most frequent one.
  std::pair<std::size_t, double> typical(const double* cell, bool category,
                                         std::span<const std::uint32_t> rows) {
    sorted_.clear();
    for (const std::uint32_t row : rows)
      if (!std::isnan(cell[row])) sorted_.push_back(cell[row]);
    const std::size_t n = sorted_.size();
    if (n == 0) return {0, missing};
    if (!category) {
      double mean = 0.0;
      for (const double v : sorted_) mean += v / static_cast<double>(n);
      return {n, mean};
    }
    std::sort(sorted_.begin(), sorted_.end());
    double best = sorted_[0];
    for (std::size_t i = 0, most = 0, run = 0; i < n; ++i) {
      run = i > 0 && sorted_[i] == sorted_[i - 1] ? run + 1 : 1;
      if (run > most) most = run, best = sorted_[i];
    }
    return {n, best};
  }

  const View& x_;
  const IsolationPlan& plan_;
  core::Random& random_;
  std::vector<Index> rows_;
  std::vector<std::uint32_t> order_;  ///< places in rows_
  std::vector<std::int32_t> columns_, slot_;
  std::vector<std::vector<double>> cells_;
  std::vector<double> weights_, values_, sorted_;
  double low_ = 0.0, high_ = 1.0;  ///< of the cut chosen last
};

}  // namespace limn::inline LIMN_ABI::outlier::detail
