// SPDX-License-Identifier: MIT
#pragma once

#include <limn/encoder/encoder.hpp>

#include <cstdint>
#include <limits>
#include <vector>

struct Event {
  std::int64_t user, item, time_s;
};

inline limn::data::EventLog log_of(const std::vector<Event>& events, bool ordered_only = false) {
  limn::data::EventLog::Columns c;
  c.ordered_only = ordered_only;
  for (const Event& e : events) {
    c.user.push_back(c.users.insert(e.user));
    c.item.push_back(c.items.insert(e.item));
    c.time_us.push_back(ordered_only ? e.time_s : e.time_s * 1'000'000);
  }
  return limn::data::EventLog(std::move(c));
}

/// Users walk around a ring of items by a step of their own (1 or 2): the next item follows from
/// the last two, never from the last one alone.
inline limn::data::EventLog rings(std::int64_t users, std::int64_t items, std::int64_t length) {
  std::vector<Event> events;
  for (std::int64_t u = 0; u < users; ++u)
    for (std::int64_t i = 0; i < length; ++i)
      events.push_back({u, (u * 7 + i * (1 + u % 2)) % items, i * 3600 * (1 + u % 5)});
  return log_of(events);
}

/// The same with a type and a value an event; some values are missing.
inline limn::data::EventLog shop(std::int64_t users, std::int64_t items, std::int64_t length) {
  limn::data::EventLog::Columns c;
  for (const char* type : {"view", "cart", "buy"}) c.types.insert(type);
  for (std::int64_t u = 0; u < users; ++u)
    for (std::int64_t i = 0; i < length; ++i) {
      c.user.push_back(c.users.insert(u));
      c.item.push_back(c.items.insert((u * 7 + i * (1 + u % 2)) % items));
      c.time_us.push_back((i / 2) * 5'000'000'000 * (1 + u % 5));  // pairs of equal times
      c.type.push_back(static_cast<std::int32_t>((u + i) % 3));
      c.value.push_back((u + i) % 5 == 0 ? std::numeric_limits<double>::quiet_NaN()
                                         : static_cast<double>((u * i) % 17));
    }
  return limn::data::EventLog(std::move(c));
}

template <class Encoder>
typename Encoder::Params small() {
  typename Encoder::Params p;
  p.width = 16, p.max_length = 12, p.epochs = 3, p.patience = 0, p.n_negatives = 6;
  return p;
}
