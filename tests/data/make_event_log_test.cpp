// SPDX-License-Identifier: MIT
#include <limn/core/error.hpp>
#include <limn/data/make_event_log.hpp>

#include <cmath>

#include "test.hpp"

using namespace limn;
using data::Column;
using data::EventLog;
using data::make_event_log;
using data::Table;
using data::TimeUnit;

namespace {

using Floats = std::vector<double>;
using Ints = std::vector<std::int64_t>;
const std::vector<std::uint8_t> second_missing{1, 0, 1};

/// Three rows; columns of every kind that may play a role.
Table sample() {
  Table t;
  t.add("user", Column::int64(Ints{7, 8, 7}))
      .add("gappy", Column::float64(Floats{17850, missing, 12}))
      .add("item", Column::text({"a", "b", "a"}))
      .add("level", Column::category(std::vector<std::int32_t>{1, 0, 1}, {"x", "y", "unused"}))
      .add("time", Column::time(Ints{30, 20, 10}))
      .add("text", Column::text({"2020-01-02", "2020-01-01 10:00", "2020-01-01"}))
      .add("seconds", Column::int64(Ints{1500000030, 1500000020, 1500000010}))
      .add("share", Column::float64(Floats{0.5, 1.5, missing}))
      .add("flag", Column::boolean(std::vector<std::uint8_t>{0, 1, 0}));
  return t;
}

std::string message(const data::EventRoles& roles, TimeUnit unit = TimeUnit::automatic,
                    const Table& table = sample()) {
  try {
    make_event_log(table, roles, unit);
  } catch (const DataError& e) {
    return e.what();
  }
  return "";
}

bool contains(const std::string& text, const std::string& part) {
  UNSCOPED_INFO(text);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("columns play their roles", "[data]") {
  const EventLog log = make_event_log(
      sample(),
      {.user = "user", .item = "item", .time = "time", .type = "level", .value = "share"});
  CHECK(log.n_events() == 3);
  CHECK(log.users().kind() == data::Vocabulary::Kind::integer);
  CHECK(log.types().size() == 2);
  CHECK(log.types().text(0) == "y");
  CHECK(std::isnan(log.history(0).values[0]));
  CHECK(log.history(0).values[1] == 0.5);
  CHECK(log.history(0).times_us[0] == 10);
  CHECK_FALSE(log.ordered_only());
}

TEST_CASE("rows without a user are dropped and counted", "[data]") {
  Table t = sample();
  t.add("holes", Column::text({"a", "b", "c"}, data::Validity(second_missing)));
  t.add("no_time", Column::int64(Ints{1500000030, 0, 1500000010}, data::Validity(second_missing)));
  const EventLog log =
      make_event_log(t, {.user = "gappy", .item = "holes", .time = "no_time"}, TimeUnit::s);
  CHECK(log.n_dropped() == 1);
  CHECK(log.n_events() == 2);
  CHECK(log.users().find(std::int64_t{17850}) == 0);
  CHECK(log.items().size() == 2);
}

TEST_CASE("times come in every unit", "[data]") {
  const std::int64_t second = 1500000030;
  const std::vector<std::tuple<const char*, std::int64_t, TimeUnit>> cases{
      {"s", second, TimeUnit::s},
      {"ms", second * 1000, TimeUnit::ms},
      {"us", second * 1000000, TimeUnit::us},
      {"ns", second * 1000000000 + 999, TimeUnit::ns}};
  for (const auto& [name, value, unit] : cases) {
    Table t = sample();
    t.add("t", Column::int64(Ints{value, value, value}));
    t.add("f", Column::float64(Floats(3, static_cast<double>(value))));
    CHECK(make_event_log(t, {.time = "t"}, unit).first_time_us() == second * 1000000);
    CHECK(std::abs(make_event_log(t, {.time = "f"}, unit).first_time_us() - second * 1000000) <= 1);
  }
  Table t = sample();
  t.add("day", Column::int64(Ints{18262, 18261, -1}));
  const EventLog days = make_event_log(t, {.time = "day"}, TimeUnit::day);
  CHECK(days.last_time_us() == data::day_us(2020, 1, 1));
  CHECK(days.first_time_us() == -86400000000);
  t.add("before", Column::int64(Ints{-1, -1000, -1001}));
  const EventLog nano = make_event_log(t, {.time = "before"}, TimeUnit::ns);
  CHECK(nano.first_time_us() == -2);  // rounded down, as the rest
  const EventLog texts = make_event_log(t, {.time = "text"});
  CHECK(texts.first_time_us() == data::day_us(2020, 1, 1));
  CHECK(texts.last_time_us() == data::day_us(2020, 1, 2));
}

TEST_CASE("a log may know only an order", "[data]") {
  Table t = sample();
  t.add("step", Column::float64(Floats{2.5, -1, 2.5}));
  const EventLog log = make_event_log(t, {.time = "step"}, TimeUnit::order);
  CHECK(log.ordered_only());
  CHECK(log.last_time_us() == 1);
  CHECK(log.history(0).times_us[0] == 1);
  CHECK(make_event_log(t, {.time = "seconds"}, TimeUnit::order).history(0).times_us[1] == 2);
  const EventLog rows = make_event_log(t, {.time = ""}, TimeUnit::order);
  CHECK(rows.history(0).times_us[1] == 2);
}

TEST_CASE("future events are kept and counted", "[data]") {
  const EventLog log = make_event_log(sample(), {});
  CHECK(data::n_events_after(log, 15) == 2);
  CHECK(data::n_events_after(log, 30) == 0);
}

TEST_CASE("an empty table is an empty log", "[data]") {
  const Table none = sample().rows({});
  for (const char* time : {"time", "text", "seconds"})
    for (const TimeUnit unit : {TimeUnit::automatic, TimeUnit::ms, TimeUnit::order})
      CHECK(make_event_log(none, {.time = time}, unit).n_events() == 0);
}

TEST_CASE("wrong columns are named with what to do", "[data]") {
  CHECK(contains(message({.user = "usr"}), "did you mean 'user'?"));
  CHECK(contains(message({.item = "itme"}), "did you mean 'item'?"));
  CHECK(contains(message({.type = "levle"}), "did you mean 'level'?"));
  CHECK(contains(message({.value = "shrae"}), "did you mean 'share'?"));
  CHECK(contains(message({.user = "flag"}), "column 'flag': got kind boolean"));
  CHECK(contains(message({.user = "share"}), "column 'share', row 0: got a number that is no int"));
  CHECK(contains(message({.item = "gappy"}), "column 'gappy', row 1: got a missing value"));
  CHECK(contains(message({.time = "flag"}), "column 'flag': got kind boolean"));
  CHECK(contains(message({.time = "item"}), "column 'item', row 0: got a text that is no time"));
  CHECK(contains(message({.value = "item"}), "column 'item': got kind text, expected numbers"));
  CHECK(contains(message({.time = "gappy"}, TimeUnit::s), "row 1: got a missing time"));
}

TEST_CASE("a wrong unit is noticed and the right one suggested", "[data]") {
  CHECK(contains(message({.time = "seconds"}), "look like time_unit 's'"));
  CHECK(contains(message({.time = "seconds"}, TimeUnit::ms), "all in 1970 in unit 'ms'"));
  CHECK(contains(message({.time = "seconds"}, TimeUnit::ms), "look like time_unit 's'"));
  CHECK(contains(message({.time = "seconds"}, TimeUnit::day), "outside of 1900 to 2200"));
  Table t = sample();
  t.add("ms", Column::int64(Ints(3, 1500000000000)));
  t.add("huge", Column::int64(Ints(3, INT64_MAX)));
  t.add("odd", Column::float64(Floats(3, INFINITY)));
  t.add("year", Column::int64(Ints(3, 19970101)));
  CHECK(contains(message({.time = "ms"}, TimeUnit::s, t), "look like time_unit 'ms'"));
  CHECK(contains(message({.time = "huge"}, TimeUnit::ns, t), "outside of 1900 to 2200"));
  CHECK(contains(message({.time = "odd"}, TimeUnit::s, t), "an infinite time"));
  CHECK(contains(message({.time = "year"}, TimeUnit::day, t), "outside of 1900 to 2200"));
  t.add("old", Column::text({"1899-12-31", "2000-01-01", "2000-01-01"}));
  CHECK(contains(message({.time = "old"}, TimeUnit::automatic, t), "row 0: got a time outside"));
}
