// SPDX-License-Identifier: MIT
#include <limn/cluster/detail/condensed_tree.hpp>

#include "test.hpp"

using namespace limn;
using namespace limn::cluster::detail;

namespace {

/// Rows 0-2 and 4-8 are groups at distance 1; row 3 lies 2 from both, as they do from each other.
Merges bridged(bool row_goes_left) {
  Merges out{CodeMatrix(8, 2), Vector(8)};
  out.children << 0, 1, 2, 9, 4, 5, 6, 11, 7, 12, 8, 13, 3, row_goes_left ? 10 : 14,
      row_goes_left ? 14 : 10, 15;
  out.distances << 1, 1, 1, 1, 1, 1, 2, 2;
  return out;
}

}  // namespace

// By hand: density 1 at distance 2, 2 at 1; rows 0-2 stay for 3 * (2 - 1), rows 4-8 for 5.
TEST_CASE("condensed tree: what a tie decides is decided alike in either order") {
  for (const bool left : {true, false}) {
    const Merges merges = bridged(left);
    const CondensedTree two = Condenser(merges, 3).run();
    REQUIRE(two.n_groups() == 3);
    const auto small = static_cast<std::size_t>(two.inside[0]);
    const auto large = static_cast<std::size_t>(two.inside[4]);
    CHECK(two.stability[small] == 3.0);
    CHECK(two.stability[large] == 5.0);
    CHECK(two.inside[3] == two.inside[left ? 0 : 4]);
    CHECK(two.leave[3] == 1.0);
    for (const std::int64_t least : {4, 5}) {  // with row 3 the left group would be 4
      const CondensedTree one = Condenser(merges, least).run();
      CHECK(one.n_groups() == 1);
      CHECK(one.leave[0] == 1.0);
      CHECK(one.leave[4] == 2.0);
    }
    CHECK(Condenser(merges, 6).run().n_groups() == 1);
  }
}

TEST_CASE("condensed tree: a chain of equal steps holds no group") {
  Merges chain{CodeMatrix(5, 2), Vector::Ones(5)};
  chain.children << 0, 1, 2, 6, 3, 4, 5, 8, 7, 9;
  const CondensedTree tree = Condenser(chain, 2).run();
  CHECK(tree.n_groups() == 1);
  CHECK(tree.stability[0] == 6.0);
}
