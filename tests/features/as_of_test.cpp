// SPDX-License-Identifier: MIT
// What holds for every event feature: no look into the future, the same bits for any thread count.
#include <limn/core/parallel.hpp>
#include <limn/features/cadence.hpp>
#include <limn/features/calendar.hpp>
#include <limn/features/interests.hpp>
#include <limn/features/price_sensitivity.hpp>
#include <limn/features/rfm.hpp>
#include <limn/features/sessions.hpp>
#include <limn/features/windows.hpp>
#include <limn/testing/samples.hpp>

#include "features/event_table.hpp"

using namespace limn;

TEMPLATE_TEST_CASE("features as of t are those of the log cut at t", "[features]", features::Rfm,
                   features::Windows, features::Cadence, features::Calendar, features::Interests,
                   features::PriceSensitivity, features::Sessions) {
  const data::EventLog log = testing::sample_log({.n_users = 700});
  const TestType c = TestType().fit(log);
  const std::int64_t first = log.first_time_us(), last = log.last_time_us();
  for (int step = 0; step <= 4; ++step) {
    const std::int64_t t = first + (last - first) / 4 * step;
    const Matrix whole = c.transform(log, t);
    CHECK(same_cells(whole, c.transform(log.slice(t), t)));
    CHECK(static_cast<std::size_t>(whole.cols()) == c.feature_names().size());
  }
  const Matrix said = c.transform(log, last);
  const auto archive = core::to_archive(c);
  const int before = threads();
  for (const int n : {1, 2, 7}) {
    set_threads(n);
    CHECK(same_cells(c.transform(log, last), said));
    CHECK(core::to_archive(TestType().fit(log)) == archive);
  }
  set_threads(before);
}

TEMPLATE_TEST_CASE("a user's features do not depend on the other users", "[features]",
                   features::Rfm, features::Windows, features::Cadence, features::Calendar,
                   features::Interests, features::PriceSensitivity, features::Sessions) {
  const data::EventLog log = testing::sample_log();
  const TestType c = TestType().fit(log);
  const std::int64_t t = log.last_time_us() + 1;
  const Matrix all = c.transform(log, t);
  const std::vector<std::int32_t> some{7, 0, 23};
  const Matrix few = c.transform(log.only_users(some), t);
  for (std::size_t i = 0; i < some.size(); ++i)
    CHECK(same_cells(few.row(static_cast<Index>(i)), all.row(some[i])));
}
