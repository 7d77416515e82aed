// SPDX-License-Identifier: MIT
#include <limn/encoder/gru_encoder.hpp>
#include <limn/recommend/fusion.hpp>
#include <limn/recommend/popular.hpp>
#include <limn/recommend/sequence.hpp>
#include <limn/recommend/transitions.hpp>
#include <limn/testing/samples.hpp>

#include "ring_encoder.hpp"
#include "small_log.hpp"
#include "test.hpp"

using namespace limn;
using recommend::Fusion;
using recommend::FusionCase;
using recommend::FusionForm;

namespace {

struct NamedMember {
  static constexpr std::string_view text = "test.member";
};

/// Users walk around a ring of 12 items: what comes next is certain.
data::EventLog ring_log(std::size_t n_users) {
  std::vector<std::vector<std::int32_t>> histories(n_users);
  for (std::size_t u = 0; u < n_users; ++u)
    for (std::size_t e = 0; e < 4 + u % 4; ++e)
      histories[u].push_back(static_cast<std::int32_t>((u * 5 + e) % 12));
  return make_log(histories, 12);
}

std::vector<float> form(FusionForm form, bool log_odds, std::vector<float> scores) {
  std::vector<std::int32_t> items(scores.size(), 0);
  std::vector<float> out(scores.size());
  recommend::to_form(form, log_odds, items, scores, out);
  return out;
}

FusionCase case_of(std::vector<std::vector<float>> rows) {
  FusionCase out{MatrixF(static_cast<Index>(rows.size()), static_cast<Index>(rows.front().size()))};
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t m = 0; m < rows[i].size(); ++m)
      out.said(static_cast<Index>(i), static_cast<Index>(m)) = rows[i][m];
  return out;
}

}  // namespace

TEST_CASE("scores take one of three forms", "[recommend]") {  // by hand
  CHECK(form(FusionForm::share, false, {3, 1, 0, -1}) == std::vector<float>{0.75F, 0.25F, 0, 0});
  CHECK(form(FusionForm::share, true, {0, 0})[1] == Approx(0.5));
  CHECK(form(FusionForm::log, false, {3, 1})[1] == Approx(std::log(251.0)));
  CHECK(form(FusionForm::rank, false, {3, 1, -1})[1] == Approx(60.0 / 62.0));
  CHECK(form(FusionForm::rank, false, {3, 1, -1})[2] == 0.0F);
  CHECK(form(FusionForm::share, false, {-1, -2}) == std::vector<float>{0, 0});
}

TEST_CASE("the gain counts ties against the wanted item", "[recommend]") {  // by hand
  const std::vector<FusionCase> cases{case_of({{0.5F, 0.0F}, {0.5F, 1.0F}}),
                                      case_of({{0.4F, 1.0F}, {0.2F, 0.0F}})};
  CHECK(recommend::mean_gain(cases, VectorF::Unit(2, 0), 10) ==
        Approx((1 / std::log2(3.0) + 1) / 2));
  CHECK(recommend::mean_gain(cases, VectorF::Unit(2, 1), 10) == Approx(0.5));
  CHECK(recommend::mean_gain(cases, VectorF::Unit(2, 0), 1) == Approx(0.5));
}

TEST_CASE("weights are never worse than the best member", "[recommend]") {
  std::vector<FusionCase> cases;  // each member knows a third of the users, their sum all of them
  for (std::size_t c = 0; c < 9; ++c) {
    std::vector<float> wanted(3, 0.0F), other(3, 0.1F);
    wanted[c % 3] = 0.5F;
    other[(c + 1) % 3] = 0.6F * static_cast<float>(c % 2);
    cases.push_back(case_of({wanted, other}));
  }
  const VectorF found = recommend::search_weights(cases, 3, 10, {});
  CHECK(found.sum() == Approx(1.0F));
  CHECK(found.minCoeff() >= 0.0F);
  for (Index m = 0; m < 3; ++m)
    CHECK(recommend::mean_gain(cases, found, 10) >=
          recommend::mean_gain(cases, VectorF::Unit(3, m), 10));
}

TEST_CASE("Fusion trusts the member that foresees", "[recommend]") {
  const data::EventLog log = ring_log(60);
  const Fusion model =
      Fusion({recommend::Popular(), recommend::Transitions()}, {.candidates = 12}).fit(log);
  CHECK(model.weights()[1] > 0.5F);
  CHECK(model.learnt()[2] >= model.learnt().head(2).maxCoeff());
  CHECK(model.learnt()[1] > 0.9);
  CHECK(model.recommend_one(history_of({3, 4}), 1).items(0, 0) == 5);
  CHECK(model.params().members ==
        std::vector<std::string>{"recommend.popular", "recommend.transitions"});
  CHECK(model.reason(history_of({3, 4}), 5).kind == "fusion");
  CHECK(model.score(history_of({3, 4})).size() == 12);
  const Fusion back = core::from_archive<Fusion>(core::to_archive(model));
  CHECK(back.recommend(log, 5).items == model.recommend(log, 5).items);
}

TEST_CASE("Fusion learns from a validation log, from members that are ready", "[recommend]") {
  const data::EventLog log = ring_log(40);
  std::vector<std::vector<std::int32_t>> later(40);
  for (std::size_t u = 0; u < 40; ++u)
    later[u].push_back(static_cast<std::int32_t>((u * 5 + 4 + u % 4) % 12));
  const data::EventLog next = make_log(later, 12);
  const auto popular = recommend::Popular().fit(log);
  const auto transitions = recommend::Transitions().fit(log);
  const Fusion ready = Fusion({popular, transitions}, {.fit_members = false}).fit(log, next);
  const Fusion fitted = Fusion({recommend::Popular(), recommend::Transitions()}).fit(log, next);
  CHECK(ready.weights() == fitted.weights());
  CHECK(ready.recommend(log, 3).items == fitted.recommend(log, 3).items);
}

TEST_CASE("one member, or nobody to learn from, is no trouble", "[recommend]") {
  const Fusion alone = Fusion({.members = {"recommend.popular"}}).fit(abcd_log());
  CHECK(alone.recommend_one(history_of({}), 1).items(0, 0) == 1);
  const Fusion shy = Fusion().fit(make_log({{0, 1}, {1}}, 2));
  CHECK(std::isnan(shy.learnt()[0]));
  CHECK(shy.recommend(make_log({{0, 1}, {1}}, 2), 2, false).items(1, 1) >= 0);
}

TEST_CASE("one history is answered as its user in a log, types and values seen", "[recommend]") {
  const data::EventLog log = testing::sample_log({.n_users = 60, .n_items = 12});
  encoder::GruEncoder::Params p;
  p.width = 8, p.epochs = 8, p.learning_rate = 0.02;
  const recommend::Sequence reader{core::AnySequenceEncoder(encoder::GruEncoder(p))};
  const std::vector<core::AnyRecommender> members{reader};
  const Fusion model = Fusion(members, {.candidates = 12}).fit(log);
  const Fusion back = core::from_archive<Fusion>(core::to_archive(model));
  CHECK(model.types() == log.types());
  bool told = false;
  for (std::int32_t user = 0; user < 60; ++user) {
    const std::vector<std::int32_t> alone{user};
    const Ranked wanted = model.recommend(log.only_users(alone), 12, false);
    const data::History history = log.history(static_cast<std::size_t>(user));
    CHECK(model.recommend_one(history, 12, false).scores == wanted.scores);
    CHECK(back.recommend_one(history, 12, false).scores == wanted.scores);
    for (Index i = 0; i < 12; ++i)
      CHECK(model.score(history)[wanted.items(0, i)] == wanted.scores(0, i));
    data::History blind = history;
    blind.types = {};
    told = told || model.score(blind) != model.score(history);
  }
  CHECK(told);  // by the types alone
}

TEST_CASE("an encoder's name stands for the recommender around it", "[recommend]") {
  core::enroll<RingEncoder<NamedMember>>();
  const data::EventLog log = ring_log(60);
  const Fusion model = Fusion({.members = {"recommend.popular", "test.member"}}).fit(log);
  CHECK(model.members()[1]->name() == "recommend.sequence");
  CHECK(model.weights()[1] > 0.5F);
  CHECK(model.recommend_one(history_of({3, 4}), 1).items(0, 0) == 5);
}

TEST_CASE("Fusion refuses what it cannot use", "[recommend]") {
  CHECK_THROWS_AS(Fusion(Fusion::Params{.members = {}}), ParamError);
  CHECK_THROWS_AS(Fusion({.members = {"recommend.nobody"}}).fit(abcd_log()), ParamError);
  CHECK_THROWS_AS(Fusion().fit(data::EventLog()), DataError);
  CHECK_THROWS_AS(Fusion().recommend(abcd_log()), NotFittedError);
}
