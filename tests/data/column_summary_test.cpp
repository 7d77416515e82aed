// SPDX-License-Identifier: MIT
#include <limn/data/column_summary.hpp>

#include "test.hpp"

using namespace limn;

TEST_CASE("quantiles interpolate between ranks", "[data]") {
  // Oracle: numpy.quantile([7, 1, 3, 10], q).
  const std::vector<double> values{7, 1, 3, 10};
  for (const auto& [q, expected] : std::vector<std::pair<double, double>>{
           {0, 1}, {0.25, 2.5}, {0.5, 5}, {0.75, 7.75}, {0.9, 9.1}, {1, 10}}) {
    auto copy = values;
    CHECK(data::quantile(copy, q) == Approx(expected).epsilon(1e-15));
    CHECK(data::sorted_quantile({1, 3, 7, 10}, q) == Approx(expected).epsilon(1e-15));
  }
  std::vector<double> one{4};
  CHECK(data::median(one) == 4);
}

TEST_CASE("moments skip what is missing and do not depend on threads", "[data]") {
  Matrix x(10000, 2);
  for (Index r = 0; r < x.rows(); ++r) {
    x(r, 0) = 1e9 + static_cast<double>(r % 10);
    x(r, 1) = missing;
  }
  set_threads(1);
  const auto one = data::moments(x);
  set_threads(7);
  const auto seven = data::moments(x);
  set_threads(0);
  CHECK(one.mean(0) == seven.mean(0));
  CHECK(one.m2(0) == seven.m2(0));
  CHECK(one.mean(0) == Approx(1e9 + 4.5).epsilon(1e-15));
  CHECK(one.m2(0) / 10000 == Approx(8.25).epsilon(1e-9));  // hand: variance of 0 ... 9
  CHECK(one.count(1) == 0);
  CHECK(one.mean(1) == 0);
}

TEST_CASE("a constant has no deviation, whatever its rounding", "[data]") {
  for (const double value : {0.1, -1.0 / 3.0, 1e17, 0.0}) {
    const auto m = data::moments(Matrix::Constant(10007, 1, value));
    CHECK(m.deviation(0) == 0);
    CHECK(m.mean(0) == Approx(value).epsilon(1e-15));
  }
  Matrix x(2, 1);
  x << 1e9, 1e9 + 1e-4;
  CHECK(data::moments(x).deviation(0) == Approx(5e-5).epsilon(1e-2));
}
