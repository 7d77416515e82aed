// SPDX-License-Identifier: MIT
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/learn/ridge.hpp>

#include "test.hpp"

using namespace limn;

namespace {

Matrix table() { return (Matrix(6, 2) << 1, 2, 2, 0, 3, 5, 4, 1, 5, 8, 6, 3).finished(); }
Vector answers() { return (Vector(6) << 1, 2, 2.5, 4.5, 4, 7).finished(); }
Vector weights() { return (Vector(6) << 1, 2, 1, 0.5, 3, 1).finished(); }

}  // namespace

// Oracle: scikit-learn 1.9.1, Ridge(alpha, solver="cholesky").fit(table, answers[, weights]).
TEST_CASE("Ridge gives scikit-learn's numbers", "[learn]") {
  struct Case {
    double alpha;
    bool weighted;
    double first, second, intercept;
  };
  for (const auto& [alpha, weighted, first, second, intercept] :
       std::vector<Case>{{1, false, 1.167133401221996, -0.2073574338085541, 0.0716649694501017},
                         {1, true, 1.1758760107816713, -0.2142857142857145, -0.036388140161724536},
                         {10, false, 0.7211439588688947, -0.06651670951156816, 1.1866323907455012},
                         {10, true, 0.715112912565142, -0.052113491603937585, 0.9858135495078169},
                         {0, false, 1.2557584269662923, -0.23806179775280906, -0.14129213483146108},
                         {0, true, 1.270568528919106, -0.24928564390580388, -0.2396787860873002}}) {
    learn::Ridge c({.alpha = alpha});
    if (weighted)
      c.fit(table(), answers(), weights());
    else
      c.fit(table(), answers());
    CHECK(c.coef()(0) == Approx(first).epsilon(1e-10));
    CHECK(c.coef()(1) == Approx(second).epsilon(1e-10));
    CHECK(c.intercept() == Approx(intercept).epsilon(1e-10));
  }
  const auto centred = learn::Ridge({.fit_intercept = false}).fit(table(), answers());
  CHECK(centred.coef()(0) == Approx(1.1818455064622784).epsilon(1e-10));
  CHECK(centred.intercept() == 0);
}

TEST_CASE("columns that repeat each other share the smallest solution", "[learn]") {
  Matrix x(4, 3);  // by hand: y = 2 a + 1, b = a, c constant
  x << 1, 1, 5, 2, 2, 5, 3, 3, 5, 4, 4, 5;
  const auto c = learn::Ridge({.alpha = 0}).fit(x, (Vector(4) << 3, 5, 7, 9).finished());
  CHECK(c.coef()(0) == Approx(1));
  CHECK(c.coef()(1) == Approx(1));
  CHECK(c.coef()(2) == Approx(0).margin(1e-12));
  CHECK(c.intercept() == Approx(1));
}

TEST_CASE("the explanation adds up to the prediction", "[learn]") {
  const auto c = learn::Ridge().fit(table(), answers());
  const double typical = answers().mean();
  const Vector sum = c.explain(table()).rowwise().sum();
  CHECK((sum.array() + typical - c.predict(table()).array()).abs().maxCoeff() < 1e-12);
}

TEST_CASE("Ridge does not depend on threads", "[learn]") {
  core::Random random(5);
  Matrix x(9000, 7);
  for (Index i = 0; i < x.size(); ++i) x.data()[i] = random.normal();
  const Vector y = x.col(0) - 2 * x.col(3);
  set_threads(1);
  const auto one = core::to_archive(learn::Ridge().fit(x, y));
  set_threads(7);
  CHECK(core::to_archive(learn::Ridge().fit(x, y)) == one);
  set_threads(0);
}

TEST_CASE("Ridge says what is wrong and stays as it was", "[learn]") {
  learn::Ridge c;
  CHECK_THROWS_AS(learn::Ridge({.alpha = -1}), ParamError);
  CHECK_THROWS_AS(c.predict(table()), NotFittedError);
  c.fit(table(), answers());
  const auto before = core::to_archive(c);
  CHECK_THROWS_AS(c.fit(Matrix(0, 2), Vector(0)), DataError);
  CHECK_THROWS_AS(c.fit(table(), Vector::Zero(5)), ShapeError);
  CHECK_THROWS_AS(c.fit(table(), Vector::Constant(6, missing)), DataError);
  CHECK_THROWS_AS(c.fit(table(), answers(), Vector::Zero(6)), DataError);
  CHECK_THROWS_AS(c.fit(table(), answers(), Vector::Constant(6, -1)), DataError);
  CHECK_THROWS_AS(c.fit(Matrix::Constant(6, 2, missing), answers()), DataError);
  CHECK_THROWS_AS(c.fit(table() * 1e200, answers()), DataError);
  CHECK_THROWS_AS(c.predict(Matrix::Zero(1, 3)), ShapeError);
  CHECK(core::to_archive(c) == before);
  CHECK(core::from_archive<learn::Ridge>(before).predict(table()) == c.predict(table()));
  CHECK(learn::Ridge().fit(table().topRows(1), answers().head(1)).predict(table())(3) == 1);
}
