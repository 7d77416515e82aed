// SPDX-License-Identifier: MIT
#include <limn/recommend/transitions.hpp>

#include "small_log.hpp"
#include "test.hpp"

using namespace limn;
using recommend::Transitions;

namespace {

/// Counts alone: one direction, no popularity taken out.
Transitions::Params plain_params() {
  Transitions::Params out;
  out.window = 2;
  out.half_life = 1.0;
  out.reverse = out.popularity_exponent = out.source_exponent = 0.0;
  return out;
}

const Transitions::Params plain = plain_params();

}  // namespace

TEST_CASE("a pair counts by its distance", "[recommend]") {  // counted by hand
  const Transitions model = Transitions(plain).fit(abcd_log());
  const auto& graph = model.graph();
  CHECK(graph.weight(0, 1) == 2.0F);
  CHECK(graph.weight(0, 2) == 0.5F);
  CHECK(graph.weight(1, 2) == 2.0F);
  CHECK(graph.weight(1, 3) == 0.5F);
  CHECK(graph.weight(2, 3) == 1.0F);
  CHECK(graph.weight(1, 0) == 0.0F);
}

TEST_CASE("the history fades from its end", "[recommend]") {
  const Transitions model = Transitions(plain).fit(abcd_log());
  const VectorF score = model.score(history_of({0, 1}));
  CHECK(score[0] == 0.0F);
  CHECK(score[1] == 1.0F);   // 1/2 * 2 from a
  CHECK(score[2] == 2.25F);  // 2 from b, 1/2 * 1/2 from a
  CHECK(score[3] == 0.5F);
  const recommend::Reason reason = model.reason(history_of({0, 1}), 2);
  CHECK(reason.kind == "follows");
  CHECK(reason.item == 1);
  CHECK(reason.share == Approx(2.0 / 2.25));
}

TEST_CASE("reverse pairs and popularity enter the link", "[recommend]") {
  Transitions::Params params = plain;
  params.reverse = 0.5;
  CHECK(Transitions(params).fit(abcd_log()).graph().weight(1, 0) == 1.0F);
  params.popularity_exponent = 0.5;
  params.source_exponent = 0.5;
  // b (3 events) before c (2): 2 / sqrt(6)
  CHECK(Transitions(params).fit(abcd_log()).graph().weight(1, 2) == Approx(2.0 / std::sqrt(6.0)));
}

TEST_CASE("older transitions count less, and only the heaviest links stay", "[recommend]") {
  Transitions::Params params = plain;
  params.age_half_life_days = 1.0;
  // b -> c: on day 2 for user 0 (weight 1), on day 1 for user 2 (weight 1/2)
  CHECK(Transitions(params).fit(abcd_log(true)).graph().weight(1, 2) == Approx(1.5));
  params = plain;
  params.n_neighbors = 1;
  const Transitions model = Transitions(params).fit(abcd_log());
  CHECK(model.graph().weight(1, 2) == 2.0F);
  CHECK(model.graph().weight(1, 3) == 0.0F);
}

TEST_CASE("items without evidence come last, by their count", "[recommend]") {
  const Transitions model = Transitions(plain).fit(abcd_log());
  const Ranked ranked = model.recommend_one(history_of({2}), 4, true);
  CHECK(ranked.items(0, 0) == 3);
  CHECK(ranked.items(0, 1) == 1);
  CHECK(ranked.scores(0, 1) == Approx(-0.25));
  CHECK(ranked.items(0, 2) == 0);
  CHECK(ranked.items(0, 3) == -1);
  const Ranked cold = model.recommend_one(history_of({}), 1, true);
  CHECK(cold.items(0, 0) == 1);
  CHECK(model.score(history_of({-1, 99})).isZero());  // items unknown are passed over
}

TEST_CASE("Transitions refuses what it cannot use", "[recommend]") {
  Transitions::Params aged;
  aged.age_half_life_days = 30.0;
  CHECK_THROWS_AS(Transitions(aged).fit(abcd_log()), DataError);
  Transitions::Params narrow;
  narrow.window = 0;
  CHECK_THROWS_AS(Transitions(narrow), ParamError);
  CHECK_THROWS_AS(Transitions().fit(data::EventLog()), DataError);
  CHECK_THROWS_AS(Transitions().recommend(abcd_log()), NotFittedError);
  core::Archive archive = core::to_archive(Transitions().fit(abcd_log()));
  for (auto& [name, tensor] : archive.tensors)
    if (name == "graph.targets") tensor.bytes[3] = std::byte{0x7f};
  CHECK_THROWS_AS(core::from_archive<Transitions>(archive), FormatError);
}
