// SPDX-License-Identifier: MIT
#include <numbers>

#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/impute/forest.hpp>
#include <limn/impute/iterative.hpp>

#include "checks.hpp"

using namespace limn;

namespace {

/// A wave no line can follow, a kind that follows from its sign, and noise.
Matrix wave(Index n) {
  Matrix x(n, 4);
  for (Index r = 0; r < n; ++r) {
    core::Random random(5, static_cast<std::uint64_t>(r));
    const double t = random.uniform(-1.0, 1.0), y = std::sin(2.0 * std::numbers::pi * t);
    x.row(r) << t, y, (y > 0.0 ? 8.0 : 3.0), random.normal();
  }
  return x;
}

Matrix hide(Matrix x) {
  for (Index r = 0; r < x.rows(); ++r) {
    core::Random random(6, static_cast<std::uint64_t>(r));
    if (random.uniform() < 0.25) x(r, 1 + static_cast<Index>(random.below(3))) = missing;
  }
  return x;
}

double error_of(const Matrix& out, const Matrix& whole, const Matrix& x, Index c) {
  double sum = 0.0, n = 0.0;
  for (Index r = 0; r < x.rows(); ++r)
    if (std::isnan(x(r, c))) sum += std::pow(out(r, c) - whole(r, c), 2), n += 1.0;
  return std::sqrt(sum / n);
}

impute::Forest small_forest() {
  return impute::Forest({.n_estimators = 20, .categorical = {2}, .random_state = 3});
}

}  // namespace

TEST_CASE("Forest follows what bends and keeps categories", "[impute]") {
  const Matrix whole = wave(600), x = hide(whole);
  const auto fitted = small_forest().fit(x);
  const Matrix out = fitted.transform(x);
  const Matrix line = impute::Iterative({.categorical = {2}}).fit(x).transform(x);
  CHECK(error_of(out, whole, x, 1) < 0.35 * error_of(line, whole, x, 1));
  double wrong = 0.0, n = 0.0;
  for (Index r = 0; r < x.rows(); ++r) {
    CHECK((out(r, 2) == 3.0 || out(r, 2) == 8.0));
    if (std::isnan(x(r, 2))) wrong += out(r, 2) != whole(r, 2), n += 1.0;
  }
  CHECK(wrong / n < 0.05);
}

TEST_CASE("the error Forest expects is the error it makes", "[impute]") {
  const Matrix whole = wave(600), x = hide(whole);
  const auto fitted = small_forest().fit(x);
  const Matrix out = fitted.transform(x);
  const double deviation = std::sqrt(0.5);  // of a sine over whole waves
  CHECK(fitted.errors()(1) == Approx(error_of(out, whole, x, 1) / deviation).margin(0.06));
  CHECK(fitted.errors()(2) < 0.05);
  CHECK(fitted.errors()(3) > 0.9);  // noise cannot be told
  CHECK(fitted.errors()(3) < 1.01);
}

TEST_CASE("Forest: rows alone, any threads, seeds", "[impute]") {
  const Matrix x = hide(wave(150));
  const auto fitted = small_forest().fit(x);
  const Matrix out = fitted.transform(x);
  for (const Index r : {0, 7, 149}) CHECK(fitted.transform(x.row(r)) == out.row(r));
  set_threads(7);
  CHECK(core::to_archive(small_forest().fit(x)) == core::to_archive(fitted));
  set_threads(0);
  CHECK(impute::Forest({.n_estimators = 20, .categorical = {2}}).fit(x).transform(x) != out);
  Matrix stranger(2, 4);
  stranger << missing, missing, 99, missing, missing, missing, missing, missing;
  CHECK(fitted.transform(stranger)(0, 2) == 99);
  CHECK(fitted.transform(stranger).allFinite());
}

TEST_CASE("Forest takes odd tables", "[impute]") {
  Matrix same = Matrix::Constant(9, 3, 4.0), nothing = Matrix::Constant(4, 2, missing);
  same(2, 1) = missing;
  Matrix wide = wave(12).transpose(), huge = 1e300 * hide(wave(40));
  wide(0, 0) = missing;
  const impute::Forest::Params few{.n_estimators = 5, .fallback = -3};
  for (const Matrix& x : {same, nothing, wide, huge, Matrix(wave(1))})
    CHECK(impute::Forest(few).fit(x).transform(x).allFinite());
  CHECK(impute::Forest(few).fit(same).transform(same) == Matrix::Constant(9, 3, 4.0));
  CHECK(impute::Forest(few).fit(nothing).transform(nothing)(1, 1) == -3);
}

TEST_CASE("Forest refuses what it cannot use", "[impute]") {
  check_refusals<impute::Forest>();
  using P = impute::Forest::Params;
  for (const P& bad :
       {P{.n_estimators = 0}, P{.max_iter = 3}, P{.max_features = 0.0}, P{.min_samples_leaf = 0}})
    CHECK_THROWS_AS(impute::Forest(bad), ParamError);
  CHECK_THROWS_AS(impute::Forest({.categorical = {3}}).fit(table_with_gaps()), ParamError);
}
