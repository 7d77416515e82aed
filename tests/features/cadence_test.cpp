// SPDX-License-Identifier: MIT
#include <limn/features/cadence.hpp>

#include "features/event_table.hpp"

using namespace limn;

namespace {

constexpr double minute = 1.0 / 1440;

data::EventLog shop() {
  return event_log({{"ann", "tea", 0},
                    {"ann", "cup", 20 * minute},  // one visit
                    {"ann", "tea", 10},
                    {"ann", "tea", 20},
                    {"ann", "tea", 31},
                    {"ann", "tea", 70},  // gaps 10, 10, 11, 39
                    {"bob", "tea", 5},
                    {"bob", "tea", 25},  // one gap of 20
                    {"cat", "tea", 60}});
}

}  // namespace

TEST_CASE("cadence by hand", "[features]") {
  const features::Cadence cadence = features::Cadence().fit(shop());
  CHECK(cadence.typical_gap_days() == Approx((10.5 + 20) / 2));
  const Answers a(cadence, shop(), day(91));
  CHECK(a(0, "cadence.n_visits") == 5);
  CHECK(a(0, "cadence.mean_gap_days") == Approx(17.5));
  CHECK(a(0, "cadence.median_gap_days") == Approx(10.5));
  const double spread = std::sqrt((2 * 7.5 * 7.5 + 6.5 * 6.5 + 21.5 * 21.5) / 4);
  CHECK(a(0, "cadence.std_gap_days") == Approx(spread));
  CHECK(a(0, "cadence.cv") == Approx(spread / 17.5));
  CHECK(a(0, "cadence.regularity") == Approx(0.75));
  CHECK(a(0, "cadence.burstiness") == Approx((spread - 17.5) / (spread + 17.5)));
  CHECK(a(0, "cadence.days_since_last") == Approx(21));
  CHECK(a(0, "cadence.overdue") == Approx(2));
  CHECK(a(1, "cadence.mean_gap_days") == Approx(20));
  CHECK(a.absent(1, "cadence.std_gap_days"));
  CHECK(a(1, "cadence.overdue") == Approx(66 / 20.));
  CHECK(a(2, "cadence.n_visits") == 1);
  CHECK(a.absent(2, "cadence.mean_gap_days"));
  CHECK(a(2, "cadence.overdue") == Approx(31 / 15.25));  // the gap of the others
}

TEST_CASE("a clock beats regularly, a burst does not", "[features]") {
  std::vector<Event> events;
  for (int i = 0; i < 20; ++i) events.push_back({"clock", "x", 7.0 * i});
  for (int i = 0; i < 20; ++i) events.push_back({"burst", "x", i < 19 ? 0.1 * i : 133.0});
  const data::EventLog log = event_log(events);
  const Answers a(features::Cadence().fit(log), log, day(140));
  CHECK(a(0, "cadence.burstiness") == Approx(-1));
  CHECK(a(0, "cadence.regularity") == 1);
  CHECK(a(0, "cadence.overdue") == Approx(1));
  CHECK(a(1, "cadence.burstiness") > 0.5);
  CHECK(a(1, "cadence.overdue") > 50);
}

TEST_CASE("cadence of nothing, of orders, of one visit only", "[features]") {
  const Answers none(features::Cadence().fit(shop()), shop(), day(0));
  CHECK(none(0, "cadence.n_visits") == 0);
  CHECK(none.absent(0, "cadence.overdue"));
  const data::EventLog order = event_log({{"ann", "a", 0}, {"ann", "b", 1}}, {.clock = false});
  const Answers a(features::Cadence().fit(order), order, 2);
  CHECK(a(0, "cadence.n_visits") == 2);
  CHECK(a.absent(0, "cadence.mean_gap_days"));
  const data::EventLog once = event_log({{"ann", "a", 3}});
  features::Cadence cadence = features::Cadence().fit(once);
  CHECK(std::isnan(cadence.typical_gap_days()));
  CHECK(Answers(cadence, once, day(4)).absent(0, "cadence.overdue"));
  CHECK(core::to_archive(core::from_archive<features::Cadence>(core::to_archive(cadence))) ==
        core::to_archive(cadence));
  const Answers all(features::Cadence({.merge_minutes = 0}).fit(shop()), shop(), day(91));
  CHECK(all(0, "cadence.n_visits") == 6);
}

TEST_CASE("Cadence refuses what it cannot use", "[features]") {
  CHECK_THROWS_AS(features::Cadence().transform(shop(), 0), NotFittedError);
  CHECK_THROWS_AS(features::Cadence().fit(data::EventLog{}), DataError);
  CHECK_THROWS_AS(features::Cadence({.merge_minutes = -1}), ParamError);
  core::Archive hostile = core::to_archive(features::Cadence().fit(shop()));
  for (auto& [key, tensor] : hostile.tensors)
    if (key == "typical_gap") std::ranges::fill(tensor.bytes, std::byte{0});
  CHECK_THROWS_AS(core::from_archive<features::Cadence>(hostile), FormatError);
}
