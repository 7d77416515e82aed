// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>

#include <limn/evaluate/ranking.hpp>

#include "evaluate/arrays.hpp"
#include "test.hpp"

using namespace limn;
using evaluate::Relevant;

namespace {

const float inf = std::numeric_limits<float>::infinity();

Ranked lists(const CodeMatrix& items) { return {items, MatrixF()}; }

}  // namespace

TEST_CASE("rank counts ties against the model", "[evaluate]") {
  const std::vector<double> scores{.3, .9, .3, -1, .9};
  CHECK(evaluate::rank_of(scores, 0) == 4);
  CHECK(evaluate::rank_of(scores, 1) == 2);
  CHECK(evaluate::rank_of(scores, 3) == 5);
  const std::vector<float> flat(50, 0.f), cut{-inf, 2, -inf};
  CHECK(evaluate::rank_of(flat, 7) == 50);
  CHECK(evaluate::rank_of(cut, 1) == 1);
  CHECK_THROWS_AS(evaluate::rank_of(scores, 5), ShapeError);
  CHECK_THROWS_AS(evaluate::rank_of(std::vector<double>{1, NAN, 2}, 0), DataError);
  CHECK_THROWS_AS(evaluate::rank_of(std::vector<double>{1, NAN, 2}, 1), DataError);
}

TEST_CASE("one wanted item a user, by rank", "[evaluate]") {  // by hand
  const std::vector<std::int64_t> ranks{1, 3, 11, 0};
  const auto r = evaluate::ranking(ranks, 10);
  CHECK(r.n_users == 4);
  CHECK(r.hit_rate == Approx(0.5));
  CHECK(r.precision == Approx(0.05));
  CHECK(r.recall == Approx(0.5));
  CHECK(r.ndcg == Approx((1 + 0.5) / 4));
  CHECK(r.mrr == Approx((1 + 1 / 3.) / 4));
  CHECK(r.map == Approx(r.mrr));
}

TEST_CASE("several wanted items, lists as they stand", "[evaluate]") {  // by hand
  const CodeMatrix items = codes({{4, 2, 7, 1}, {3, 5, 6, 0}, {1, 2, 3, 4}});
  const Relevant wanted{{0, 3, 4, 4}, {2, 1, 9, 8}};
  const auto users = evaluate::ranking_per_user(lists(items), wanted, 4);
  CHECK(users.precision(0) == Approx(0.5));
  CHECK(users.recall(0) == Approx(2 / 3.));
  CHECK(users.mrr(0) == Approx(0.5));
  CHECK(users.map(0) == Approx((1 / 2. + 2 / 4.) / 3));
  const double ideal = 1 + 1 / std::log2(3) + 0.5;
  CHECK(users.ndcg(0) == Approx((1 / std::log2(3) + 1 / std::log2(5)) / ideal));
  CHECK(users.hit_rate(1) == 0);
  CHECK(users.ndcg(1) == 0);
  CHECK(std::isnan(users.ndcg(2)));  // wants nothing
  const auto r = evaluate::ranking(lists(items), wanted, 4);
  CHECK(r.n_users == 2);
  CHECK(r.hit_rate == Approx(0.5));
  CHECK(r.ndcg == Approx(users.ndcg(0) / 2));
  // The ideal list is min(k, wanted) long: one hit at the top of a list of one is perfect.
  CHECK(evaluate::ranking(lists(codes({{2}})), {{0, 3}, {2, 1, 9}}, 1).ndcg == 1.0);
  // scikit-learn 1.9.1: ndcg_score([[0,1,0,0,1]], [[5,4,3,2,1]], k=3)
  CHECK(evaluate::ranking(lists(codes({{0, 1, 2, 3, 4}})), {{0, 2}, {1, 4}}, 3).ndcg ==
        Approx(0.3868528072345415));
}

TEST_CASE("in a run of equal scores hits stand last", "[evaluate]") {
  Ranked flat{codes({{5, 6, 7, 8}}), MatrixF::Zero(1, 4)};
  const Relevant wanted{{0, 2}, {5, 6}};
  CHECK(evaluate::ranking_per_user(flat, wanted, 4).mrr(0) == Approx(1 / 3.));
  CHECK(evaluate::ranking_per_user(flat, wanted, 2).hit_rate(0) == 0);
  CHECK(evaluate::ranking_per_user(flat, wanted, 3).recall(0) == Approx(0.5));
  flat.scores << 9, 1, 1, 1;
  CHECK(evaluate::ranking_per_user(flat, wanted, 4).map(0) == Approx((1 + 2 / 4.) / 2));
}

TEST_CASE("repeats, gaps and items outside the catalogue", "[evaluate]") {
  const auto r = [](const CodeMatrix& items, const Relevant& wanted) {
    return evaluate::ranking(lists(items), wanted, 3);
  };
  CHECK(r(codes({{4, 4, 4}}), {{0, 1}, {4}}).precision == Approx(1 / 3.));
  CHECK(r(codes({{-1, 4, -1}}), {{0, 1}, {4}}).mrr == Approx(0.5));
  CHECK(r(codes({{-1, -1, -1}}), {{0, 1}, {-1}}).hit_rate == 0);
  CHECK(r(codes({{1, 2, 3}}), {{0, 4}, {1, 1, -1, -1}}).recall == Approx(1 / 3.));
  const std::vector<std::int32_t> each{3, -1};
  CHECK(r(codes({{1, 2, 3}, {1, 2, 3}}), Relevant::one_each(each)).hit_rate == Approx(0.5));
  const auto nobody = r(codes({{1, 2, 3}}), {{0, 0}, {}});
  CHECK(nobody.n_users == 0);
  CHECK(std::isnan(nobody.ndcg));
}

TEST_CASE("rankings refuse what does not fit", "[evaluate]") {
  const Relevant wanted{{0, 1}, {4}};
  const Ranked good = lists(codes({{1, 4}}));
  CHECK_THROWS_AS(evaluate::ranking(good, wanted, 0), ParamError);
  CHECK_THROWS_AS(evaluate::ranking(good, wanted, 3), ShapeError);
  CHECK_THROWS_AS(evaluate::ranking(good, {{0, 1, 1}, {4}}, 1), ShapeError);
  CHECK_THROWS_AS(evaluate::ranking(good, {{0, 2}, {4}}, 1), DataError);
  CHECK_THROWS_AS(evaluate::ranking(good, {{1, 0}, {4}}, 1), DataError);
  CHECK_THROWS_AS(evaluate::ranking(Ranked{}, {{0}, {}}, 1), DataError);
  CHECK_THROWS_AS(evaluate::ranking(Ranked{}, Relevant{}, 1), ShapeError);
  CHECK_THROWS_AS(evaluate::ranking({codes({{1, 4}}), MatrixF::Zero(1, 3)}, wanted, 1), ShapeError);
  CHECK_THROWS_AS(evaluate::ranking({codes({{1, 4}}), MatrixF::Constant(1, 2, NAN)}, wanted, 1),
                  DataError);
  CHECK_THROWS_AS(evaluate::ranking(std::vector<std::int64_t>{}, 5), DataError);
  CHECK_THROWS_AS(evaluate::ranking(std::vector<std::int64_t>{-1}, 5), DataError);
}
