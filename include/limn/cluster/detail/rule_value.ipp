// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>

#include <limn/cluster/detail/rule_value.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// JavaScript's Number(text): blanks around are left out, nothing is 0.
inline double number_in(std::string_view text) {
  constexpr std::string_view blanks = " \t\n\r\f\v";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return 0.0;
  text = text.substr(first, text.find_last_not_of(blanks) - first + 1);
  if (text.front() == '+') text.remove_prefix(1);
  double out = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && std::isfinite(out) ? out : std::numeric_limits<double>::quiet_NaN();
}

/// The shortest digits that read back as the same number; whole numbers without a point.
inline std::string shortest(double value) {
  if (std::isnan(value)) return "NaN";
  if (value == 0.0) return "0";
  char buffer[32];
  const bool whole = value == std::floor(value) && std::abs(value) < 1e21;
  const auto end =
      whole ? std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed)
            : std::to_chars(buffer, buffer + sizeof buffer, value);
  return std::string(buffer, end.ptr);
}

LIMN_INLINE bool RuleValue::is_true() const {
  if (const bool* b = boolean()) return *b;
  if (const double* d = number()) return *d != 0.0 && !std::isnan(*d);
  if (const std::string* s = text()) return !s->empty();
  if (const List* l = list()) return !l->empty();
  return !is_null();
}

LIMN_INLINE double RuleValue::to_number() const {
  if (const double* d = number()) return *d;
  if (const bool* b = boolean()) return *b ? 1.0 : 0.0;
  if (is_null()) return 0.0;
  if (object()) return std::numeric_limits<double>::quiet_NaN();
  return number_in(to_text());
}

LIMN_INLINE std::string RuleValue::to_text() const {
  if (const std::string* s = text()) return *s;
  if (const double* d = number()) return shortest(*d);
  if (const bool* b = boolean()) return *b ? "true" : "false";
  if (is_null()) return "null";
  if (object()) return "[object Object]";
  std::string out;
  for (const RuleValue& part : *list()) {
    if (&part != list()->data()) out += ",";
    if (!part.is_null()) out += part.to_text();
  }
  return out;
}

LIMN_INLINE bool RuleValue::same_as(const RuleValue& other) const {
  if (value_.index() != other.value_.index()) return false;
  if (const std::string* s = text()) return *s == *other.text();
  return value_ == other.value_;  // lists and objects: the same one
}

LIMN_INLINE bool RuleValue::equals(const RuleValue& other) const {
  if (value_.index() == other.value_.index()) return same_as(other);
  if (is_null() || other.is_null()) return false;
  const auto large = [](const RuleValue& v) { return v.list() || v.object(); };
  if (large(*this) && large(other)) return false;
  if ((large(*this) && other.text()) || (text() && large(other)))
    return to_text() == other.to_text();
  return to_number() == other.to_number();
}

LIMN_INLINE bool RuleValue::below(const RuleValue& other, bool or_equal) const {
  if (text() && other.text()) return or_equal ? *text() <= *other.text() : *text() < *other.text();
  const double a = to_number(), b = other.to_number();
  return or_equal ? a <= b : a < b;
}

}  // namespace limn::inline LIMN_ABI::cluster::detail
