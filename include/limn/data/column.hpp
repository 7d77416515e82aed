// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <limn/data/buffer.hpp>

namespace limn::inline LIMN_ABI::data {

/// One column of a Table, of one kind, with gaps. Immutable; a copy shares the memory.
///
/// float64: NaN = missing. int64, boolean (0 or 1), time (UTC microseconds since 1970): a bit a row
/// says what is missing. category: codes of `levels()`, -1 = missing. text: UTF-8.
class Column {
 public:
  enum class Kind : std::uint8_t { float64, int64, boolean, category, text, time };

  Column() = default;
  /// Errors of all: ShapeError when parts differ in length.
  static Column float64(Buffer<double> values);
  static Column int64(Buffer<std::int64_t> values, Validity valid = {});
  static Column boolean(Buffer<std::uint8_t> values, Validity valid = {});
  static Column time(Buffer<std::int64_t> microseconds, Validity valid = {});
  /// Errors: DataError when a code is below -1 or has no level, or a level stands twice.
  static Column category(Buffer<std::int32_t> codes, std::vector<std::string> levels);
  static Column text(const std::vector<std::string>& values, Validity valid = {});
  /// Row i holds bytes [ends[i-1], ends[i]) with ends[-1] = 0. Errors: DataError unless rising.
  static Column text(Buffer<char> bytes, Buffer<std::int64_t> ends, Validity valid = {});

  Kind kind() const { return kind_; }
  std::size_t size() const { return size_; }
  bool is_missing(std::size_t row) const;
  std::size_t n_missing() const;

  /// The values; what stands where a row is missing means nothing (NaN, -1 or anything).
  /// Errors of all: DataError unless the column is of that kind.
  std::span<const double> floats() const;
  std::span<const std::int64_t> integers() const;
  std::span<const std::uint8_t> booleans() const;
  std::span<const std::int64_t> times_us() const;
  std::span<const std::int32_t> codes() const;
  std::span<const std::string> levels() const;
  std::string_view text(std::size_t row) const;

  const Validity& validity() const { return valid_; }
  /// Bytes and ends of a text column, as given to `text`.
  const Buffer<char>& text_bytes() const { return bytes_; }
  const Buffer<std::int64_t>& text_ends() const { return integers_; }

  /// A number for a row: the value, 0 or 1, the code; NaN = missing.
  /// Errors: DataError for text and time, which are no numbers until someone says how.
  std::vector<double> numbers() const;
  /// The given rows, in the given order. Errors: DataError for a row beyond size().
  Column rows(std::span<const std::size_t> rows) const;

 private:
  void require(Kind kind) const;

  Kind kind_ = Kind::float64;
  std::size_t size_ = 0;
  Buffer<double> floats_;
  Buffer<std::int64_t> integers_;  // int64, time, ends of text
  Buffer<std::int32_t> codes_;
  Buffer<std::uint8_t> booleans_;
  Buffer<char> bytes_;
  Buffer<std::string> levels_;
  Validity valid_;
};

/// "float64", "category" ...
std::string_view kind_name(Column::Kind kind);

}  // namespace limn::inline LIMN_ABI::data

#ifdef LIMN_HEADER_ONLY
#include <limn/data/column.ipp>
#endif
