// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>

#include <limn/core/value.hpp>

namespace limn::inline LIMN_ABI::core {

LIMN_INLINE std::string kind_name(const Value& value) {
  static constexpr const char* names[] = {"nothing",        "true or false", "an integer",
                                          "a number",       "a text",        "a list of numbers",
                                          "a list of texts"};
  return names[value.index()];
}

namespace detail {

inline std::string number_text(double number) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
  return {buffer, end};
}

struct ValueText {
  std::string operator()(std::monostate) const { return "null"; }
  std::string operator()(bool b) const { return b ? "true" : "false"; }
  std::string operator()(std::int64_t i) const { return std::to_string(i); }
  std::string operator()(double d) const { return number_text(d); }
  std::string operator()(const std::string& s) const { return '"' + s + '"'; }
  template <class T>
  std::string operator()(const std::vector<T>& list) const {
    std::string out = "[";
    for (std::size_t i = 0; i < list.size(); ++i) out += (i ? ", " : "") + (*this)(list[i]);
    return out + "]";
  }
};

}  // namespace detail

LIMN_INLINE std::string to_text(const Value& value) {
  return std::visit(detail::ValueText{}, value);
}

}  // namespace limn::inline LIMN_ABI::core
