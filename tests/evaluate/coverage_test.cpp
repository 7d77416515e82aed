// SPDX-License-Identifier: MIT
// Numbers by hand.
#include <cmath>

#include <limn/evaluate/coverage.hpp>

#include "evaluate/arrays.hpp"
#include "test.hpp"

using namespace limn;

namespace {

const CodeMatrix lists = codes({{0, 1}, {0, 2}, {0, -1}});
using Counts = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("how much of the catalogue, how popular, how new", "[evaluate]") {
  CHECK(evaluate::catalogue_coverage(lists, 5) == Approx(0.6));
  CHECK(evaluate::user_coverage(lists) == Approx(2 / 3.));
  const Counts users{8, 4, 0, 1, 1};
  CHECK(evaluate::novelty(lists, users, 8) == Approx((3 * 0 + 1 + 3) / 5.));
  CHECK(evaluate::average_popularity(lists, users) == Approx((3 * 8 + 4 + 0) / 5.));
  CHECK(evaluate::tail_share(lists, users, 0.5) == Approx(2 / 5.));  // item 0 alone holds 8 of 14
  CHECK(evaluate::tail_share(lists, users, 0.8) == Approx(1 / 5.));
  CHECK(evaluate::gini(codes({{0, 1, 2}}), 3) == Approx(0).margin(1e-12));
  CHECK(evaluate::gini(codes({{1, 1, 1}}), 3) == Approx(1 - 1 / 3.));
  CHECK(evaluate::gini(lists, 3) == Approx(2 * (1 * 1 + 2 * 1 + 3 * 3) / 15. - 4 / 3.));
}

TEST_CASE("how varied a list is", "[evaluate]") {
  MatrixF embeddings(4, 2);
  embeddings << 1, 0, 0, 5, -2, 0, 0, 0;
  CHECK(evaluate::intra_list_diversity(codes({{0, 1}}), embeddings) == Approx(1));
  CHECK(evaluate::intra_list_diversity(codes({{0, 2}}), embeddings) == Approx(2));
  CHECK(evaluate::intra_list_diversity(codes({{0, 3}}), embeddings) == Approx(1));
  CHECK(evaluate::intra_list_diversity(codes({{0, 1, 2}, {1, -1, -1}}), embeddings) ==
        Approx((1 + 2 + 1) / 3.));
}

TEST_CASE("against a baseline", "[evaluate]") {
  const CodeMatrix plain = codes({{0, 3}, {0, 3}, {0, 3}});
  CHECK(evaluate::serendipity(lists, plain, {{0, 2, 3, 3}, {0, 1, 4}}) == Approx(0.5 / 2));
  CHECK(evaluate::overlap(lists, plain) == Approx((1 / 3. + 1 / 3. + 1 / 2.) / 3));
  CHECK(evaluate::overlap(lists, lists) == 1.0);
  const std::vector<evaluate::CodesView> runs{lists, plain, lists};
  CHECK(evaluate::stability(runs) == Approx((1.0 + 2 * evaluate::overlap(lists, plain)) / 3));
  CHECK(std::isnan(evaluate::stability({runs.data(), 1})));
  CHECK(std::isnan(evaluate::serendipity(lists, plain, {{0, 0, 0, 0}, {}})));
}

TEST_CASE("nothing recommended has no value, bad input is refused", "[evaluate]") {
  const CodeMatrix empty = codes({{-1, -1}});
  const Counts users{1, 2};
  CHECK(evaluate::catalogue_coverage(empty, 2) == 0.0);
  CHECK(std::isnan(evaluate::novelty(empty, users, 3)));
  CHECK(std::isnan(evaluate::average_popularity(empty, users)));
  CHECK(std::isnan(evaluate::gini(empty, 2)));
  CHECK(std::isnan(evaluate::overlap(empty, empty)));
  CHECK(std::isnan(evaluate::intra_list_diversity(empty, MatrixF::Ones(2, 2))));
  CHECK_THROWS_AS(evaluate::catalogue_coverage(lists, 2), DataError);
  CHECK_THROWS_AS(evaluate::catalogue_coverage(codes({{-2}}), 2), DataError);
  CHECK_THROWS_AS(evaluate::catalogue_coverage(lists, 0), ParamError);
  CHECK_THROWS_AS(evaluate::gini(CodeMatrix(0, 3), 2), DataError);
  CHECK_THROWS_AS(evaluate::novelty(codes({{0}}), Counts{-1}, 3), DataError);
  CHECK_THROWS_AS(evaluate::novelty(codes({{0}}), Counts{1}, 0), ParamError);
  CHECK_THROWS_AS(evaluate::tail_share(codes({{0}}), Counts{1}, 1.5), ParamError);
  CHECK_THROWS_AS(evaluate::overlap(lists, empty), ShapeError);
  CHECK_THROWS_AS(evaluate::serendipity(lists, empty, {{0, 0, 0, 0}, {}}), ShapeError);
  CHECK_THROWS_AS(evaluate::intra_list_diversity(codes({{0}}), MatrixF::Constant(1, 1, NAN)),
                  DataError);
}
