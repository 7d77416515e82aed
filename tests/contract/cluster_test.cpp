// SPDX-License-Identifier: MIT
#include <limn/cluster/cluster.hpp>

#include "contract/contract_test.hpp"

TEST_CASE("every component of cluster keeps the contract") {
  check_room<limn::cluster::components>();
}
