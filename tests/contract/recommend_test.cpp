// SPDX-License-Identifier: MIT
#include <limn/core/any.hpp>
#include <limn/encoder/encoder.hpp>
#include <limn/recommend/recommend.hpp>

#include "contract/contract_test.hpp"

TEST_CASE("every component of recommend keeps the contract") {
  limn::core::enroll(limn::encoder::components{});  // Sequence makes one by its name
  check_room<limn::recommend::components>();
}
