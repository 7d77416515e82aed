// SPDX-License-Identifier: MIT
#include <limn/learn/learn.hpp>

#include "contract/contract_test.hpp"

TEST_CASE("every component of learn keeps the contract") { check_room<limn::learn::components>(); }
