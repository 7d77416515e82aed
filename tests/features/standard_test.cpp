// SPDX-License-Identifier: MIT
#include <limn/features/standard.hpp>

#include "checks.hpp"

using namespace limn;

// Oracle: scikit-learn 1.9.1, StandardScaler().fit(column_table()).transform(...).
TEST_CASE("Standard gives scikit-learn's numbers", "[features]") {
  const double n = missing;
  const auto c = features::Standard().fit(column_table());
  Matrix expected(6, 3), row(1, 3), row_expected(1, 3);
  expected << -1.0882143751650175, -1.414213562373095, 0,  //
      -0.7254762501100117, n, 0,                           //
      0, 0, 0,                                             //
      0, -0.7071067811865475, 0,                           //
      1.8136906252750293, 1.414213562373095, 0,            //
      n, 0.7071067811865475, 0;
  check_equal(c.transform(column_table()), expected, 1e-14);
  row << 100, -5, 8;
  row_expected << 34.82286000528056, -2.4748737341529163, 1;
  check_equal(c.transform(row), row_expected, 1e-14);
  check_equal(c.inverse_transform(expected), column_table(), 1e-14);
}

TEST_CASE("Standard's halves can be left out", "[features]") {
  const auto moved = features::Standard({.with_std = false}).fit(column_table());
  CHECK(moved.transform(column_table())(4, 0) == 5);
  const auto divided = features::Standard({.with_mean = false}).fit(column_table());
  CHECK(divided.transform(column_table())(4, 2) == 7);
}

TEST_CASE("Standard: refusals and saving", "[features]") {
  check_refusals<features::Standard>();
  auto archive = core::to_archive(features::Standard().fit(column_table()));
  for (auto& [key, tensor] : archive.tensors)
    if (key == "scale") tensor = {core::Dtype::f64, {3}, std::vector<std::byte>(24)};  // zeros
  CHECK_THROWS_AS(core::from_archive<features::Standard>(archive), FormatError);
}
