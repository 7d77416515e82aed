// SPDX-License-Identifier: MIT
#include <limn/outlier/ecod.hpp>

#include "test.hpp"

using namespace limn;
using outlier::Ecod;

namespace {
const Matrix five = (Matrix(5, 1) << 1.0, 2.0, 2.0, 3.0, 10.0).finished();
const Matrix asked = (Matrix(4, 1) << 10.0, 1.0, 50.0, missing).finished();
}  // namespace

TEST_CASE("Ecod: shares of the tails, hand calculation") {
  const Ecod ecod = Ecod().fit(five);
  const Vector score = ecod.anomaly_score(asked);
  CHECK(score(0) == Approx(std::log(5.0)));
  CHECK(score(1) == Approx(std::log(5.0)));  // the left tail, though the column leans right
  CHECK(score(2) == Approx(std::log(6.0)));  // beyond all: 1 / (n + 1)
  CHECK(score(3) == 1.0);
}

TEST_CASE("Ecod: the stronger of both tails and the tail of each column's skew") {
  // Column 0 leans right, column 1 left. The row (10, 1) is last in the right tail of the first and
  // in the left tail of the second: left sums to -log(1) - log(1/5), right to -log(1/5) - log(1),
  // the skewed tails to -2 log(1/5).
  Matrix x(5, 2);
  x.col(0) = five.col(0);
  x.col(1) = 11.0 - five.col(0).array();
  const Ecod ecod = Ecod().fit(x);
  CHECK(ecod.anomaly_score(x)(4) == Approx(2.0 * std::log(5.0)));
  CHECK(ecod.explain(x)(4, 0) == Approx(std::log(5.0)));
  Matrix flat = Matrix::Constant(4, 2, 3.0);
  CHECK(Ecod().fit(flat).anomaly_score(flat) == Vector::Zero(4));
}
