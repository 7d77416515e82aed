// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/random.hpp>
#include <limn/data/event_log.hpp>
#include <limn/data/table.hpp>
#include <limn/profiler/profiler.hpp>
#include <limn/testing/samples.hpp>

/// A configuration that fits in a second: a tiny encoder.
inline limn::Config quick(bool encoder = true) {
  limn::Config config;
  config.encoder = {};
  if (encoder)
    config.encoder = limn::ComponentSpec{
        "encoder.event_encoder",
        {{"width", std::int64_t{8}}, {"layers", std::int64_t{1}}, {"epochs", std::int64_t{2}}}};
  config.n_segments = 3;
  return config;
}

inline limn::data::EventLog shop_log(int n_users = 120, std::uint64_t seed = 11) {
  return limn::testing::sample_log({.n_users = n_users, .n_items = 20, .longest = 24}, seed);
}

/// 100 days of 80 users: the even ones come every four days, the odd ones no more after the 40th.
inline limn::data::EventLog loyal_and_lost() {
  constexpr std::int64_t day = 86'400'000'000, start = 1'700'000'000'000'000;
  limn::data::EventLog::Columns c;
  for (int item = 0; item < 12; ++item) c.items.insert("item" + std::to_string(item));
  for (int user = 0; user < 80; ++user) {
    c.users.insert("user" + std::to_string(user));
    for (int e = 0; e < (user % 2 == 0 ? 25 : 10); ++e) {
      c.user.push_back(user);
      c.item.push_back((user + 5 * e) % 12);
      c.time_us.push_back(start + 4 * e * day + user * day / 100);
    }
  }
  return limn::data::EventLog(std::move(c));
}

/// One row a user of shop_log, and one user more who has no events.
inline limn::data::Table shop_users(int n_users = 120) {
  std::vector<std::string> ids, cities;
  std::vector<double> ages;
  for (int u = 0; u <= n_users; ++u) {
    ids.push_back("user" + std::to_string(u));
    cities.push_back(u % 3 == 0 ? "Graz" : "Lyon");
    ages.push_back(u % 7 == 0 ? limn::missing : 20.0 + u % 40);
  }
  limn::data::Table out;
  out.add("id", limn::data::Column::text(ids));
  out.add("city", limn::data::Column::text(cities));
  out.add("age", limn::data::Column::float64(ages));
  return out;
}

/// Fitted once for all tests of a file.
inline const limn::Profiler& fitted_shop() {
  static const limn::Profiler profiler =
      limn::Profiler(quick()).fit(shop_log(), shop_users(), "id");
  return profiler;
}
