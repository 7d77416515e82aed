// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include <limn/cluster/segment_description.hpp>
#include <limn/data/frame.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// The rows of one segment; label -1 holds the rows in none.
struct SegmentRows {
  std::int64_t label = -1;
  std::vector<Index> rows;
};

/// What the search for lifts and rules looks at.
struct SegmentTable {
  const data::FrameView& x;
  std::vector<std::string> names;     ///< (d)
  std::vector<SegmentRows> segments;  ///< by label; the last one may be label -1
  std::size_t n_described = 0;        ///< segments with a label >= 0
  std::vector<Index> segment_of;      ///< (n) number in `segments`

  bool is_category(Index column) const { return x.is_category(column); }
  std::string level(Index column, double code) const {
    const std::vector<std::string> levels = x.column(column).levels;
    const auto at = static_cast<std::size_t>(code);
    return at < levels.size() ? levels[at] : std::to_string(at);
  }
};

/// Codes of a category column, most frequent first, at most `most`.
inline std::vector<double> frequent_codes(const SegmentTable& table, Index column,
                                          std::size_t most) {
  std::vector<double> cells;
  for (Index row = 0; row < table.x.rows(); ++row)
    if (const double v = table.x(row, column); !std::isnan(v)) cells.push_back(v);
  std::ranges::sort(cells);
  std::vector<std::pair<std::ptrdiff_t, double>> counts;
  for (auto at = cells.begin(); at != cells.end();) {
    const auto end = std::upper_bound(at, cells.end(), *at);
    counts.emplace_back(at - end, *at);  // negative, so that the most frequent sort first
    at = end;
  }
  std::ranges::sort(counts);
  std::vector<double> out;
  for (const auto& [count, code] : counts)
    if (out.size() < most) out.push_back(code);
  return out;
}

/// The lift of one number a row (a column, or the 0/1 of a level) in each described segment.
template <class Value>
std::vector<FeatureLift> contrasts(const SegmentTable& table, Index column, std::string level,
                                   Value&& value) {
  struct Cell {
    double value;
    Index segment;
  };
  std::vector<Cell> cells;
  double least = 0.0;
  for (Index row = 0; row < table.x.rows(); ++row) {
    const double v = value(row);
    if (std::isnan(v)) continue;
    cells.push_back({v, table.segment_of[static_cast<std::size_t>(row)]});
    least = std::min(least, v);
  }
  std::ranges::stable_sort(cells, {}, &Cell::value);
  const std::size_t n_segments = table.segments.size();
  std::vector<double> ranks(n_segments), sums(n_segments), counts(n_segments);
  for (std::size_t i = 0; i < cells.size();) {
    std::size_t end = i;
    while (end < cells.size() && cells[end].value == cells[i].value) ++end;
    const double rank = 0.5 * static_cast<double>(i + end + 1);  // mean of i + 1 ... end
    for (; i < end; ++i) {
      const auto s = static_cast<std::size_t>(cells[i].segment);
      ranks[s] += rank, sums[s] += cells[i].value, counts[s] += 1.0;
    }
  }
  const double n = static_cast<double>(cells.size());
  const double total = std::accumulate(sums.begin(), sums.end(), 0.0);
  const std::string& feature = table.names[static_cast<std::size_t>(column)];
  std::vector<FeatureLift> out;
  for (std::size_t s = 0; s < table.n_described; ++s) {
    FeatureLift lift{.feature = level.empty() ? feature : feature + " = " + level,
                     .column = column,
                     .level = level};
    const double inside = counts[s], rest = n - inside;
    if (n > 0.0) lift.overall = total / n;
    if (inside > 0.0) lift.mean = sums[s] / inside;
    if (least >= 0.0 && total > 0.0 && inside > 0.0) lift.lift = lift.mean / lift.overall;
    if (inside > 0.0 && rest > 0.0)
      lift.effect = 2.0 * (ranks[s] - inside * (inside + 1.0) / 2.0) / (inside * rest) - 1.0;
    out.push_back(std::move(lift));
  }
  return out;
}

/// All lifts of one column: [level][segment]; a column of numbers has one "level".
inline std::vector<std::vector<FeatureLift>> column_contrasts(const SegmentTable& table,
                                                              Index column) {
  if (!table.is_category(column))
    return {contrasts(table, column, "", [&](Index row) { return table.x(row, column); })};
  std::vector<std::vector<FeatureLift>> out;
  for (const double code : frequent_codes(table, column, 32))
    out.push_back(contrasts(table, column, table.level(column, code), [&](Index row) {
      const double v = table.x(row, column);
      return std::isnan(v) ? v : static_cast<double>(v == code);
    }));
  return out;
}

}  // namespace limn::inline LIMN_ABI::cluster::detail
