// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include <limn/core/archive.hpp>
#include <limn/data/column_summary.hpp>

namespace limn::inline LIMN_ABI::features::detail {

/// The categories of each column, rising, one column after the other.
struct Categories {
  std::vector<double> values;
  std::vector<std::int64_t> ends;  // (d)

  Index n_columns() const { return static_cast<Index>(ends.size()); }
  std::int64_t begin(Index c) const { return c ? ends[static_cast<std::size_t>(c - 1)] : 0; }
  std::int64_t end(Index c) const { return ends[static_cast<std::size_t>(c)]; }

  /// Position of a value in `values`, or -1.
  std::int64_t find(Index c, double value) const {
    const auto from = values.begin() + begin(c), to = values.begin() + end(c);
    const auto at = std::lower_bound(from, to, value);
    return at != to && *at == value ? at - values.begin() : -1;
  }

  template <class V>
  void state(V&& v) {
    v("values", values);
    v("ends", ends);
  }
  void check(std::string_view component) const {
    std::int64_t before = 0;
    for (const std::int64_t end : ends) {
      core::require_state(end >= before, component, "categories");
      before = end;
    }
    core::require_state(before == static_cast<std::int64_t>(values.size()), component,
                        "categories");
  }
};

/// Categories of every column of x (n, d) and how many rows have each.
inline Categories categories_of(MatrixView x, std::vector<std::int64_t>& counts) {
  std::vector<std::vector<double>> found(static_cast<std::size_t>(x.cols()));
  std::vector<std::vector<std::int64_t>> rows(found.size());
  data::for_each_column(x, [&](Index column, std::vector<double>& values) {
    const auto c = static_cast<std::size_t>(column);
    std::ranges::sort(values);
    for (std::size_t i = 0, j; i < values.size(); i = j) {
      for (j = i; j < values.size() && values[j] == values[i]; ++j) {
      }
      found[c].push_back(values[i] == 0.0 ? 0.0 : values[i]);  // -0 is 0
      rows[c].push_back(static_cast<std::int64_t>(j - i));
    }
  });
  Categories out;
  for (std::size_t c = 0; c < found.size(); ++c) {
    out.values.insert(out.values.end(), found[c].begin(), found[c].end());
    counts.insert(counts.end(), rows[c].begin(), rows[c].end());
    out.ends.push_back(static_cast<std::int64_t>(out.values.size()));
  }
  return out;
}

[[noreturn]] inline void throw_unknown(std::string_view component, Index row, Index column) {
  throw DataError(ErrorCode::data_value,
                  {.component = std::string(component),
                   .place = "row " + std::to_string(row) + ", column " + std::to_string(column),
                   .got = "a category unknown at fit",
                   .expected = "one of the categories of fit",
                   .fix = "fit again, or choose another handle_unknown"});
}

}  // namespace limn::inline LIMN_ABI::features::detail
