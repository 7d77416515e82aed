// SPDX-License-Identifier: MIT
#include <limn/outlier/hbos.hpp>

#include "test.hpp"

using namespace limn;
using outlier::Hbos;

namespace {
const Matrix five = (Matrix(5, 1) << 1.0, 2.0, 2.0, 3.0, 10.0).finished();
const Matrix asked = (Matrix(4, 1) << 10.0, 1.0, 50.0, missing).finished();
}  // namespace

TEST_CASE("Hbos: heights of the bins, hand calculation") {
  // Bins [1, 5.5) and [5.5, 10]: 4 rows and 1 row, each with alpha more.
  const Hbos hbos = Hbos({.n_bins = 2, .alpha = 0.5}).fit(five);
  const Vector score = hbos.anomaly_score(asked);
  CHECK(score(0) == Approx(std::log(4.5 / 1.5)));
  CHECK(score(1) == 0.0);
  CHECK(score(2) == Approx(std::log(4.5 / 0.5)));
  CHECK(score(3) == Approx(std::log(4.5 / 0.5)));  // no gap was seen
  Matrix gaps = five;
  gaps.topRows(4).setConstant(missing);
  CHECK(Hbos().fit(gaps).anomaly_score(gaps)(0) == 0.0);
}
