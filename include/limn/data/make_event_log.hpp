// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <limn/data/event_log.hpp>
#include <limn/data/table.hpp>
#include <limn/data/time.hpp>

namespace limn::inline LIMN_ABI::data {

/// Which column of a table plays which part. An empty name: there is none (type and value; time
/// too, when the unit is TimeUnit::order: then the rows themselves are the order).
struct EventRoles {
  std::string user = "user";
  std::string item = "item";
  std::string time = "time";
  std::string type = "";
  std::string value = "";
};

/// A log from a table of events, one row an event, in any order.
///
/// Ids (user, item, type) are int64, text or category columns, or float64 ones that hold nothing
/// but integers (which is how integers with gaps arrive). Times are a time column, texts that
/// parse_time() understands, or numbers in `unit`. Rows without a user are dropped and counted in
/// n_dropped(); gaps elsewhere are refused, except in `value`, where they stay missing. With
/// TimeUnit::order the times of the log are ranks, 0 ... , equal where the column is.
/// Cost: one hash look-up a row and id.
/// Errors: DataError for an absent column (with the nearest name), a column of the wrong kind, a
/// gap, numbers without a unit, and times before 1900 or after 2200, which mean a wrong unit.
EventLog make_event_log(const Table& table, const EventRoles& roles,
                        TimeUnit unit = TimeUnit::automatic);

/// How many events lie after `now_us`: future times are kept, but should be looked at.
std::size_t n_events_after(const EventLog& log, std::int64_t now_us);

}  // namespace limn::inline LIMN_ABI::data

#ifdef LIMN_HEADER_ONLY
#include <limn/data/make_event_log.ipp>
#endif
