// SPDX-License-Identifier: MIT
#include <limn/recommend/repeats.hpp>

#include "small_log.hpp"
#include "test.hpp"

using namespace limn;
using recommend::Repeats;

TEST_CASE("what was taken lately and often comes first", "[recommend]") {  // by hand
  const Repeats model = Repeats({.half_life = 1.0}).fit(abcd_log());
  const VectorF score = model.score(history_of({3, 0, 3, 2, -1}));
  CHECK(score[2] == Approx(0.5));
  CHECK(score[3] == Approx(0.25 + 0.0625));
  CHECK(score[0] == Approx(0.125));
  CHECK(score[1] == 0.0F);
  const Ranked again = model.recommend_one(history_of({3, 0, 3, 2}), 4, false);
  CHECK(again.items(0, 0) == 2);
  CHECK(again.items(0, 3) == 1);
  CHECK(again.scores(0, 3) < 0.0F);
  CHECK(model.recommend(abcd_log(), 1, true).items(0, 0) == 3);
  CHECK(model.reason(history_of({3}), 3).kind == "again");
  CHECK(model.reason(history_of({3}), 1).kind == "none");
}

TEST_CASE("Repeats refuses what it cannot use", "[recommend]") {
  CHECK_THROWS_AS(Repeats({.half_life = 0.0}), ParamError);
  CHECK_THROWS_AS(Repeats().fit(data::EventLog()), DataError);
  CHECK_THROWS_AS(Repeats().recommend(abcd_log()), NotFittedError);
}
