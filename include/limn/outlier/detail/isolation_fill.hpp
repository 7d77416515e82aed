// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include <limn/outlier/detail/isolation_tree.hpp>
#include <limn/outlier/detail/isolation_walk.hpp>

namespace limn::inline LIMN_ABI::outlier::detail {

/// What the leaves a row reached say of its gaps: a mean of theirs, of codes a vote. Leaves of few
/// rows count most: they are alike in more.
class IsolationFill {
 public:
  IsolationFill(const double* row, Index width, const std::vector<std::uint8_t>& is_category) {
    for (Index c = 0; c < width; ++c)
      if (std::isnan(row[c]))
        gaps_.push_back({c, is_category[static_cast<std::size_t>(c)] != 0, 0.0, 0.0, {}});
  }

  bool empty() const { return gaps_.empty(); }

  /// typical: (d) of a leaf of `size` rows.
  void add(const double* typical, double weight, std::int32_t size) {
    const double w = weight / size;
    for (Gap& gap : gaps_) {
      const double v = typical[gap.column];
      if (std::isnan(v)) continue;
      gap.weight += w, gap.sum += w * v;
      if (gap.category) vote(gap, v, w);
    }
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

  static void vote(Gap& gap, double code, double weight) {
    for (auto& [known, w] : gap.votes)
      if (known == code) return void(w += weight);
    gap.votes.emplace_back(code, weight);
  }

  std::vector<Gap> gaps_;
};

}  // namespace limn::inline LIMN_ABI::outlier::detail
