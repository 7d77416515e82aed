// SPDX-License-Identifier: MIT
#include <limn/core/random.hpp>
#include <limn/features/detail/tails.hpp>
#include <limn/features/false_discovery.hpp>

#include "test.hpp"

using namespace limn;
using features::false_discovery_control;
using features::FalseDiscovery;

// Benjamini and Hochberg (1995), table of 15 p-values: at 0.05 the first four are rejected.
TEST_CASE("false_discovery_control: the table of the paper") {
  const Vector p = (Vector(15) << 0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                    0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0)
                       .finished();
  const Vector bh = false_discovery_control(p);
  CHECK((bh.array() <= 0.05).count() == 4);
  CHECK(bh(0) == Approx(0.0015));
  CHECK(bh(3) == Approx(0.0095 * 15 / 4));
  CHECK(bh(4) == Approx(0.0201 * 15 / 5).epsilon(1e-12));
  CHECK(bh(14) == 1.0);
  const Vector by = false_discovery_control(p, "by");
  double harmonic = 0.0;
  for (int i = 1; i <= 15; ++i) harmonic += 1.0 / i;
  CHECK(by(0) == Approx(0.0015 * harmonic));
  CHECK((by.array() <= 0.05).count() == 3);
  CHECK(false_discovery_control(Vector()).size() == 0);
  CHECK_THROWS_AS(false_discovery_control(p, "holm"), ParamError);
  CHECK_THROWS_AS(false_discovery_control(p * 2.0), DataError);
  CHECK_THROWS_AS(false_discovery_control(p * missing), DataError);
}

// Closed forms: F(2, m) exceeds f with (1 + 2 f / m)^(-m / 2); chi squared of 2 with exp(-v / 2).
TEST_CASE("tails: closed forms, far out and near") {
  namespace d = features::detail;
  for (const double f : {0.01, 0.7, 1.0, 3.0, 40.0, 1e4}) {
    for (const double m : {1.0, 4.0, 31.0, 1e5})
      CHECK(d::f_above(f, 2, m) ==
            Approx(std::exp(-0.5 * m * std::log1p(2 * f / m))).epsilon(1e-9));
    CHECK(d::chi_squared_above(f, 2) == Approx(std::exp(-0.5 * f)).epsilon(1e-12));
    CHECK(d::chi_squared_above(f, 1) == Approx(std::erfc(std::sqrt(0.5 * f))).epsilon(1e-10));
    CHECK(d::f_above(f, 1, 1) ==
          Approx(1 - 2 / std::acos(-1.0) * std::atan(std::sqrt(f))).epsilon(1e-9));
  }
  CHECK(d::f_above(0, 3, 9) == 1.0);
  CHECK(d::chi_squared_above(0, 3) == 1.0);
}

// By hand: group means 2 and 5, squares within 4, between 13.5: F = 13.5 / (4 / 4).
TEST_CASE("FalseDiscovery: F of means and of a line, chi squared, by hand") {
  const Vector y = (Vector(6) << 0, 0, 0, 1, 1, 1).finished();
  const Matrix x =
      (Matrix(6, 3) << 1, 0, 1, 2, 0, 1, 3, 1, 1, 4, 1, 1, 5, 1, 1, 6, 1, 1).finished();
  const FalseDiscovery m = FalseDiscovery({.categorical = {1}}).fit(x, y);
  CHECK(m.scores()(0) == Approx(13.5));
  CHECK(m.scores()(1) == Approx(3.0));                       // seen 2 1 0 3 for 1 2 1 2
  CHECK(m.pvalues()(2) == 1.0);                              // one value
  CHECK(m.support() == std::vector<std::uint8_t>{0, 0, 0});  // .0213 * 3 > .05
  CHECK(FalseDiscovery({.alpha = 0.1}).fit(x, y).support() == std::vector<std::uint8_t>{1, 0, 0});
  const Vector line = (Vector(6) << 1, 2, 3, 4, 5, 7).finished();  // with x0
  const FalseDiscovery n = FalseDiscovery({.target = "numbers"}).fit(x, line);
  const double r2 = 20.0 * 20.0 / 17.5 / (104.0 - 22.0 * 22.0 / 6);
  CHECK(n.scores()(0) == Approx(r2 / (1 - r2) * 4));
}

TEST_CASE("FalseDiscovery: mistakes among the kept stay below alpha, many seeds") {
  double mistakes = 0.0;
  Index found = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Matrix x(80, 40);
    Vector y(80);
    for (Index r = 0; r < 80; ++r) {
      core::Random random(seed, static_cast<std::uint64_t>(r));
      y(r) = static_cast<double>(r % 2);
      for (Index c = 0; c < 40; ++c) x(r, c) = random.normal() + (c < 10 ? 1.2 * y(r) : 0.0);
    }
    const std::vector<std::uint8_t> kept = FalseDiscovery({.alpha = 0.1}).fit(x, y).support();
    const auto right = std::count(kept.begin(), kept.begin() + 10, std::uint8_t{1});
    const auto wrong = std::count(kept.begin() + 10, kept.end(), std::uint8_t{1});
    mistakes += static_cast<double>(wrong) / static_cast<double>(std::max<Index>(1, right + wrong));
    found += right;
  }
  CHECK(mistakes / 60 < 0.1);
  CHECK(found > 560);
}

TEST_CASE("FalseDiscovery: hostile columns give numbers, misuse is refused") {
  const Vector y = (Vector(6) << 0, 0, 0, 1, 1, 1).finished();
  Matrix x(6, 4);
  x << y, y * 1e300, Vector::Constant(6, missing), Vector::LinSpaced(6, 0, 1) * 1e-300;
  const FalseDiscovery m = FalseDiscovery().fit(x, y);
  CHECK(m.scores().allFinite());
  CHECK(m.pvalues()(0) == 0.0);
  CHECK(m.pvalues()(1) == 0.0);
  CHECK(m.pvalues()(2) == 1.0);
  CHECK_THROWS_AS(FalseDiscovery().fit(x, y.head(2)), ShapeError);
  CHECK_THROWS_AS(FalseDiscovery({.alpha = 2.0}), ParamError);
  CHECK_THROWS_AS(FalseDiscovery({.categorical = {4}}).fit(x, y), ParamError);
  CHECK_THROWS_AS(FalseDiscovery().transform(x), NotFittedError);
}
