// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <limn/core/error.hpp>
#include <limn/core/types.hpp>
#include <limn/io/arrow_c.hpp>
#include <limn/io/utf8.hpp>

// One column of Arrow batches into a data::Column. A Part is what one batch holds of it.
namespace limn::inline LIMN_ABI::io::detail {

[[noreturn]] inline void throw_arrow(const std::string& column, std::string got,
                                     std::string expected,
                                     ErrorCode code = ErrorCode::data_column_type) {
  throw DataError(code, {.component = "io.arrow",
                         .place = column.empty() ? "stream" : "column '" + column + "'",
                         .got = std::move(got),
                         .expected = std::move(expected),
                         .fix = "convert the column before handing it over, or leave it out"});
}

struct Part {
  const ArrowArray* array = nullptr;
  std::int64_t begin = 0;  ///< first row inside the array's buffers, its own offset included
  std::int64_t n = 0;
};

struct ColumnParts {
  std::string name;
  const ArrowSchema* schema = nullptr;
  std::vector<Part> parts;
  std::size_t n_rows = 0;
  std::shared_ptr<const void> owner;  ///< of the only batch; null when there are many
};

/// Buffer i of a part. Errors: DataError when it is absent although rows need it.
template <class T>
const T* buffer(const ColumnParts& column, const Part& part, std::int64_t i) {
  if (part.n == 0) return nullptr;
  if (part.array->n_buffers <= i || !part.array->buffers || !part.array->buffers[i])
    throw_arrow(column.name, "an absent buffer", "a buffer of values", ErrorCode::data_value);
  return static_cast<const T*>(part.array->buffers[i]);
}

/// A value at any address: producers promise alignment, but nobody enforces it.
template <class T>
T load(const T* values, std::int64_t i) {
  T out;
  std::memcpy(&out, reinterpret_cast<const char*>(values) + i * std::int64_t{sizeof(T)}, sizeof(T));
  return out;
}

inline bool bit(const std::uint8_t* bits, std::int64_t i) {
  return (bits[i / 8] >> (i % 8) & 1) != 0;
}

/// The validity bits of an array, or null when every row is there.
inline const std::uint8_t* validity_bits(const ArrowArray& array) {
  if (array.null_count == 0 || array.n_buffers < 1 || !array.buffers) return nullptr;
  return static_cast<const std::uint8_t*>(array.buffers[0]);
}

/// Calls f(row, index, from) for each row that is there, `from` being prepare(part), and gap(row)
/// for the others.
template <class Prepare, class F, class Gap>
void each_row(const ColumnParts& column, Prepare&& prepare, F&& f, Gap&& gap) {
  std::size_t row = 0;
  for (const Part& part : column.parts) {
    if (part.n == 0) continue;
    const auto from = prepare(part);
    const std::uint8_t* bits = validity_bits(*part.array);
    const std::int64_t end = part.begin + part.n;
    if (!bits) {
      for (std::int64_t i = part.begin; i < end; ++i, ++row) f(row, i, from);
      continue;
    }
    for (std::int64_t i = part.begin; i < end; ++i, ++row)
      if (bit(bits, i))
        f(row, i, from);
      else
        gap(row);
  }
}

inline bool has_gaps(const ColumnParts& column) {
  return std::any_of(column.parts.begin(), column.parts.end(),
                     [](const Part& part) { return validity_bits(*part.array) != nullptr; });
}

/// Which rows are there.
inline data::Validity validity(const ColumnParts& column) {
  if (!has_gaps(column)) return {};
  std::vector<std::uint8_t> flags(column.n_rows, 0);
  each_row(
      column, [](const Part&) { return 0; },
      [&](std::size_t row, std::int64_t, int) { flags[row] = 1; }, [](std::size_t) {});
  return data::Validity(flags);
}

/// The values in place when they lie in one aligned piece of the type wanted.
template <class T>
bool in_place(const ColumnParts& column, data::Buffer<T>& out) {
  if (!column.owner || column.parts.size() != 1 || column.n_rows == 0) return false;
  const Part& part = column.parts[0];
  const T* values = buffer<T>(column, part, 1);
  if (reinterpret_cast<std::uintptr_t>(values) % alignof(T) != 0) return false;
  out = data::Buffer<T>(column.owner, {values + part.begin, column.n_rows});
  return true;
}

/// Values of type From, changed by `convert(value)`; gaps become `gap`.
template <class From, class To, class Convert>
std::vector<To> converted(const ColumnParts& column, To gap, Convert&& convert) {
  std::vector<To> out(column.n_rows, gap);
  each_row(
      column, [&](const Part& part) { return buffer<From>(column, part, 1); },
      [&](std::size_t row, std::int64_t i, const From* from) { out[row] = convert(load(from, i)); },
      [](std::size_t) {});
  return out;
}

template <class From>
data::Column integers(const ColumnParts& column) {
  data::Buffer<std::int64_t> values;
  if constexpr (std::is_same_v<From, std::int64_t>)
    if (in_place(column, values)) return data::Column::int64(values, validity(column));
  return data::Column::int64(converted<From>(column, std::int64_t{0},
                                             [&](From value) {
                                               if (!std::in_range<std::int64_t>(value))
                                                 throw_arrow(column.name, "an integer above 2^63",
                                                             "integers of 63 bits",
                                                             ErrorCode::data_value);
                                               return static_cast<std::int64_t>(value);
                                             }),
                             validity(column));
}

/// IEEE half precision, which C++20 has no type for.
inline double from_half(std::uint16_t half) {
  const double sign = (half & 0x8000) != 0 ? -1.0 : 1.0;
  const int exponent = half >> 10 & 31, fraction = half & 1023;
  if (exponent == 31) return fraction != 0 ? missing : sign * HUGE_VAL;
  if (exponent == 0) return sign * std::ldexp(fraction, -24);
  return sign * std::ldexp(1024 + fraction, exponent - 25);
}

template <class From>
data::Column floats(const ColumnParts& column) {
  data::Buffer<double> values;
  if constexpr (std::is_same_v<From, double>)
    if (!has_gaps(column) && in_place(column, values)) return data::Column::float64(values);
  return data::Column::float64(converted<From>(column, missing, [](From value) {
    if constexpr (std::is_same_v<From, std::uint16_t>)
      return from_half(value);
    else
      return static_cast<double>(value);
  }));
}

/// Times of any unit: `many` microseconds each, or `of` to a microsecond (rounded down).
template <class From>
data::Column times(const ColumnParts& column, std::int64_t many, std::int64_t of) {
  data::Buffer<std::int64_t> values;
  if constexpr (std::is_same_v<From, std::int64_t>)
    if (many == 1 && of == 1 && in_place(column, values))
      return data::Column::time(values, validity(column));
  return data::Column::time(
      converted<From>(column, std::int64_t{0},
                      [&](From value) {
                        const std::int64_t v = value;
                        if (of > 1) return v / of - (v % of < 0 ? 1 : 0);
                        if (v > std::numeric_limits<std::int64_t>::max() / many ||
                            v < std::numeric_limits<std::int64_t>::min() / many)
                          throw_arrow(column.name, "a time beyond all years", "times of this age",
                                      ErrorCode::data_value);
                        return v * many;
                      }),
      validity(column));
}

inline data::Column booleans(const ColumnParts& column) {
  std::vector<std::uint8_t> out(column.n_rows, 0);
  each_row(
      column, [&](const Part& part) { return buffer<std::uint8_t>(column, part, 1); },
      [&](std::size_t row, std::int64_t i, const std::uint8_t* bits) { out[row] = bit(bits, i); },
      [](std::size_t) {});
  return data::Column::boolean(std::move(out), validity(column));
}

/// Text i of a utf8 (Offset = int32) or large utf8 (int64) array.
template <class Offset>
std::string_view text_at(const ColumnParts& column, const Part& part, std::int64_t i) {
  const Offset* offsets = buffer<Offset>(column, part, 1);
  const Offset begin = load(offsets, i), end = load(offsets, i + 1);
  if (begin < 0 || end < begin)
    throw_arrow(column.name, "text offsets out of order", "rising offsets", ErrorCode::data_value);
  if (begin == end) return {};
  return {buffer<char>(column, part, 2) + begin, static_cast<std::size_t>(end - begin)};
}

/// Text i of a string view array: 16 bytes each, short texts inside, long ones in other buffers,
/// whose lengths stand in the last one.
inline std::string_view view_at(const ColumnParts& column, const Part& part, std::int64_t i) {
  const char* view = buffer<char>(column, part, 1) + 16 * i;
  std::int32_t head[4];
  std::memcpy(head, view, sizeof head);
  const std::int32_t length = head[0], index = head[2], offset = head[3];
  if (length >= 0 && length <= 12) return {view + 4, static_cast<std::size_t>(length)};
  const std::int64_t n = part.array->n_buffers - 3;
  if (length < 0 || index < 0 || index >= n || offset < 0)
    throw_arrow(column.name, "a string view that points nowhere", "views into the buffers",
                ErrorCode::data_value);
  const auto* sizes = buffer<std::int64_t>(column, part, part.array->n_buffers - 1);
  if (std::int64_t{offset} + length > load(sizes, index))
    throw_arrow(column.name, "a string view beyond its buffer", "views into the buffers",
                ErrorCode::data_value);
  return {buffer<char>(column, part, 2 + index) + offset, static_cast<std::size_t>(length)};
}

inline bool is_text(std::string_view format) {
  return format == "u" || format == "U" || format == "vu";
}

/// Text i of a part, by the format of its array.
inline std::string_view any_text_at(std::string_view format, const ColumnParts& column,
                                    const Part& part, std::int64_t i) {
  if (format == "u") return text_at<std::int32_t>(column, part, i);
  if (format == "U") return text_at<std::int64_t>(column, part, i);
  return view_at(column, part, i);
}

inline void check_utf8(const std::string& column, std::string_view text) {
  if (first_bad_byte(text) != std::string_view::npos)
    throw_arrow(column, "bytes that are no UTF-8", "UTF-8 without NUL", ErrorCode::data_text);
}

inline data::Column texts(const ColumnParts& column, std::string_view format) {
  std::vector<char> bytes;
  std::vector<std::int64_t> ends(column.n_rows);
  each_row(
      column, [](const Part& part) { return &part; },
      [&](std::size_t row, std::int64_t i, const Part* part) {
        const std::string_view text = any_text_at(format, column, *part, i);
        bytes.insert(bytes.end(), text.begin(), text.end());
        ends[row] = std::ssize(bytes);
      },
      [&](std::size_t row) { ends[row] = std::ssize(bytes); });
  check_utf8(column.name, {bytes.data(), bytes.size()});
  return data::Column::text(std::move(bytes), std::move(ends), validity(column));
}

/// Joins the dictionaries of all batches: level by text.
class Levels {
 public:
  std::int32_t add(const std::string& column, std::string_view text) {
    const auto found = codes_.find(std::string(text));
    if (found != codes_.end()) return found->second;
    check_utf8(column, text);
    const auto code = static_cast<std::int32_t>(levels_.size());
    codes_.emplace(text, code);
    levels_.emplace_back(text);
    return code;
  }
  std::vector<std::string> take() { return std::move(levels_); }

 private:
  std::vector<std::string> levels_;
  std::unordered_map<std::string, std::int32_t> codes_;
};

/// The codes that the values of one batch's dictionary get in `levels`; -1 for a missing value.
inline std::vector<std::int32_t> dictionary_codes(const ColumnParts& column, const Part& part,
                                                  std::string_view format, Levels& levels) {
  const ArrowArray* values = part.array->dictionary;
  if (!values || values->length < 0 || values->offset < 0 || values->dictionary ||
      values->length > std::numeric_limits<std::int32_t>::max())
    throw_arrow(column.name, "an impossible dictionary", "a dictionary of texts",
                ErrorCode::data_value);
  const Part all{values, values->offset, values->length};
  const std::uint8_t* bits = validity_bits(*values);
  std::vector<std::int32_t> out(static_cast<std::size_t>(values->length), -1);
  for (std::int64_t i = 0; i < values->length; ++i)
    if (!bits || bit(bits, values->offset + i))
      out[static_cast<std::size_t>(i)] =
          levels.add(column.name, any_text_at(format, column, all, values->offset + i));
  return out;
}

template <class Code>
data::Column categories(const ColumnParts& column) {
  struct Batch {
    const Code* indices;
    std::vector<std::int32_t> codes;  // of its dictionary's values, among all levels
  };
  const std::string_view format = column.schema->dictionary->format;
  Levels levels;
  std::vector<std::int32_t> out(column.n_rows, -1);
  each_row(
      column,
      [&](const Part& part) {
        return Batch{buffer<Code>(column, part, 1), dictionary_codes(column, part, format, levels)};
      },
      [&](std::size_t row, std::int64_t i, const Batch& batch) {
        const Code index = load(batch.indices, i);
        if (std::cmp_less(index, 0) || std::cmp_greater_equal(index, batch.codes.size()))
          throw_arrow(column.name, "a code beyond its dictionary", "codes of the dictionary",
                      ErrorCode::data_value);
        out[row] = batch.codes[static_cast<std::size_t>(index)];
      },
      [](std::size_t) {});
  return data::Column::category(std::move(out), levels.take());
}

}  // namespace limn::inline LIMN_ABI::io::detail
