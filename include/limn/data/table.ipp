// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include <limn/core/params.hpp>
#include <limn/data/table.hpp>

namespace limn::inline LIMN_ABI::data {
namespace detail {

[[noreturn]] inline void throw_table(ErrorCode code, std::string place, std::string got,
                                     std::string expected, std::string fix) {
  throw DataError(code, {.component = "data.table",
                         .place = std::move(place),
                         .got = std::move(got),
                         .expected = std::move(expected),
                         .fix = std::move(fix)});
}

}  // namespace detail

LIMN_INLINE Table& Table::add(std::string name, Column column) {
  if (find(name))
    detail::throw_table(ErrorCode::data_duplicate, "column '" + name + "'", "the name twice",
                        "each name once", "rename one of the two");
  if (!columns_.empty())
    core::require_length(static_cast<std::ptrdiff_t>(column.size()),
                         static_cast<std::ptrdiff_t>(n_rows_), "data.table",
                         "column '" + name + "'");
  n_rows_ = column.size();
  columns_.push_back(std::move(column));
  names_.push_back(std::move(name));
  return *this;
}

LIMN_INLINE std::optional<std::size_t> Table::find(std::string_view name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  if (found == names_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names_.begin());
}

LIMN_INLINE const Column& Table::column(std::string_view name) const {
  if (const auto index = find(name)) return columns_[*index];
  const std::string nearest = core::nearest_name(name, names_);
  std::string known;
  for (std::size_t i = 0; i < std::min<std::size_t>(names_.size(), 8); ++i)
    known += (i > 0 ? ", " : "") + names_[i];
  if (names_.size() > 8) known += " ...";
  detail::throw_table(
      ErrorCode::data_column_missing, "column '" + std::string(name) + "'", "no such column",
      names_.empty() ? "a table with columns" : "one of " + known,
      nearest.empty() ? "name a column of the table" : "did you mean '" + nearest + "'?");
}

LIMN_INLINE Table Table::rows(std::span<const std::size_t> rows) const {
  Table out;
  out.names_ = names_;
  out.n_rows_ = rows.size();
  for (const Column& column : columns_) out.columns_.push_back(column.rows(rows));
  return out;
}

LIMN_INLINE Table Table::select(std::span<const std::string> names) const {
  Table out;
  for (const std::string& name : names) out.add(name, column(name));
  out.n_rows_ = n_rows_;
  return out;
}

LIMN_INLINE Matrix Table::numeric_matrix(std::span<const std::string> names) const {
  for (const std::string& name : names)
    if (column(name).kind() == Column::Kind::category)
      detail::throw_table(ErrorCode::data_column_type, "column '" + name + "'", "kind category",
                          "float64, int64 or boolean", "take frame(), or encode it first");
  return frame(names).matrix();
}

LIMN_INLINE Frame Table::frame(std::span<const std::string> names) const {
  Matrix x(static_cast<Index>(n_rows_), static_cast<Index>(names.size()));
  std::vector<ColumnInfo> infos;
  for (std::size_t c = 0; c < names.size(); ++c) {
    const Column& from = column(names[c]);
    if (from.kind() == Column::Kind::text || from.kind() == Column::Kind::time)
      detail::throw_table(ErrorCode::data_column_type, "column '" + names[c] + "'",
                          "kind " + std::string(kind_name(from.kind())),
                          "float64, int64, boolean or category", "leave it out or encode it first");
    const std::vector<double> numbers = from.numbers();
    for (std::size_t row = 0; row < n_rows_; ++row)
      x(static_cast<Index>(row), static_cast<Index>(c)) = numbers[row];
    ColumnInfo info{.name = names[c]};
    if (from.kind() == Column::Kind::category) {
      info.kind = ColumnInfo::Kind::category;
      info.levels.assign(from.levels().begin(), from.levels().end());
    }
    infos.push_back(std::move(info));
  }
  return Frame(std::move(x), std::move(infos));
}

}  // namespace limn::inline LIMN_ABI::data
