// SPDX-License-Identifier: MIT
#include <stop_token>

#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/impute/knn.hpp>

#include "test.hpp"

using namespace limn;

namespace {

Matrix table() {
  const double n = missing;
  Matrix x(7, 4);
  x << 1, 2, n, 4.5,  //
      3, 4, 3, n,     //
      n, 6.5, 5, 2,   //
      8, 8, 7, 1,     //
      2, n, 4, 4,     //
      n, n, 6, n,     //
      5, 5, n, 3;
  return x;
}

Matrix with_gaps(Index rows, Index columns, std::uint64_t seed) {
  core::Random random(seed);
  Matrix x(rows, columns);
  for (Index i = 0; i < x.size(); ++i)
    x.data()[i] = random.uniform() < 0.2 ? missing : random.normal();
  return x;
}

}  // namespace

// Oracle: scikit-learn 1.9.1, KNNImputer(n_neighbors=k, weights=w).fit_transform(table)
// read in row order at the gaps. The table has no equal distances, which it settles otherwise.
TEST_CASE("Knn gives scikit-learn's numbers", "[impute]") {
  struct Case {
    std::int64_t k;
    std::string weights;
    std::vector<double> gaps;
  };
  for (const auto& [k, weights, gaps] : std::vector<Case>{
           {2, "uniform", {3.5, 3.5, 6.5, 3, 5, 7.25, 1.5, 4}},
           {3,
            "distance",
            {3.889549266289224, 3.820650172400577, 5.015744181117055, 3.672570499250197,
             5.454545454545455, 6.785714285714286, 2.0, 4.081544049722091}},
           {50,
            "uniform",
            {4.75, 2.9, 3.8, 5.1, 4.333333333333333, 6.166666666666667, 2.3333333333333335,
             4.75}}}) {
    const Matrix x = table();
    const Matrix out = impute::Knn({.n_neighbors = k, .weights = weights}).fit(x).transform(x);
    std::size_t i = 0;
    for (Index r = 0; r < x.rows(); ++r)
      for (Index c = 0; c < x.cols(); ++c) {
        if (!std::isnan(x(r, c)))
          CHECK(out(r, c) == x(r, c));
        else
          CHECK(out(r, c) == Approx(gaps[i++]).epsilon(1e-12));
      }
  }
}

// Oracle: the same, KNNImputer(n_neighbors=3, weights="distance").fit(table).transform(rows).
TEST_CASE("new rows: nothing known gives the means, an equal donor gives its own value",
          "[impute]") {
  const double n = missing;
  Matrix rows(3, 4), expected(3, 4);
  rows << n, n, n, n, 1, 2, n, n, n, 4, n, 0.5;
  expected << 3.8, 5.1, 5, 2.9, 1, 2, 3.8387096774193545, 4.5, 3, 4, 3, 0.5;
  const auto fitted = impute::Knn({.n_neighbors = 3, .weights = "distance"}).fit(table());
  CHECK((fitted.transform(rows) - expected).cwiseAbs().maxCoeff() < 1e-12);
}

TEST_CASE("a row's answer depends neither on threads nor on its company", "[impute]") {
  const Matrix x = with_gaps(700, 6, 1);
  const auto fitted = impute::Knn().fit(x);
  set_threads(1);
  const Matrix one = fitted.transform(x);
  set_threads(7);
  CHECK(fitted.transform(x) == one);
  set_threads(0);
  for (const Index r : {0, 33, 699}) CHECK(fitted.transform(x.row(r)) == one.row(r));
  CHECK_FALSE(one.array().isNaN().any());
}

TEST_CASE("Knn copes with columns and distances at the edge", "[impute]") {
  Matrix x(3, 2);
  x << missing, 1e300, missing, -1e300, missing, missing;
  const Matrix out = impute::Knn({.weights = "distance", .fallback = -3}).fit(x).transform(x);
  CHECK(out(0, 0) == -3);
  CHECK(out(2, 1) == 0);  // no shared column: the mean
  Matrix far(3, 2);
  far << 1e300, 5, -1e300, 7, 3e299, missing;
  CHECK(impute::Knn({.weights = "distance"}).fit(far).transform(far)(2, 1) == Approx(6));
}

TEST_CASE("Knn says what is wrong", "[impute]") {
  CHECK_THROWS_AS(impute::Knn({.n_neighbors = 0}), ParamError);
  CHECK_THROWS_AS(impute::Knn({.weights = "gauss"}), ParamError);
  impute::Knn c;
  CHECK_THROWS_AS(c.transform(table()), NotFittedError);
  CHECK_THROWS_AS(c.fit(Matrix(0, 3)), DataError);
  c.fit(table());
  CHECK_THROWS_AS(c.transform(Matrix::Zero(1, 3)), ShapeError);
  CHECK_THROWS_AS(c.fit(Matrix::Constant(1, 1, std::numeric_limits<double>::infinity())),
                  DataError);
  CHECK(c.n_donors() == 7);
  std::stop_source stop;
  stop.request_stop();
  CHECK_THROWS_AS(c.transform(table(), Monitor({}, stop.get_token())), CancelledError);
  CHECK(core::from_archive<impute::Knn>(core::to_archive(c)).transform(table()) ==
        c.transform(table()));
}
