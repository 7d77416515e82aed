// SPDX-License-Identifier: MIT
#include <limn/filter/iqr.hpp>

#include "checks.hpp"

using namespace limn;

TEST_CASE("Iqr's bounds are those of the box plot", "[filter]") {
  // By hand: quartiles 2 and 4 of 1 2 3 4 100, so -1 and 7.
  const Matrix x = noisy_table();
  const auto fitted = filter::Iqr().fit(x);
  CHECK(fitted.lower()(0) == -1);
  CHECK(fitted.upper()(0) == 7);
  CHECK(fitted.mask(x).cast<int>().sum() == 1);
  CHECK(filter::Iqr({.action = "clip"}).fit(x).transform(x)(4, 0) == 7);
  CHECK(filter::Iqr({.factor = 60}).fit(x).mask(x).cast<int>().sum() == 0);
  CHECK(fitted.audit(x).at(0).action == "missing");
}

TEST_CASE("Iqr: scale, refusals, saving", "[filter]") {
  check_cell_filter<filter::Iqr>();
  CHECK_THROWS_AS(filter::Iqr({.factor = -1}), ParamError);
}

TEST_CASE("Iqr only tells of noise where asked", "[filter]") {
  check_flag<filter::Iqr>({}, noisy_table());
}
