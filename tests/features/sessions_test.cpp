// SPDX-License-Identifier: MIT
#include <limn/core/parallel.hpp>
#include <limn/features/sessions.hpp>
#include <limn/testing/samples.hpp>

#include "features/event_table.hpp"

using namespace limn;

namespace {

constexpr double minute = 1.0 / 1440;

data::EventLog shop() {
  return event_log({{"ann", "a", 0},
                    {"ann", "b", 10 * minute},
                    {"ann", "a", 40 * minute},  // 30 minutes later: still the same session
                    {"ann", "c", 71 * minute},  // 31 minutes later: the next one
                    {"ann", "c", 28},
                    {"ann", "d", 28 + 6 * minute},
                    {"bob", "a", 34}});
}

}  // namespace

TEST_CASE("sessions by hand", "[features]") {
  const Answers a(features::Sessions().fit(shop()), shop(), day(35));
  CHECK(a(0, "sessions.n_sessions") == 3);
  CHECK(a(0, "sessions.events_per_session") == Approx(2));
  CHECK(a(0, "sessions.minutes_per_session") == Approx((40 + 0 + 6) / 3.));
  CHECK(a(0, "sessions.longest_minutes") == Approx(40));
  CHECK(a(0, "sessions.items_per_session") == Approx((2 + 1 + 2) / 3.));
  CHECK(a(0, "sessions.single_event_share") == Approx(1 / 3.));
  CHECK(a(0, "sessions.per_week") == Approx(3 / 5.));
  CHECK(a(1, "sessions.per_week") == 1);  // one day old: at least a week
  const Answers short_gap(features::Sessions({.gap_minutes = 5}).fit(shop()), shop(), day(35));
  CHECK(short_gap(0, "sessions.n_sessions") == 6);
  const Answers none(features::Sessions().fit(shop()), shop(), day(0));
  CHECK(none(0, "sessions.n_sessions") == 0);
  CHECK(none.absent(0, "sessions.per_week"));
}

TEST_CASE("sessions of a log without a clock are not known, bad input is refused", "[features]") {
  const data::EventLog order = event_log({{"ann", "a", 0}, {"ann", "b", 1}}, {.clock = false});
  CHECK(Answers(features::Sessions().fit(order), order, 2).rows().array().isNaN().all());
  CHECK_THROWS_AS(features::Sessions().transform(shop(), 0), NotFittedError);
  CHECK_THROWS_AS(features::Sessions().fit(data::EventLog{}), DataError);
  CHECK_THROWS_AS(features::Sessions({.gap_minutes = -5}), ParamError);
}
