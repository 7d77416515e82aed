// SPDX-License-Identifier: MIT
#include <limn/data/event_log.hpp>
#include <limn/filter/duplicates.hpp>

#include "test.hpp"

using namespace limn;
using Flags = std::vector<std::uint8_t>;

namespace {

// One user: item 0 at seconds 0, 0, 1, 4, 5 and item 1 at 0; the last event of another user.
data::EventLog::Columns clicks() {
  data::EventLog::Columns c;
  c.users = data::Vocabulary(std::vector<std::string>{"a", "b"});
  c.items = data::Vocabulary(std::vector<std::string>{"x", "y"});
  c.types = data::Vocabulary(std::vector<std::string>{"view", "buy"});
  c.user = {0, 0, 0, 0, 0, 0, 1};
  c.item = {0, 0, 1, 0, 0, 0, 0};
  c.type = {0, 0, 0, 0, 0, 1, 0};
  c.time_us = {0, 0, 0, 1000000, 4000000, 5000000, 0};
  c.value = {missing, missing, 1, 1, 1, 1, missing};
  return c;
}

Flags mask(const data::EventLog& log, filter::Duplicates::Params params) {
  return filter::Duplicates(params).fit(log).mask(log);
}

}  // namespace

TEST_CASE("the first of equal events is kept", "[filter]") {
  const data::EventLog log(clicks());
  CHECK(mask(log, {}) == Flags{0, 1, 0, 0, 0, 0, 0});
  CHECK(log.without(mask(log, {})).n_events() == 6);
}

TEST_CASE("a window joins near events, counted from the one kept", "[filter]") {
  const data::EventLog log(clicks());
  CHECK(mask(log, {.window_seconds = 3}) == Flags{0, 1, 0, 0, 1, 0, 0});
  CHECK(mask(log, {.window_seconds = 3, .compare_value = false}) == Flags{0, 1, 0, 1, 0, 0, 0});
  CHECK(mask(log, {.window_seconds = 3, .compare_value = false, .compare_type = false}) ==
        Flags{0, 1, 0, 1, 0, 1, 0});
}

TEST_CASE("Duplicates says what is wrong", "[filter]") {
  const data::EventLog log(clicks());
  filter::Duplicates c;
  CHECK_THROWS_AS(c.mask(log), NotFittedError);
  CHECK_THROWS_AS(c.fit(data::EventLog()), DataError);
  CHECK_THROWS_AS(filter::Duplicates({.window_seconds = -1}), ParamError);
  auto columns = clicks();
  columns.ordered_only = true;
  const data::EventLog order(columns);
  CHECK_THROWS_AS(mask(order, {.window_seconds = 1}), DataError);
  CHECK_NOTHROW(mask(order, {}));
  c.fit(log);
  CHECK(c.mask(data::EventLog()).empty());
  CHECK(core::from_archive<filter::Duplicates>(core::to_archive(c)).mask(log) == c.mask(log));
}
