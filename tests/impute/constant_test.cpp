// SPDX-License-Identifier: MIT
#include <limn/impute/constant.hpp>

#include "checks.hpp"

using namespace limn;

TEST_CASE("Constant fills every gap with its value", "[impute]") {
  check_fill(impute::Constant().fit(table_with_gaps()), 0, 0, 0);
  check_fill(impute::Constant({.fill_value = -1}).fit(table_with_gaps()), -1, -1, -1);
}

TEST_CASE("Constant refuses what it cannot use", "[impute]") { check_refusals<impute::Constant>(); }
