// SPDX-License-Identifier: MIT
#include <cmath>

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
