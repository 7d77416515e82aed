// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>

#include <limn/core/params.hpp>

namespace limn::inline LIMN_ABI::core {

namespace detail {

inline std::string bound_text(double bound) { return to_text(Value{bound}); }

inline bool satisfies(double number, const Rule& rule) {
  if (std::isnan(number)) return false;
  const bool low = rule.low_open ? number > rule.low : number >= rule.low;
  const bool high = rule.high_open ? number < rule.high : number <= rule.high;
  return low && high;
}

/// Changes, insertions, deletions and swaps of neighbours that turn one word into the other.
inline std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before = std::exchange(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

}  // namespace detail

LIMN_INLINE std::string rule_text(const Rule& rule) {
  if (!rule.choices.empty()) {
    std::string out = "one of ";
    for (std::size_t i = 0; i < rule.choices.size(); ++i) out += (i ? ", " : "") + rule.choices[i];
    return out;
  }
  const bool low = std::isfinite(rule.low), high = std::isfinite(rule.high);
  if (low && high)
    return std::string("in ") + (rule.low_open ? "(" : "[") + detail::bound_text(rule.low) + ", " +
           detail::bound_text(rule.high) + (rule.high_open ? ")" : "]");
  if (low) return (rule.low_open ? "above " : "at least ") + detail::bound_text(rule.low);
  if (high) return (rule.high_open ? "below " : "at most ") + detail::bound_text(rule.high);
  return "";
}

LIMN_INLINE void check_rule(std::string_view component, std::string_view key, const Value& value,
                            const Rule& rule) {
  bool ok = true;
  if (const auto* i = std::get_if<std::int64_t>(&value))
    ok = detail::satisfies(static_cast<double>(*i), rule);
  if (const auto* d = std::get_if<double>(&value)) ok = detail::satisfies(*d, rule);
  if (const auto* list = std::get_if<std::vector<double>>(&value))
    ok = std::ranges::all_of(*list, [&](double d) { return detail::satisfies(d, rule); });
  const auto is_choice = [&](const std::string& s) {
    return rule.choices.empty() || std::ranges::find(rule.choices, s) != rule.choices.end();
  };
  if (const auto* s = std::get_if<std::string>(&value)) ok = is_choice(*s);
  if (const auto* list = std::get_if<std::vector<std::string>>(&value))
    ok = std::ranges::all_of(*list, is_choice);
  if (ok) return;
  std::string fix = "change the option";
  if (const auto* s = std::get_if<std::string>(&value))
    if (const std::string near = nearest_name(*s, rule.choices); !near.empty())
      fix = "did you mean \"" + near + "\"?";
  const std::string expected = rule_text(rule);
  throw ParamError(ErrorCode::param_range,
                   {.component = std::string(component),
                    .place = "option '" + std::string(key) + "'",
                    .got = to_text(value),
                    .expected = expected.empty() ? "a finite number" : expected,
                    .fix = fix});
}

LIMN_INLINE std::string nearest_name(std::string_view word, std::span<const std::string> known) {
  std::string best;
  std::size_t least = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : known) {
    const std::size_t distance = detail::edit_distance(word, candidate);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

LIMN_INLINE void throw_unknown_param(std::string_view component, std::string_view key,
                                     std::span<const std::string> known) {
  std::string list;
  for (const std::string& k : known) list += (list.empty() ? "" : ", ") + k;
  const std::string near = nearest_name(key, known);
  throw ParamError(ErrorCode::param_unknown,
                   {.component = std::string(component),
                    .place = "option '" + std::string(key) + "'",
                    .got = "an unknown option",
                    .expected = list.empty() ? "no options" : "one of " + list,
                    .fix = near.empty() ? "remove it" : "did you mean '" + near + "'?"});
}

LIMN_INLINE void throw_param_type(std::string_view component, std::string_view key,
                                  const Value& got, std::string_view expected) {
  throw ParamError(ErrorCode::param_type, {.component = std::string(component),
                                           .place = "option '" + std::string(key) + "'",
                                           .got = kind_name(got) + " (" + to_text(got) + ")",
                                           .expected = std::string(expected),
                                           .fix = "pass " + std::string(expected)});
}

}  // namespace limn::inline LIMN_ABI::core
