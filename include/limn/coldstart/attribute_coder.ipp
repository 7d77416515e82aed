// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <map>

#include <limn/coldstart/attribute_coder.hpp>
#include <limn/core/check.hpp>

namespace limn::inline LIMN_ABI::coldstart {

namespace detail {

inline constexpr std::size_t most_levels_guessed = 30;
inline constexpr std::size_t most_levels_kept = 100;
inline constexpr int n_number_bins = 5;

/// The known cells of a column, rising.
LIMN_INLINE std::vector<double> known_cells(MatrixView x, Index column) {
  std::vector<double> out;
  for (Index r = 0; r < x.rows(); ++r)
    if (!std::isnan(x(r, column))) out.push_back(x(r, column));
  std::sort(out.begin(), out.end());
  return out;
}

LIMN_INLINE double quantile_of_sorted(const std::vector<double>& sorted, double share) {
  const auto last = static_cast<double>(sorted.size() - 1);
  return sorted[static_cast<std::size_t>(share * last + 0.5)];
}

LIMN_INLINE bool looks_like_category(const std::vector<double>& sorted) {
  std::size_t n_values = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (sorted[i] != std::floor(sorted[i])) return false;
    n_values += i == 0 || sorted[i] != sorted[i - 1];
    if (n_values > most_levels_guessed) return false;
  }
  return true;
}

/// The most frequent values, rising; ties in frequency go to the smaller value.
LIMN_INLINE std::vector<double> frequent_values(const std::vector<double>& sorted) {
  std::vector<std::pair<std::size_t, double>> counted;
  for (const double value : sorted) {
    if (counted.empty() || counted.back().second != value) counted.emplace_back(0, value);
    ++counted.back().first;
  }
  std::stable_sort(counted.begin(), counted.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  if (counted.size() > most_levels_kept) counted.resize(most_levels_kept);
  std::vector<double> out;
  for (const auto& [n, value] : counted) out.push_back(value);
  std::sort(out.begin(), out.end());
  return out;
}

LIMN_INLINE void describe_number(const std::vector<double>& sorted,
                                 AttributeCoder::Column& column) {
  if (sorted.empty()) return;
  const auto n = static_cast<double>(sorted.size());
  double sum = 0.0, squares = 0.0;
  for (const double value : sorted) sum += value / n;
  for (const double value : sorted) squares += (value - sum) * (value - sum) / n;
  column.mean = sum;
  column.scale = squares > 0.0 ? std::sqrt(squares) : 1.0;
  column.low = quantile_of_sorted(sorted, 0.05);
  column.high = quantile_of_sorted(sorted, 0.95);
  for (int bin = 1; bin < n_number_bins; ++bin)
    column.values.push_back(quantile_of_sorted(sorted, static_cast<double>(bin) / n_number_bins));
  column.values.erase(std::unique(column.values.begin(), column.values.end()), column.values.end());
}

}  // namespace detail

LIMN_INLINE void AttributeCoder::fit(const data::FrameView& x, std::string_view component) {
  core::require_rows(x.rows(), x.cols(), component);
  core::require_finite(x, component, core::Missing::allowed);
  std::vector<Column> columns(static_cast<std::size_t>(x.cols()));
  for (Index c = 0; c < x.cols(); ++c) {
    Column& column = columns[static_cast<std::size_t>(c)];
    const std::vector<double> sorted = detail::known_cells(x, c);
    const bool category = x.described() ? x.is_category(c) : detail::looks_like_category(sorted);
    column.is_category = category ? 1 : 0;
    if (category)
      column.values = detail::frequent_values(sorted);
    else
      detail::describe_number(sorted, column);
  }
  columns_ = std::move(columns);
}

LIMN_INLINE void AttributeCoder::require(MatrixView x, std::string_view component) const {
  core::require_width(x.cols(), width(), component);
  core::require_finite(x, component, core::Missing::allowed);
}

LIMN_INLINE std::int32_t AttributeCoder::n_levels(Index c) const {
  const Column& col = column(c);
  // A number has one bin more than cut points.
  const std::size_t seen = col.is_category ? col.values.size() : col.values.size() + 1;
  return static_cast<std::int32_t>(seen) + 2;
}

LIMN_INLINE std::int32_t AttributeCoder::level(Index c, double value) const {
  const Column& col = column(c);
  if (std::isnan(value)) return 0;
  if (!col.is_category) {
    const auto bin = std::upper_bound(col.values.begin(), col.values.end(), value);
    return static_cast<std::int32_t>(bin - col.values.begin()) + 1;
  }
  const auto at = std::lower_bound(col.values.begin(), col.values.end(), value);
  if (at == col.values.end() || *at != value) return n_levels(c) - 1;
  return static_cast<std::int32_t>(at - col.values.begin()) + 1;
}

LIMN_INLINE std::vector<std::int32_t> AttributeCoder::levels(std::span<const double> row) const {
  std::vector<std::int32_t> out(row.size());
  for (std::size_t c = 0; c < row.size(); ++c) out[c] = level(static_cast<Index>(c), row[c]);
  return out;
}

LIMN_INLINE void AttributeCoder::check(std::string_view component) const {
  for (const Column& column : columns_) {
    core::require_state(std::is_sorted(column.values.begin(), column.values.end()), component,
                        "attributes.values");
    core::require_state(column.scale > 0.0 && column.values.size() <= detail::most_levels_kept,
                        component, "attributes.columns");
  }
}

}  // namespace limn::inline LIMN_ABI::coldstart
