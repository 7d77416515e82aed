// SPDX-License-Identifier: MIT
#include <limn/filter/standard_deviation.hpp>

#include "checks.hpp"

using namespace limn;

TEST_CASE("one huge value hides itself from three sigmas", "[filter]") {
  // By hand: mean 22, variance 1522 of 1 2 3 4 100.
  const Matrix x = noisy_table();
  const auto fitted = filter::StandardDeviation().fit(x);
  CHECK(fitted.upper()(0) == Approx(22 + 3 * std::sqrt(1522.0)));
  CHECK(fitted.mask(x).col(0).cast<int>().sum() == 0);
}

TEST_CASE("rounds look again without the noise found", "[filter]") {
  // By hand: 22 + 1.5 * 39.01 = 80.5 marks 100; then mean 2.5, variance 1.25 of 1 2 3 4.
  const Matrix x = noisy_table();
  const auto fitted = filter::StandardDeviation({.n_sigmas = 1.5, .max_iter = 5}).fit(x);
  CHECK(fitted.upper()(0) == Approx(2.5 + 1.5 * std::sqrt(1.25)));
  CHECK(fitted.mask(x)(4, 0) == 1);
  CHECK(std::isnan(fitted.transform(x)(4, 0)));
}

TEST_CASE("a constant is constant whatever its rounding", "[filter]") {
  const Matrix x = Matrix::Constant(1000, 1, 0.1);
  const auto fitted = filter::StandardDeviation().fit(x);
  CHECK(std::isinf(fitted.upper()(0)));
}

TEST_CASE("StandardDeviation: scale, refusals, saving", "[filter]") {
  check_cell_filter<filter::StandardDeviation>();
  CHECK_THROWS_AS(filter::StandardDeviation({.max_iter = 0}), ParamError);
}

TEST_CASE("StandardDeviation only tells of noise where asked", "[filter]") {
  check_flag<filter::StandardDeviation>({.n_sigmas = 1.0}, noisy_table());
}
