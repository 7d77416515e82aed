// SPDX-License-Identifier: MIT
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/data/event_log.hpp>
#include <limn/filter/bots.hpp>

#include "test.hpp"

using namespace limn;

namespace {

/// Adds n events of a user, each `gap` seconds (a function of the event's number) after the last.
template <class Gap>
void add(data::EventLog::Columns& c, std::int32_t user, int n, Gap gap) {
  double seconds = 1000.0 * user;
  for (int i = 0; i < n; ++i) {
    seconds += gap(i);
    c.user.push_back(user);
    c.item.push_back(0);
    c.time_us.push_back(static_cast<std::int64_t>(seconds) * 1000000);
  }
}

/// Forty people and one more user whose gaps the test chooses; the clock counts seconds.
template <class Gap>
data::EventLog people_and(int n, Gap gap) {
  data::EventLog::Columns c;
  std::vector<std::int64_t> ids(41);
  for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = static_cast<std::int64_t>(i);
  c.users = data::Vocabulary(ids);
  c.items = data::Vocabulary(std::vector<std::string>{"page"});
  for (std::int32_t u = 0; u < 40; ++u) {
    core::Random random(3, static_cast<std::uint64_t>(u));
    add(c, u, 60,
        [&](int i) { return i % 20 == 19 ? 86400 : -45 * std::log(1 - random.uniform()); });
  }
  add(c, 40, n, gap);
  return data::EventLog(c);
}

template <class Gap>
filter::BotVerdict last_user(int n, Gap gap) {
  const data::EventLog log = people_and(n, gap);
  const auto users = filter::Bots().fit(log).users(log);
  for (std::size_t u = 0; u < 40; ++u) CHECK_FALSE(users[u].bot());
  return users[40];
}

using Reasons = std::vector<std::string>;

}  // namespace

TEST_CASE("machines are told from people by rate, regularity and burst", "[filter]") {
  core::Random random(1);
  const auto restless = [&](int) { return random.uniform(0, 2); };
  CHECK(last_user(20000, restless).reasons() == Reasons{"rate"});
  CHECK(last_user(100, [](int) { return 60; }).reasons() == Reasons{"regular"});
  const auto visits = [](int i) { return i % 30 == 29 ? 7200 : 120; };  // regular within sessions
  CHECK(last_user(300, visits).reasons() == Reasons{"regular"});
  const auto stroke = [](int i) { return i % 500 == 499 ? 90000 : 0; };
  CHECK(last_user(490, stroke).reasons() == Reasons{"burst"});
}

TEST_CASE("busy people stay", "[filter]") {
  core::Random random(2);
  const auto busy = last_user(
      3000, [&](int i) { return i % 300 == 299 ? 50000 : -12 * std::log(1 - random.uniform()); });
  CHECK(busy.peak_per_hour > 200);
  CHECK_FALSE(busy.bot());
  CHECK_FALSE(last_user(400, [](int) { return 3; }).regular);  // too close to the clock's step
}

TEST_CASE("all events of a bot are marked, for any number of threads", "[filter]") {
  const data::EventLog log = people_and(100, [](int) { return 60; });
  const auto fitted = filter::Bots().fit(log);
  CHECK(fitted.clock_step_us() == 1000000);
  set_threads(7);
  const auto mask = fitted.mask(log);
  set_threads(1);
  CHECK(fitted.mask(log) == mask);
  set_threads(0);
  CHECK(log.without(mask).n_events() == 40 * 60);
  CHECK(core::from_archive<filter::Bots>(core::to_archive(fitted)).mask(log) == mask);
}

TEST_CASE("Bots says what is wrong", "[filter]") {
  const data::EventLog log = people_and(1, [](int) { return 1; });
  filter::Bots c;
  CHECK_THROWS_AS(c.mask(log), NotFittedError);
  CHECK_THROWS_AS(c.fit(data::EventLog()), DataError);
  CHECK_THROWS_AS(filter::Bots({.tolerance = -1}), ParamError);
  data::EventLog::Columns order;
  order.users = order.items = data::Vocabulary(std::vector<std::string>{"a"});
  order.user = order.item = {0};
  order.time_us = {0};
  order.ordered_only = true;
  CHECK_THROWS_AS(c.fit(data::EventLog(order)), DataError);
}
