// SPDX-License-Identifier: MIT
#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include <limn/coldstart/ladder.hpp>
#include <limn/core/any.hpp>
#include <limn/encoder/gru_encoder.hpp>
#include <limn/recommend/sequence.hpp>
#include <limn/testing/samples.hpp>

#include "kinds.hpp"
#include "test.hpp"

using namespace limn;
using coldstart::Ladder;
using coldstart::LadderAnswer;
using coldstart::Standing;

namespace {

data::EventLog ring_log() {
  return testing::sample_log({.n_users = 120, .n_items = 20, .longest = 30});
}

Matrix ring_table() {
  Matrix x(120, 1);
  for (Index user = 0; user < 120; ++user) x(user, 0) = static_cast<double>(user % 3);
  return x;
}

}  // namespace

TEST_CASE("the ladder answers at every step and says from where", "[coldstart]") {
  const Ladder model = Ladder().fit(ring_log(), ring_table());
  const std::vector<double> someone{1.0};
  const std::vector<std::int32_t> many(20, 3);
  for (const auto& [items, attributes, stage] :
       std::vector<std::tuple<std::vector<std::int32_t>, std::vector<double>, std::string_view>>{
           {{}, {}, "none"},
           {{}, someone, "attributes"},
           {{3}, someone, "few events"},
           {many, {}, "warm"}}) {
    const LadderAnswer answer = model.answer(history_of(items), attributes, 5);
    INFO(stage);
    CHECK(answer.stage == stage);
    CHECK(answer.items.size() == 5);
    CHECK(answer.n_events == static_cast<std::int64_t>(items.size()));
    CHECK(answer.weights.sum() == Approx(1.0));
    CHECK(answer.items[0].reason.kind != "none");
  }
}

TEST_CASE("transitions carry the ladder where order is all there is", "[coldstart]") {
  const Ladder model = Ladder().fit(ring_log());  // the items of a ring follow one another
  const LadderAnswer answer = model.answer(history_of({0, 1, 2, 3, 4, 5, 6, 7, 8, 9}), {}, 3);
  CHECK((answer.items[0].item == 10 || answer.items[0].item == 11));
  CHECK(model.weights().row(0).sum() == Approx(1.0));
  for (std::size_t r = 0; r < model.rungs().size(); ++r)
    if (model.rungs()[r] == "recommend.transitions")
      CHECK(model.weights()(0, static_cast<Index>(r)) == 0.0);
}

TEST_CASE("a user of the log is answered by whoever foresees the next item", "[coldstart]") {
  const data::EventLog log = ring_log();  // the items of a ring follow one another
  const Ladder model = Ladder().fit(log);
  const auto n_rungs = std::ssize(model.rungs());
  for (const Index step : {4, 5}) {  // 8 and 16 known events
    INFO(step);
    const Vector learnt = model.learnt(Standing::known).row(step).transpose();
    CHECK(learnt[n_rungs] > learnt.head(n_rungs).maxCoeff() - 0.02);
    // transitions and item neighbours, after popular and similar users
    CHECK(model.known_weights()(step, 2) + model.known_weights()(step, 3) > 0.5);
    CHECK(model.known_weights().row(step).sum() == Approx(1.0));
  }
  CHECK(model.known_weights().row(0) == model.weights().row(0));  // nobody known has no event
  const std::vector<std::int32_t> some{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  const LadderAnswer answer = model.answer(history_of(some), {}, 3, true, {}, Standing::known);
  CHECK(answer.known);
  CHECK_FALSE(model.answer(history_of(some), {}, 3).known);
  const Ladder plain = Ladder({.known_learners = 0}).fit(log);
  CHECK(plain.known_weights() == plain.weights());
  const Ladder seen = Ladder({.exclude_seen = false}).fit(log);
  CHECK_FALSE(seen.weights() == model.weights());
}

TEST_CASE("who is known is found by id, until forgotten", "[coldstart]") {
  const data::EventLog log = ring_log();
  Ladder model = Ladder().fit(log);
  const data::EventLog two = log.only_users(std::vector<std::int32_t>{5, 7});
  CHECK(model.standings(two) == std::vector{Standing::known, Standing::known});
  CHECK(model.standings(kinds_log()).front() == Standing::stranger);
  CHECK(model.standings(data::EventLog()).empty());
  const Ranked before = model.recommend(two, 5);
  const LadderAnswer one = model.answer(two.history(0), {}, 5, true, {}, Standing::known);
  for (Index i = 0; i < 5; ++i)
    CHECK(before.items(0, i) == one.items[static_cast<std::size_t>(i)].item);
  model.forget(5);
  CHECK(model.standings(two) == std::vector{Standing::stranger, Standing::known});
}

TEST_CASE("what fit learns from is withheld from others", "[coldstart]") {
  const data::EventLog log = ring_log();
  const Ladder model;
  const std::vector<std::uint8_t> mask = model.withheld(log);
  const std::vector<std::int32_t> aside = model.set_aside(log);
  for (std::size_t user = 0; user < log.n_users(); ++user) {
    const auto begin = mask.begin() + log.offsets()[user],
               end = mask.begin() + log.offsets()[user + 1];
    const auto n = std::count(begin, end, 1);
    if (std::binary_search(aside.begin(), aside.end(), static_cast<std::int32_t>(user)))
      CHECK(n == end - begin);
    else if (end - begin >= 3)
      CHECK((n == 1 && *(end - 1) == 1));
    else
      CHECK(n == 0);
  }
}

TEST_CASE("known and hidden items", "[coldstart]") {
  const Ladder model = Ladder().fit(ring_log());
  for (const auto& item : model.answer(history_of({4}), {}, 19).items) CHECK(item.item != 4);
  CHECK(model.answer(history_of({4}), {}, 100).items.size() == 19);
  CHECK(model.answer(history_of({4}), {}, 100, false).items.size() == 20);
  CHECK(model.answer(history_of({-1, 99}), {}, 1).n_events == 1);
}

TEST_CASE("a rung from outside is asked, and may stay away", "[coldstart]") {
  const coldstart::OutsideRung wise{
      "oracle", [](const data::History& history, std::span<const double>) {
        VectorF out = VectorF::Zero(20);
        out[history.items.empty() ? 7 : (history.items.back() + 1) % 20] = 1.0F;
        return out;
      }};
  const Ladder model =
      Ladder({.rungs = {"recommend.popular"}}).fit(ring_log(), Matrix(120, 0), {wise});
  CHECK(model.rungs() == std::vector<std::string>{"recommend.popular", "oracle"});
  CHECK(model.answer(history_of({4}), {}, 3, true, {wise}).weights.sum() == Approx(1.0));
  const LadderAnswer alone = model.answer(history_of({4}), {}, 3);
  CHECK(alone.weights[1] == 0.0);
  CHECK(alone.items.size() == 3);
}

TEST_CASE("any recommender can be a rung", "[coldstart]") {
  const data::EventLog log = ring_log();
  core::AnyRecommender model(recommend::Transitions{});
  model->fit(log, {});
  const coldstart::OutsideRung rung = coldstart::outside_rung("mine", model, log.items());
  CHECK(rung.score(history_of({2}), {}) == model->score(history_of({2})));
}

TEST_CASE("an outside rung hears the types of a history in its own codes", "[coldstart]") {
  const data::EventLog log = ring_log();  // view = 0, buy = 1
  encoder::GruEncoder::Params p;
  p.width = 8, p.epochs = 2, p.learning_rate = 0.02;
  const core::AnySequenceEncoder model(encoder::GruEncoder(p).fit(log));
  const core::AnyRecommender around{recommend::Sequence(model)};
  const data::History history = log.history(3);
  const data::Vocabulary other(std::vector<std::string>{"return", "buy", "view"});
  std::vector<std::int32_t> swapped, strange;
  for (const std::int32_t type : history.types) swapped.push_back(2 - type), strange.push_back(0);
  const auto said = [&](const auto& inner, const data::Vocabulary& types,
                        std::span<const std::int32_t> codes) {
    data::History asked = history;
    asked.types = codes;
    return coldstart::outside_rung("mine", inner, log.items(), types).score(asked, {});
  };
  const VectorF wanted = said(model, log.types(), history.types);
  const VectorF blind = said(model, log.types(), {});
  CHECK(said(model, other, swapped) == wanted);
  CHECK(said(around, other, swapped) == wanted);
  CHECK(said(model, other, strange) == blind);  // "return" says nothing
  CHECK(said(model, log.types(), std::vector<std::int32_t>(history.size(), 7)) == blind);
  CHECK(said(model, {}, history.types) == blind);
  CHECK_FALSE(blind == wanted);
}

TEST_CASE("few users get preset weights, and the ladder survives its archive", "[coldstart]") {
  const Ladder small = Ladder().fit(kinds_log(), kinds_table());
  CHECK(std::isnan(small.learnt()(0, 0)));
  CHECK(small.set_aside(kinds_log()).empty());
  const Ladder model = Ladder().fit(ring_log(), ring_table());
  const core::Archive archive = core::to_archive(model);
  CHECK(core::to_archive(core::from_archive<Ladder>(archive)) == archive);
  CHECK(model.set_aside(ring_log()).size() == 24);
  Ladder forgetful = model;
  forgetful.forget(5);
  CHECK_FALSE(core::to_archive(forgetful) == archive);
}

TEST_CASE("Ladder refuses what it cannot use", "[coldstart]") {
  CHECK_THROWS_AS(Ladder({.rungs = {"recommend.popularr"}}), ParamError);
  CHECK_THROWS_AS(Ladder({.rungs = {"recommend.popular", "recommend.popular"}}), ParamError);
  CHECK_THROWS_AS(Ladder().fit(data::EventLog()), DataError);
  CHECK_THROWS_AS(Ladder().fit(ring_log(), Matrix(Matrix::Zero(2, 1))), ShapeError);
  CHECK_THROWS_AS(Ladder().answer(history_of({})), NotFittedError);
  const Ladder model = Ladder().fit(ring_log());
  CHECK_THROWS_AS(model.answer(history_of({}), {}, 0), ParamError);
}
