// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include <limn/core/error.hpp>
#include <limn/core/types.hpp>
#include <limn/data/column.hpp>

namespace limn::inline LIMN_ABI::data {
namespace detail {

[[noreturn]] inline void throw_column(ErrorCode code, std::string place, std::string got,
                                      std::string expected, std::string fix) {
  throw DataError(code, {.component = "data.column",
                         .place = std::move(place),
                         .got = std::move(got),
                         .expected = std::move(expected),
                         .fix = std::move(fix)});
}

inline void check_validity(const Validity& valid, std::size_t n) {
  if (!valid.all())
    core::require_length(std::ssize(valid.bits()), static_cast<std::ptrdiff_t>((n + 7) / 8),
                         "data.column", "validity, bytes");
}

inline Validity take_validity(const Validity& valid, std::span<const std::size_t> rows) {
  if (valid.all()) return {};
  std::vector<std::uint8_t> flags(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) flags[i] = valid[rows[i]];
  return Validity(flags);
}

template <class T>
Buffer<T> take_rows(const Buffer<T>& values, std::span<const std::size_t> rows) {
  std::vector<T> out(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) out[i] = values[rows[i]];
  return out;
}

}  // namespace detail

LIMN_INLINE std::string_view kind_name(Column::Kind kind) {
  static constexpr std::string_view names[] = {"float64",  "int64", "boolean",
                                               "category", "text",  "time"};
  return names[static_cast<std::size_t>(kind)];
}

LIMN_INLINE Column Column::float64(Buffer<double> values) {
  Column out;
  out.size_ = values.size();
  out.floats_ = std::move(values);
  return out;
}

LIMN_INLINE Column Column::int64(Buffer<std::int64_t> values, Validity valid) {
  detail::check_validity(valid, values.size());
  Column out;
  out.kind_ = Kind::int64;
  out.size_ = values.size();
  out.integers_ = std::move(values);
  out.valid_ = std::move(valid);
  return out;
}

LIMN_INLINE Column Column::time(Buffer<std::int64_t> microseconds, Validity valid) {
  Column out = int64(std::move(microseconds), std::move(valid));
  out.kind_ = Kind::time;
  return out;
}

LIMN_INLINE Column Column::boolean(Buffer<std::uint8_t> values, Validity valid) {
  detail::check_validity(valid, values.size());
  Column out;
  out.kind_ = Kind::boolean;
  out.size_ = values.size();
  out.booleans_ = std::move(values);
  out.valid_ = std::move(valid);
  return out;
}

LIMN_INLINE Column Column::category(Buffer<std::int32_t> codes, std::vector<std::string> levels) {
  const auto n = static_cast<std::int64_t>(levels.size());
  for (std::size_t row = 0; row < codes.size(); ++row)
    if (codes[row] < -1 || codes[row] >= n)
      detail::throw_column(ErrorCode::data_value, "row " + std::to_string(row),
                           "code " + std::to_string(codes[row]),
                           "-1 or a code below " + std::to_string(n), "give each code its level");
  std::unordered_set<std::string_view> seen;
  for (std::size_t level = 0; level < levels.size(); ++level)
    if (!seen.insert(levels[level]).second)
      detail::throw_column(ErrorCode::data_duplicate, "level " + std::to_string(level),
                           "a level that stands twice", "each level once", "join the two");
  Column out;
  out.kind_ = Kind::category;
  out.size_ = codes.size();
  out.codes_ = std::move(codes);
  out.levels_ = std::move(levels);
  return out;
}

LIMN_INLINE Column Column::text(const std::vector<std::string>& values, Validity valid) {
  std::vector<char> bytes;
  std::vector<std::int64_t> ends;
  ends.reserve(values.size());
  for (const std::string& value : values) {
    bytes.insert(bytes.end(), value.begin(), value.end());
    ends.push_back(std::ssize(bytes));
  }
  return text(std::move(bytes), std::move(ends), std::move(valid));
}

LIMN_INLINE Column Column::text(Buffer<char> bytes, Buffer<std::int64_t> ends, Validity valid) {
  detail::check_validity(valid, ends.size());
  std::int64_t begin = 0;
  for (std::size_t row = 0; row < ends.size(); begin = ends[row++])
    if (ends[row] < begin || ends[row] > static_cast<std::int64_t>(bytes.size()))
      detail::throw_column(ErrorCode::data_value, "row " + std::to_string(row),
                           "an end out of order", "rising ends within the bytes",
                           "check how the column was made");
  Column out;
  out.kind_ = Kind::text;
  out.size_ = ends.size();
  out.bytes_ = std::move(bytes);
  out.integers_ = std::move(ends);
  out.valid_ = std::move(valid);
  return out;
}

LIMN_INLINE bool Column::is_missing(std::size_t row) const {
  if (kind_ == Kind::float64) return std::isnan(floats_[row]);
  if (kind_ == Kind::category) return codes_[row] < 0;
  return !valid_[row];
}

LIMN_INLINE std::size_t Column::n_missing() const {
  if (kind_ == Kind::float64)
    return static_cast<std::size_t>(
        std::count_if(floats_.begin(), floats_.end(), [](double v) { return std::isnan(v); }));
  if (kind_ == Kind::category)
    return static_cast<std::size_t>(std::count(codes_.begin(), codes_.end(), -1));
  return valid_.n_missing();
}

LIMN_INLINE void Column::require(Kind kind) const {
  if (kind_ != kind)
    detail::throw_column(ErrorCode::data_column_type, "column",
                         "kind " + std::string(kind_name(kind_)), std::string(kind_name(kind)),
                         "ask kind() first");
}

LIMN_INLINE std::span<const double> Column::floats() const {
  require(Kind::float64);
  return floats_.view();
}
LIMN_INLINE std::span<const std::int64_t> Column::integers() const {
  require(Kind::int64);
  return integers_.view();
}
LIMN_INLINE std::span<const std::uint8_t> Column::booleans() const {
  require(Kind::boolean);
  return booleans_.view();
}
LIMN_INLINE std::span<const std::int64_t> Column::times_us() const {
  require(Kind::time);
  return integers_.view();
}
LIMN_INLINE std::span<const std::int32_t> Column::codes() const {
  require(Kind::category);
  return codes_.view();
}
LIMN_INLINE std::span<const std::string> Column::levels() const {
  require(Kind::category);
  return levels_.view();
}
LIMN_INLINE std::string_view Column::text(std::size_t row) const {
  require(Kind::text);
  const auto begin = static_cast<std::size_t>(row == 0 ? 0 : integers_[row - 1]);
  return {bytes_.begin() + begin, static_cast<std::size_t>(integers_[row]) - begin};
}

LIMN_INLINE std::vector<double> Column::numbers() const {
  std::vector<double> out(size_);
  for (std::size_t row = 0; row < size_; ++row) {
    if (is_missing(row))
      out[row] = missing;
    else if (kind_ == Kind::float64)
      out[row] = floats_[row];
    else if (kind_ == Kind::int64)
      out[row] = static_cast<double>(integers_[row]);
    else if (kind_ == Kind::boolean)
      out[row] = booleans_[row] != 0 ? 1.0 : 0.0;
    else if (kind_ == Kind::category)
      out[row] = codes_[row];
    else
      detail::throw_column(ErrorCode::data_column_type, "column",
                           "kind " + std::string(kind_name(kind_)),
                           "float64, int64, boolean or category", "turn it into numbers first");
  }
  return out;
}

LIMN_INLINE Column Column::rows(std::span<const std::size_t> rows) const {
  for (const std::size_t row : rows)
    if (row >= size_)
      detail::throw_column(ErrorCode::data_value, "rows", "row " + std::to_string(row),
                           "a row below " + std::to_string(size_), "choose rows of the table");
  Column out;
  out.kind_ = kind_;
  out.size_ = rows.size();
  out.levels_ = levels_;
  out.valid_ = detail::take_validity(valid_, rows);
  if (kind_ == Kind::float64) out.floats_ = detail::take_rows(floats_, rows);
  if (kind_ == Kind::boolean) out.booleans_ = detail::take_rows(booleans_, rows);
  if (kind_ == Kind::category) out.codes_ = detail::take_rows(codes_, rows);
  if (kind_ == Kind::int64 || kind_ == Kind::time)
    out.integers_ = detail::take_rows(integers_, rows);
  if (kind_ == Kind::text) {
    std::vector<char> bytes;
    std::vector<std::int64_t> ends;
    for (const std::size_t row : rows) {
      const std::string_view value = text(row);
      bytes.insert(bytes.end(), value.begin(), value.end());
      ends.push_back(std::ssize(bytes));
    }
    out.bytes_ = std::move(bytes);
    out.integers_ = std::move(ends);
  }
  return out;
}

}  // namespace limn::inline LIMN_ABI::data
