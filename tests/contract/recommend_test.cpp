// SPDX-License-Identifier: MIT
#include <limn/recommend/recommend.hpp>

#include "contract/contract_test.hpp"

TEST_CASE("every component of recommend keeps the contract") {
  check_room<limn::recommend::components>();
}
