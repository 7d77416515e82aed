// SPDX-License-Identifier: MIT
// Numbers: scikit-learn 1.9.1 (silhouette_score, silhouette_samples, calinski_harabasz_score,
// davies_bouldin_score, adjusted_rand_score, normalized_mutual_info_score) on the same arrays.
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/evaluate/clustering.hpp>

#include "evaluate/arrays.hpp"
#include "test.hpp"

using namespace limn;

namespace {

Matrix points() {
  Matrix x(9, 2);
  x << 1, 2, 1.5, 1.8, 5, 8, 8, 8, 1, .6, 9, 11, 8, 2, 10, 2, 9, 3;
  return x;
}
const Labels three = labels({0, 0, 1, 1, 0, 1, 2, 2, 2});
const Labels four = labels({0, 0, 1, 1, 0, 1, 2, 2, 3});

}  // namespace

TEST_CASE("groups against their own table", "[evaluate]") {
  CHECK(evaluate::silhouette(points(), three) == Approx(0.703668529752));
  CHECK(evaluate::calinski_harabasz(points(), three) == Approx(32.8391133357));
  CHECK(evaluate::davies_bouldin(points(), three) == Approx(0.389114325217));
  CHECK(evaluate::silhouette_per_row(points(), three)
            .isApprox(vec({0.8791562, 0.87797901, 0.42642949, 0.46948795, 0.8353599, 0.53109708,
                           0.75189449, 0.77916005, 0.7824526}),
                      1e-7));
  CHECK(evaluate::silhouette(points(), four) == Approx(0.362805390726));
  CHECK(evaluate::davies_bouldin(points(), four) == Approx(0.67888601208));
  CHECK(evaluate::calinski_harabasz(points(), four) == Approx(18.9822024472));
}

TEST_CASE("rows without a group are left out", "[evaluate]") {
  Matrix x = points();
  x.conservativeResize(10, 2);
  x.row(9) << 500, -500;
  Labels l = three;
  l.conservativeResize(10);
  l(9) = -1;
  CHECK(evaluate::silhouette(x, l) == evaluate::silhouette(points(), three));
  CHECK(evaluate::davies_bouldin(x, l) == evaluate::davies_bouldin(points(), three));
  CHECK(evaluate::calinski_harabasz(x, l) == evaluate::calinski_harabasz(points(), three));
  CHECK(std::isnan(evaluate::silhouette_per_row(x, l)(9)));
}

TEST_CASE("a sample of all rows is the whole, a smaller one is near it", "[evaluate]") {
  CHECK(evaluate::silhouette_sampled(points(), three, 100, 3) == Approx(0.703668529752));
  Matrix x(400, 3);
  Labels l(400);
  for (Index i = 0; i < 400; ++i) {
    core::Random random(5, static_cast<std::uint64_t>(i));
    l(i) = static_cast<std::int32_t>(i % 4);
    for (Index c = 0; c < 3; ++c) x(i, c) = 3.0 * (l(i) >> (c % 2) & 1) + random.normal();
  }
  const double whole = evaluate::silhouette(x, l);
  CHECK(evaluate::silhouette_sampled(x, l, 100, 1) == Approx(whole).margin(0.05));
  CHECK(evaluate::silhouette_sampled(x, l, 100, 1) == evaluate::silhouette_sampled(x, l, 100, 1));
  const int before = threads();
  for (const int n : {1, 2, 7}) {
    set_threads(n);
    CHECK(evaluate::silhouette(x, l) == whole);
  }
  set_threads(before);
}

TEST_CASE("two groupings of the same rows", "[evaluate]") {
  const Labels a = labels({0, 0, 0, 1, 1, 1, 2, 2, 2, 2}),
               b = labels({0, 0, 1, 1, 1, 2, 2, 2, 2, 5});
  CHECK(evaluate::adjusted_rand(a, b) == Approx(0.28));
  CHECK(evaluate::normalized_mutual_information(a, b) == Approx(0.568241032923));
  const Labels c = labels({0, 0, 1, 1}), d = labels({0, 1, 0, 1}), e = labels({9, 9, -4, -4});
  CHECK(evaluate::adjusted_rand(c, d) == Approx(-0.5));
  CHECK(evaluate::normalized_mutual_information(c, d) == Approx(0).margin(1e-12));
  CHECK(evaluate::adjusted_rand(c, e) == 1.0);
  CHECK(evaluate::normalized_mutual_information(c, e) == Approx(1.0));
  CHECK(evaluate::adjusted_rand(labels({3}), labels({1})) == 1.0);
  CHECK(evaluate::normalized_mutual_information(labels({0, 0}), labels({1, 1})) == 1.0);
  CHECK(evaluate::adjusted_rand(labels({0, 0, 0}), labels({0, 1, 2})) == 0.0);
}

TEST_CASE("clusterings without an answer, and bad input", "[evaluate]") {
  const Matrix x = points();
  const Labels one = Labels::Zero(9), none = Labels::Constant(9, -1);
  for (const Labels& l : {one, none}) {
    CHECK(std::isnan(evaluate::silhouette(x, l)));
    CHECK(std::isnan(evaluate::silhouette_sampled(x, l, 5)));
    CHECK(std::isnan(evaluate::calinski_harabasz(x, l)));
    CHECK(std::isnan(evaluate::davies_bouldin(x, l)));
  }
  CHECK(std::isnan(evaluate::calinski_harabasz(x, Labels::LinSpaced(9, 0, 8))));
  CHECK(evaluate::silhouette(x, Labels::LinSpaced(9, 0, 8)) == 0.0);
  CHECK(evaluate::silhouette(Matrix::Ones(4, 2), labels({0, 0, 1, 1})) == 0.0);
  CHECK_THROWS_AS(evaluate::silhouette(x, labels({0, 1})), ShapeError);
  CHECK_THROWS_AS(evaluate::silhouette(Matrix(0, 2), Labels()), DataError);
  CHECK_THROWS_AS(evaluate::silhouette_sampled(x, three, 0), ParamError);
  CHECK_THROWS_AS(evaluate::adjusted_rand(three, labels({0, 1})), ShapeError);
  CHECK_THROWS_AS(evaluate::adjusted_rand(Labels(), Labels()), DataError);
  Matrix broken = x;
  broken(3, 1) = missing;
  CHECK_THROWS_AS(evaluate::davies_bouldin(broken, three), DataError);
}
