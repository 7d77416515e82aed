// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include <limn/core/check.hpp>
#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::data {

/// A table (rows, cols) of which only some cells are written down, row by row (compressed rows, as
/// scipy's csr_array has them); all others are 0. Written cells may be 0 or missing. It only looks
/// at the arrays: they must live as long as it does.
class SparseView {
 public:
  using Scalar = double;

  /// offsets (rows + 1), columns and values (offsets[rows]): row r holds the cells from offsets[r]
  /// to offsets[r + 1], its columns rising, each once. Errors: DataError for anything else.
  SparseView(Index rows, Index cols, const std::int64_t* offsets, const std::int32_t* columns,
             const double* values, std::string_view component = "data.sparse")
      : rows_(rows), cols_(cols), offsets_(offsets), columns_(columns), values_(values) {
    const auto refuse = [&](Index row, const char* got) {
      throw DataError(ErrorCode::data_value, {.component = std::string(component),
                                              .place = "row " + std::to_string(row),
                                              .got = got,
                                              .expected = "rising columns inside the table",
                                              .fix = "sort the cells of each row, add up doubles"});
    };
    if (rows > 0 && offsets[0] != 0) refuse(0, "offsets that do not begin at 0");
    for (Index r = 0; r < rows; ++r) {
      if (offsets[r + 1] < offsets[r]) refuse(r, "offsets that fall");
      for (std::int64_t i = offsets[r]; i < offsets[r + 1]; ++i)
        if (columns[i] < 0 || columns[i] >= cols ||
            (i > offsets[r] && columns[i] <= columns[i - 1]))
          refuse(r, "a column that is out of place");
    }
  }

  Index rows() const { return rows_; }
  Index cols() const { return cols_; }
  std::int64_t begin(Index row) const { return offsets_[row]; }
  std::int64_t end(Index row) const { return offsets_[row + 1]; }
  std::int32_t column(std::int64_t cell) const { return columns_[cell]; }
  double value(std::int64_t cell) const { return values_[cell]; }

  /// One cell, found by halving.
  double coeff(Index row, Index col) const {
    const std::int32_t *first = columns_ + begin(row), *last = columns_ + end(row);
    const std::int32_t* at = std::lower_bound(first, last, static_cast<std::int32_t>(col));
    return at != last && *at == col ? values_[at - columns_] : 0.0;
  }
  /// Puts the written cells of a row into `to` (cols), which holds zeros.
  void scatter(Index row, double* to) const {
    for (std::int64_t i = begin(row); i < end(row); ++i) to[columns_[i]] = values_[i];
  }
  /// Puts zeros where scatter has put cells.
  void clear(Index row, double* to) const {
    for (std::int64_t i = begin(row); i < end(row); ++i) to[columns_[i]] = 0.0;
  }

 private:
  Index rows_, cols_;
  const std::int64_t* offsets_;
  const std::int32_t* columns_;
  const double* values_;
};

}  // namespace limn::inline LIMN_ABI::data
