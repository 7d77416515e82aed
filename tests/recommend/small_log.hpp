// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include <limn/data/event_log.hpp>

/// Histories of item codes into a log of integer ids; `days`: a clock of one event a day.
inline limn::data::EventLog make_log(const std::vector<std::vector<std::int32_t>>& histories,
                                     std::int64_t n_items, bool days = false) {
  limn::data::EventLog::Columns c;
  for (std::int64_t item = 0; item < n_items; ++item) c.items.insert(100 + item);
  c.ordered_only = !days;
  for (std::size_t user = 0; user < histories.size(); ++user) {
    c.users.insert(static_cast<std::int64_t>(user));
    for (std::size_t e = 0; e < histories[user].size(); ++e) {
      c.user.push_back(static_cast<std::int32_t>(user));
      c.item.push_back(histories[user][e]);
      c.time_us.push_back(static_cast<std::int64_t>(e) * (days ? 86'400'000'000 : 1));
    }
  }
  return limn::data::EventLog(std::move(c));
}

/// Three users, four items a b c d = 0 1 2 3: "a b c", "a b", "b c d".
inline limn::data::EventLog abcd_log(bool days = false) {
  return make_log({{0, 1, 2}, {0, 1}, {1, 2, 3}}, 4, days);
}

/// A history that only knows items.
inline limn::data::History history_of(const std::vector<std::int32_t>& items) {
  limn::data::History out;
  out.items = items;
  return out;
}
