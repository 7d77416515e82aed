// SPDX-License-Identifier: MIT
#include <limn/features/calendar.hpp>

#include "features/event_table.hpp"

using namespace limn;

namespace {

// Day 0 is a Thursday, day 2 a Saturday, day -1 a Wednesday.
data::EventLog shop() {
  return event_log({{"ann", "x", 0 + 9.5 / 24},
                    {"ann", "x", 2 + 9.0 / 24},
                    {"ann", "x", 3 + 23.0 / 24},
                    {"ann", "x", -1 + 5.0 / 24},
                    {"bob", "x", 4 + 12.0 / 24}});
}

}  // namespace

TEST_CASE("hours and weekdays by hand", "[features]") {
  const Answers a(features::Calendar().fit(shop()), shop(), day(100));
  CHECK(a.names().size() == 24 + 14);
  CHECK(a(0, "calendar.hour_09") == Approx(0.5));
  CHECK(a(0, "calendar.hour_23") == Approx(0.25));
  CHECK(a(0, "calendar.hour_05") == Approx(0.25));
  CHECK(a(0, "calendar.hour_00") == 0);
  for (const char* weekday : {"thursday", "saturday", "sunday", "wednesday"})
    CHECK(a(0, std::string("calendar.") + weekday) == Approx(0.25));
  CHECK(a(1, "calendar.monday") == 1);
  CHECK(a(0, "calendar.hour_entropy") == Approx(1.5 / std::log2(24)));
  CHECK(a(0, "calendar.weekday_entropy") == Approx(2 / std::log2(7)));
  CHECK(a(0, "calendar.weekend_share") == Approx(0.5));
  CHECK(a(0, "calendar.night_share") == Approx(0.5));
  CHECK(a(1, "calendar.hour_cos") == Approx(-1));
  CHECK(a(1, "calendar.hour_sin") == Approx(0).margin(1e-12));
  // everybody: 09 .4, 23 .2, 05 .2, 12 .2
  CHECK(a(0, "calendar.unusual_hours") == Approx((.1 + .05 + .05 + .2) / 2));
  CHECK(a(1, "calendar.unusual_hours") == Approx((.4 + .2 + .2 + .8) / 2));
}

TEST_CASE("parts of the day, local clocks, nights that do not wrap", "[features]") {
  const features::Calendar::Params parts{
      .hours_per_bin = 6, .utc_offset_hours = -10, .night_from = 0, .night_to = 4};
  const Answers a(features::Calendar(parts).fit(shop()), shop(), day(100));
  CHECK(a.names().size() == 4 + 14);
  // 09:30 -> 23:30 the day before, 09:00 -> 23:00, 23:00 -> 13:00, 05:00 -> 19:00 the day before
  CHECK(a(0, "calendar.hour_18") == Approx(0.75));
  CHECK(a(0, "calendar.hour_12") == Approx(0.25));
  CHECK(a(0, "calendar.tuesday") == Approx(0.25));
  CHECK(a(0, "calendar.friday") == Approx(0.25));
  CHECK(a(1, "calendar.night_share") == 1);  // 12:00 -> 02:00
  const Answers whole(features::Calendar({.hours_per_bin = 24}).fit(shop()), shop(), day(100));
  CHECK(whole(0, "calendar.hour_00") == 1);
  CHECK(whole(0, "calendar.hour_entropy") == 0);
}

TEST_CASE("no events and no clock: nothing is known", "[features]") {
  const Answers none(features::Calendar().fit(shop()), shop(), day(-50));
  CHECK(none.rows().array().isNaN().all());
  const data::EventLog order = event_log({{"ann", "a", 0}, {"ann", "b", 1}}, {.clock = false});
  features::Calendar calendar = features::Calendar().fit(order);
  CHECK(Answers(calendar, order, 2).rows().array().isNaN().all());
}

TEST_CASE("Calendar refuses what it cannot use", "[features]") {
  CHECK_THROWS_AS(features::Calendar({.hours_per_bin = 5}), ParamError);
  CHECK_THROWS_AS(features::Calendar({.night_from = 24}), ParamError);
  CHECK_THROWS_AS(features::Calendar().transform(shop(), 0), NotFittedError);
  CHECK_THROWS_AS(features::Calendar().fit(data::EventLog{}), DataError);
  core::Archive hostile = core::to_archive(features::Calendar().fit(shop()));
  hostile.params.front().second = std::int64_t{2};  // twelve bins, twenty-four numbers
  CHECK_THROWS_AS(core::from_archive<features::Calendar>(hostile), FormatError);
}
