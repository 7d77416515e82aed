// SPDX-License-Identifier: MIT
#include <algorithm>
#include <numeric>

#include <limn/cluster/match_segments.hpp>
#include <limn/core/error.hpp>
#include <limn/core/random.hpp>

#include "test.hpp"

using namespace limn;
using cluster::match_segments;
using cluster::SegmentMatch;

namespace {

Labels of(std::initializer_list<int> values) {
  Labels out(std::ssize(values));
  std::ranges::copy(values, out.begin());
  return out;
}

}  // namespace

// By hand: new 0 has two of old 1, new 1 three of old 0 and one of old 1, new 2 nobody.
TEST_CASE("match_segments: numbers move with the users") {
  const Labels before = of({0, 0, 0, 1, 1, 1, 1, -1, -1});
  const Labels after = of({1, 1, 1, 1, 0, 0, -1, 2, 0});
  const SegmentMatch m = match_segments(before, after);
  CHECK(m.id_of == std::vector<std::int64_t>{1, 0, 2});
  CHECK(m.users_shared == std::vector<std::int64_t>{2, 3, 0});
  CHECK(m.overlap[0] == Approx(2.0 / 5.0));  // 4 before, 3 after, 2 of them the same
  CHECK(m.overlap[1] == Approx(3.0 / 4.0));
  CHECK(m.overlap[2] == 0.0);
  CHECK(m.labels == of({0, 0, 0, 0, 1, 1, -1, 2, 1}));
}

TEST_CASE("match_segments: a split keeps the number of the greater part, a merger one of two") {
  const SegmentMatch split = match_segments(of({0, 0, 0, 1, 1}), of({2, 0, 0, 1, 1}));
  CHECK(split.id_of == std::vector<std::int64_t>{0, 1, 2});
  const SegmentMatch merged = match_segments(of({0, 0, 1, 1, 1, 2}), of({0, 0, 0, 0, 0, 1}));
  CHECK(merged.id_of == std::vector<std::int64_t>{1, 2});
  // What counts is the whole: 4 + 4 keep their number rather than 5 + 0.
  Labels before(13), after(13);
  before << 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0;
  after << 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1;
  CHECK(match_segments(before, after).id_of == std::vector<std::int64_t>{1, 0});
}

TEST_CASE("match_segments: the best of all pairings, by trying them all") {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    core::Random random(seed);
    const Index k = 1 + static_cast<Index>(random.below(5));
    const Index n_old = 1 + static_cast<Index>(random.below(5));
    Labels before(60), after(60);
    for (Index r = 0; r < 60; ++r) {
      before(r) = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(n_old)));
      after(r) = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(k)));
    }
    std::vector<int> id(static_cast<std::size_t>(std::max(k, n_old)));
    std::iota(id.begin(), id.end(), 0);
    Index best = 0;
    do {
      Index kept = 0;
      for (Index r = 0; r < 60; ++r) kept += id[static_cast<std::size_t>(after(r))] == before(r);
      best = std::max(best, kept);
    } while (std::ranges::next_permutation(id).found);
    const SegmentMatch m = match_segments(before, after);
    CHECK((m.labels.array() == before.array()).count() == best);
    std::vector<std::int64_t> ids = m.id_of;
    std::ranges::sort(ids);
    CHECK(std::ranges::adjacent_find(ids) == ids.end());
  }
}

TEST_CASE("match_segments: nobody, and misuse") {
  CHECK(match_segments(Labels(), Labels()).id_of.empty());
  CHECK(match_segments(of({-1, -1}), of({-1, -1})).labels == of({-1, -1}));
  CHECK(match_segments(of({-1, -1}), of({0, 1})).id_of == std::vector<std::int64_t>{0, 1});
  CHECK_THROWS_AS(match_segments(of({0}), of({0, 1})), ShapeError);
  CHECK_THROWS_AS(match_segments(of({5000}), of({0})), LimitError);
}
