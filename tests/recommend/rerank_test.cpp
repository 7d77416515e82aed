// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>

#include <limn/core/random.hpp>
#include <limn/recommend/popular.hpp>
#include <limn/recommend/rerank.hpp>
#include <limn/recommend/transitions.hpp>

#include "small_log.hpp"
#include "test.hpp"

using namespace limn;
using recommend::Popular;
using recommend::Rerank;

namespace {

using Codes = std::vector<std::int32_t>;

Rerank around(core::AnyRecommender member, const Rerank::Params& params) {
  return Rerank({std::move(member)}, params);
}

/// Counts 5 4 3 2 1 for items 0 ... 4; items 0 and 1 are taken by the same users.
data::EventLog five_log() {
  return make_log({{0, 1, 2}, {0, 1, 3}, {0, 1, 4}, {0, 1, 2}, {0, 2, 3}}, 5);
}

Codes order(Rerank::Params params, std::int64_t k = 4) {
  const Rerank model = around(Popular(), params).fit(five_log());
  const Ranked out = model.recommend(five_log(), k, false);
  return {out.items.data(), out.items.data() + k};
}

Rerank::Params plain() {
  Rerank::Params out;
  out.diversity = 0.0;
  return out;
}

}  // namespace

TEST_CASE("without rules it is the recommender", "[recommend]") {
  CHECK(order(plain()) == Codes{0, 1, 2, 3});
  const Rerank model = around(recommend::Transitions(), plain()).fit(five_log());
  const Ranked alone = recommend::Transitions().fit(five_log()).recommend(five_log(), 5);
  const Ranked under = model.recommend(five_log(), 5);
  CHECK(under.items == alone.items);
  CHECK(under.scores == alone.scores);
  CHECK(model.recommend_one(history_of({0, 1}), 2).items(0, 0) ==
        recommend::Transitions().fit(five_log()).recommend_one(history_of({0, 1}), 2).items(0, 0));
}

TEST_CASE("business rules by ids", "[recommend]") {  // items are called 100 ... 104
  Rerank::Params params = plain();
  params.exclude = {"100", "never seen"};
  CHECK(order(params) == Codes{1, 2, 3, 4});
  params = plain();
  params.pin = {"103"};
  CHECK(order(params) == Codes{3, 0, 1, 2});
  params = plain();
  params.categorized = {"100", "101", "102"};
  params.categories = {"tea", "tea", "tea"};
  params.max_per_category = 1;
  CHECK(order(params) == Codes{0, 3, 4, -1});
  params.candidates = 1;  // excluded items are asked for on top
  params.exclude = {"100"};
  CHECK(order(params, 1) == Codes{1});
}

TEST_CASE("items are alike when the same users took them", "[recommend]") {
  std::vector<std::vector<std::int32_t>> histories(400);
  for (std::size_t u = 0; u < histories.size(); ++u)
    histories[u] = u % 2 == 0 ? Codes{0, 1} : Codes{u % 4 == 1 ? 2 : 3, 3};
  Rerank::Params params;
  params.width = 1024;
  const Rerank model = around(Popular(), params).fit(make_log(histories, 4));
  const auto cosine = [&](Index a, Index b) {
    return model.vectors().row(a).normalized().dot(model.vectors().row(b).normalized());
  };
  CHECK(cosine(0, 1) == Approx(1.0F));
  CHECK(std::abs(cosine(0, 3)) < 0.15F);
  CHECK(cosine(2, 3) == Approx(std::sqrt(0.5F)).margin(0.1));  // 100 users of 100 and 200
  params.diversity = 0.8;  // by count 3 0 1 2; 1 is the twin of 0
  const Ranked list =
      around(Popular(), params).fit(make_log(histories, 4)).recommend(make_log({{}}, 4), 3, false);
  CHECK(Codes(list.items.data(), list.items.data() + 3) == Codes{3, 0, 2});
}

TEST_CASE("the context of the last event moves the list", "[recommend]") {
  data::EventLog::Columns c;  // item 0 at 8 o'clock, item 1 at 20 o'clock, both as often
  for (std::int64_t i = 0; i < 2; ++i) c.items.insert(i), c.types.insert(i == 0 ? "home" : "shop");
  for (std::int32_t u = 0; u < 100; ++u) {
    c.users.insert(std::int64_t{u});
    c.user.push_back(u);
    c.item.push_back(u % 2);
    c.type.push_back(u % 2);
    c.time_us.push_back((u % 2 == 0 ? 8 : 20) * 3'600'000'000LL);
  }
  const data::EventLog log(std::move(c));
  for (const char* context : {"hour", "type"}) {
    Rerank::Params params = plain();
    params.context = context;
    const Rerank model = around(Popular(), params).fit(log);
    const Ranked list = model.recommend(log, 1, false);
    CHECK(list.items(0, 0) == 0);
    CHECK(list.items(1, 0) == 1);
    CHECK_THROWS_AS(model.recommend(five_log()), DataError);  // neither a clock nor types
    CHECK_THROWS_AS(around(Popular(), params).fit(five_log()), DataError);
    CHECK(model.recommend_one(log.history(1), 2, false).items(0, 0) == 1);
    CHECK(model.recommend_one({}, 2, false).items(0, 1) == 1);  // nothing known, no context
  }
  Rerank::Params params = plain();
  const Codes home{0}, strange{7};
  data::History one = history_of(home);  // without types, on a model that knows some
  CHECK(around(Popular(), params).fit(log).recommend_one(one, 1, true).items(0, 0) == 1);
  params.context = "type";
  const Rerank model = around(Popular(), params).fit(log);
  CHECK_THROWS_AS(model.recommend_one(one, 1, false), DataError);
  one.types = strange;
  CHECK(model.recommend_one(one, 1, true).items(0, 0) == 1);
}

TEST_CASE("a reranked list can be a rung", "[recommend]") {
  Rerank::Params params = plain();
  params.exclude = {"100"};
  const Rerank model = around(Popular(), params).fit(five_log());
  const VectorF score = model.score(history_of({}));
  CHECK(score[0] == -std::numeric_limits<float>::infinity());
  CHECK(score[1] == 1.0F);
  CHECK(score[2] < 1.0F);
}

TEST_CASE("Rerank refuses what it cannot use", "[recommend]") {
  CHECK_THROWS_AS(Rerank(Rerank::Params{.diversity = 1.5}), ParamError);
  CHECK_THROWS_AS(Rerank(Rerank::Params{.context = "moon"}), ParamError);
  CHECK_THROWS_AS(Rerank(Rerank::Params{.categorized = {"a"}}), ParamError);
  CHECK_THROWS_AS(Rerank(Rerank::Params{.members = {"a", "b"}}), ParamError);
  CHECK_THROWS_AS(Rerank(Rerank::Params{.members = {"recommend.nobody"}}).fit(five_log()),
                  ParamError);
  CHECK_THROWS_AS(Rerank().fit(data::EventLog()), DataError);
  CHECK_THROWS_AS(Rerank().recommend(five_log()), NotFittedError);
}
