// SPDX-License-Identifier: MIT
#include <limn/encoder/encoder.hpp>

#include "contract/contract_test.hpp"

TEST_CASE("every component of encoder keeps the contract") {
  check_room<limn::encoder::components>();
}
