// SPDX-License-Identifier: MIT
#include <limn/filter/correlated.hpp>

#include "checks.hpp"

using namespace limn;

TEST_CASE("columns that repeat an earlier one are dropped", "[filter]") {  // by hand
  Matrix x(5, 5);
  x << 1, 2, 5, -1, missing,  //
      2, 4, 5, -2, 2,         //
      3, 6, 5, -3, missing,   //
      4, 8, 5, -4, 9,         //
      6, 13, 5, 0, 1;
  const auto c = filter::Correlated().fit(x);
  CHECK(c.support() == std::vector<std::uint8_t>{1, 0, 1, 1, 1});
  CHECK(c.twins()[1] == 0);
  CHECK(c.transform(x).cols() == 4);
  CHECK(c.feature_names({"a", "b", "c", "d", "e"})[1] == "c");
  const filter::Audit audit = c.audit();
  REQUIRE(audit.size() == 1);
  CHECK(audit[0].column == 1);
  CHECK(audit[0].row == -1);
  CHECK(audit[0].value == Approx(0.998).epsilon(1e-3));
  CHECK(filter::Correlated({.threshold = 1}).fit(x).transform(x).cols() == 5);
  Matrix twice(5, 2);
  twice << x.col(0), x.col(0) * 1e12;
  CHECK(filter::Correlated({.threshold = 1}).fit(twice).transform(twice).cols() == 1);
  CHECK(filter::Correlated().fit(twice * 1e-150).support()[1] == 0);
  CHECK_THROWS_AS(filter::Correlated().transform(x), NotFittedError);
  CHECK_THROWS_AS(filter::Correlated().audit(), NotFittedError);
  CHECK_THROWS_AS(c.transform(twice), ShapeError);
  CHECK(core::from_archive<filter::Correlated>(core::to_archive(c)).support() == c.support());
}
