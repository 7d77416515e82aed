// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include <limn/outlier/detail/isolation_tree.hpp>
#include <limn/outlier/detail/isolation_walk.hpp>

namespace limn::inline LIMN_ABI::outlier::detail {

/// What the leaves a row reached say of its gaps. In each tree they hold the training rows that
/// went every way the row's own values go: their mean, of codes their vote. Trees that leave few
/// such rows count most: those are alike in more.
class IsolationFill {
 public:
  IsolationFill(const double* row, Index width, const std::vector<std::uint8_t>& is_category) {
    for (Index c = 0; c < width; ++c)
      if (std::isnan(row[c]))
        gaps_.push_back({c, is_category[static_cast<std::size_t>(c)] != 0, 0.0, 0.0, {}});
  }

  bool empty() const { return gaps_.empty(); }

  /// A leaf of the tree at hand. typical: (d), what its `size` rows are like.
  void add(const double* typical, std::int32_t size) {
    leaves_.push_back({typical, static_cast<double>(size)});
  }

  void end_tree() {
    for (Gap& gap : gaps_) {
      double n = 0.0;
      for (const Leaf& leaf : leaves_)
        if (!std::isnan(leaf.typical[gap.column])) n += leaf.size;
      if (n <= 0.0) continue;
      gap.weight += 1.0 / n;
      for (const Leaf& leaf : leaves_) {
        const double v = leaf.typical[gap.column];
        if (std::isnan(v)) continue;
        const double w = leaf.size / (n * n);
        gap.sum += w * v;
        if (gap.category) vote(gap, v, w);
      }
    }
    leaves_.clear();
  }

  /// Fills the gaps of the row; a column nobody knew at fit stays a gap.
  void put(double* row) const {
    for (const Gap& gap : gaps_) {
      if (!(gap.weight > 0.0)) continue;
      row[gap.column] = gap.sum / gap.weight;
      double most = -1.0;
      for (const auto& [code, w] : gap.votes)
        if (w > most) most = w, row[gap.column] = code;
    }
  }

 private:
  struct Gap {
    Index column;
    bool category;
    double sum, weight;
    std::vector<std::pair<double, double>> votes;
  };
  struct Leaf {
    const double* typical;
    double size;
  };

  static void vote(Gap& gap, double code, double weight) {
    for (auto& [known, w] : gap.votes)
      if (known == code) return void(w += weight);
    gap.votes.emplace_back(code, weight);
  }

  std::vector<Gap> gaps_;
  std::vector<Leaf> leaves_;
};

}  // namespace limn::inline LIMN_ABI::outlier::detail
