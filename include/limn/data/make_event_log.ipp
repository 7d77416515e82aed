// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include <limn/core/error.hpp>
#include <limn/data/make_event_log.hpp>

namespace limn::inline LIMN_ABI::data {
namespace detail {

inline constexpr std::int64_t earliest_us = day_us(1900, 1, 1);
inline constexpr std::int64_t latest_us = day_us(2201, 1, 1);

[[noreturn]] inline void refuse_column(ErrorCode code, const std::string& column, std::string got,
                                       std::string expected, std::string fix,
                                       std::optional<std::size_t> row = std::nullopt) {
  throw DataError(
      code, {.component = "data.event_log",
             .place = "column '" + column + "'" + (row ? ", row " + std::to_string(*row) : ""),
             .got = std::move(got),
             .expected = std::move(expected),
             .fix = std::move(fix)});
}

/// One role's column: what it is called and where to look.
struct Source {
  const std::string& name;
  const Column& column;
};

inline std::int64_t whole(const Source& source, std::size_t row, double value) {
  if (std::trunc(value) != value || std::abs(value) > 0x1p53)
    refuse_column(ErrorCode::data_column_type, source.name, "a number that is no integer",
                  "an integer or a text", "name an id column", row);
  return static_cast<std::int64_t>(value);
}

/// The code of each row's id; -1 where it is missing and `gaps` are allowed. Rows that have no user
/// (those with keep[row] < 0) are not looked at.
inline std::vector<std::int32_t> encode_ids(const Source& source, Vocabulary& ids, bool gaps,
                                            const std::vector<std::int32_t>* keep) {
  const Column& column = source.column;
  std::vector<std::int32_t> out(column.size(), gaps ? -1 : 0), of_level;
  if (column.kind() == Column::Kind::category) of_level.assign(column.levels().size(), -1);
  for (std::size_t row = 0; row < out.size(); ++row) {
    if (keep && (*keep)[row] < 0) continue;
    if (column.is_missing(row)) {
      if (gaps) continue;
      refuse_column(ErrorCode::data_value, source.name, "a missing value", "a value in every row",
                    "remove these rows, or name another column", row);
    }
    if (column.kind() == Column::Kind::int64) {
      out[row] = ids.insert(column.integers()[row]);
    } else if (column.kind() == Column::Kind::text) {
      out[row] = ids.insert(column.text(row));
    } else if (column.kind() == Column::Kind::float64) {
      out[row] = ids.insert(whole(source, row, column.floats()[row]));
    } else if (column.kind() == Column::Kind::category) {
      const auto level = static_cast<std::size_t>(column.codes()[row]);
      if (of_level[level] < 0) of_level[level] = ids.insert(column.levels()[level]);
      out[row] = of_level[level];
    } else {
      refuse_column(ErrorCode::data_column_type, source.name,
                    "kind " + std::string(kind_name(column.kind())), "int64, text or category",
                    "name an id column");
    }
  }
  return out;
}

/// Microseconds in one unit, as a fraction: numerator and denominator.
inline std::pair<std::int64_t, std::int64_t> unit_us(TimeUnit unit) {
  if (unit == TimeUnit::s) return {1000000, 1};
  if (unit == TimeUnit::ms) return {1000, 1};
  if (unit == TimeUnit::ns) return {1, 1000};
  if (unit == TimeUnit::day) return {86400000000, 1};
  return {1, 1};
}

/// The unit in which all of [low, high] would be between 1990 and 2100, or nothing.
inline std::string likely_unit(double low, double high) {
  for (const TimeUnit unit :
       {TimeUnit::s, TimeUnit::ms, TimeUnit::us, TimeUnit::ns, TimeUnit::day}) {
    const auto [many, of] = unit_us(unit);
    const double us = static_cast<double>(many) / static_cast<double>(of);
    if (low * us > static_cast<double>(day_us(1990, 1, 1)) &&
        high * us < static_cast<double>(day_us(2100, 1, 1)))
      return std::string(unit_name(unit));
  }
  return "";
}

struct Numbers {
  std::vector<double> values;
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
};

/// The numbers of a time column; rows without a user stay 0.
inline Numbers time_numbers(const Source& source, const std::vector<std::int32_t>& user) {
  Numbers out{std::vector<double>(user.size(), 0.0)};
  const bool whole_numbers = source.column.kind() == Column::Kind::int64;
  for (std::size_t row = 0; row < user.size(); ++row) {
    if (user[row] < 0) continue;
    const double value = source.column.is_missing(row) ? missing
                         : whole_numbers ? static_cast<double>(source.column.integers()[row])
                                         : source.column.floats()[row];
    if (!std::isfinite(value))
      refuse_column(ErrorCode::data_value, source.name,
                    std::isnan(value) ? "a missing time" : "an infinite time",
                    "a time in every row", "remove these rows", row);
    out.values[row] = value;
    out.low = std::min(out.low, value);
    out.high = std::max(out.high, value);
  }
  return out;
}

/// Ranks 0, 1, ... of the times, equal where they are equal.
template <class T>
std::vector<std::int64_t> ranks(const std::vector<T>& times,
                                const std::vector<std::int32_t>& user) {
  std::vector<T> sorted;
  for (std::size_t row = 0; row < times.size(); ++row)
    if (user[row] >= 0) sorted.push_back(times[row]);
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  std::vector<std::int64_t> out(times.size(), 0);
  for (std::size_t row = 0; row < times.size(); ++row)
    if (user[row] >= 0)
      out[row] = std::lower_bound(sorted.begin(), sorted.end(), times[row]) - sorted.begin();
  return out;
}

[[noreturn]] inline void refuse_unit(const Source& source, const std::string& got,
                                     const Numbers& numbers) {
  const std::string likely = likely_unit(numbers.low, numbers.high);
  refuse_column(ErrorCode::data_value, source.name, got, "times between 1900 and 2200",
                likely.empty() ? "say what the numbers are: time_unit s, ms, us, ns, day or order"
                               : "these look like time_unit '" + likely + "'");
}

inline std::vector<std::int64_t> scaled_times(const Source& source, TimeUnit unit,
                                              const Numbers& numbers,
                                              const std::vector<std::int32_t>& user) {
  if (numbers.low > numbers.high) return std::vector<std::int64_t>(user.size(), 0);  // nobody
  if (unit == TimeUnit::automatic) refuse_unit(source, "numbers without a unit", numbers);
  const auto [many, of] = unit_us(unit);
  const double us = static_cast<double>(many) / static_cast<double>(of);
  const std::string name(unit_name(unit));
  if (numbers.low * us < static_cast<double>(earliest_us) ||
      numbers.high * us >= static_cast<double>(latest_us))
    refuse_unit(source, "times outside of 1900 to 2200 in unit '" + name + "'", numbers);
  const std::string likely = likely_unit(numbers.low, numbers.high);
  if (numbers.low >= 0 && numbers.high * us < static_cast<double>(day_us(1971, 1, 1)) &&
      !likely.empty() && likely != name)
    refuse_unit(source, "times that are all in 1970 in unit '" + name + "'", numbers);
  std::vector<std::int64_t> out(user.size(), 0);
  const bool whole_numbers = source.column.kind() == Column::Kind::int64;
  for (std::size_t row = 0; row < user.size(); ++row) {
    if (user[row] < 0) continue;
    if (!whole_numbers) {
      out[row] = std::llround(numbers.values[row] * us);
    } else {
      const std::int64_t value = source.column.integers()[row];
      out[row] = of == 1 ? value * many : value / of - (value % of < 0 ? 1 : 0);
    }
  }
  return out;
}

/// Times and texts, which carry their unit.
inline std::vector<std::int64_t> clock_times(const Source& source,
                                             const std::vector<std::int32_t>& user) {
  const Column& column = source.column;
  std::vector<std::int64_t> out(user.size(), 0);
  for (std::size_t row = 0; row < user.size(); ++row) {
    if (user[row] < 0) continue;
    if (column.is_missing(row))
      refuse_column(ErrorCode::data_value, source.name, "a missing time", "a time in every row",
                    "remove these rows", row);
    if (column.kind() == Column::Kind::time) {
      out[row] = column.times_us()[row];
    } else {
      const auto text =
          column.kind() == Column::Kind::text
              ? column.text(row)
              : std::string_view(column.levels()[static_cast<std::size_t>(column.codes()[row])]);
      const auto time = parse_time(text);
      if (!time)
        refuse_column(ErrorCode::data_value, source.name, "a text that is no time",
                      "YYYY-MM-DD, with HH:MM:SS or without", "rewrite the times", row);
      out[row] = *time;
    }
    if (out[row] < earliest_us || out[row] >= latest_us)
      refuse_column(ErrorCode::data_value, source.name, "a time outside of 1900 to 2200",
                    "a time between", "check the unit of the column", row);
  }
  return out;
}

inline std::vector<std::int64_t> event_times(const Source& source, TimeUnit unit,
                                             const std::vector<std::int32_t>& user) {
  const Column::Kind kind = source.column.kind();
  if (kind == Column::Kind::boolean)
    refuse_column(ErrorCode::data_column_type, source.name, "kind boolean",
                  "time, text, int64 or float64", "name the time column");
  if (kind != Column::Kind::int64 && kind != Column::Kind::float64) {
    const std::vector<std::int64_t> times = clock_times(source, user);
    return unit == TimeUnit::order ? ranks(times, user) : times;
  }
  const Numbers numbers = time_numbers(source, user);
  if (unit != TimeUnit::order) return scaled_times(source, unit, numbers, user);
  if (kind == Column::Kind::float64) return ranks(numbers.values, user);
  const auto values = source.column.integers();
  return ranks(std::vector<std::int64_t>(values.begin(), values.end()), user);
}

inline std::vector<double> event_values(const Source& source,
                                        const std::vector<std::int32_t>& user) {
  const Column::Kind kind = source.column.kind();
  if (kind == Column::Kind::text || kind == Column::Kind::category || kind == Column::Kind::time)
    refuse_column(ErrorCode::data_column_type, source.name, "kind " + std::string(kind_name(kind)),
                  "numbers", "name a column of numbers, or none");
  std::vector<double> out = source.column.numbers();
  for (std::size_t row = 0; row < out.size(); ++row)
    if (user[row] >= 0 && std::isinf(out[row]))
      refuse_column(ErrorCode::data_value, source.name, "an infinite value",
                    "a finite number or a missing one", "replace it or set it missing", row);
  return out;
}

}  // namespace detail

LIMN_INLINE EventLog make_event_log(const Table& table, const EventRoles& roles, TimeUnit unit) {
  const auto source = [&](const std::string& name) {
    return detail::Source{name, table.column(name)};
  };
  EventLog::Columns c;
  c.ordered_only = unit == TimeUnit::order;
  c.user = detail::encode_ids(source(roles.user), c.users, true, nullptr);
  c.item = detail::encode_ids(source(roles.item), c.items, false, &c.user);
  if (roles.time.empty() && c.ordered_only) {
    c.time_us.resize(table.n_rows());
    for (std::size_t row = 0; row < c.time_us.size(); ++row)
      c.time_us[row] = static_cast<std::int64_t>(row);
  } else {
    c.time_us = detail::event_times(source(roles.time), unit, c.user);
  }
  if (!roles.type.empty()) c.type = detail::encode_ids(source(roles.type), c.types, false, &c.user);
  if (!roles.value.empty()) c.value = detail::event_values(source(roles.value), c.user);
  return EventLog(std::move(c));
}

LIMN_INLINE std::size_t n_events_after(const EventLog& log, std::int64_t now_us) {
  return static_cast<std::size_t>(std::count_if(log.times_us().begin(), log.times_us().end(),
                                                [&](std::int64_t time) { return time > now_us; }));
}

}  // namespace limn::inline LIMN_ABI::data
