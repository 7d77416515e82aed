// SPDX-License-Identifier: MIT
#include <algorithm>
#include <limits>
#include <numeric>

#include <limn/core/random.hpp>
#include <limn/recommend/top_k.hpp>

#include "small_log.hpp"
#include "test.hpp"

using namespace limn;

namespace {
constexpr float nothing = -std::numeric_limits<float>::infinity();
}

TEST_CASE("top_k puts the best first and the lower code first among equals", "[recommend]") {
  const std::vector<float> scores{1, 3, 2, 3, std::numeric_limits<float>::quiet_NaN(), nothing, 2};
  std::vector<std::int32_t> items(4);
  std::vector<float> best(4);
  recommend::top_k(scores, items, best);
  CHECK(items == std::vector<std::int32_t>{1, 3, 2, 6});
  CHECK(best == std::vector<float>{3, 3, 2, 2});
}

TEST_CASE("top_k is a stable sort cut off, however many scores are equal", "[recommend]") {
  core::Random random(3, 0);
  for (const std::size_t n : {1u, 15u, 40u, 1000u})
    for (const std::size_t k : {1u, 2u, 10u, 200u, 1000u})
      for (const std::uint32_t n_values : {2u, 30u, 100'000u}) {
        std::vector<float> scores(n);
        for (float& score : scores) score = static_cast<float>(random.bits() % n_values);
        std::vector<std::int32_t> wanted(n);
        std::iota(wanted.begin(), wanted.end(), 0);
        std::stable_sort(wanted.begin(), wanted.end(), [&](std::int32_t a, std::int32_t b) {
          return scores[static_cast<std::size_t>(a)] > scores[static_cast<std::size_t>(b)];
        });
        wanted.resize(k, -1);
        std::vector<std::int32_t> items(k);
        std::vector<float> best(k);
        recommend::top_k(scores, items, best);
        REQUIRE(items == wanted);
      }
}

TEST_CASE("places left over say that there is nothing", "[recommend]") {
  const std::vector<float> scores{nothing, 5};
  std::vector<std::int32_t> items(3);
  std::vector<float> best(3);
  recommend::top_k(scores, items, best);
  CHECK(items == std::vector<std::int32_t>{1, -1, -1});
  CHECK(best == std::vector<float>{5, nothing, nothing});
}

TEST_CASE("hide skips codes the catalogue lacks", "[recommend]") {
  std::vector<float> scores{1, 2};
  recommend::hide(std::vector<std::int32_t>{-1, 7, 0}, scores);
  CHECK(scores == std::vector<float>{nothing, 2});
}

TEST_CASE("k is checked by name", "[recommend]") {
  CHECK_THROWS_AS(recommend::require_k(0, "recommend.popular"), ParamError);
  CHECK_THROWS_AS(recommend::require_k(1'000'001, "recommend.popular"), ParamError);
}

TEST_CASE("users of a log with another vocabulary are understood", "[recommend]") {
  const data::EventLog known = abcd_log();
  data::EventLog::Columns c;
  c.users.insert(std::string_view("new"));
  c.items.insert(std::int64_t{999});
  c.items.insert(std::int64_t{102});
  c.user = {0, 0};
  c.item = {0, 1};
  c.time_us = {0, 1};
  std::vector<std::int32_t> heard;
  const Ranked ranked =
      recommend::rank_users(data::EventLog(std::move(c)), known.items(), 4, true,
                            [&](std::size_t, const data::History& history, std::span<float> out) {
                              heard.assign(history.items.begin(), history.items.end());
                              std::fill(out.begin(), out.end(), 1.0F);
                            });
  CHECK(heard == std::vector<std::int32_t>{-1, 2});
  CHECK(ranked.items(0, 2) == 3);
  CHECK(ranked.items(0, 3) == -1);  // item 102 was seen
}
