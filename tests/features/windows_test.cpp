// SPDX-License-Identifier: MIT
#include <limn/features/windows.hpp>

#include "features/event_table.hpp"

using namespace limn;

namespace {

data::EventLog shop() {
  return event_log({{"ann", "tea", 100 - 100, 1},   // long ago
                    {"ann", "cup", 100 - 40, 2},    // 30..90
                    {"ann", "tea", 100 - 12, 4},    // 7..30
                    {"ann", "tea", 100 - 7, 8},     // just inside the 7 days
                    {"ann", "pot", 100 - 1, -16},   // a return
                    {"ann", "pot", 100 - 0.9, 32},  // the same day
                    {"ann", "jar", 100, 64},        // at as_of: not seen
                    {"bob", "tea", 100 - 50, missing}});
}

}  // namespace

TEST_CASE("windows by hand", "[features]") {
  const Answers a(features::Windows().fit(shop()), shop(), day(100));
  CHECK(a(0, "windows.count_7d") == 3);
  CHECK(a(0, "windows.count_30d") == 4);
  CHECK(a(0, "windows.count_90d") == 5);
  CHECK(a(0, "windows.value_sum_7d") == 24);
  CHECK(a(0, "windows.value_sum_30d") == 28);
  CHECK(a(0, "windows.value_sum_90d") == 30);
  CHECK(a(0, "windows.distinct_items_7d") == 2);
  CHECK(a(0, "windows.distinct_items_30d") == 2);
  CHECK(a(0, "windows.distinct_items_90d") == 3);
  CHECK(a(0, "windows.active_days_7d") == 2);
  CHECK(a(0, "windows.trend_7d") == Approx((3. - 1) / 4));   // day 88 lies 12 days back
  CHECK(a(0, "windows.trend_30d") == Approx((4. - 1) / 5));  // day 60 lies 40 days back
  CHECK(a(0, "windows.trend_90d") == Approx((5. - 1) / 6));
  CHECK(a(1, "windows.count_30d") == 0);
  CHECK(a(1, "windows.value_sum_30d") == 0);
  CHECK(a(1, "windows.trend_30d") == -1);
  CHECK(a.absent(1, "windows.trend_7d"));
  CHECK(a.absent(1, "windows.value_sum_90d"));  // one event, its value unknown
}

TEST_CASE("own windows, orders and logs without values", "[features]") {
  const features::Windows two({.days = {0.5, 14}});
  CHECK(two.feature_names().front() == "windows.count_0.5d");
  CHECK(two.feature_names().back() == "windows.trend_14d");
  const data::EventLog order = event_log(
      {{"ann", "a", 0}, {"ann", "b", 1}, {"ann", "a", 2}, {"ann", "c", 3}}, {.clock = false});
  const Answers a(features::Windows({.days = {1, 3}}).fit(order), order, 4);
  CHECK(a(0, "windows.count_1d") == 1);
  CHECK(a(0, "windows.count_3d") == 3);
  CHECK(a(0, "windows.distinct_items_3d") == 3);
  CHECK(a(0, "windows.trend_1d") == 0);
  CHECK(a(0, "windows.trend_3d") == Approx(0.5));
  CHECK(a.absent(0, "windows.active_days_1d"));
  const data::EventLog bare = event_log({{"ann", "a", 0}}, {.values = false});
  CHECK(Answers(features::Windows().fit(bare), bare, day(1)).absent(0, "windows.value_sum_7d"));
}

TEST_CASE("the ends of time do not overflow", "[features]") {
  const data::EventLog log = event_log({{"ann", "a", -300'000}, {"ann", "a", 0}});
  const features::Windows windows = features::Windows().fit(log);
  CHECK(windows.transform(log, std::numeric_limits<std::int64_t>::min())(0, 0) == 0);
  CHECK(windows.transform(log, std::numeric_limits<std::int64_t>::max())(0, 0) == 0);
  CHECK(windows.transform(log, day(-300'000) + 1)(0, 0) == 1);
}

TEST_CASE("Windows refuses what it cannot use", "[features]") {
  CHECK_THROWS_AS(features::Windows({.days = {}}), ParamError);
  CHECK_THROWS_AS(features::Windows({.days = {7, 7}}), ParamError);
  CHECK_THROWS_AS(features::Windows({.days = {30, 7}}), ParamError);
  CHECK_THROWS_AS(features::Windows({.days = {0}}), ParamError);
  CHECK_THROWS_AS(features::Windows({.days = {1e9}}), ParamError);
  CHECK_THROWS_AS(features::Windows().transform(shop(), 0), NotFittedError);
  CHECK_THROWS_AS(features::Windows().fit(data::EventLog{}), DataError);
  CHECK_THROWS_AS(
      features::Windows({.types = {"buy"}}).fit(event_log({{"a", "b", 1}}, {.types = false})),
      DataError);
}
