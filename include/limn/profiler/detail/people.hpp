// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <limn/data/event_log.hpp>
#include <limn/data/frame.hpp>
#include <limn/data/table.hpp>
#include <limn/profiler/profiler.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

/// What is known of the users besides their events: one row a user of the log, in its order.
struct People {
  std::vector<std::string> names;                ///< (a)
  std::vector<std::vector<std::string>> levels;  ///< (a) words of a category; empty = a number
  Matrix values;  ///< (n_users, a) numbers or level codes; NaN = unknown

  template <class V>
  void state(V&& v) {
    v("names", names);
    v("levels", levels);
    v("values", values);
  }
  void check_state() const;

  bool empty() const { return names.empty(); }
  bool is_category(std::size_t a) const { return !levels[a].empty(); }
  /// The row of a request: (1, a). Attributes the model does not know are ignored.
  /// Errors: DataError naming the attribute when a number was learnt and a text is given, or an
  /// infinite number.
  Matrix row(const Attributes& attributes) const;
  /// A cell as the caller knows it; monostate = unknown.
  core::Value value(Index user, std::size_t a) const;
  /// Name, kind and words of each attribute: (a).
  std::vector<data::ColumnInfo> columns() const;
  /// The rows with the meaning of their columns: (n_users, a).
  data::Frame frame() const { return data::Frame(values, columns()); }
  void remove(Index user);
  /// Grows to n users; the new ones are unknown.
  void grow(Index n_users);
};

/// The ids of a user table, in its order, as a vocabulary of the kind that fits the log's.
/// Errors: DataError when the column is absent, has gaps or holds an id twice.
data::Vocabulary table_ids(const data::Table& table, std::string_view id_column);
/// The log with the table's users among its own, even those without events.
data::EventLog with_users(const data::EventLog& log, const data::Vocabulary& ids);
/// Errors: DataError naming column and row for an infinite number.
People people_from(const data::Table& table, std::string_view id_column,
                   const data::Vocabulary& ids, const data::Vocabulary& users);

}  // namespace limn::inline LIMN_ABI::profiler::detail
