// SPDX-License-Identifier: MIT
#include <limn/features/features.hpp>

#include "contract/contract_test.hpp"

TEST_CASE("every component of features keeps the contract") {
  check_room<limn::features::components>();
}
