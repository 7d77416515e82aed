// SPDX-License-Identifier: MIT
// Numbers: scikit-learn 1.9.1 (mean_absolute_error, mean_squared_error, r2_score,
// median_absolute_error, mean_absolute_percentage_error without the zero) and by hand.
#include <limn/evaluate/regression.hpp>

#include "evaluate/arrays.hpp"
#include "test.hpp"

using namespace limn;

TEST_CASE("regression measures", "[evaluate]") {
  const Vector truth = vec({3, -.5, 2, 7, 0}), predicted = vec({2.5, 0, 2, 8, 1});
  const auto r = evaluate::regression(truth, predicted);
  CHECK(r.n == 5);
  CHECK(r.mae == Approx(0.6));
  CHECK(r.rmse == Approx(0.707106781187));
  CHECK(r.r2 == Approx(0.930167597765));
  CHECK(r.median_error == Approx(0.5));
  CHECK(r.mape == Approx(0.327380952381));
  CHECK(r.bias == Approx(0.4));
  CHECK(r.wape == Approx(3.0 / 12.5));
  CHECK(r.smape == Approx((1 / 5.5 + 2 + 0 + 2 / 15. + 2) / 5));
  CHECK(evaluate::mae(truth, truth) == 0);
  CHECK(evaluate::rmse(truth, truth) == 0);
  CHECK(evaluate::r2(truth, truth) == 1);
}

TEST_CASE("regression without an answer, and with bad input", "[evaluate]") {
  CHECK(std::isnan(evaluate::r2(vec({2, 2}), vec({2, 3}))));
  const auto zero = evaluate::regression(vec({0, 0}), vec({0, 1}));
  CHECK(std::isnan(zero.mape));
  CHECK(std::isnan(zero.wape));
  CHECK_THROWS_AS(evaluate::regression(Vector(), Vector()), DataError);
  CHECK_THROWS_AS(evaluate::regression(vec({1}), vec({1, 2})), ShapeError);
  CHECK_THROWS_AS(evaluate::regression(vec({1, missing}), vec({1, 2})), DataError);
  CHECK_THROWS_AS(evaluate::regression(vec({1, 2}), vec({1, missing})), DataError);
}
