// SPDX-License-Identifier: MIT
#include <limn/outlier/detail/chi_squared.hpp>

#include "test.hpp"

using limn::outlier::detail::chi_squared_quantile;

TEST_CASE("chi-squared quantiles of the tables") {
  CHECK(chi_squared_quantile(0.5, 1) == Approx(0.45493642311957).epsilon(1e-10));
  CHECK(chi_squared_quantile(0.975, 3) == Approx(9.34840360449615).epsilon(1e-10));
  CHECK(chi_squared_quantile(0.5, 2) == Approx(2.0 * std::log(2.0)).epsilon(1e-12));
  CHECK(chi_squared_quantile(0.99, 100) == Approx(135.806723).epsilon(1e-7));
}
