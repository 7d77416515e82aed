// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <limn/core/types.hpp>
#include <limn/data/column.hpp>
#include <limn/data/frame.hpp>

namespace limn::inline LIMN_ABI::data {

/// Named columns of equal length: what files and other libraries bring, before it becomes a log or
/// a matrix. Names are unique. Copies share the columns, so selecting and passing on is cheap.
class Table {
 public:
  Table() = default;

  /// Adds a column at the end. Errors: DataError when the name is taken; ShapeError on another
  /// length.
  Table& add(std::string name, Column column);

  std::size_t n_rows() const { return n_rows_; }
  std::size_t n_columns() const { return columns_.size(); }
  std::span<const std::string> names() const { return names_; }
  std::optional<std::size_t> find(std::string_view name) const;
  const Column& column(std::size_t index) const { return columns_[index]; }
  /// Errors: DataError when there is none; the message suggests the nearest name.
  const Column& column(std::string_view name) const;

  /// The given rows, in the given order. Errors: DataError for a row that is not there.
  Table rows(std::span<const std::size_t> rows) const;
  /// The given columns, in the given order. Errors: DataError as in `column`.
  Table select(std::span<const std::string> names) const;

  /// (n_rows, names): float64, int64 and boolean columns; missing = NaN.
  /// Errors: DataError for an unknown name, and for category, text and time columns: see frame().
  Matrix numeric_matrix(std::span<const std::string> names) const;
  /// The same with the meaning of the columns; categories come as codes with their levels.
  /// Errors: DataError for an unknown name, and for text and time columns.
  Frame frame(std::span<const std::string> names) const;

 private:
  std::vector<std::string> names_;
  std::vector<Column> columns_;
  std::size_t n_rows_ = 0;
};

}  // namespace limn::inline LIMN_ABI::data

#ifdef LIMN_HEADER_ONLY
#include <limn/data/table.ipp>
#endif
