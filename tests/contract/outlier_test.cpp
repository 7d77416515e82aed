// SPDX-License-Identifier: MIT
#include <limn/outlier/outlier.hpp>

#include "contract/contract_test.hpp"

TEST_CASE("every component of outlier keeps the contract") {
  check_room<limn::outlier::components>();
}
