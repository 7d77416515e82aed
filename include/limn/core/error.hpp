// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI {

/// The stable number of an error; printed as LIMN-E0xx and listed in docs/reference/errors.md.
/// The tens digit is the family, the ones digit the kind. A number is never used again.
enum class ErrorCode : int {
  param_unknown = 11,
  param_type = 12,
  param_range = 13,
  param_conflict = 14,
  shape_width = 21,
  shape_length = 22,
  shape_names = 23,
  data_empty = 31,
  data_column_missing = 32,
  data_column_type = 33,
  data_value = 34,
  data_duplicate = 35,
  data_text = 36,
  data_unknown_id = 37,
  not_fitted = 41,
  format_header = 51,
  format_tensor = 52,
  format_checksum = 53,
  format_version = 54,
  format_state = 55,
  io_open = 61,
  io_read = 62,
  io_write = 63,
  cancelled = 71,
  limit_size = 81,
  limit_depth = 82,
};

/// What every error can say: where it happened, what was got, what was expected, how to mend it.
/// No field ever holds a personal value (a user id, the text of a cell): name the place instead.
struct ErrorDetail {
  std::string component;  ///< "impute.knn", "io.csv" ...
  std::string place;      ///< option, column, row or file offset: "option 'n_neighbors'"
  std::string got;
  std::string expected;
  std::string fix;  ///< one line
};

/// Root of the family. Everything the library throws on purpose derives from it.
class Error : public std::runtime_error {
 public:
  Error(ErrorCode code, ErrorDetail detail)
      : std::runtime_error(text(code, detail)), code_(code), detail_(std::move(detail)) {}

  ErrorCode code() const noexcept { return code_; }
  const ErrorDetail& detail() const noexcept { return detail_; }
  /// "LIMN-E013"
  std::string code_text() const { return code_text(code_); }

 private:
  static std::string code_text(ErrorCode code) {
    std::string digits = std::to_string(static_cast<int>(code));
    return "LIMN-E" + std::string(3 - digits.size(), '0') + digits;
  }
  static std::string text(ErrorCode code, const ErrorDetail& d) {
    std::string out = "[" + code_text(code) + "] " + d.component;
    if (!d.place.empty()) out += ": " + d.place;
    if (!d.got.empty()) out += ": got " + d.got;
    if (!d.expected.empty()) out += ", expected " + d.expected;
    if (!d.fix.empty()) out += "; " + d.fix;
    return out;
  }

  ErrorCode code_;
  ErrorDetail detail_;
};

/// An option is unknown, of the wrong type, out of range, or contradicts another.
struct ParamError : Error {
  using Error::Error;
};
/// Width, length or column names differ from what the object was fitted with.
struct ShapeError : Error {
  using Error::Error;
};
/// The data cannot be used: empty, a column missing or of the wrong type, an impossible value.
struct DataError : Error {
  using Error::Error;
};
/// A question was asked before `fit`.
struct NotFittedError : Error {
  using Error::Error;
};
/// A model file, a configuration or an event file is malformed.
struct FormatError : Error {
  using Error::Error;
};
/// The operating system refused to open, read or write.
struct IoError : Error {
  using Error::Error;
};
/// The caller asked to stop; the object is as it was before the call.
struct CancelledError : Error {
  using Error::Error;
};
/// A limit on size, depth or memory would be passed.
struct LimitError : Error {
  using Error::Error;
};

namespace core {

/// Errors: NotFittedError unless `fitted`.
inline void require_fitted(bool fitted, std::string_view component) {
  if (fitted) return;
  throw NotFittedError(ErrorCode::not_fitted, {.component = std::string(component),
                                               .place = "",
                                               .got = "a call before fit",
                                               .expected = "a fitted object",
                                               .fix = "call fit first"});
}

/// Errors: ShapeError with both numbers unless `got == expected`.
inline void require_width(std::ptrdiff_t got, std::ptrdiff_t expected, std::string_view component) {
  if (got == expected) return;
  throw ShapeError(ErrorCode::shape_width, {.component = std::string(component),
                                            .place = "columns",
                                            .got = std::to_string(got),
                                            .expected = std::to_string(expected) + " as at fit",
                                            .fix = "pass the columns used at fit"});
}

/// Errors: ShapeError unless y, weights ... have one entry a row.
inline void require_length(std::ptrdiff_t got, std::ptrdiff_t rows, std::string_view component,
                           std::string_view what) {
  if (got == rows) return;
  throw ShapeError(ErrorCode::shape_length, {.component = std::string(component),
                                             .place = std::string(what),
                                             .got = std::to_string(got) + " values",
                                             .expected = std::to_string(rows) + ", one a row",
                                             .fix = "pass one value for each row"});
}

/// Errors: DataError when there is not one row (or column) to learn from.
inline void require_rows(std::ptrdiff_t rows, std::ptrdiff_t columns, std::string_view component) {
  if (rows > 0 && columns > 0) return;
  throw DataError(ErrorCode::data_empty,
                  {.component = std::string(component),
                   .place = rows > 0 ? "columns" : "rows",
                   .got = "0",
                   .expected = "at least 1",
                   .fix = "pass a table with at least one row and one column"});
}

}  // namespace core
}  // namespace limn::inline LIMN_ABI
