// SPDX-License-Identifier: MIT
#include <limn/impute/mean.hpp>

#include "checks.hpp"

using namespace limn;

TEST_CASE("Mean fills with the mean of what is there", "[impute]") {  // by hand
  check_fill(impute::Mean().fit(table_with_gaps()), 4, 5, 0);
  check_fill(impute::Mean({.fallback = 5}).fit(table_with_gaps()), 4, 5, 5);
}

TEST_CASE("Mean refuses what it cannot use", "[impute]") { check_refusals<impute::Mean>(); }
