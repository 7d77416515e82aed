// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::data {

/// How numbers in a time column are meant. automatic: a column of times or of texts says it itself;
/// plain numbers need a unit. day: days since 1970-01-01. order: no clock, larger is later.
enum class TimeUnit : std::uint8_t { automatic, s, ms, us, ns, day, order };

/// "s", "ms", "us", "ns", "day", "order", "auto". Errors: ParamError with the nearest word.
TimeUnit parse_time_unit(std::string_view word);
std::string_view unit_name(TimeUnit unit);

/// Microseconds since 1970 of a day of the Gregorian calendar, at midnight UTC.
/// Source: Howard Hinnant (2013), chrono-Compatible Low-Level Date Algorithms.
constexpr std::int64_t day_us(std::int64_t year, unsigned month, unsigned day) {
  year -= month <= 2;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto year_of_era = static_cast<unsigned>(year - era * 400);
  const unsigned day_of_year = (153 * (month + (month > 2 ? -3u : 9u)) + 2) / 5 + day - 1;
  const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return (era * 146097 + static_cast<std::int64_t>(day_of_era) - 719468) * 86400000000;
}

/// UTC microseconds of "YYYY-MM-DD", then maybe " HH:MM" or "THH:MM", ":SS", ".ffffff" (digits
/// beyond microseconds are cut), "Z", "+HH:MM" or "+HHMM". Nothing for any other text, and for days
/// and hours that do not exist.
std::optional<std::int64_t> parse_time(std::string_view text);

}  // namespace limn::inline LIMN_ABI::data

#ifdef LIMN_HEADER_ONLY
#include <limn/data/time.ipp>
#endif
