// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <limn/core/params.hpp>
#include <limn/data/frame.hpp>

namespace limn::inline LIMN_ABI::features::detail {

/// (d) 1 = a column of categories: the table says so, or the option lists it.
/// Errors: ParamError for a column that x lacks.
inline std::vector<std::uint8_t> category_columns(const data::FrameView& x,
                                                  const std::vector<double>& listed,
                                                  std::string_view component) {
  std::vector<std::uint8_t> out(static_cast<std::size_t>(x.cols()));
  for (Index c = 0; c < x.cols(); ++c) out[static_cast<std::size_t>(c)] = x.is_category(c);
  for (const double c : listed) {
    if (!(c < static_cast<double>(x.cols())) || c != std::floor(c))
      throw ParamError(ErrorCode::param_range,
                       {.component = std::string(component),
                        .place = "option 'categorical'",
                        .got = core::to_text(core::Value{c}),
                        .expected = "a column below " + std::to_string(x.cols()),
                        .fix = "name columns of x, counted from 0"});
    out[static_cast<std::size_t>(c)] = 1;
  }
  return out;
}

/// Numbers 0 ... n_groups - 1 in place of values, in their order.
struct Groups {
  std::vector<std::size_t> of;     ///< (n)
  std::vector<std::size_t> sizes;  ///< (n_groups)

  explicit Groups(const std::vector<double>& values) : of(values.size()) {
    std::vector<double> distinct = values;
    std::ranges::sort(distinct);
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    sizes.assign(distinct.size(), 0);
    for (std::size_t i = 0; i < values.size(); ++i) {
      of[i] = static_cast<std::size_t>(std::ranges::lower_bound(distinct, values[i]) -
                                       distinct.begin());
      ++sizes[of[i]];
    }
  }
};

/// Whether answers are classes: said so, or all whole numbers and of at most 20 kinds.
inline bool answers_are_classes(VectorView y, const std::string& target) {
  if (target != "auto") return target == "classes";
  std::vector<double> kinds;
  for (Index r = 0; r < y.size(); ++r) {
    if (y(r) != std::floor(y(r))) return false;
    if (std::ranges::find(kinds, y(r)) != kinds.end()) continue;
    if (kinds.size() == 20) return false;
    kinds.push_back(y(r));
  }
  return true;
}

/// A column and its answers, rows without a cell left out.
struct KnownPairs {
  std::vector<double> x, y;

  KnownPairs(MatrixView table, Index column, VectorView answers) {
    for (Index r = 0; r < table.rows(); ++r) {
      if (std::isnan(table(r, column))) continue;
      x.push_back(table(r, column));
      y.push_back(answers(r));
    }
  }
};

}  // namespace limn::inline LIMN_ABI::features::detail
