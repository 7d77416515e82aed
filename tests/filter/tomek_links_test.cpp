// SPDX-License-Identifier: MIT
#include <limn/filter/tomek_links.hpp>

#include "test.hpp"

using namespace limn;
using Rows = std::vector<std::int64_t>;

TEST_CASE("Tomek links across a border", "[filter]") {  // by hand
  Matrix x(7, 1);
  x << 0, 1, 5, 5.5, 9, 9.2, 20;
  const Vector y = (Vector(7) << 1, 1, 1, 2, 1, 1, 2).finished();
  CHECK(filter::TomekLinks().fit(x, y).sample_indices() == Rows{0, 1, 3, 4, 5, 6});
  CHECK(filter::TomekLinks({.sampling_strategy = "all"}).fit(x, y).sample_indices() ==
        Rows{0, 1, 4, 5, 6});
  CHECK_THROWS_AS(filter::TomekLinks().fit(x.topRows(1), y.head(1)), DataError);
  CHECK_THROWS_AS(filter::TomekLinks().fit(x, y.head(1)), ShapeError);
  CHECK_THROWS_AS(filter::TomekLinks().sample_indices(), NotFittedError);
  CHECK_THROWS_AS(filter::TomekLinks({.sampling_strategy = "both"}), ParamError);
}
