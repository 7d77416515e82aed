// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <limn/core/params.hpp>
#include <limn/data/time.hpp>

namespace limn::inline LIMN_ABI::data {
namespace detail {

inline constexpr std::string_view unit_names[] = {"auto", "s", "ms", "us", "ns", "day", "order"};

/// Reads a text from left to right; every step says whether it fitted.
struct TimeReader {
  std::string_view rest;

  bool word(char c) {
    if (rest.empty() || rest.front() != c) return false;
    rest.remove_prefix(1);
    return true;
  }
  bool number(std::size_t digits, int low, int high, int& out) {
    if (rest.size() < digits) return false;
    out = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (rest[i] < '0' || rest[i] > '9') return false;
      out = 10 * out + (rest[i] - '0');
    }
    rest.remove_prefix(digits);
    return low <= out && out <= high;
  }
  /// Digits after the point as microseconds.
  bool fraction(std::int64_t& us) {
    std::int64_t unit = 100000;
    std::size_t n = 0;
    for (; n < rest.size() && rest[n] >= '0' && rest[n] <= '9'; ++n, unit /= 10)
      us += (rest[n] - '0') * unit;
    rest.remove_prefix(n);
    return n > 0;
  }
};

inline bool read_day(TimeReader& reader, std::int64_t& us) {
  static constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int year = 0, month = 0, day = 0;
  if (!reader.number(4, 0, 9999, year) || !reader.word('-') || !reader.number(2, 1, 12, month) ||
      !reader.word('-') || !reader.number(2, 1, 31, day))
    return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (day > lengths[month - 1] + (month == 2 && leap ? 1 : 0)) return false;
  us = day_us(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
  return true;
}

inline bool read_clock(TimeReader& reader, std::int64_t& us) {
  int hour = 0, minute = 0, second = 0;
  if (!reader.number(2, 0, 23, hour) || !reader.word(':') || !reader.number(2, 0, 59, minute))
    return false;
  if (reader.word(':')) {
    if (!reader.number(2, 0, 60, second)) return false;  // 60: a leap second
    if (reader.word('.') && !reader.fraction(us)) return false;
  }
  us += (static_cast<std::int64_t>(hour) * 3600 + minute * 60 + second) * 1000000;
  return true;
}

inline bool read_zone(TimeReader& reader, std::int64_t& us) {
  if (reader.rest.empty() || reader.rest == "Z") return true;
  const int sign = reader.rest.front() == '-' ? -1 : 1;
  int hour = 0, minute = 0;
  if (!reader.word('+') && !reader.word('-')) return false;
  if (!reader.number(2, 0, 23, hour)) return false;
  reader.word(':');
  if (!reader.number(2, 0, 59, minute) || !reader.rest.empty()) return false;
  us -= sign * (hour * 60 + minute) * std::int64_t{60000000};
  return true;
}

}  // namespace detail

LIMN_INLINE std::string_view unit_name(TimeUnit unit) {
  return detail::unit_names[static_cast<std::size_t>(unit)];
}

LIMN_INLINE TimeUnit parse_time_unit(std::string_view word) {
  const auto found = std::find(std::begin(detail::unit_names), std::end(detail::unit_names), word);
  if (found == std::end(detail::unit_names)) {
    const std::vector<std::string> known(std::begin(detail::unit_names),
                                         std::end(detail::unit_names));
    const std::string nearest = core::nearest_name(word, known);
    throw ParamError(
        ErrorCode::param_range,
        {.component = "data.event_log",
         .place = "option 'time_unit'",
         .got = "'" + std::string(word) + "'",
         .expected = "one of auto, s, ms, us, ns, day, order",
         .fix = nearest.empty() ? "name one of these" : "did you mean '" + nearest + "'?"});
  }
  return static_cast<TimeUnit>(found - std::begin(detail::unit_names));
}

LIMN_INLINE std::optional<std::int64_t> parse_time(std::string_view text) {
  detail::TimeReader reader{text};
  std::int64_t us = 0, clock = 0;
  if (!detail::read_day(reader, us)) return std::nullopt;
  if (reader.rest.empty()) return us;
  if (!reader.word(' ') && !reader.word('T')) return std::nullopt;
  if (!detail::read_clock(reader, clock) || !detail::read_zone(reader, clock)) return std::nullopt;
  return us + clock;
}

}  // namespace limn::inline LIMN_ABI::data
