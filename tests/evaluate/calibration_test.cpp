// SPDX-License-Identifier: MIT
// Numbers: scikit-learn 1.9.1 (IsotonicRegression, calibration._sigmoid_calibration, whose slope
// and offset have the other sign); bins by hand.
#include <limn/core/random.hpp>
#include <limn/evaluate/calibration.hpp>

#include "evaluate/arrays.hpp"
#include "test.hpp"

using namespace limn;

namespace {

const Vector truth = vec({0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0});
const Vector p = vec({.1, .8, .35, .35, .9, .6, .7, .2, .05, .55, .35, .45});

}  // namespace

TEST_CASE("reliability bins and expected calibration error", "[evaluate]") {
  const auto r = evaluate::reliability(truth, p, 5);
  REQUIRE(r.bins.size() == 5);
  CHECK(r.ece == Approx(0.125));
  CHECK(r.mce == Approx(0.1875));
  CHECK(r.bins[1].count == 4);
  CHECK(r.bins[1].predicted == Approx(0.3125));
  CHECK(r.bins[1].observed == Approx(0.5));
  CHECK(r.bins[4].high == 1.0);
  CHECK(evaluate::reliability(vec({1, 0}), vec({1, 0})).ece == 0.0);
  CHECK(std::isnan(evaluate::reliability(vec({1, 0}), vec({1, 0})).bins[3].observed));
  const auto q = evaluate::reliability(truth, p, 3, evaluate::Binning::quantile);
  CHECK(q.bins.size() == 3);
  CHECK(q.bins[0].count + q.bins[1].count + q.bins[2].count == 12);
  CHECK(
      evaluate::reliability(truth, Vector::Constant(12, .5), 9, evaluate::Binning::quantile).ece ==
      0.0);
}

TEST_CASE("isotonic regression as in scikit-learn", "[evaluate]") {
  const Vector at = vec({0, .3, .4, .5, .65, .75, 2});
  const Vector expected = vec({0, 1 / 3., .5, .5, .75, 1, 1});
  const evaluate::Isotonic curve = evaluate::fit_isotonic(truth, p);
  CHECK(curve(at).isApprox(expected));
  CHECK(curve.x.isApprox(vec({.05, .2, .35, .6, .7, .9})));
  CHECK(curve.y.isApprox(vec({0, 0, .5, .5, 1, 1})));
  const Vector w = vec({1, 2, 1, 1, .5, 1, 1, 3, 1, 1, 1, 1});
  CHECK(evaluate::fit_isotonic(truth, p, w)(at).isApprox(expected));
  CHECK(std::isnan(curve(missing)));
  CHECK(evaluate::fit_isotonic(vec({1}), vec({3}))(-5) == 1.0);
}

TEST_CASE("isotonic curves rise, whatever the data", "[evaluate]") {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    core::Random random(seed);
    Vector y(40), s(40);
    for (Index i = 0; i < 40; ++i) {
      y(i) = random.normal();
      s(i) = static_cast<double>(random.below(12));
    }
    const evaluate::Isotonic curve = evaluate::fit_isotonic(y, s);
    for (Index i = 1; i < curve.y.size(); ++i) {
      CHECK(curve.y(i) >= curve.y(i - 1));
      CHECK(curve.x(i) > curve.x(i - 1));
    }
    CHECK(curve(s).mean() == Approx(y.mean()).margin(1e-12));  // pooling keeps the sum
  }
}

TEST_CASE("Platt's curve as in scikit-learn", "[evaluate]") {
  const evaluate::Platt curve = evaluate::fit_platt(truth, p);
  CHECK(curve.slope == Approx(4.24863420501).epsilon(1e-5));
  CHECK(curve.offset == Approx(-1.89942455924).epsilon(1e-5));
  const evaluate::Platt scaled = evaluate::fit_platt(truth, 100.0 * p - Vector::Constant(12, 30));
  CHECK(scaled.slope == Approx(0.042486316107).epsilon(1e-5));
  CHECK(scaled(100 * .3 - 30) == Approx(curve(.3)));
  CHECK(curve(vec({.1, .9}))(1) == curve(.9));
  // Only one class, or one score: the drawn-in share, 3 of 4 and 2 of 4.
  CHECK(evaluate::fit_platt(vec({1, 1}), vec({5, 5}))(5) == Approx(0.75));
  CHECK(evaluate::fit_platt(vec({1, 0}), vec({5, 5}))(1e9) == Approx(0.5));
  CHECK(evaluate::fit_platt(vec({0, 0, 1, 1}), vec({1, 2, 3, 4})).slope > 0);
}

TEST_CASE("calibration refuses what it cannot use", "[evaluate]") {
  CHECK_THROWS_AS(evaluate::reliability(Vector(), Vector()), DataError);
  CHECK_THROWS_AS(evaluate::reliability(truth, vec({.5})), ShapeError);
  CHECK_THROWS_AS(evaluate::reliability(vec({1}), vec({1.5})), DataError);
  CHECK_THROWS_AS(evaluate::reliability(vec({3}), vec({.5})), DataError);
  CHECK_THROWS_AS(evaluate::reliability(truth, p, 0), ParamError);
  CHECK_THROWS_AS(evaluate::fit_isotonic(Vector(), Vector()), DataError);
  CHECK_THROWS_AS(evaluate::fit_isotonic(vec({1}), vec({missing})), DataError);
  CHECK_THROWS_AS(evaluate::fit_isotonic(vec({1, 0}), vec({1, 2}), vec({1})), ShapeError);
  CHECK_THROWS_AS(evaluate::fit_isotonic(vec({1, 0}), vec({1, 2}), vec({1, -1})), DataError);
  CHECK_THROWS_AS(evaluate::fit_isotonic(vec({1, 0}), vec({1, 2}), vec({0, 0})), DataError);
  CHECK_THROWS_AS(evaluate::fit_platt(vec({1, .5}), vec({1, 2})), DataError);
  CHECK_THROWS_AS(evaluate::fit_platt(vec({1, 0}), vec({1, missing})), DataError);
}
