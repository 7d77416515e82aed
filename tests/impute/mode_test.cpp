// SPDX-License-Identifier: MIT
#include <limn/impute/mode.hpp>

#include "checks.hpp"

using namespace limn;

TEST_CASE("Mode fills with the most frequent value, the smallest of equals", "[impute]") {
  check_fill(impute::Mode({.fallback = 2}).fit(table_with_gaps()), 1, 3, 2);  // by hand
  Matrix x(4, 1);
  x << 5, 5, 1, missing;
  CHECK(impute::Mode().fit(x).transform(x)(3, 0) == 5);
}

TEST_CASE("Mode refuses what it cannot use", "[impute]") { check_refusals<impute::Mode>(); }
