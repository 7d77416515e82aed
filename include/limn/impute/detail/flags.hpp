// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <limn/core/archive.hpp>
#include <limn/core/error.hpp>

namespace limn::inline LIMN_ABI::impute::detail {

/// Columns of flags behind a filled table: 1 = was missing. The columns are those with gaps at fit.
struct Flags {
  std::vector<std::int64_t> columns;  ///< rising; empty unless asked for

  void learn(MatrixView x, bool wanted) {
    columns.clear();
    for (Index c = 0; c < x.cols() && wanted; ++c)
      if (x.col(c).array().isNaN().any()) columns.push_back(c);
  }
  /// `filled` (n, d) and the flags of the gaps of x (n, d): (n, d + k).
  Matrix beside(Matrix filled, MatrixView x) const {
    if (columns.empty()) return filled;
    const Index d = x.cols(), k = static_cast<Index>(columns.size());
    Matrix out(x.rows(), d + k);
    out.leftCols(d) = filled;
    for (Index r = 0; r < x.rows(); ++r)
      for (Index j = 0; j < k; ++j)
        out(r, d + j) = std::isnan(x(r, columns[static_cast<std::size_t>(j)])) ? 1.0 : 0.0;
    return out;
  }
  std::vector<std::string> names(std::vector<std::string> names, Index d,
                                 std::string_view component) const {
    core::require_width(static_cast<std::ptrdiff_t>(names.size()), d, component);
    names.reserve(names.size() + columns.size());
    for (const std::int64_t c : columns)
      names.push_back(names[static_cast<std::size_t>(c)] + "_missing");
    return names;
  }
  void require(Index d, std::string_view component) const {
    for (std::size_t i = 0; i < columns.size(); ++i)
      core::require_state(columns[i] < d && columns[i] > (i ? columns[i - 1] : -1), component,
                          "flags");
  }
};

}  // namespace limn::inline LIMN_ABI::impute::detail
