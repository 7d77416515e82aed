// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <limn/core/error.hpp>
#include <limn/core/parallel.hpp>
#include <limn/core/types.hpp>
#include <limn/data/event_log.hpp>

// What the event features share: which events of a user count, and one row a user in parallel.
namespace limn::inline LIMN_ABI::features::detail {

inline constexpr std::int64_t minute_us = 60'000'000;
inline constexpr std::int64_t hour_us = 60 * minute_us;
inline constexpr std::int64_t day_us = 24 * hour_us;

inline double days_between(std::int64_t from_us, std::int64_t to_us) {
  return (static_cast<double>(to_us) - static_cast<double>(from_us)) / static_cast<double>(day_us);
}

/// The time that lies `us` >= 0 before or after, without overflow.
inline std::int64_t before(std::int64_t time_us, std::int64_t us) {
  constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
  return time_us < lowest + us ? lowest : time_us - us;
}
inline std::int64_t just_after(std::int64_t time_us) {
  return time_us == std::numeric_limits<std::int64_t>::max() ? time_us : time_us + 1;
}

/// Whole days since 1970-01-01 and microseconds into that day, on a clock `offset_us` off UTC.
struct LocalTime {
  std::int64_t day = 0, into_day_us = 0;
  /// 0 = Monday; 1970-01-01 was a Thursday.
  std::int64_t weekday() const { return ((day + 3) % 7 + 7) % 7; }
  std::int64_t hour() const { return into_day_us / hour_us; }
};
inline LocalTime local_time(std::int64_t time_us, std::int64_t offset_us) {
  std::int64_t day = time_us / day_us, rest = time_us % day_us + offset_us;
  while (rest < 0) rest += day_us, --day;
  while (rest >= day_us) rest -= day_us, ++day;
  return {day, rest};
}
inline std::int64_t offset_from_hours(double hours) {
  return static_cast<std::int64_t>(std::llround(hours * static_cast<double>(hour_us)));
}

/// The events that count: strictly before `as_of_us`, of the wanted types (none named = all).
class Stories {
 public:
  /// Room for the events of one user where some are left out; one a thread.
  struct Buffer {
    std::vector<std::int32_t> items, types;
    std::vector<std::int64_t> times_us;
    std::vector<double> values;
  };

  /// Errors: DataError when types are named and the log has none.
  Stories(const data::EventLog& log, std::int64_t as_of_us, const std::vector<std::string>& types,
          std::string_view component)
      : log_(log), as_of_us_(as_of_us), all_(types.empty()) {
    if (all_) return;
    if (!log.has_types() && log.n_events() > 0)
      throw DataError(ErrorCode::data_column_missing,
                      {.component = std::string(component),
                       .place = "option 'types'",
                       .got = "a log without event types",
                       .expected = "a log whose events have types",
                       .fix = "name the type column of the log, or leave 'types' empty"});
    wanted_.assign(log.types().size(), 0);
    for (const std::string& type : types)
      if (const std::int32_t code = log.types().find(std::string_view(type)); code >= 0)
        wanted_[static_cast<std::size_t>(code)] = 1;
  }

  const data::EventLog& log() const { return log_; }
  std::int64_t as_of_us() const { return as_of_us_; }

  /// The events of `user` that count, oldest first; a view of the log or of the buffer.
  data::History operator()(std::size_t user, Buffer& buffer) const {
    data::History h = log_.history(user);
    const auto n = static_cast<std::size_t>(
        std::lower_bound(h.times_us.begin(), h.times_us.end(), as_of_us_) - h.times_us.begin());
    h.items = h.items.first(n);
    h.times_us = h.times_us.first(n);
    if (!h.types.empty()) h.types = h.types.first(n);
    if (!h.values.empty()) h.values = h.values.first(n);
    return all_ ? h : selected(h, buffer);
  }

 private:
  data::History selected(const data::History& h, Buffer& b) const {
    b.items.clear(), b.types.clear(), b.times_us.clear(), b.values.clear();
    for (std::size_t i = 0; i < h.types.size(); ++i) {
      if (!wanted_[static_cast<std::size_t>(h.types[i])]) continue;
      b.items.push_back(h.items[i]);
      b.types.push_back(h.types[i]);
      b.times_us.push_back(h.times_us[i]);
      if (!h.values.empty()) b.values.push_back(h.values[i]);
    }
    return {b.items, b.types, b.times_us, b.values};
  }

  const data::EventLog& log_;
  std::int64_t as_of_us_;
  bool all_;
  std::vector<std::uint8_t> wanted_;
};

/// What fit asks of a log. Errors: DataError without events, or when a wanted type is unknown.
inline void require_events(const data::EventLog& log, const std::vector<std::string>& types,
                           std::string_view component) {
  if (log.n_events() == 0)
    throw DataError(ErrorCode::data_empty, {.component = std::string(component),
                                            .place = "events",
                                            .got = "0",
                                            .expected = "at least 1",
                                            .fix = "pass a log with events"});
  for (const std::string& type : types)
    if (log.has_types() && log.types().find(std::string_view(type)) < 0)
      throw DataError(ErrorCode::data_unknown_id,
                      {.component = std::string(component),
                       .place = "option 'types'",
                       .got = "\"" + type + "\", which no event of the log has",
                       .expected = "types of the log",
                       .fix = "see log.types"});
}

/// (n_users, n_columns), missing where nothing is written: make_row() gives each thread a function
/// row(history, out) with scratch of its own.
template <class MakeRow>
Matrix rows_of(const Stories& stories, Index n_columns, MakeRow&& make_row) {
  const std::size_t n_users = stories.log().n_users();
  Matrix out = Matrix::Constant(static_cast<Index>(n_users), n_columns, missing);
  core::parallel_rows(n_users, 256, [&](std::size_t begin, std::size_t end) {
    auto row = make_row();
    Stories::Buffer buffer;
    for (std::size_t user = begin; user < end; ++user)
      row(stories(user, buffer), std::span<double>(out.row(static_cast<Index>(user)).data(),
                                                   static_cast<std::size_t>(n_columns)));
  });
  return out;
}

/// Sum of the values that are there; 0 without events, NaN when none of them has a value.
inline double value_sum(std::span<const double> values, std::size_t n_events) {
  double sum = 0;
  std::size_t known = 0;
  for (const double value : values)
    if (!std::isnan(value)) {
      sum += value;
      ++known;
    }
  return known > 0 || n_events == 0 ? sum : missing;
}

/// -sum p log2 p of weights >= 0 that sum to `total` > 0, in bits.
inline double entropy_bits(std::span<const double> weights, double total) {
  double out = 0;
  for (const double weight : weights)
    if (weight > 0) out -= weight / total * std::log2(weight / total);
  return std::max(out, 0.0);
}

}  // namespace limn::inline LIMN_ABI::features::detail
