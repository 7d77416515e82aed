// SPDX-License-Identifier: MIT
#include <limits>

#include <limn/recommend/rerank_lists.hpp>

#include "small_log.hpp"
#include "test.hpp"

using namespace limn;
using recommend::RerankRules;

namespace {

/// Items 0 ... 4 with scores 5 4 3 2 1.
Ranked five() {
  Ranked out{CodeMatrix(1, 6), MatrixF(1, 6)};
  out.items << 0, 1, 2, 3, 4, -1;
  out.scores << 5, 4, 3, 2, 1, -std::numeric_limits<float>::infinity();
  return out;
}

std::vector<std::int32_t> order(const RerankRules& rules, std::int64_t k = 4) {
  const Ranked out = recommend::rerank(five(), rules, k);
  return {out.items.data(), out.items.data() + k};
}

using Codes = std::vector<std::int32_t>;

}  // namespace

TEST_CASE("without rules the order stays", "[recommend]") {
  CHECK(order({}) == Codes{0, 1, 2, 3});
  CHECK(order({}, 6) == Codes{0, 1, 2, 3, 4, -1});
}

TEST_CASE("business rules", "[recommend]") {  // by hand
  CHECK(order({.exclude = {0, 2}}) == Codes{1, 3, 4, -1});
  CHECK(order({.pin = {3, 9, 3}}) == Codes{3, 9, 0, 1});
  CHECK(order({.exclude = {3}, .pin = {3}}) == Codes{0, 1, 2, 4});
  Labels categories(5);
  categories << 7, 7, 7, -1, -1;
  CHECK(order({.categories = categories, .max_per_category = 1}) == Codes{0, 3, 4, -1});
  CHECK(order({.categories = categories, .max_per_category = 2}) == Codes{0, 1, 3, 4});
  VectorF boost(5);
  boost << 1, 1, 1, 1, 10;
  CHECK(order({.boost = boost}) == Codes{4, 0, 1, 2});
}

TEST_CASE("diversity is maximal marginal relevance", "[recommend]") {  // by hand: 0 and 1 are alike
  MatrixF vectors(5, 2);
  vectors << 1, 0, 2, 0, 0, 1, 0, 0, -1, 0;
  CHECK(order({.diversity = 0.0, .vectors = vectors}) == Codes{0, 1, 2, 3});
  // half: 0; then 1: .5 * .75 - .5 < 0, 2: .25, 3: .125, 4: 0 + .5; then 2, 3, 1.
  CHECK(order({.diversity = 0.5, .vectors = vectors}) == Codes{0, 4, 2, 3});
  CHECK(order({.diversity = 0.3, .vectors = vectors}) == Codes{0, 2, 1, 3});
}

TEST_CASE("what is taken in one context more than otherwise", "[recommend]") {  // by hand
  const data::EventLog log = make_log({{0, 0, 0, 1}}, 3);
  const Codes context{5, 5, 6, 6};
  const VectorF boost = recommend::context_boost(log, context, 5, 2.0);
  CHECK(boost[0] == Approx((2 + 2 * 0.5) / ((3 + 2) * 0.5)));
  CHECK(boost[1] == Approx((0 + 2 * 0.5) / ((1 + 2) * 0.5)));
  CHECK(boost[2] == Approx(1.0));
  CHECK(recommend::context_boost(log, context, 9, 2.0) == VectorF::Ones(3));
  data::EventLog::Columns c;
  c.users.insert(std::int64_t{1});
  c.items.insert(std::int64_t{1});
  c.user = {0, 0};
  c.item = {0, 0};
  c.time_us = {-1, 90'000'000'000};  // Wednesday 23 h, Friday 1 h
  const data::EventLog times(std::move(c));
  CHECK(recommend::hours_of(times) == Codes{23, 1});
  CHECK(recommend::weekdays_of(times) == Codes{2, 4});
}

TEST_CASE("rerank refuses what it cannot use", "[recommend]") {
  CHECK_THROWS_AS(order({.diversity = 1.5}), ParamError);
  CHECK_THROWS_AS(order({}, 0), ParamError);
  CHECK_THROWS_AS(order({.boost = VectorF::Ones(3)}), ShapeError);
  CHECK_THROWS_AS(order({.boost = -VectorF::Ones(5)}), DataError);
  CHECK_THROWS_AS(order({.vectors = MatrixF::Constant(5, 1, NAN)}), DataError);
  CHECK_THROWS_AS(recommend::hours_of(abcd_log()), DataError);
  CHECK_THROWS_AS(recommend::context_boost(abcd_log(), Codes{1}, 1), ShapeError);
}
