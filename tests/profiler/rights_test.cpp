// SPDX-License-Identifier: MIT
#include <limn/profiler/profiler.hpp>

#include <limn/data/event_log.hpp>

#include "profiler/shop.hpp"
#include "test.hpp"

using namespace limn;

TEST_CASE("forget: no trace of the id in memory's file, the others stay") {
  Profiler p = fitted_shop();
  REQUIRE(p.to_bytes().find("user17") != std::string::npos);
  const std::string other = p.profile("user18").traits.at(0).name;
  const Receipt receipt = p.forget("user17");
  CHECK(receipt.was_known);
  CHECK(receipt.events_erased > 0);
  CHECK_FALSE(receipt.refitted.empty());
  CHECK_FALSE(receipt.kept_as_statistics.empty());
  CHECK(receipt.to_json().find("user17") == std::string::npos);
  CHECK(p.to_bytes().find("user17") == std::string::npos);
  CHECK(p.report_html().find("user17") == std::string::npos);
  CHECK_FALSE(p.profile("user17").known);
  CHECK(p.profile("user18").known);
  CHECK(p.n_users() == fitted_shop().n_users() - 1);
  CHECK(fitted_shop().profile("user17").known);  // a copy is its own
  CHECK(Profiler::from_bytes(p.to_bytes()).profile("user18").to_json() ==
        p.profile("user18").to_json());
}

TEST_CASE("forgetting a stranger is no error, and says so") {
  Profiler p = fitted_shop();
  const Receipt receipt = p.forget("nobody");
  CHECK_FALSE(receipt.was_known);
  CHECK(receipt.events_erased == 0);
}

TEST_CASE("update: new events, new users, new items, without learning anew") {
  Profiler p = fitted_shop();
  const Profile before = p.profile("user3");
  data::EventLog::Columns c;
  c.users.insert("user3"), c.users.insert("newcomer");
  c.items.insert("item5"), c.items.insert("novelty");
  c.types.insert("view"), c.types.insert("buy");
  for (int i = 0; i < 6; ++i) {
    c.user.push_back(i % 2);
    c.item.push_back(i % 3 == 0 ? 1 : 0);
    c.type.push_back(i % 2);
    c.time_us.push_back(1'800'000'000'000'000 + i);
    c.value.push_back(3.0);
  }
  p.update(data::EventLog(std::move(c)));
  CHECK(p.n_users() == fitted_shop().n_users() + 1);
  const Profile after = p.profile("user3");
  CHECK(after.lineage.n_events == before.lineage.n_events + 3);
  CHECK(after.as_of > before.as_of);
  const Profile newcomer = p.profile("newcomer");
  CHECK(newcomer.known);
  CHECK(newcomer.lineage.n_events == 3);
  CHECK(p.profile("user4").as_of == fitted_shop().profile("user4").as_of);
  CHECK(Profiler::from_bytes(p.to_bytes()).profile("newcomer").to_json() == newcomer.to_json());
}
