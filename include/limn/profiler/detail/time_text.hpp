// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

inline constexpr std::int64_t day_us = 86'400'000'000;

/// UTC microseconds as 2026-11-23T08:15:00Z.
inline std::string time_text(std::int64_t time_us) {
  using namespace std::chrono;
  const sys_time<microseconds> time{microseconds{time_us}};
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{floor<seconds>(time - day)};
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", int(date.year()),
                unsigned(date.month()), unsigned(date.day()), int(clock.hours().count()),
                int(clock.minutes().count()), int(clock.seconds().count()));
  return text;
}

/// Now, for receipts and notes. Nothing learnt ever depends on it.
inline std::int64_t now_us() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}
inline std::string now_text() { return time_text(now_us()); }

}  // namespace limn::inline LIMN_ABI::profiler::detail
