// SPDX-License-Identifier: MIT
#include <limn/coldstart/coldstart.hpp>

#include "contract/contract_test.hpp"

TEST_CASE("every component of coldstart keeps the contract") {
  check_room<limn::coldstart::components>();
}
