// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <limn/core/error.hpp>
#include <limn/core/types.hpp>
#include <limn/io/field_columns.hpp>

namespace limn::inline LIMN_ABI::io {
namespace detail {

/// Knows the words for a gap; nearly all fields are told apart by their length or first letter.
class Gaps {
 public:
  explicit Gaps(const std::vector<std::string>& words) : words_(words) {
    for (const std::string& word : words) {
      longest_ = std::max(longest_, word.size());
      if (!word.empty()) first_[static_cast<unsigned char>(word[0])] = true;
    }
  }
  bool contains(const Field& field) const {
    if (field.quoted) return false;
    if (field.text.empty()) return true;
    return field.text.size() <= longest_ && first_[static_cast<unsigned char>(field.text[0])] &&
           std::ranges::find(words_, field.text) != words_.end();
  }

 private:
  const std::vector<std::string>& words_;
  std::size_t longest_ = 0;
  std::array<bool, 256> first_{};
};

/// A whole field as a number; an integer with leading zeros is none, since an id would lose them.
template <class T>
bool read_number(std::string_view text, T& out) {
  if (text.starts_with('+')) text.remove_prefix(1);
  if constexpr (std::is_integral_v<T>) {
    const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
    if (digits.size() > 1 && digits[0] == '0') return false;
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size() && !text.empty();
}

inline bool leading_zero(std::string_view text) {
  return text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9';
}

inline bool read_boolean(std::string_view text, std::uint8_t& out) {
  out = text == "true" || text == "True" || text == "TRUE";
  return out || text == "false" || text == "False" || text == "FALSE";
}

/// The first row a reader cannot read; fields.size() = none.
template <class T, class Read>
std::size_t read_all(const std::vector<Field>& fields, const std::vector<std::uint8_t>& has,
                     std::vector<T>& out, T gap, Read&& read) {
  out.assign(fields.size(), gap);
  for (std::size_t row = 0; row < fields.size(); ++row)
    if (has[row] && (fields[row].quoted || !read(fields[row].text, out[row]))) return row;
  return fields.size();
}

}  // namespace detail

LIMN_INLINE data::Column column_from_fields(std::string_view component, const std::string& name,
                                            const std::vector<Field>& fields,
                                            const std::vector<std::string>& gaps,
                                            std::optional<data::Column::Kind> kind) {
  using Kind = data::Column::Kind;
  std::vector<std::uint8_t> has(fields.size());
  const detail::Gaps words(gaps);
  std::ranges::transform(fields, has.begin(),
                         [&](const Field& field) { return !words.contains(field); });
  const bool any = std::ranges::find(has, 1) != has.end();
  std::size_t bad = 0;
  const auto may_be = [&](Kind k) { return kind ? *kind == k : any; };
  if (may_be(Kind::int64)) {
    std::vector<std::int64_t> values;
    bad = detail::read_all(fields, has, values, std::int64_t{0}, detail::read_number<std::int64_t>);
    if (bad == fields.size()) return data::Column::int64(std::move(values), data::Validity(has));
  }
  if (may_be(Kind::float64)) {
    std::vector<double> values;
    const auto read = [&](std::string_view text, double& out) {
      return (kind || !detail::leading_zero(text)) && detail::read_number(text, out);
    };
    bad = detail::read_all(fields, has, values, missing, read);
    if (bad == fields.size()) return data::Column::float64(std::move(values));
  }
  if (may_be(Kind::boolean)) {
    std::vector<std::uint8_t> values;
    bad = detail::read_all(fields, has, values, std::uint8_t{0}, detail::read_boolean);
    if (bad == fields.size()) return data::Column::boolean(std::move(values), data::Validity(has));
  }
  if (kind && *kind != Kind::text)
    throw DataError(ErrorCode::data_column_type,
                    {.component = std::string(component),
                     .place = "column '" + name + "', row " + std::to_string(bad),
                     .got = "a field of another kind",
                     .expected = std::string(data::kind_name(*kind)),
                     .fix = "mend the field or ask for text"});
  std::size_t n_bytes = 0;
  for (const Field& field : fields) n_bytes += field.text.size();
  std::vector<char> bytes;
  std::vector<std::int64_t> ends;
  bytes.reserve(n_bytes);
  ends.reserve(fields.size());
  for (std::size_t row = 0; row < fields.size(); ++row) {
    if (has[row]) bytes.insert(bytes.end(), fields[row].text.begin(), fields[row].text.end());
    ends.push_back(std::ssize(bytes));
  }
  return data::Column::text(data::Buffer<char>(std::move(bytes)),
                            data::Buffer<std::int64_t>(std::move(ends)), data::Validity(has));
}

}  // namespace limn::inline LIMN_ABI::io
