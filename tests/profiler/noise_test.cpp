// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include <limn/core/random.hpp>
#include <limn/profiler/detail/segment.hpp>

#include "profiler/shop.hpp"
#include "test.hpp"

using namespace limn;

namespace {

Profiler with_segments(ComponentSpec spec, std::int64_t n_segments) {
  Config config = quick(false);
  config.segments = std::move(spec);
  config.n_segments = n_segments;
  config.evaluate = false;
  return Profiler(config).fit(shop_log(), shop_users(), "id");
}

}  // namespace

TEST_CASE("a clusterer that knows noise leaves some users without a segment, or all") {
  // Nobody has 100 like-minded among 120 users; 2 is a group nearly everywhere.
  for (const std::int64_t least : {100, 2}) {
    const Profiler profiler = with_segments({"cluster.hdbscan", {{"min_cluster_size", least}}}, 0);
    std::size_t without = 0;
    for (int u = 0; u < 120; ++u) {
      const Profile who = profiler.profile("user" + std::to_string(u));
      without += who.segments.empty();
      for (const ProfileSegment& segment : who.segments) CHECK(std::isfinite(segment.probability));
    }
    CHECK(without > 0);
    if (least == 100) CHECK((without == 120 && profiler.segments().empty()));
    CHECK_NOTHROW(profiler.profile("user120"));  // without events
    CHECK_NOTHROW(profiler.report_html());
  }
}

TEST_CASE("every way to make segments serves the profiler") {
  for (const char* linkage : {"ward", "genie"}) {
    const Profiler profiler =
        with_segments({"cluster.agglomerative", {{"linkage", std::string(linkage)}}}, 3);
    CHECK(profiler.segments().size() == 3);
  }
  CHECK(with_segments({"cluster.hierarchy", {{"n_children", std::int64_t{2}}}}, 2)
            .segments()
            .size() >= 2);
}

TEST_CASE("rules that people wrote make segments, on features and attributes by their names") {
  using Texts = std::vector<std::string>;
  const std::string many = R"({">": [{"var": "rfm.n_events"}, 8]})";
  const Texts rules{R"({"and": [{"==": [{"var": "city"}, "Graz"]}, )" + many + "]}", many};
  const Profiler profiler = with_segments(
      {"cluster.rules", {{"rules", rules}, {"names", Texts{"busy in Graz", "busy"}}}}, 0);
  REQUIRE(profiler.segments().size() == 2);
  CHECK(profiler.segments()[1].rule == many);
  std::size_t n_found = 0;
  for (int u = 0; u < 120; ++u) {
    const Profile who = profiler.profile("user" + std::to_string(u));
    const auto events = std::ranges::find(who.traits, "rfm.n_events", &Trait::name);
    REQUIRE(events != who.traits.end());
    CHECK(who.segments.empty() == !(events->value > 8));
    if (who.segments.empty()) continue;
    ++n_found;
    CHECK(who.segments[0].name == (u % 3 == 0 ? "busy in Graz" : "busy"));
    CHECK(who.segments[0].probability == 1.0);
    CHECK(who.segments[0].memberships.empty());
  }
  CHECK((n_found > 0 && n_found < 120));
  std::vector<Event> history;
  for (int e = 0; e < 12; ++e)
    history.push_back({.item = "item" + std::to_string(e), .time_us = 1'705'000'000'000'000 + e});
  const auto stranger = [&](const std::string& city) {
    return profiler.profile(history, {{"city", city}}).segments.at(0).name;
  };
  CHECK(stranger("Graz") == "busy in Graz");
  CHECK(stranger("Lyon") == "busy");
  CHECK(Profiler::from_bytes(profiler.to_bytes()).profile("user3").to_json() ==
        profiler.profile("user3").to_json());
  CHECK_THROWS_WITH(
      with_segments({"cluster.rules", {{"rules", Texts{R"({"var": "no_such_column"})"}}}}, 0),
      Catch::Contains("no_such_column"));
}

TEST_CASE("who knows how likely each segment is, says it of the likeliest") {
  const Profiler mixture =
      with_segments({"cluster.gaussian_mixture", {{"covariance_type", std::string("diag")}}}, 3);
  for (int u = 0; u < 120; ++u) {
    const Profile who = mixture.profile("user" + std::to_string(u));
    const ProfileSegment& segment = who.segments.at(0);
    REQUIRE_FALSE(segment.memberships.empty());
    CHECK(segment.memberships[0].id == segment.id);
    CHECK(segment.memberships[0].name == segment.name);
    CHECK(segment.memberships[0].probability == segment.probability);
    double sum = 0.0, last = 1.0;
    for (const Membership& m : segment.memberships) {
      CHECK(m.probability <= last);
      sum += last = m.probability;
    }
    CHECK(sum == Approx(1.0));
    CHECK(who.to_json().find("\"memberships\":[{\"id\":") != std::string::npos);
  }
  CHECK(fitted_shop().profile("user3").segments.at(0).memberships.empty());  // k-means
  const Profile described =
      fitted_shop().profile({}, {{"city", std::string("Graz")}, {"age", 30.0}});
  CHECK(described.segments.at(0).memberships.at(0).id == described.segments[0].id);
}

TEST_CASE("the number of segments by silhouette, gap and stability") {
  const Profiler enrols_the_rooms;
  Matrix x(80, 2);  // two groups of 40, far apart
  for (Index r = 0; r < x.rows(); ++r) {
    core::Random random(3, static_cast<std::uint64_t>(r));
    x.row(r) << random.normal() + (r < 40 ? 0.0 : 12.0), random.normal();
  }
  const auto n_segments = [](const char* by, const Matrix& rows) {
    Config config;
    config.n_segments_by = by;
    profiler::detail::Segments segments;
    segments.fit(config, rows, {}, rows, {"a", "b"}, {});
    return segments.summaries.size();
  };
  CHECK(n_segments("silhouette", x) == 3);  // the least that it tries
  CHECK(n_segments("gap", x) == 2);
  CHECK(n_segments("stability", x) == 2);
  CHECK(n_segments("gap", x.topRows(40)) == 1);
}
