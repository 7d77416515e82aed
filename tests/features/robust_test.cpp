// SPDX-License-Identifier: MIT
#include <limn/features/robust.hpp>

#include "checks.hpp"

using namespace limn;

// Oracle: scikit-learn 1.9.1, RobustScaler(quantile_range=...).fit(column_table()).transform(...).
TEST_CASE("Robust gives scikit-learn's numbers", "[features]") {
  const double n = missing;
  Matrix expected(6, 3), row(1, 3), row_expected(1, 3);
  expected << -1.5, -1, 0, -1, n, 0, 0, 0, 0, 0, -0.5, 0, 2.5, 1, 0, n, 0.5, 0;
  const auto c = features::Robust().fit(column_table());
  check_equal(c.transform(column_table()), expected, 1e-14);
  check_equal(c.inverse_transform(expected), column_table(), 1e-14);
  row << 100, -5, 8;
  row_expected << 17.142857142857142, -1.09375, 1;
  const auto wide = features::Robust({.quantile_range = {10, 90}}).fit(column_table());
  check_equal(wide.transform(row), row_expected, 1e-14);
}

TEST_CASE("Robust: refusals and saving", "[features]") {
  check_refusals<features::Robust>();
  CHECK_THROWS_AS(features::Robust({.quantile_range = {75, 25}}), ParamError);
  CHECK_THROWS_AS(features::Robust({.quantile_range = {25}}), ParamError);
  CHECK_THROWS_AS(features::Robust({.quantile_range = {25, 101}}), ParamError);
}
