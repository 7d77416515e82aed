// SPDX-License-Identifier: MIT
#include <limn/recommend/popular.hpp>

#include "small_log.hpp"
#include "test.hpp"

using namespace limn;
using recommend::Popular;

namespace {

Popular::Params scope(const char* name) {
  Popular::Params out;
  out.scope = name;
  return out;
}

}  // namespace

TEST_CASE("Popular scores by share of events", "[recommend]") {  // by hand: 2 3 2 1 of 8
  const Popular popular = Popular().fit(abcd_log());
  const VectorF score = popular.score(history_of({}));
  CHECK(score[0] == Approx(2.0 / 8));
  CHECK(score[1] == Approx(3.0 / 8));
  const Ranked all = popular.recommend(abcd_log(), 4, false);
  CHECK(all.items(0, 0) == 1);
  CHECK(all.items(0, 1) == 0);  // a and c are equal: the lower code first
  CHECK(all.items(0, 2) == 2);
  const Ranked unseen = popular.recommend(abcd_log(), 2, true);
  CHECK(unseen.items(0, 0) == 3);
  CHECK(unseen.items(0, 1) == -1);
  CHECK(popular.reason(history_of({}), 1).kind == "popular");
  CHECK(popular.reason(history_of({}), 99).kind == "none");
}

TEST_CASE("scope recent counts the end of the log", "[recommend]") {  // last day: c (user 0), d
  Popular::Params params = scope("recent");
  params.window_days = 1.0;
  const Popular popular = Popular(params).fit(abcd_log(true));
  const VectorF score = popular.score(history_of({}));
  CHECK(score[2] == Approx(0.5));
  CHECK(score[3] == Approx(0.5));
  CHECK(score[1] == Approx(-1.0 / 4));  // three events, none of late
  CHECK(score[0] == Approx(-1.0 / 3));
}

TEST_CASE("scope recent fades by half-life", "[recommend]") {  // weights 1/4, 1/2, 1 by day
  Popular::Params params = scope("recent");
  params.half_life_days = 1.0;
  const Popular popular = Popular(params).fit(abcd_log(true));
  const double total = 3 * 0.25 + 3 * 0.5 + 2 * 1.0;
  const VectorF score = popular.score(history_of({}));
  CHECK(score[0] == Approx(2 * 0.25 / total));
  CHECK(score[3] == Approx(1.0 / total));
}

TEST_CASE("scope segment draws a segment towards everybody", "[recommend]") {  // by hand
  Labels segments(3);
  segments << 5, 5, -1;
  Popular::Params params = scope("segment");
  params.shrinkage = 8.0;
  const Popular popular = Popular(params).fit(abcd_log(), segments);
  const VectorF inside = popular.score(history_of({}), 5);  // 2 2 1 0 of 5
  CHECK(inside[0] == Approx((2 + 8 * 2.0 / 8) / 13));
  CHECK(inside[3] == Approx((0 + 8 * 1.0 / 8) / 13));
  CHECK(popular.score(history_of({}), 77)[0] == Approx(2.0 / 8));
  CHECK(popular.recommend(abcd_log(), segments, 1, false).items(0, 0) == 1);
  CHECK(popular.reason(history_of({}), 0, 5).kind == "segment");
}

TEST_CASE("Popular refuses what it cannot use", "[recommend]") {
  CHECK_THROWS_AS(Popular(scope("recent")).fit(abcd_log()), DataError);
  CHECK_THROWS_AS(Popular(scope("segment")).fit(abcd_log()), DataError);
  CHECK_THROWS_AS(Popular().fit(abcd_log(), Labels(2)), ShapeError);
  CHECK_THROWS_AS(Popular().fit(data::EventLog()), DataError);
  CHECK_THROWS_AS(Popular(scope("newest")), ParamError);
  CHECK_THROWS_AS(Popular().recommend(abcd_log()), NotFittedError);
  CHECK_THROWS_AS(Popular().fit(abcd_log()).recommend(abcd_log(), 0), ParamError);
}
