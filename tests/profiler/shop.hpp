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
