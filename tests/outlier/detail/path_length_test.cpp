// SPDX-License-Identifier: MIT
#include <limn/outlier/detail/path_length.hpp>

#include "test.hpp"

using limn::outlier::detail::average_path;
using limn::outlier::detail::harmonic;

TEST_CASE("harmonic numbers are exact") {
  CHECK(harmonic(0) == 0.0);
  CHECK(harmonic(1) == 1.0);
  CHECK(harmonic(4) == Approx(25.0 / 12.0).epsilon(1e-15));
  // 256 is summed, 257 is the first of the expansion: they must join.
  CHECK(harmonic(257) - harmonic(256) == Approx(1.0 / 257.0).epsilon(1e-11));
  // numpy: (1 / numpy.arange(1, 100001)).sum()
  CHECK(harmonic(100000) == Approx(12.090146129863431).epsilon(1e-14));
}

TEST_CASE("c(n) as in the paper, with exact harmonic numbers") {
  CHECK(average_path(0) == 0.0);
  CHECK(average_path(1) == 0.0);
  CHECK(average_path(2) == 1.0);
  CHECK(average_path(3) == Approx(2.0 * 1.5 - 4.0 / 3.0).epsilon(1e-15));
  // numpy: 2 * (1 / numpy.arange(1, 256)).sum() - 2 * 255 / 256
  CHECK(average_path(256) == Approx(10.248689925634562).epsilon(1e-13));
}
