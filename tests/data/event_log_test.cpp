// SPDX-License-Identifier: MIT
#include <limn/core/error.hpp>
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/data/event_log.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "test.hpp"

using namespace limn;
using data::EventLog;
using data::Vocabulary;

namespace {

Vocabulary ids(const char* prefix, int n) {
  Vocabulary out;
  for (int i = 0; i < n; ++i) out.insert(prefix + std::to_string(i));
  return out;
}

/// Six events of three users (one of them silent), unsorted, two at the same time.
EventLog::Columns six() {
  return {.users = ids("u", 3),
          .items = ids("i", 4),
          .types = ids("t", 2),
          .user = {2, 0, 2, 0, 2, -1},
          .item = {0, 1, 2, 3, 1, 0},
          .type = {0, 1, 0, 1, 0, 0},
          .time_us = {50, 20, 10, 10, 50, 5},
          .value = {1, 2, 3, 4, 5, 6}};
}

template <class T>
std::vector<T> list(std::span<const T> span) {
  return {span.begin(), span.end()};
}

EventLog reload(core::Archive archive) {
  EventLog out;
  out.state(core::detail::Reader(archive));
  out.check_state();
  return out;
}

core::Archive archived(EventLog log) {
  core::Archive out;
  log.state(core::detail::Writer(out));
  return out;
}

}  // namespace

TEST_CASE("events are sorted by user and time, equal times keep their order", "[data]") {
  const EventLog log(six());
  CHECK(log.n_events() == 5);
  CHECK(log.n_dropped() == 1);
  CHECK(list(log.offsets()) == std::vector<std::int64_t>{0, 2, 2, 5});
  CHECK(list(log.item_codes()) == std::vector<std::int32_t>{3, 1, 2, 0, 1});
  CHECK(list(log.times_us()) == std::vector<std::int64_t>{10, 20, 10, 50, 50});
  CHECK(list(log.values()) == std::vector<double>{4, 2, 3, 1, 5});
  CHECK(log.history(1).size() == 0);
  const auto last = log.history(2);
  CHECK(list(last.items) == std::vector<std::int32_t>{2, 0, 1});
  CHECK(last.types.size() == 3);
  CHECK(log.first_time_us() == 10);
  CHECK(log.last_time_us() == 50);
}

TEST_CASE("sorting equals a stable sort of rows, for any number of threads", "[data]") {
  core::Random random(7);
  EventLog::Columns c{.users = ids("u", 300), .items = ids("i", 1000), .types = {}};
  for (int i = 0; i < 20000; ++i) {
    c.user.push_back(static_cast<std::int32_t>(random.below(300)));
    c.item.push_back(static_cast<std::int32_t>(random.below(1000)));
    c.time_us.push_back(static_cast<std::int64_t>(random.below(50)));
  }
  std::vector<std::size_t> rows(c.user.size());
  std::iota(rows.begin(), rows.end(), 0);
  std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
    return std::tie(c.user[a], c.time_us[a]) < std::tie(c.user[b], c.time_us[b]);
  });
  std::vector<std::int32_t> expected;
  for (const std::size_t row : rows) expected.push_back(c.item[row]);
  for (const int n : {1, 2, 7}) {
    set_threads(n);
    CHECK(list(EventLog(c).item_codes()) == expected);
  }
  set_threads(0);
}

TEST_CASE("an ordered log and a shuffled one are the same", "[data]") {
  const EventLog log(six());
  const EventLog again({.users = log.users(),
                        .items = log.items(),
                        .types = log.types(),
                        .user = list(log.user_codes()),
                        .item = list(log.item_codes()),
                        .type = list(log.type_codes()),
                        .time_us = list(log.times_us()),
                        .value = list(log.values())});
  CHECK(again.fingerprint() == log.fingerprint());
}

TEST_CASE("slices and filters keep codes and vocabularies", "[data]") {
  const EventLog log(six());
  const EventLog before = log.slice(50);
  CHECK(list(before.item_codes()) == std::vector<std::int32_t>{3, 1, 2});
  CHECK(before.n_users() == 3);
  CHECK(before.n_items() == 4);
  CHECK(log.slice(0).n_events() == 0);
  CHECK(log.slice(0).has_values());
  const EventLog rest = log.without(std::vector<std::uint8_t>{1, 0, 0, 1, 0});
  CHECK(list(rest.item_codes()) == std::vector<std::int32_t>{1, 2, 1});
  CHECK(list(rest.offsets()) == std::vector<std::int64_t>{0, 1, 1, 3});
  CHECK_THROWS_AS(log.without(std::vector<std::uint8_t>{1}), ShapeError);
}

TEST_CASE("users are chosen, ordered and forgotten", "[data]") {
  const EventLog log(six());
  const EventLog two = log.only_users(std::vector<std::int32_t>{2, 0});
  CHECK(two.users().text(0) == "u2");
  CHECK(list(two.item_codes()) == std::vector<std::int32_t>{2, 0, 1, 3, 1});
  CHECK(list(two.offsets()) == std::vector<std::int64_t>{0, 3, 5});
  CHECK_THROWS_AS(log.only_users(std::vector<std::int32_t>{0, 0}), DataError);
  CHECK_THROWS_AS(log.only_users(std::vector<std::int32_t>{3}), DataError);
  const EventLog rest = log.without_user(0);
  CHECK(rest.users().find("u0") == -1);
  CHECK(rest.n_users() == 2);
  CHECK(list(rest.user_codes()) == std::vector<std::int32_t>{1, 1, 1});
  CHECK_THROWS_AS(log.without_user(-1), DataError);
}

TEST_CASE("appending joins vocabularies and sorts anew", "[data]") {
  const EventLog log(six());
  const EventLog more({.users = ids("u", 1),
                       .items = Vocabulary(std::vector<std::string>{"new", "i0"}),
                       .types = ids("t", 1),
                       .user = {0, 0},
                       .item = {0, 1},
                       .type = {0, 0},
                       .time_us = {20, 15}});
  const EventLog all = log.append(more);
  CHECK(all.n_users() == 3);
  CHECK(all.items().find("new") == 4);
  CHECK(list(all.history(0).items) == std::vector<std::int32_t>{3, 0, 1, 4});
  CHECK(std::isnan(all.history(0).values[1]));
  CHECK(all.history(0).values[2] == 2);
  CHECK(all.n_dropped() == 1);
  CHECK(EventLog{}.append(log).fingerprint() == log.fingerprint());
  CHECK(log.append(EventLog{}).fingerprint() == log.fingerprint());
  EventLog::Columns untyped = six();
  untyped.types = {};
  untyped.type = {};
  CHECK_THROWS_AS(log.append(EventLog(untyped)), DataError);
  EventLog::Columns ordered = six();
  ordered.ordered_only = true;
  CHECK_THROWS_AS(log.append(EventLog(ordered)), DataError);
  const EventLog twice = EventLog(ordered).append(EventLog(ordered));
  CHECK(list(twice.history(0).times_us) == std::vector<std::int64_t>{10, 20, 61, 71});
}

TEST_CASE("an empty log answers", "[data]") {
  const EventLog log;
  CHECK(log.n_users() == 0);
  CHECK(log.slice(1).n_events() == 0);
  CHECK(log.first_time_us() == 0);
  CHECK_THROWS_AS(log.history(0), DataError);
  CHECK(reload(archived(log)).fingerprint() == log.fingerprint());
  const EventLog silent({.users = ids("u", 2), .items = {}, .types = {}});
  CHECK(silent.history(1).size() == 0);
}

TEST_CASE("bad columns are refused by name", "[data]") {
  const auto message = [](auto change) {
    EventLog::Columns c = six();
    change(c);
    try {
      EventLog log(std::move(c));
    } catch (const Error& e) {
      return std::string(e.what());
    }
    return std::string();
  };
  const auto contains = [](const std::string& text, const char* part) {
    INFO(text);
    CHECK(text.find(part) != std::string::npos);
  };
  contains(message([](auto& c) { c.item.pop_back(); }), "column item");
  contains(message([](auto& c) { c.time_us.pop_back(); }), "column time");
  contains(message([](auto& c) { c.type.clear(); }), "column type");
  contains(message([](auto& c) { c.value.pop_back(); }), "column value");
  contains(message([](auto& c) { c.user[3] = 3; }), "column user, row 3");
  contains(message([](auto& c) { c.user[3] = -2; }), "column user, row 3");
  contains(message([](auto& c) { c.item[1] = -1; }), "column item, row 1");
  contains(message([](auto& c) { c.type[1] = 2; }), "column type, row 1");
  contains(message([](auto& c) { c.value[2] = INFINITY; }), "column value, row 2");
}

TEST_CASE("a log is saved whole, and a damaged one is refused", "[data]") {
  const EventLog log(six());
  const core::Archive archive = archived(log);
  const EventLog again = reload(archive);
  CHECK(again.fingerprint() == log.fingerprint());
  CHECK(again.users().find("u2") == 2);
  CHECK(archived(again) == archive);
  for (const char* name :
       {"user", "item", "type", "time", "offsets", "has_values", "ordered_only", "n_dropped"}) {
    core::Archive bad = archive;
    for (auto& [key, tensor] : bad.tensors)
      if (key == name) tensor.bytes.back() = std::byte{0x81};
    INFO(name);
    CHECK_THROWS_AS(reload(bad), FormatError);
  }
}
