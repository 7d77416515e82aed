// SPDX-License-Identifier: MIT
#include <limn/recommend/sequence.hpp>

#include "ring_encoder.hpp"
#include "small_log.hpp"
#include "test.hpp"

using namespace limn;
using recommend::Sequence;

namespace {

struct RingName {
  static constexpr std::string_view text = "test.ring";
};
using Ring = RingEncoder<RingName>;

}  // namespace

TEST_CASE("Sequence offers what its encoder expects", "[recommend]") {
  Sequence model{core::AnySequenceEncoder(Ring({.height = 2.0}))};
  model.fit(abcd_log());
  const Ranked ranked = model.recommend(abcd_log(), 2, true);
  CHECK(ranked.items(0, 0) == 3);  // a b c -> d
  CHECK(ranked.scores(0, 0) == 2.0F);
  CHECK(ranked.items(0, 1) == -1);
  CHECK(ranked.items(1, 0) == 2);                                 // a b -> c
  CHECK(model.recommend(abcd_log(), 1, false).items(2, 0) == 0);  // b c d -> a
  CHECK(model.recommend_one(history_of({1}), 1).items(0, 0) == 2);
  CHECK(model.reason(history_of({1, -1}), 2).item == 1);
}

TEST_CASE("Sequence makes its encoder by name and comes back from an archive", "[recommend]") {
  core::enroll<Ring>();
  const Sequence model = Sequence({.encoder = "test.ring"}).fit(abcd_log());
  const Sequence back = core::from_archive<Sequence>(core::to_archive(model));
  CHECK(back.recommend(abcd_log(), 1).items(1, 0) == 2);
  CHECK(back.items() == model.items());
}

TEST_CASE("Sequence refuses what it cannot use", "[recommend]") {
  CHECK_THROWS_AS(Sequence({.encoder = "encoder.nobody"}).fit(abcd_log()), ParamError);
  CHECK_THROWS_AS(Sequence().recommend(abcd_log()), NotFittedError);
  CHECK_THROWS_AS(Sequence(core::AnySequenceEncoder(Ring())).fit(data::EventLog()), DataError);
  CHECK(Sequence().items().size() == 0);
}
