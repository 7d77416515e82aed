// SPDX-License-Identifier: MIT
#include <limn/features/variance.hpp>

#include "checks.hpp"

using namespace limn;

TEST_CASE("Variance keeps what varies", "[features]") {
  const Matrix x = column_table();
  const auto c = features::Variance().fit(x);
  CHECK(c.support() == std::vector<std::uint8_t>{1, 1, 0});
  check_equal(c.transform(x), x.leftCols(2), 0);
  CHECK(c.variances()(1) == Approx(200));
  CHECK(c.feature_names({"a", "b", "c"}) == std::vector<std::string>{"a", "b"});
  CHECK(features::Variance({.threshold = 100}).fit(x).transform(x).cols() == 1);
  CHECK(features::Variance({.threshold = 1e9}).fit(x).transform(x).cols() == 0);
  CHECK_THROWS_AS(features::Variance().transform(x), NotFittedError);
  CHECK_THROWS_AS(c.transform(x.leftCols(2)), ShapeError);
  CHECK_THROWS_AS(features::Variance({.threshold = -1}), ParamError);
}
