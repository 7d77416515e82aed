// SPDX-License-Identifier: MIT
#include <limn/filter/filter.hpp>

#include "contract/contract_test.hpp"

TEST_CASE("every component of filter keeps the contract") {
  check_room<limn::filter::components>();
}
