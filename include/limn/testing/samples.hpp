// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/random.hpp>
#include <limn/core/types.hpp>
#include <limn/data/event_log.hpp>

namespace limn::inline LIMN_ABI::testing {

/// (n, 4): codes 0-3, a normal, a skewed positive number, a mixture; a few gaps where asked for.
inline Matrix sample_table(Index n, bool gaps, std::uint64_t seed = 7) {
  Matrix x(n, 4);
  for (Index r = 0; r < n; ++r) {
    core::Random random(seed, static_cast<std::uint64_t>(r));
    x(r, 0) = static_cast<double>(random.below(4));
    x(r, 1) = random.normal();
    x(r, 2) = std::exp(random.normal());
    x(r, 3) = random.normal() + (r % 3 == 0 ? 6.0 : 0.0);
    if (gaps && random.uniform() < 0.15) x(r, 1 + static_cast<Index>(random.below(3))) = missing;
  }
  return x;
}

/// (n) labels 0 and 1 that the table can explain.
inline Vector sample_labels(MatrixView x) {
  Vector y(x.rows());
  for (Index r = 0; r < x.rows(); ++r) y(r) = x(r, 0) >= 2.0 ? 1.0 : 0.0;
  if (y.size() > 1) y(0) = 0.0, y(1) = 1.0;
  return y;
}

struct LogShape {
  int n_users = 24;
  int n_items = 15;
  int longest = 14;
  bool types = true;
  bool values = true;
  bool ordered_only = false;
};

/// Users with 1 to `longest` events over ten weeks; items follow one another around a ring.
inline data::EventLog sample_log(const LogShape& shape = {}, std::uint64_t seed = 11) {
  data::EventLog::Columns c;
  for (int item = 0; item < shape.n_items; ++item) c.items.insert("item" + std::to_string(item));
  if (shape.types) c.types.insert("view"), c.types.insert("buy");
  for (int user = 0; user < shape.n_users; ++user) {
    c.users.insert("user" + std::to_string(user));
    core::Random random(seed, static_cast<std::uint64_t>(user));
    const auto n_events = 1 + random.below(static_cast<std::uint64_t>(shape.longest));
    auto item = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(shape.n_items)));
    std::int64_t time =
        1'700'000'000'000'000 + static_cast<std::int64_t>(random.below(86'400'000'000));
    for (std::uint64_t e = 0; e < n_events; ++e) {
      c.user.push_back(user);
      c.item.push_back(item);
      c.time_us.push_back(shape.ordered_only ? static_cast<std::int64_t>(e) : time);
      if (shape.types) c.type.push_back(random.uniform() < 0.3 ? 1 : 0);
      if (shape.values)
        c.value.push_back(random.uniform() < 0.1 ? missing : 5.0 + 20.0 * random.uniform());
      item = static_cast<std::int32_t>((item + 1 + static_cast<std::int32_t>(random.below(2))) %
                                       shape.n_items);
      time += 3'600'000'000 * static_cast<std::int64_t>(1 + random.below(120));
    }
  }
  c.ordered_only = shape.ordered_only;
  return data::EventLog(std::move(c));
}

}  // namespace limn::inline LIMN_ABI::testing
