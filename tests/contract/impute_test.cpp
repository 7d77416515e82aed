// SPDX-License-Identifier: MIT
#include <limn/impute/impute.hpp>

#include "contract/contract_test.hpp"

TEST_CASE("every component of impute keeps the contract") {
  check_room<limn::impute::components>();
}
