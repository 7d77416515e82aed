// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>

#include <limn/profiler/detail/people.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

LIMN_INLINE void People::check_state() const {
  core::require_state(
      levels.size() == names.size() && values.cols() == static_cast<Index>(names.size()),
      "profiler", "people");
  for (Index r = 0; r < values.rows(); ++r)
    for (Index a = 0; a < values.cols(); ++a) {
      const auto& words = levels[static_cast<std::size_t>(a)];
      const double code = values(r, a);
      if (words.empty() || std::isnan(code)) continue;
      core::require_state(code >= 0 && code < static_cast<double>(words.size()), "profiler",
                          "people.values");
    }
}

[[noreturn]] inline void refuse_infinite(std::string place) {
  throw DataError(ErrorCode::data_value, {.component = "profiler",
                                          .place = std::move(place),
                                          .got = "an infinite value",
                                          .expected = "a finite number, or a gap",
                                          .fix = "replace it or set it missing"});
}

LIMN_INLINE core::Value People::value(Index user, std::size_t a) const {
  const double cell = values(user, static_cast<Index>(a));
  if (std::isnan(cell)) return std::monostate{};
  if (is_category(a)) return levels[a][static_cast<std::size_t>(cell)];
  return cell;
}

LIMN_INLINE Matrix People::row(const Attributes& attributes) const {
  Matrix out = Matrix::Constant(1, static_cast<Index>(names.size()), missing);
  for (const auto& [name, value] : attributes) {
    const auto a = static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
    if (a == names.size() || std::holds_alternative<std::monostate>(value)) continue;
    double& cell = out(0, static_cast<Index>(a));
    if (is_category(a)) {
      const auto* text = std::get_if<std::string>(&value);
      const auto at = std::ranges::find(levels[a], text ? *text : core::to_text(value));
      if (at != levels[a].end()) cell = static_cast<double>(at - levels[a].begin());
    } else if (const auto* d = std::get_if<double>(&value)) {
      cell = *d;
    } else if (const auto* i = std::get_if<std::int64_t>(&value)) {
      cell = static_cast<double>(*i);
    } else if (const auto* b = std::get_if<bool>(&value)) {
      cell = *b ? 1.0 : 0.0;
    } else {
      throw DataError(ErrorCode::data_column_type, {.component = "profiler",
                                                    .place = "attribute '" + name + "'",
                                                    .got = core::kind_name(value),
                                                    .expected = "a number",
                                                    .fix = "pass what the user table held"});
    }
    if (std::isinf(cell)) refuse_infinite("attribute '" + name + "'");
  }
  return out;
}

LIMN_INLINE std::vector<data::ColumnInfo> People::columns() const {
  std::vector<data::ColumnInfo> out;
  for (std::size_t a = 0; a < names.size(); ++a)
    out.push_back({.name = names[a],
                   .kind = is_category(a) ? data::ColumnInfo::Kind::category
                                          : data::ColumnInfo::Kind::numeric,
                   .levels = levels[a]});
  return out;
}

LIMN_INLINE void People::remove(Index user) {
  Matrix kept(values.rows() - 1, values.cols());
  kept << values.topRows(user), values.bottomRows(values.rows() - user - 1);
  values = std::move(kept);
}

LIMN_INLINE void People::grow(Index n_users) {
  const Index before = values.rows();
  values.conservativeResize(n_users, static_cast<Index>(names.size()));
  values.bottomRows(n_users - before).setConstant(missing);
}

LIMN_INLINE data::Vocabulary table_ids(const data::Table& table, std::string_view id_column) {
  const data::Column& column = table.column(id_column);
  const auto refuse = [&](ErrorCode code, std::size_t row, const char* got, const char* expected) {
    throw DataError(code, {.component = "profiler",
                           .place = "user table, column '" + std::string(id_column) + "', row " +
                                    std::to_string(row),
                           .got = got,
                           .expected = expected,
                           .fix = "keep one row a user"});
  };
  data::Vocabulary out;
  for (std::size_t row = 0; row < column.size(); ++row) {
    if (column.is_missing(row)) refuse(ErrorCode::data_value, row, "no id", "an id");
    const std::size_t before = out.size();
    using Kind = data::Column::Kind;
    if (column.kind() == Kind::int64)
      out.insert(column.integers()[row]);
    else if (column.kind() == Kind::text)
      out.insert(column.text(row));
    else if (column.kind() == Kind::category)
      out.insert(column.levels()[static_cast<std::size_t>(column.codes()[row])]);
    else
      refuse(ErrorCode::data_column_type, row, "a column of another kind", "integers or texts");
    if (out.size() == before)
      refuse(ErrorCode::data_duplicate, row, "an id that stands twice", "each id once");
  }
  return out;
}

LIMN_INLINE data::EventLog with_users(const data::EventLog& log, const data::Vocabulary& ids) {
  data::EventLog::Columns c;
  c.users = log.users(), c.items = log.items(), c.types = log.types();
  for (std::size_t row = 0; row < ids.size(); ++row)
    c.users.insert(ids.id(static_cast<std::int32_t>(row)));
  c.user.assign(log.user_codes().begin(), log.user_codes().end());
  c.item.assign(log.item_codes().begin(), log.item_codes().end());
  c.type.assign(log.type_codes().begin(), log.type_codes().end());
  c.time_us.assign(log.times_us().begin(), log.times_us().end());
  c.value.assign(log.values().begin(), log.values().end());
  c.ordered_only = log.ordered_only();
  return data::EventLog(std::move(c));
}

/// A column as numbers or level codes; texts become categories when they repeat, else stay out.
inline bool read_column(const data::Column& column, const std::string& name,
                        std::vector<double>& cells, std::vector<std::string>& levels) {
  using Kind = data::Column::Kind;
  if (column.kind() == Kind::time) return false;
  if (column.kind() != Kind::text) {
    cells = column.numbers();
    if (column.kind() == Kind::category)
      levels.assign(column.levels().begin(), column.levels().end());
    const auto infinite = std::ranges::find_if(cells, [](double cell) { return std::isinf(cell); });
    if (infinite != cells.end())
      refuse_infinite("user table, column '" + name + "', row " +
                      std::to_string(infinite - cells.begin()));
    return true;
  }
  data::Vocabulary words;
  cells.assign(column.size(), missing);
  for (std::size_t row = 0; row < column.size(); ++row)
    if (!column.is_missing(row)) cells[row] = words.insert(column.text(row));
  levels.assign(words.texts().begin(), words.texts().end());
  return words.size() > 0 && words.size() <= 1000 && 2 * words.size() <= column.size();
}

LIMN_INLINE People people_from(const data::Table& table, std::string_view id_column,
                               const data::Vocabulary& ids, const data::Vocabulary& users) {
  People out;
  std::vector<std::vector<double>> columns;
  for (std::size_t c = 0; c < table.n_columns(); ++c) {
    if (table.names()[c] == id_column) continue;
    std::vector<double> cells;
    std::vector<std::string> levels;
    if (!read_column(table.column(c), table.names()[c], cells, levels)) continue;
    out.names.push_back(table.names()[c]);
    out.levels.push_back(std::move(levels));
    columns.push_back(std::move(cells));
  }
  out.values = Matrix::Constant(static_cast<Index>(users.size()), std::ssize(columns), missing);
  for (std::size_t row = 0; row < ids.size(); ++row) {
    const Index user = users.find(ids.id(static_cast<std::int32_t>(row)));
    for (std::size_t a = 0; a < columns.size(); ++a)
      out.values(user, static_cast<Index>(a)) = columns[a][row];
  }
  return out;
}

}  // namespace limn::inline LIMN_ABI::profiler::detail
