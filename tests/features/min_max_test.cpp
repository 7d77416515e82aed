// SPDX-License-Identifier: MIT
#include <limn/features/min_max.hpp>

#include "checks.hpp"

using namespace limn;

// Oracle: scikit-learn 1.9.1, MinMaxScaler(feature_range, clip).fit(column_table()).transform(...).
TEST_CASE("MinMax gives scikit-learn's numbers", "[features]") {
  const double n = missing;
  Matrix expected(6, 3), row(1, 3), row_expected(1, 3);
  expected << 0, 0, 0, 0.125, n, 0, 0.375, 0.5, 0, 0.375, 0.25, 0, 1, 1, 0, n, 0.75, 0;
  const auto c = features::MinMax().fit(column_table());
  check_equal(c.transform(column_table()), expected, 1e-14);
  check_equal(c.inverse_transform(expected), column_table(), 1e-14);
  row << 100, -5, 7;
  row_expected << 12.375, -0.375, 0;
  check_equal(c.transform(row), row_expected, 1e-14);
  const auto clipped =
      features::MinMax({.feature_range = {-1, 3}, .clip = true}).fit(column_table());
  row_expected << 3, -1, -1;
  check_equal(clipped.transform(row), row_expected, 1e-14);
  CHECK(clipped.transform(column_table())(3, 1) == 0);
}

TEST_CASE("MinMax: refusals and saving", "[features]") {
  check_refusals<features::MinMax>();
  CHECK_THROWS_AS(features::MinMax({.feature_range = {1, 1}}), ParamError);
  CHECK_THROWS_AS(features::MinMax({.feature_range = {0, 1, 2}}), ParamError);
}
