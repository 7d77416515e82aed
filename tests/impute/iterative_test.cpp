// SPDX-License-Identifier: MIT
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/impute/iterative.hpp>

#include "checks.hpp"

using namespace limn;

namespace {

/// y1, y2, y3 share one cause: y = cause + 0.5 noise; the third is cut where asked.
Matrix one_cause(Index n, double gaps, std::uint64_t seed = 1) {
  Matrix x(n, 3);
  for (Index r = 0; r < n; ++r) {
    core::Random random(seed, static_cast<std::uint64_t>(r));
    const double cause = random.normal();
    for (Index c = 0; c < 3; ++c) x(r, c) = cause + 0.5 * random.normal();
    if (random.uniform() < gaps) x(r, 2) = missing;
  }
  return x;
}

double deviation_from(const Matrix& a, const Matrix& b) { return (a - b).cwiseAbs().maxCoeff(); }

}  // namespace

// By hand: cov = 1, var = 1.25, so E[y3 | y1, y2] = 4/9 (y1 + y2) and its error has variance
// 1.25 - 8/9.
TEST_CASE("Iterative comes to the conditional mean of a normal law", "[impute]") {
  const Matrix x = one_cause(20000, 0.3), whole = one_cause(20000, 0.0);
  const auto fitted = impute::Iterative().fit(x);
  const Matrix out = fitted.transform(x);
  double mistakes = 0.0, n = 0.0;
  for (Index r = 0; r < x.rows(); ++r) {
    if (!std::isnan(x(r, 2))) continue;
    CHECK(std::abs(out(r, 2) - 4.0 / 9.0 * (x(r, 0) + x(r, 1))) < 0.1);
    mistakes += std::pow(out(r, 2) - whole(r, 2), 2);
    n += 1.0;
  }
  CHECK(std::sqrt(mistakes / n) == Approx(std::sqrt(1.25 - 8.0 / 9.0)).epsilon(0.02));
  CHECK(fitted.converged());
}

TEST_CASE("draws have the spread of what is missing, matches are values seen", "[impute]") {
  const Matrix x = one_cause(5000, 0.3);
  const Matrix drawn = impute::Iterative({.sample_posterior = true}).fit(x).transform(x);
  const Matrix matched =
      impute::Iterative({.method = "pmm", .sample_posterior = true}).fit(x).transform(x);
  double squares = 0.0, matches = 0.0, n = 0.0, strangers = 0.0;
  for (Index r = 0; r < x.rows(); ++r) {
    if (!std::isnan(x(r, 2))) continue;
    squares += std::pow(drawn(r, 2) - 4.0 / 9.0 * (x(r, 0) + x(r, 1)), 2);
    matches += std::pow(matched(r, 2) - 4.0 / 9.0 * (x(r, 0) + x(r, 1)), 2);
    strangers += !(x.col(2).array() == matched(r, 2)).any();
    n += 1.0;
  }
  CHECK(squares / n == Approx(1.25 - 8.0 / 9.0).epsilon(0.1));
  CHECK(matches / n == Approx(1.25 - 8.0 / 9.0).epsilon(0.1));
  CHECK(strangers == 0.0);
}

TEST_CASE("rows are answered alone, whatever the threads; units do not matter", "[impute]") {
  Matrix x = one_cause(700, 0.4);
  for (Index r = 0; r < x.rows(); r += 7) x(r, r % 3) = missing;
  const auto fitted = impute::Iterative().fit(x);
  const Matrix out = fitted.transform(x);
  for (const Index r : {0, 7, 699}) CHECK(fitted.transform(x.row(r)) == out.row(r));
  set_threads(7);
  CHECK(impute::Iterative().fit(x).transform(x) == out);
  set_threads(0);
  Matrix scaled = x;
  scaled.col(0) *= 1e12;
  scaled.col(1) *= 1e-12;
  Matrix back = impute::Iterative().fit(scaled).transform(scaled);
  back.col(0) /= 1e12;
  back.col(1) /= 1e-12;
  CHECK(deviation_from(back, out) < 1e-6);
}

TEST_CASE("answers keep to bounds, whole numbers and known categories", "[impute]") {
  Matrix x(60, 3);
  for (Index r = 0; r < x.rows(); ++r) {
    const double kind = static_cast<double>(r % 3);
    x.row(r) << (kind == 1 ? 10.0 : 0.0), 3.0 * kind, kind == 2 ? 7.0 : kind;  // levels 0, 1, 7
  }
  const Matrix whole = x;
  x(3, 2) = x(4, 2) = x(5, 2) = missing;
  x(6, 1) = x(8, 1) = missing;
  const auto fitted =
      impute::Iterative({.max_value = {100.0, 5.0, 100.0}, .integers = true, .categorical = {2}})
          .fit(x);
  const Matrix out = fitted.transform(x);
  for (const Index r : {3, 4, 5}) CHECK(out(r, 2) == whole(r, 2));
  CHECK(out(6, 1) == 0);
  CHECK(out(8, 1) == 5);
  Matrix stranger(1, 3);
  stranger << missing, missing, 99;  // a category unseen at fit stays, and counts as a gap
  CHECK(fitted.transform(stranger)(0, 2) == 99);
  CHECK(fitted.transform(stranger).allFinite());
}

TEST_CASE("flags stand behind the columns", "[impute]") {
  const auto fitted = impute::Iterative({.add_indicator = true}).fit(table_with_gaps());
  const Matrix out = fitted.transform(table_with_gaps());
  REQUIRE(out.cols() == 6);
  CHECK(out(2, 3) == 1);
  CHECK(out(0, 3) == 0);
  CHECK(fitted.feature_names({"a", "b", "c"}).back() == "c_missing");
}

TEST_CASE("Iterative takes odd tables", "[impute]") {
  struct Case {
    const char* name;
    Matrix x;
  };
  Matrix wide = one_cause(40, 0.0).transpose();  // more columns than rows
  wide(0, 0) = wide(1, 5) = missing;
  Matrix same = Matrix::Constant(9, 3, 4.0);
  same(2, 1) = missing;
  Matrix collinear = one_cause(50, 0.2);
  collinear.col(1) = collinear.col(0);
  Matrix huge = 1e300 * one_cause(50, 0.2), tiny = 1e-300 * one_cause(50, 0.2);
  Matrix nothing = Matrix::Constant(4, 2, missing);
  for (const Case& each : {Case{"p > n", wide}, Case{"all rows equal", same},
                           Case{"collinear", collinear}, Case{"huge", huge}, Case{"tiny", tiny},
                           Case{"nothing", nothing}, Case{"one row", one_cause(1, 1.0)}}) {
    INFO(each.name);
    for (const char* method : {"ridge", "pmm"}) {
      auto fitted = impute::Iterative({.method = method, .fallback = -3}).fit(each.x);
      const Matrix out = fitted.transform(each.x);
      CHECK(out.allFinite());
      const Matrix hidden = Matrix::Constant(2, each.x.cols(), missing);
      CHECK(fitted.transform(hidden).allFinite());
    }
  }
  CHECK(impute::Iterative().fit(same).transform(same) == Matrix::Constant(9, 3, 4.0));
  CHECK(impute::Iterative({.fallback = -3}).fit(nothing).transform(nothing)(1, 1) == -3);
}

TEST_CASE("Iterative refuses what it cannot use", "[impute]") {
  check_refusals<impute::Iterative>();
  using P = impute::Iterative::Params;
  for (const P& bad : {P{.method = "cart"}, P{.max_iter = 0}, P{.tol = -1.0}, P{.n_donors = 0}})
    CHECK_THROWS_AS(impute::Iterative(bad), ParamError);
  const Matrix x = table_with_gaps();
  for (const P& bad : {P{.min_value = {1, 2}}, P{.min_value = {3}, .max_value = {2}},
                       P{.categorical = {3}}, P{.categorical = {0.5}}})
    CHECK_THROWS_AS(impute::Iterative(bad).fit(x), ParamError);
}
