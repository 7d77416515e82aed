// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include <limn/core/parallel.hpp>
#include <limn/data/event_log.hpp>

namespace limn::inline LIMN_ABI::data {
namespace detail {

[[noreturn]] inline void throw_log(ErrorCode code, std::string place, std::string got,
                                   std::string expected, std::string fix) {
  throw DataError(code, {.component = "data.event_log",
                         .place = std::move(place),
                         .got = std::move(got),
                         .expected = std::move(expected),
                         .fix = std::move(fix)});
}

/// Errors: DataError naming the first row of a known user whose code is not below `size`.
inline void check_codes(const EventLog::Columns& c, std::span<const std::int32_t> codes,
                        std::size_t size, const char* column) {
  for (std::size_t row = 0; row < codes.size(); ++row) {
    if (c.user[row] < 0 || (codes[row] >= 0 && static_cast<std::size_t>(codes[row]) < size))
      continue;
    const bool gap = codes[row] == -1;
    throw_log(ErrorCode::data_value, std::string(column) + ", row " + std::to_string(row),
              gap ? "a missing value" : "code " + std::to_string(codes[row]),
              "a code below " + std::to_string(size),
              gap ? "remove these rows, or leave the column out"
                  : "take codes from the log's own vocabulary");
  }
}

/// Far enough from the ends of the type that differences and shifts of times cannot overflow.
inline bool is_time(std::int64_t us) {
  return us > -(std::int64_t{1} << 61) && us < (std::int64_t{1} << 61);
}

inline void check_columns(const EventLog::Columns& c) {
  const auto n = static_cast<std::ptrdiff_t>(c.user.size());
  core::require_length(std::ssize(c.item), n, "data.event_log", "column item");
  core::require_length(std::ssize(c.time_us), n, "data.event_log", "column time");
  if (!c.type.empty() || c.types.size() > 0)
    core::require_length(std::ssize(c.type), n, "data.event_log", "column type");
  if (!c.value.empty())
    core::require_length(std::ssize(c.value), n, "data.event_log", "column value");
  for (std::size_t row = 0; row < c.user.size(); ++row) {
    if (c.user[row] < -1 ||
        (c.user[row] >= 0 && static_cast<std::size_t>(c.user[row]) >= c.users.size()))
      throw_log(ErrorCode::data_value, "column user, row " + std::to_string(row),
                "code " + std::to_string(c.user[row]),
                "-1 or a code below " + std::to_string(c.users.size()),
                "take codes from the log's own vocabulary");
    if (c.user[row] >= 0 && !is_time(c.time_us[row]))
      throw_log(ErrorCode::data_value, "column time, row " + std::to_string(row),
                "an impossible time", "UTC microseconds", "check the unit of the column");
    if (c.user[row] >= 0 && !c.value.empty() && std::isinf(c.value[row]))
      throw_log(ErrorCode::data_value, "column value, row " + std::to_string(row),
                "an infinite value", "a finite number or a missing one",
                "replace it or set it missing");
  }
  check_codes(c, c.item, c.items.size(), "column item");
  check_codes(c, c.type, c.types.size(), "column type");
}

inline void check_user(std::int32_t code, std::size_t n_users) {
  if (code < 0 || static_cast<std::size_t>(code) >= n_users)
    throw_log(ErrorCode::data_unknown_id, "user", "code " + std::to_string(code),
              "a code below " + std::to_string(n_users), "ask users() for the code");
}

inline bool in_order(const EventLog::Columns& c) {
  for (std::size_t row = 0; row < c.user.size(); ++row) {
    if (c.user[row] < 0) return false;
    if (row == 0 || c.user[row] > c.user[row - 1]) continue;
    if (c.user[row] < c.user[row - 1] || c.time_us[row] < c.time_us[row - 1]) return false;
  }
  return true;
}

/// Number of events of each user, summed up: (n_users + 1).
inline std::vector<std::int64_t> count_offsets(std::span<const std::int32_t> user,
                                               std::size_t n_users) {
  std::vector<std::int64_t> out(n_users + 1, 0);
  for (const std::int32_t code : user)
    if (code >= 0) ++out[static_cast<std::size_t>(code) + 1];
  std::partial_sum(out.begin(), out.end(), out.begin());
  return out;
}

/// The rows in the order of the log: a counting sort by user keeps the order of the input, and only
/// users whose times are not rising yet are sorted themselves (stable).
inline std::vector<std::size_t> sorted_rows(const EventLog::Columns& c,
                                            const std::vector<std::int64_t>& offsets) {
  std::vector<std::size_t> rows(static_cast<std::size_t>(offsets.back()));
  std::vector<std::int64_t> next(offsets.begin(), offsets.end() - 1);
  for (std::size_t row = 0; row < c.user.size(); ++row)
    if (c.user[row] >= 0)
      rows[static_cast<std::size_t>(next[static_cast<std::size_t>(c.user[row])]++)] = row;
  core::parallel_rows(offsets.size() - 1, 1024, [&](std::size_t first, std::size_t last) {
    std::vector<std::pair<std::int64_t, std::size_t>> keys;
    for (std::size_t user = first; user < last; ++user) {
      const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(offsets[user]);
      const auto end = rows.begin() + static_cast<std::ptrdiff_t>(offsets[user + 1]);
      const auto earlier = [&](std::size_t a, std::size_t b) {
        return c.time_us[a] < c.time_us[b];
      };
      if (std::is_sorted(begin, end, earlier)) continue;
      keys.clear();
      for (auto row = begin; row != end; ++row) keys.emplace_back(c.time_us[*row], *row);
      std::sort(keys.begin(), keys.end());  // rows rise, so the pairs are never equal: stable
      std::transform(keys.begin(), keys.end(), begin, [](const auto& key) { return key.second; });
    }
  });
  return rows;
}

template <class T>
std::vector<T> take(const std::vector<T>& column, const std::vector<std::size_t>& rows) {
  if (column.empty()) return {};
  std::vector<T> out(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) out[i] = column[rows[i]];
  return out;
}

/// FNV-1a over 64-bit words.
struct Fnv {
  std::uint64_t hash = 0xCBF29CE484222325u;
  void add(std::uint64_t word) {
    hash = (hash ^ word) * 0x100000001B3u;
    hash ^= hash >> 32;  // words, unlike bytes, would never let a high bit reach a low one
  }
  void add(std::string_view text) {
    add(text.size());
    for (const char c : text) add(static_cast<std::uint64_t>(static_cast<unsigned char>(c)));
  }
  template <class T>
  void add(std::span<const T> numbers) {
    add(numbers.size());
    for (const T number : numbers) add(static_cast<std::uint64_t>(number));
  }
  void add(const Vocabulary& ids) {
    add(static_cast<std::uint64_t>(ids.kind()));
    add(ids.integers());
    add(ids.texts().size());
    for (const std::string& text : ids.texts()) add(std::string_view(text));
  }
};

/// Joins the ids of `more` to `ids` and answers the code of each there.
inline std::vector<std::int32_t> join(Vocabulary& ids, const Vocabulary& more) {
  std::vector<std::int32_t> out(more.size());
  for (std::size_t code = 0; code < out.size(); ++code)
    out[code] = more.kind() == Vocabulary::Kind::integer
                    ? ids.insert(more.integers()[code])
                    : ids.insert(std::string_view(more.texts()[code]));
  return out;
}

inline void extend(std::vector<std::int32_t>& column, const std::vector<std::int32_t>& more,
                   const std::vector<std::int32_t>& codes) {
  for (const std::int32_t code : more) column.push_back(codes[static_cast<std::size_t>(code)]);
}

}  // namespace detail

LIMN_INLINE EventLog::EventLog(Columns c) {
  detail::check_columns(c);
  offsets_ = detail::count_offsets(c.user, c.users.size());
  n_dropped_ = std::ssize(c.user) - offsets_.back();
  has_values_ = !c.value.empty();
  ordered_only_ = c.ordered_only;
  if (!detail::in_order(c)) {
    const std::vector<std::size_t> rows = detail::sorted_rows(c, offsets_);
    c.user = detail::take(c.user, rows);
    c.item = detail::take(c.item, rows);
    c.type = detail::take(c.type, rows);
    c.time_us = detail::take(c.time_us, rows);
    c.value = detail::take(c.value, rows);
  }
  users_ = std::move(c.users);
  items_ = std::move(c.items);
  types_ = std::move(c.types);
  user_ = std::move(c.user);
  item_ = std::move(c.item);
  type_ = std::move(c.type);
  time_us_ = std::move(c.time_us);
  value_ = std::move(c.value);
}

LIMN_INLINE History EventLog::history(std::size_t code) const {
  detail::check_user(code < n_users() ? static_cast<std::int32_t>(code) : -1, n_users());
  const auto begin = static_cast<std::size_t>(offsets_[code]);
  const auto n = static_cast<std::size_t>(offsets_[code + 1]) - begin;
  return {
      .items = std::span(item_).subspan(begin, n),
      .types = type_.empty() ? std::span<const std::int32_t>{} : std::span(type_).subspan(begin, n),
      .times_us = std::span(time_us_).subspan(begin, n),
      .values = value_.empty() ? std::span<const double>{} : std::span(value_).subspan(begin, n)};
}

LIMN_INLINE std::int64_t EventLog::first_time_us() const {
  return time_us_.empty() ? 0 : *std::min_element(time_us_.begin(), time_us_.end());
}

LIMN_INLINE std::int64_t EventLog::last_time_us() const {
  return time_us_.empty() ? 0 : *std::max_element(time_us_.begin(), time_us_.end());
}

/// The given events, rising; vocabularies as they are.
LIMN_INLINE EventLog EventLog::select(const std::vector<std::size_t>& events) const {
  EventLog out;
  out.users_ = users_;
  out.items_ = items_;
  out.types_ = types_;
  out.user_ = detail::take(user_, events);
  out.item_ = detail::take(item_, events);
  out.type_ = detail::take(type_, events);
  out.time_us_ = detail::take(time_us_, events);
  out.value_ = detail::take(value_, events);
  out.offsets_ = detail::count_offsets(out.user_, users_.size());
  out.has_values_ = has_values_;
  out.ordered_only_ = ordered_only_;
  return out;
}

LIMN_INLINE EventLog EventLog::slice(std::int64_t until_us) const {
  std::vector<std::size_t> kept;
  for (std::size_t event = 0; event < n_events(); ++event)
    if (time_us_[event] < until_us) kept.push_back(event);
  return select(kept);
}

LIMN_INLINE EventLog EventLog::without(std::span<const std::uint8_t> drop) const {
  core::require_length(std::ssize(drop), std::ssize(item_), "data.event_log", "flags");
  std::vector<std::size_t> kept;
  for (std::size_t event = 0; event < n_events(); ++event)
    if (!drop[event]) kept.push_back(event);
  return select(kept);
}

LIMN_INLINE EventLog EventLog::only_users(std::span<const std::int32_t> user_codes) const {
  Columns c;
  std::vector<std::int32_t> new_code(n_users(), -1);
  std::vector<std::size_t> events;
  for (const std::int32_t code : user_codes) {
    detail::check_user(code, n_users());
    std::int32_t& mine = new_code[static_cast<std::size_t>(code)];
    if (mine >= 0)
      detail::throw_log(ErrorCode::data_duplicate, "users",
                        "code " + std::to_string(code) + " twice", "every user once",
                        "remove the duplicate");
    mine = users_.kind() == Vocabulary::Kind::integer
               ? c.users.insert(users_.integers()[static_cast<std::size_t>(code)])
               : c.users.insert(std::string_view(users_.texts()[static_cast<std::size_t>(code)]));
    const auto at = static_cast<std::size_t>(code);
    for (std::int64_t event = offsets_[at]; event < offsets_[at + 1]; ++event)
      events.push_back(static_cast<std::size_t>(event));
  }
  c.items = items_;
  c.types = types_;
  c.user = detail::take(user_, events);
  for (std::int32_t& code : c.user) code = new_code[static_cast<std::size_t>(code)];
  c.item = detail::take(item_, events);
  c.type = detail::take(type_, events);
  c.time_us = detail::take(time_us_, events);
  c.value = detail::take(value_, events);
  c.ordered_only = ordered_only();
  EventLog out(std::move(c));
  out.has_values_ = has_values_;
  return out;
}

LIMN_INLINE EventLog EventLog::without_user(std::int32_t user_code) const {
  detail::check_user(user_code, n_users());
  std::vector<std::int32_t> others(n_users());
  std::iota(others.begin(), others.end(), 0);
  others.erase(others.begin() + user_code);
  EventLog out = only_users(others);
  out.n_dropped_ = n_dropped_;
  return out;
}

LIMN_INLINE EventLog EventLog::append(const EventLog& more) const {
  if (more.n_events() > 0 && n_events() > 0) {
    if (has_types() != more.has_types())
      detail::throw_log(ErrorCode::data_column_missing, "column type", "types in one log only",
                        "types in both or in none", "name the type column for both logs");
    if (ordered_only() != more.ordered_only())
      detail::throw_log(ErrorCode::data_column_type, "column time",
                        "a clock in one log and an order in the other", "the same in both",
                        "read both logs with the same time unit");
  }
  Columns c{.users = users_,
            .items = items_,
            .types = types_,
            .user = user_,
            .item = item_,
            .type = type_,
            .time_us = time_us_,
            .value = value_,
            .ordered_only = n_events() > 0 ? ordered_only() : more.ordered_only()};
  detail::extend(c.user, more.user_, detail::join(c.users, more.users_));
  detail::extend(c.item, more.item_, detail::join(c.items, more.items_));
  detail::extend(c.type, more.type_, detail::join(c.types, more.types_));
  const std::int64_t shift = c.ordered_only && n_events() > 0 ? last_time_us() + 1 : 0;
  for (const std::int64_t time : more.time_us_) c.time_us.push_back(time + shift);
  if (has_values() || more.has_values()) {
    c.value.resize(n_events(), missing);
    c.value.insert(c.value.end(), more.value_.begin(), more.value_.end());
    c.value.resize(c.time_us.size(), missing);
  }
  EventLog out(std::move(c));
  out.has_values_ = has_values() || more.has_values();
  out.n_dropped_ = n_dropped_ + more.n_dropped_;
  return out;
}

LIMN_INLINE std::uint64_t EventLog::fingerprint() const {
  detail::Fnv fnv;
  fnv.add(users_);
  fnv.add(items_);
  fnv.add(types_);
  fnv.add(std::span(user_));
  fnv.add(std::span(item_));
  fnv.add(std::span(type_));
  fnv.add(std::span(time_us_));
  return fnv.hash;
}

LIMN_INLINE void EventLog::check_state() const {
  const auto require = [](bool ok, const char* what) {
    core::require_state(ok, "data.event_log", what);
  };
  const std::size_t n = user_.size();
  require(item_.size() == n && time_us_.size() == n, "columns");
  require(type_.size() == (has_types() ? n : 0), "type");
  require(value_.size() == (has_values() ? n : 0), "value");
  require(has_values_ <= 1 && ordered_only_ <= 1 && n_dropped_ >= 0, "flags");
  require(offsets_.empty() ? n_users() == 0 && n == 0 : offsets_.size() == n_users() + 1,
          "offsets");
  const auto below = [](std::size_t size) {
    return [size](std::int32_t code) { return code >= 0 && static_cast<std::size_t>(code) < size; };
  };
  require(std::all_of(user_.begin(), user_.end(), below(users_.size())), "user");
  require(std::all_of(item_.begin(), item_.end(), below(items_.size())), "item");
  require(std::all_of(type_.begin(), type_.end(), below(types_.size())), "type");
  require(std::none_of(value_.begin(), value_.end(), [](double v) { return std::isinf(v); }),
          "value");
  require(std::all_of(time_us_.begin(), time_us_.end(), detail::is_time), "time");
  if (offsets_.empty()) return;
  require(offsets_ == detail::count_offsets(user_, n_users()), "offsets");
  for (std::size_t event = 1; event < n; ++event)
    require(user_[event] > user_[event - 1] ||
                (user_[event] == user_[event - 1] && time_us_[event] >= time_us_[event - 1]),
            "order of events");
}

}  // namespace limn::inline LIMN_ABI::data
