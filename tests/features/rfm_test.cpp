// SPDX-License-Identifier: MIT
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <limn/features/rfm.hpp>

#include "features/event_table.hpp"

using namespace limn;

namespace {

data::EventLog shop() {
  return event_log({{"ann", "tea", 10.25, 4},
                    {"ann", "cup", 10.75, 6},
                    {"ann", "cup", 12.00, -6},
                    {"ann", "pot", 20.00, missing},
                    {"bob", "tea", 15.00, 3},
                    {"cat", "tea", 30.00, 9}});
}

}  // namespace

TEST_CASE("recency, frequency and value by hand", "[features]") {
  const Answers a(features::Rfm().fit(shop()), shop(), day(30));
  CHECK(a(0, "rfm.recency_days") == Approx(10));
  CHECK(a(0, "rfm.tenure_days") == Approx(19.75));
  CHECK(a(0, "rfm.age_at_last_days") == Approx(9.75));
  CHECK(a(0, "rfm.frequency") == 2);  // days 10 and 20; the return of day 12 is no purchase
  CHECK(a(0, "rfm.n_events") == 4);
  CHECK(a(0, "rfm.n_returns") == 1);
  CHECK(a(0, "rfm.monetary_sum") == Approx(4));
  CHECK(a(0, "rfm.monetary_mean") == Approx(5));
  CHECK(a(1, "rfm.recency_days") == Approx(15));
  // cat's only event is at as_of, and as_of is exclusive
  CHECK(a(2, "rfm.n_events") == 0);
  CHECK(a(2, "rfm.frequency") == 0);
  CHECK(a(2, "rfm.monetary_sum") == 0);
  for (const char* column : {"recency_days", "tenure_days", "monetary_mean", "r_score", "f_score"})
    CHECK(a.absent(2, std::string("rfm.") + column));
}

TEST_CASE("scores are quintiles of the users at fit", "[features]") {
  std::vector<Event> events;
  static const char* users[] = {"u0", "u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9"};
  for (int u = 0; u < 10; ++u)
    for (int e = 0; e <= u; ++e) events.push_back({users[u], "x", 100.0 - 2 * u - e, 1.0 + u});
  const data::EventLog log = event_log(events);
  const Answers a(features::Rfm().fit(log), log, day(100) + 1);
  const double best_first[] = {5, 5, 4, 4, 3, 3, 2, 2, 1, 1};
  for (Index u = 0; u < 10; ++u) {
    CHECK(a(u, "rfm.r_score") == best_first[u]);
    CHECK(a(u, "rfm.f_score") == 6 - best_first[u]);
    CHECK(a(u, "rfm.m_score") == 6 - best_first[u]);
  }
  const Answers b(features::Rfm({.n_levels = 2}).fit(log), log, day(100) + 1);
  CHECK(b(0, "rfm.f_score") == 1);
  CHECK(b(9, "rfm.f_score") == 2);
}

TEST_CASE("without values, without a clock, with types, on another clock", "[features]") {
  const std::vector<Event> events{{"ann", "a", 1.9, 5, "view"}, {"ann", "a", 2.1, 5, "buy"}};
  const data::EventLog bare = event_log(events, {.values = false});
  const Answers a(features::Rfm().fit(bare), bare, day(3));
  CHECK(a(0, "rfm.frequency") == 2);
  for (const char* column : {"monetary_sum", "monetary_mean", "n_returns", "m_score"})
    CHECK(a.absent(0, std::string("rfm.") + column));

  const data::EventLog order =
      event_log({{"ann", "a", 0, 2}, {"ann", "b", 1, 3}}, {.clock = false});
  const Answers b(features::Rfm().fit(order), order, 2);
  CHECK(b(0, "rfm.frequency") == 2);
  CHECK(b(0, "rfm.monetary_sum") == 5);
  CHECK(b.absent(0, "rfm.recency_days"));
  CHECK(b.absent(0, "rfm.r_score"));
  CHECK(b(0, "rfm.f_score") == 1);

  const data::EventLog log = event_log(events);
  const Answers c(features::Rfm({.types = {"buy"}}).fit(log), log, day(3));
  CHECK(c(0, "rfm.n_events") == 1);
  CHECK(c(0, "rfm.tenure_days") == Approx(0.9));
  const Answers d(features::Rfm({.utc_offset_hours = 5}).fit(log), log, day(3));
  CHECK(d(0, "rfm.frequency") == 1);  // 21:36 and 02:24 UTC fall on one day five hours east
}

TEST_CASE("Rfm refuses what it cannot use and stays as it was", "[features]") {
  features::Rfm rfm;
  CHECK_THROWS_AS(rfm.transform(shop(), 0), NotFittedError);
  rfm.fit(shop());
  const auto before = core::to_archive(rfm);
  CHECK_THROWS_AS(rfm.fit(data::EventLog{}), DataError);
  CHECK_THROWS_AS(features::Rfm({.types = {"rent"}}).fit(shop()), DataError);
  CHECK_THROWS_AS(
      features::Rfm({.types = {"buy"}}).fit(event_log({{"a", "b", 1}}, {.types = false})),
      DataError);
  CHECK_THROWS_AS(features::Rfm({.n_levels = 1}), ParamError);
  CHECK_THROWS_AS(features::Rfm({.utc_offset_hours = 15}), ParamError);
  CHECK(core::to_archive(rfm) == before);
  CHECK(rfm.transform(data::EventLog{}, 0).rows() == 0);
  core::Archive hostile = before;
  for (auto& [key, tensor] : hostile.tensors)
    if (key == "monetary_edges") tensor.shape = {2}, tensor.bytes.resize(16);
  CHECK_THROWS_AS(core::from_archive<features::Rfm>(hostile), FormatError);
}

// Oracle: the published CDNOW summary (Fader, Hardie): repeat days, age at last and age, in weeks.
TEST_CASE("CDNOW customers are summed up as published", "[features][data]") {
  const char* folder = std::getenv("LIMN_DATA_DIR");
  if (!folder) {
    WARN("LIMN_DATA_DIR is not set: CDNOW is skipped");
    return;
  }
  const std::string path = std::string(folder) + "/transactions/";
  std::ifstream rows(path + "cdnow_sample.csv"), summary(path + "cdnow_customers_summary.csv");
  REQUIRE(rows);
  REQUIRE(summary);
  data::EventLog::Columns c;
  std::string line;
  std::getline(rows, line);
  while (std::getline(rows, line)) {
    int master = 0, id = 0, y = 0, m = 0, d = 0, cds = 0;
    double amount = 0;
    REQUIRE(std::sscanf(line.c_str(), "%d,%d,%d-%d-%d,%d,%lf", &master, &id, &y, &m, &d, &cds,
                        &amount) == 7);
    const int until[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    c.user.push_back(c.users.insert(std::int64_t{id}));
    c.item.push_back(c.items.insert(std::int64_t{1}));
    c.time_us.push_back(day((y - 1997) * 365 + until[m - 1] + d - 1));  // days since 1997-01-01
    c.value.push_back(amount);
  }
  const data::EventLog log(std::move(c));
  const Answers a(features::Rfm().fit(log), log, day(273));  // weeks 1-39: to 1997-09-30
  std::getline(summary, line);
  int checked = 0, wrong = 0;
  while (std::getline(summary, line)) {
    double id = 0, frequency = 0, recency = 0, age = 0;
    REQUIRE(std::sscanf(line.c_str(), "%lf,%lf,%lf,%lf", &id, &frequency, &recency, &age) == 4);
    const Index u = log.users().find(static_cast<std::int64_t>(id));
    REQUIRE(u >= 0);
    wrong += a(u, "rfm.frequency") != frequency + 1;
    wrong += std::abs(a(u, "rfm.age_at_last_days") / 7 - recency) > 0.006;
    wrong += std::abs((a(u, "rfm.tenure_days") - 1) / 7 - age) > 0.006;
    ++checked;
  }
  CHECK(checked == 2357);
  CHECK(wrong == 0);
}
