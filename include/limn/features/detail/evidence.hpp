// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::features::detail {

/// Rows with answer 0 and 1.
struct YesNo {
  double no = 0.0, yes = 0.0;
  double n() const { return no + yes; }
  double rate() const { return yes / n(); }
  YesNo operator+(const YesNo& o) const { return {no + o.no, yes + o.yes}; }
  YesNo operator-(const YesNo& o) const { return {no - o.no, yes - o.yes}; }
};

/// log of the ratio of shares; a class without rows in the bin counts half a row.
inline double weight_of_evidence(const YesNo& bin, const YesNo& all) {
  const double no = bin.no > 0.0 ? bin.no : 0.5, yes = bin.yes > 0.0 ? bin.yes : 0.5;
  return std::log((no / all.no) / (yes / all.yes));
}
inline double information(const YesNo& bin, const YesNo& all) {
  return (bin.no / all.no - bin.yes / all.yes) * weight_of_evidence(bin, all);
}

/// Cuts of a column in order into at most `leaves` pieces, the best cut first, by the Gini
/// impurity: positions in `sums`, which holds the counts before each distinct value and those of
/// all.
inline std::vector<std::size_t> tree_cuts(const std::vector<YesNo>& sums, std::size_t leaves,
                                          double least_rows) {
  struct Leaf {
    std::size_t from, to, cut;
    double gain;
  };
  const auto impurity = [](const YesNo& c) { return c.n() > 0.0 ? c.no * c.yes / c.n() : 0.0; };
  const auto grow = [&](std::size_t from, std::size_t to) {
    Leaf leaf{from, to, from, 0.0};
    const double before = impurity(sums[to] - sums[from]);
    for (std::size_t cut = from + 1; cut < to; ++cut) {
      const YesNo left = sums[cut] - sums[from], right = sums[to] - sums[cut];
      if (left.n() < least_rows || right.n() < least_rows) continue;
      const double gain = before - impurity(left) - impurity(right);
      if (gain > leaf.gain * (1.0 + 1e-12) + 1e-12) leaf.gain = gain, leaf.cut = cut;
    }
    return leaf;
  };
  std::vector<Leaf> open{grow(0, sums.size() - 1)};
  std::vector<std::size_t> cuts;
  while (cuts.size() + 1 < leaves) {
    const auto best = std::max_element(
        open.begin(), open.end(), [](const Leaf& a, const Leaf& b) { return a.gain < b.gain; });
    if (!(best->gain > 0.0)) break;
    const Leaf leaf = *best;
    cuts.push_back(leaf.cut);
    *best = grow(leaf.from, leaf.cut);
    open.push_back(grow(leaf.cut, leaf.to));
  }
  std::ranges::sort(cuts);
  return cuts;
}

struct BinRules {
  int direction = 0;  ///< of the share of 1s: 1 rises, -1 falls, 0 as it likes
  std::size_t most = 0;
  double least_rows = 0.0;
};

/// The neighbouring candidates to join so that the sum of information is greatest: the ends of the
/// bins, or nothing when no bins keep to the rules. best[b][i][j]: b + 1 bins, the last one being
/// candidates [i, j).
inline std::vector<std::size_t> join_bins(const std::vector<YesNo>& candidates, const YesNo& all,
                                          const BinRules& rules, double& value) {
  const std::size_t p = candidates.size(), most = std::min(rules.most, p);
  const double never = -std::numeric_limits<double>::infinity();
  const auto at = [p](std::size_t i, std::size_t j) { return i * (p + 1) + j; };
  std::vector<YesNo> bin((p + 1) * (p + 1));
  for (std::size_t i = 0; i < p; ++i)
    for (std::size_t j = i + 1; j <= p; ++j) bin[at(i, j)] = bin[at(i, j - 1)] + candidates[j - 1];
  const auto allowed = [&](const YesNo& b) {
    return b.no > 0.0 && b.yes > 0.0 && b.n() >= rules.least_rows;
  };
  std::vector<std::vector<double>> best(most, std::vector<double>(bin.size(), never));
  std::vector<std::vector<std::size_t>> from(most, std::vector<std::size_t>(bin.size(), 0));
  for (std::size_t b = 0; b < most; ++b)
    for (std::size_t i = b; i < p; ++i)
      for (std::size_t j = i + 1; j <= p; ++j) {
        const YesNo& last = bin[at(i, j)];
        if (!allowed(last) || (b == 0) != (i == 0)) continue;
        double before = b == 0 ? 0.0 : never;
        for (std::size_t h = b - 1; b > 0 && h < i; ++h) {
          const double step = rules.direction * (last.rate() - bin[at(h, i)].rate());
          if (best[b - 1][at(h, i)] > before && step >= 0.0)
            before = best[b - 1][at(h, i)], from[b][at(i, j)] = h;
        }
        best[b][at(i, j)] = before + information(last, all);
      }
  value = never;
  std::size_t bins = 0, start = 0;
  for (std::size_t b = 0; b < most; ++b)
    for (std::size_t i = 0; i < p; ++i)
      if (best[b][at(i, p)] > value) value = best[b][at(i, p)], bins = b, start = i;
  if (value == never) return {};
  std::vector<std::size_t> ends{p};
  for (std::size_t end = p, b = bins; start > 0; --b) {
    ends.push_back(start);
    const std::size_t previous = from[b][at(start, end)];
    end = start, start = previous;
  }
  std::ranges::reverse(ends);
  return ends;
}

}  // namespace limn::inline LIMN_ABI::features::detail
