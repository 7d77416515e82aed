// SPDX-License-Identifier: MIT
#include <limn/impute/median.hpp>

#include "checks.hpp"

using namespace limn;

TEST_CASE("Median fills with the middle value", "[impute]") {  // by hand
  check_fill(impute::Median().fit(table_with_gaps()), 3, 5, 0);
}

TEST_CASE("a gap in a new row is filled from the rows of fit", "[impute]") {
  Matrix row(1, 3);
  row << missing, missing, 8;
  const Matrix out = impute::Median().fit(table_with_gaps()).transform(row);
  CHECK(out(0, 0) == 3);
  CHECK(out(0, 2) == 8);
}

TEST_CASE("Median refuses what it cannot use", "[impute]") { check_refusals<impute::Median>(); }
