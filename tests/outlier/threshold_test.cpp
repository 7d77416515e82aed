// SPDX-License-Identifier: MIT
#include <limn/outlier/threshold.hpp>

#include "test.hpp"

using namespace limn;
using namespace limn::outlier;

TEST_CASE("thresholds, hand calculation") {
  const Vector scores = (Vector(5) << 4.0, 1.0, 3.0, 0.0, 2.0).finished();
  CHECK(quantile_threshold(scores, 0.25) == 3.0);
  CHECK(quantile_threshold(scores, 0.1) == Approx(3.6));
  CHECK(fence_threshold(scores) == 6.0);  // quartiles 1 and 3
  CHECK(fence_threshold(Vector::Constant(3, 7.0)) == 7.0);
  CHECK_THROWS_AS(quantile_threshold(scores, 0.0), ParamError);
  CHECK_THROWS_AS(quantile_threshold(scores, 0.6), ParamError);
  CHECK_THROWS_AS(fence_threshold(Vector()), DataError);
  CHECK_THROWS_AS(fence_threshold(Vector::Constant(2, missing)), DataError);
}

TEST_CASE("conformal p-values: hand calculation, and never too many false alarms") {
  const Vector usual = (Vector(4) << 1.0, 2.0, 2.0, 5.0).finished();
  const Vector p = conformal_p_values(usual, (Vector(4) << 0.0, 2.0, 3.0, 9.0).finished());
  CHECK(p == (Vector(4) << 1.0, 0.8, 0.4, 0.2).finished());
}

TEST_CASE("conformal threshold: above it are the rows of low p-values") {
  Vector usual(99);
  for (Index i = 0; i < 99; ++i) usual(i) = static_cast<double>((i * 37) % 99);
  for (const double level : {0.01, 0.05, 0.2, 0.5}) {
    const double line = conformal_threshold(usual, level);
    const Vector scores = Vector::LinSpaced(400, -1.0, 120.0);
    const Vector p = conformal_p_values(usual, scores);
    for (Index i = 0; i < 400; ++i) CHECK((scores(i) > line) == (p(i) <= level));
  }
  CHECK_THROWS_AS(conformal_threshold(usual, 0.009), DataError);  // 1 / 100 is the least p-value
  CHECK_THROWS_AS(conformal_threshold(usual, 0.0), ParamError);
  CHECK_THROWS_AS(conformal_threshold(Vector(), 0.1), DataError);
}
