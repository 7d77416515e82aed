// SPDX-License-Identifier: MIT
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/impute/soft_impute.hpp>

#include "checks.hpp"

using namespace limn;

namespace {

/// Rank 2 plus noise, (n, 8).
Matrix two_causes(Index n, double noise) {
  core::Random basis(1);
  Matrix loads(2, 8), x(n, 8);
  for (Index i = 0; i < loads.size(); ++i) loads.data()[i] = basis.normal();
  for (Index r = 0; r < n; ++r) {
    core::Random random(2, static_cast<std::uint64_t>(r));
    const double a = random.normal(), b = random.normal();
    for (Index c = 0; c < 8; ++c)
      x(r, c) = a * loads(0, c) + b * loads(1, c) + noise * random.normal();
  }
  return x;
}

Matrix hide(Matrix x) {
  for (Index i = 0; i < x.size(); ++i)
    if (core::Random(3, static_cast<std::uint64_t>(i)).uniform() < 0.25) x.data()[i] = missing;
  return x;
}

}  // namespace

TEST_CASE("SoftImpute finds the hidden causes", "[impute]") {
  const Matrix whole = two_causes(300, 0.05), x = hide(whole);
  const auto fitted = impute::SoftImpute().fit(x);
  const Matrix out = fitted.transform(x);
  double wrong = 0.0, spread = 0.0;
  for (Index i = 0; i < x.size(); ++i) {
    if (!std::isnan(x.data()[i])) {
      CHECK(out.data()[i] == x.data()[i]);
      continue;
    }
    wrong += std::pow(out.data()[i] - whole.data()[i], 2);
    spread += std::pow(whole.data()[i], 2);
  }
  CHECK(std::sqrt(wrong / spread) < 0.25);
  CHECK(fitted.rank() >= 2);
}

// What Mazumder, Hastie and Tibshirani (2010) prove in their lemma 2.
TEST_CASE("with one penalty the objective never rises", "[impute]") {
  const Matrix x = hide(two_causes(100, 0.3));
  for (const double penalty : {0.02, 0.2, 1.0}) {
    const auto fitted = impute::SoftImpute({.penalty = penalty, .tol = 0.0}).fit(x);
    const std::vector<double>& said = fitted.objective();
    REQUIRE(said.size() == 200);
    for (std::size_t i = 1; i < said.size(); ++i) CHECK(said[i] <= said[i - 1] * (1.0 + 1e-12));
    CHECK(fitted.penalty() == Approx(penalty));
  }
}

// By hand: columns of equal spread and correlation c have the axes (1, 1) and (1, -1) with squared
// singular values n (1 + c) and n (1 - c); with a penalty above the second only the first is left,
// and a row that lacks one column is told share * known, share = (s - penalty) / (s + penalty).
TEST_CASE("a complete table of two columns: the answer of new rows by hand", "[impute]") {
  Matrix x(4, 2);
  x << 1, 1, -1, -1, 1, -1, -1, 1;
  x = Matrix(x.replicate(3, 1));
  x.conservativeResize(14, 2);
  x.bottomRows(2) << 1, 1, -1, -1;  // c = 2 / 14
  const double c = 2.0 / 14.0, first = std::sqrt(1.0 + c), penalty = 1.0;
  const auto fitted = impute::SoftImpute({.penalty = penalty}).fit(x);
  CHECK(fitted.rank() == 1);
  Matrix row(1, 2);
  row << 0.5, missing;
  CHECK(fitted.transform(row)(0, 1) ==
        Approx(0.5 * (first - penalty) / (first + penalty)).epsilon(1e-9));
}

// The answer of a row is the fill that shrinking leaves as it is: fitting to rest tells the same.
TEST_CASE("a row of fit is answered as the last fill had it", "[impute]") {
  const Matrix x = hide(two_causes(200, 0.3));
  const auto at_rest = impute::SoftImpute({.penalty = 0.3, .max_iter = 3000, .tol = 1e-9}).fit(x);
  const auto shorter = impute::SoftImpute({.penalty = 0.3, .max_iter = 3000, .tol = 1e-7}).fit(x);
  CHECK((at_rest.transform(x) - shorter.transform(x)).cwiseAbs().maxCoeff() < 1e-4);
  CHECK(at_rest.objective().back() <= shorter.objective().back() * (1.0 + 1e-12));
}

TEST_CASE("independent columns get the mean", "[impute]") {
  Matrix x(400, 6);
  for (Index i = 0; i < x.size(); ++i)
    x.data()[i] = core::Random(9, static_cast<std::uint64_t>(i)).normal();
  const Matrix gaps = hide(x), out = impute::SoftImpute().fit(gaps).transform(gaps);
  double wrong = 0.0, plain = 0.0;
  for (Index i = 0; i < x.size(); ++i) {
    wrong += std::pow(out.data()[i] - x.data()[i], 2);
    if (std::isnan(gaps.data()[i])) plain += std::pow(x.data()[i], 2);
  }
  CHECK(wrong < 1.03 * plain);
}

TEST_CASE("SoftImpute: rows alone, any threads, odd tables", "[impute]") {
  const Matrix x = hide(two_causes(80, 0.3));
  const auto fitted = impute::SoftImpute().fit(x);
  const Matrix out = fitted.transform(x);
  for (const Index r : {0, 41, 79}) CHECK(fitted.transform(x.row(r)) == out.row(r));
  set_threads(7);
  CHECK(core::to_archive(impute::SoftImpute().fit(x)) == core::to_archive(fitted));
  set_threads(0);
  Matrix same = Matrix::Constant(9, 3, 4.0), nothing = Matrix::Constant(4, 2, missing);
  same(2, 1) = missing;
  const Matrix wide = hide(two_causes(5, 0.3)), huge = 1e300 * x, tiny = 1e-300 * x;
  for (const Matrix& each : {same, nothing, wide, huge, tiny}) {
    const auto c = impute::SoftImpute({.fallback = -3}).fit(each);
    CHECK(c.transform(each).allFinite());
    CHECK(c.transform(Matrix::Constant(1, each.cols(), missing)).allFinite());
  }
  CHECK(impute::SoftImpute().fit(same).transform(same) == Matrix::Constant(9, 3, 4.0));
  CHECK(impute::SoftImpute({.fallback = -3}).fit(nothing).transform(nothing)(1, 1) == -3);
}

TEST_CASE("SoftImpute refuses what it cannot use", "[impute]") {
  check_refusals<impute::SoftImpute>();
  CHECK_THROWS_AS(impute::SoftImpute({.penalty = -1.0}), ParamError);
  CHECK_THROWS_AS(impute::SoftImpute({.min_value = {1, 2}}).fit(table_with_gaps()), ParamError);
}
