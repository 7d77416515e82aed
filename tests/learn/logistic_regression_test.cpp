// SPDX-License-Identifier: MIT
#include <stop_token>

#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/learn/logistic_regression.hpp>

#include "test.hpp"

using namespace limn;

namespace {

Matrix table() {
  return (Matrix(10, 2) << 0.5, 10, 1, 30, 1.5, 20, 2, 50, 2.5, 10, 3, 60, 3.5, 40, 4, 20, 4.5, 70,
          5, 30)
      .finished();
}
Vector yes_no() { return (Vector(10) << 0, 0, 1, 0, 0, 1, 1, 0, 1, 1).finished(); }
Vector three() { return (Vector(10) << 3, 3, 7, 3, 5, 5, 7, 5, 7, 5).finished(); }
Vector weights() { return (Vector(10) << 1, 2, 1, 1, 3, 1, .5, 1, 1, 2).finished(); }

/// Rows of k classes around random centres.
Matrix blobs(Index n, Index d, int k, Vector& y) {
  core::Random random(11);
  Matrix centres(k, d), x(n, d);
  for (Index i = 0; i < centres.size(); ++i) centres.data()[i] = random.normal();
  y.resize(n);
  for (Index r = 0; r < n; ++r) {
    y(r) = static_cast<double>(r % k);
    for (Index c = 0; c < d; ++c) x(r, c) = centres(r % k, c) + 2 * random.normal();
  }
  return x;
}

}  // namespace

// Oracle: scikit-learn 1.9.1, LogisticRegression(C, class_weight, solver="newton-cholesky",
// tol=1e-12).fit(table, y[, weights]): coef_, intercept_, predict_proba of the first row.
TEST_CASE("two classes: scikit-learn's numbers", "[learn]") {
  struct Case {
    double C;
    std::string class_weight;
    bool weighted;
    double first, second, intercept, probability;
  };
  for (const auto& k :
       std::vector<Case>{{1, "none", false, 0.520770804528679, 0.05501229046967897,
                          -3.28034096143971, 0.07800026913803074},
                         {0.1, "balanced", false, 0.16830405456978142, 0.059654168733217744,
                          -2.440043737459593, 0.14687176353912945},
                         {10, "none", true, 0.9298455477721482, 0.06483102496562934,
                          -5.020711005314093, 0.019695404865220496},
                         {1, "balanced", true, 0.6871541231890957, 0.06393984522095843,
                          -3.9209352637622685, 0.0503086622596689}}) {
    const learn::LogisticRegression::Params params{
        .C = k.C, .class_weight = k.class_weight, .tol = 1e-9};
    learn::LogisticRegression c(params);
    if (k.weighted)
      c.fit(table(), yes_no(), weights());
    else
      c.fit(table(), yes_no());
    CHECK(c.converged());
    CHECK(c.n_iter() < 20);
    CHECK(c.coef()(0, 0) == Approx(k.first).epsilon(1e-6));
    CHECK(c.coef()(0, 1) == Approx(k.second).epsilon(1e-6));
    CHECK(c.intercept()(0) == Approx(k.intercept).epsilon(1e-6));
    CHECK(c.predict_proba(table())(0, 1) == Approx(k.probability).epsilon(1e-6));
  }
  const auto c = learn::LogisticRegression({.fit_intercept = false}).fit(table(), yes_no());
  CHECK(c.coef()(0, 0) == Approx(0.04569202814164991).epsilon(1e-4));
  CHECK(c.intercept()(0) == 0);
}

TEST_CASE("three classes: scikit-learn's numbers", "[learn]") {  // Oracle: as above
  const auto c = learn::LogisticRegression({.tol = 1e-9}).fit(table(), three());
  Matrix coef(3, 2), first(1, 3);
  coef << -1.0311254883596117, 0.02543198104128223, 0.768105973055152, -0.03582688536788019,
      0.2630195153044602, 0.010394904326601437;
  first << 0.7409957792008232, 0.13793548401013772, 0.12106873678903898;
  CHECK((c.coef() - coef).cwiseAbs().maxCoeff() < 1e-6);
  CHECK(c.intercept()(0) == Approx(1.4255247113600698).epsilon(1e-5));
  CHECK((c.predict_proba(table()).topRows(1) - first).cwiseAbs().maxCoeff() < 1e-6);
  CHECK(c.predict(table()) == (Vector(10) << 3, 3, 3, 3, 5, 7, 5, 5, 7, 5).finished());
  CHECK(c.classes() == (Vector(3) << 3, 5, 7).finished());
}

TEST_CASE("both solvers find the same minimum, for any number of threads", "[learn]") {
  Vector y;
  const Matrix narrow = blobs(6000, 20, 6, y);    // 126 coefficients: Newton
  Matrix wide = Matrix::Constant(6000, 60, 3.0);  // 366: L-BFGS; constants change nothing
  wide.leftCols(20) = narrow;
  const learn::LogisticRegression::Params params{.C = 0.01, .tol = 1e-8};
  set_threads(1);
  const auto newton = learn::LogisticRegression(params).fit(narrow, y);
  const auto lbfgs = learn::LogisticRegression(params).fit(wide, y);
  set_threads(7);
  CHECK(core::to_archive(learn::LogisticRegression(params).fit(wide, y)) ==
        core::to_archive(lbfgs));
  set_threads(0);
  CHECK(newton.converged());
  CHECK(lbfgs.converged());
  CHECK((newton.coef() - lbfgs.coef().leftCols(20)).cwiseAbs().maxCoeff() < 1e-5);
  CHECK(lbfgs.coef().rightCols(40).cwiseAbs().maxCoeff() < 1e-12);
}

TEST_CASE("it says when it has not converged, and copes with separable classes", "[learn]") {
  const auto early = learn::LogisticRegression({.max_iter = 1}).fit(table(), three());
  CHECK_FALSE(early.converged());
  CHECK(early.n_iter() == 1);
  Matrix x(4, 1);
  x << -1e6, -2, 2, 1e6;
  const auto c = learn::LogisticRegression({.C = 1e6}).fit(x, (Vector(4) << 0, 0, 1, 1).finished());
  CHECK(c.converged());
  CHECK(c.predict(x)(1) == 0);
  CHECK(c.predict_proba(x)(3, 1) == 1);
}

TEST_CASE("the explanation adds up to the score against a row of means", "[learn]") {
  const auto c = learn::LogisticRegression().fit(table(), yes_no());
  const Matrix mean = table().colwise().mean();
  const Vector sum = c.explain(table()).rowwise().sum();
  const double base = c.decision_function(mean)(0, 0);
  CHECK((sum.array() + base - c.decision_function(table()).col(0).array()).abs().maxCoeff() <
        1e-12);
}

TEST_CASE("LogisticRegression says what is wrong and stays as it was", "[learn]") {
  learn::LogisticRegression c;
  CHECK_THROWS_AS(learn::LogisticRegression({.C = 0}), ParamError);
  CHECK_THROWS_AS(learn::LogisticRegression({.class_weight = "equal"}), ParamError);
  CHECK_THROWS_AS(c.predict(table()), NotFittedError);
  c.fit(table(), yes_no());
  const auto before = core::to_archive(c);
  CHECK_THROWS_AS(c.fit(table(), Vector::Ones(10)), DataError);
  CHECK_THROWS_AS(c.fit(Matrix(0, 2), Vector(0)), DataError);
  CHECK_THROWS_AS(c.fit(table(), Vector::Ones(9)), ShapeError);
  CHECK_THROWS_AS(c.fit(Matrix::Zero(2000, 1), Vector::LinSpaced(2000, 0, 1)), DataError);
  CHECK_THROWS_AS(c.predict(Matrix::Constant(1, 2, missing)), DataError);
  CHECK_THROWS_AS(c.predict(Matrix::Zero(1, 1)), ShapeError);
  std::stop_source stop;
  stop.request_stop();
  CHECK_THROWS_AS(c.fit(table(), yes_no(), Monitor({}, stop.get_token())), CancelledError);
  CHECK(core::to_archive(c) == before);
  CHECK(core::from_archive<learn::LogisticRegression>(before).predict(table()) ==
        c.predict(table()));
  auto archive = before;
  for (auto& [key, tensor] : archive.tensors)
    if (key == "classes") tensor = {core::Dtype::f64, {1}, std::vector<std::byte>(8)};
  CHECK_THROWS_AS(core::from_archive<learn::LogisticRegression>(archive), FormatError);
}
