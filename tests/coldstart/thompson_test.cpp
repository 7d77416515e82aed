// SPDX-License-Identifier: MIT
// Oracles: conjugate counts; regret against epsilon-greedy and chance on a simulated bandit;
// frequencies of offers against propensities. What both bandits promise is tested here.
#include <cmath>

#include <limn/coldstart/lin_ucb.hpp>
#include <limn/coldstart/thompson.hpp>
#include <limn/core/component.hpp>

#include "test.hpp"

using namespace limn;
using coldstart::Choice;
using coldstart::LinUcb;
using coldstart::Thompson;
using Ids = std::vector<data::Id>;

namespace {

Ids arms(std::int64_t n) {
  Ids out;
  for (std::int64_t i = 0; i < n; ++i) out.emplace_back(i);
  return out;
}

double chance_of(std::int64_t arm) { return 0.1 + 0.05 * static_cast<double>(arm); }

/// Regret after `rounds` offers of ten arms, 0.1 ... 0.55; choose(round) names one.
template <class Choose, class Learn>
double regret(std::uint64_t seed, int rounds, const Choose& choose, const Learn& learn) {
  core::Random luck(seed, 99);
  double out = 0.0;
  for (int round = 0; round < rounds; ++round) {
    const std::int64_t arm = choose(round);
    out += chance_of(9) - chance_of(arm);
    learn(arm, luck.uniform() < chance_of(arm) ? 1.0 : 0.0);
  }
  return out;
}

template <class Bandit>
double regret_of(Bandit bandit, std::uint64_t seed, int rounds) {
  const Ids ten = arms(10);
  return regret(
      seed, rounds, [&](int) { return std::get<std::int64_t>(bandit.choose({}, ten).item); },
      [&](std::int64_t arm, double reward) { bandit.update({}, data::Id{arm}, reward); });
}

double greedy_regret(std::uint64_t seed, int rounds) {  // epsilon = 0.1
  core::Random random(seed, 7);
  Vector sum = Vector::Zero(10), n = Vector::Zero(10);
  return regret(
      seed, rounds,
      [&](int) -> std::int64_t {
        if (random.uniform() < 0.1) return static_cast<std::int64_t>(random.below(10));
        Index best = 0;
        (sum.array() / n.array().max(1e-9)).maxCoeff(&best);
        return best;
      },
      [&](std::int64_t arm, double reward) { sum[arm] += reward, n[arm] += 1; });
}

}  // namespace

TEST_CASE("Thompson: beliefs by hand", "[coldstart]") {
  Thompson counts;
  counts.update({}, data::Id{"a"}, 1).update({}, data::Id{"a"}, 0.5);
  CHECK(counts.expected({}, Ids{"a", "b"})[0] == Approx(2.5 / 4));
  CHECK(counts.expected({}, Ids{"a", "b"})[1] == Approx(0.5));
  // Beta(2.5, 1.5) against Beta(1, 1): wins with its mean, 0.625
  Thompson many({.n_draws = 20000, .exploration = 0});
  many.update({}, data::Id{"a"}, 1).update({}, data::Id{"a"}, 0.5);
  CHECK(many.probabilities({}, Ids{"a", "b"})[0] == Approx(0.625).margin(0.015));
  // with a context: the most probable m solves m = 1 - logistic(m), precision 1 + p (1 - p)
  const std::vector<double> one{1};
  Thompson learns({.n_features = 1});
  learns.update(one, data::Id{"a"}, 1);
  const double m = learns.coef()(0, 0), p = 1 / (1 + std::exp(-m));
  CHECK(m == Approx(1 - p));
  CHECK(learns.precision()(0, 0) == Approx(1 + p * (1 - p)));
}

TEST_CASE("Thompson's regret stays below that of epsilon-greedy and of chance", "[coldstart]") {
  const int rounds = 3000, runs = 10;
  double thompson = 0, greedy = 0;
  for (std::uint64_t seed = 0; seed < runs; ++seed) {
    thompson +=
        regret_of(Thompson({.n_draws = 1, .exploration = 0, .random_state = seed}), seed, rounds);
    greedy += greedy_regret(seed, rounds);
  }
  CHECK(thompson < 0.8 * greedy);
  CHECK(thompson / runs < 0.2 * 0.225 * rounds);
}

TEST_CASE("contexts are told apart", "[coldstart]") {  // item a pays in (1, 0), b in (0, 1)
  const std::vector<std::vector<double>> contexts{{1, 0}, {0, 1}};
  const auto learn = [&](auto bandit) {
    core::Random random(5);
    for (int i = 0; i < 600; ++i) {
      const std::size_t c = random.below(2);
      const Choice said = bandit.choose(contexts[c], Ids{"a", "b"});
      const bool right = std::get<std::string>(said.item) == (c == 0 ? "a" : "b");
      bandit.update(contexts[c], said.item, random.uniform() < (right ? 0.8 : 0.2) ? 1 : 0);
    }
    CHECK(bandit.probabilities(contexts[0], Ids{"a", "b"})[0] > 0.9);
    CHECK(bandit.probabilities(contexts[1], Ids{"a", "b"})[1] > 0.9);
  };
  learn(Thompson({.n_features = 2}));
  learn(LinUcb({.n_features = 2}));
}

TEST_CASE("propensities sum to one and are the frequencies of the offers", "[coldstart]") {
  const auto check = [](auto bandit) {
    const Ids three = arms(3);
    for (int i = 0; i < 6; ++i) bandit.update({}, three[static_cast<std::size_t>(i % 3)], i % 2);
    Vector offered = Vector::Zero(3), expected = Vector::Zero(3);
    for (int i = 0; i < 4000; ++i) {
      const Vector p = bandit.probabilities({}, three);
      REQUIRE(p.sum() == Approx(1.0));
      REQUIRE(p.minCoeff() > 0.0);
      const Choice said = bandit.choose({}, three);
      const auto arm = std::get<std::int64_t>(said.item);
      REQUIRE(said.propensity == p[arm]);
      offered[arm] += 1;
      expected += p;
    }
    for (Index arm = 0; arm < 3; ++arm)  // four standard errors
      CHECK(std::abs(offered[arm] - expected[arm]) < 4 * std::sqrt(expected[arm]) + 1);
  };
  check(Thompson({.n_draws = 50, .exploration = 0.1}));
  check(LinUcb({.exploration = 0.3}));
}

TEST_CASE("bandits survive their archive and repeat themselves", "[coldstart]") {
  const auto check = [](auto bandit) {
    using Bandit = decltype(bandit);
    const std::vector<double> x{0.5, -1};
    for (int i = 0; i < 20; ++i) {
      const Choice said = bandit.choose(x, arms(4));
      bandit.update(x, said.item, i % 2);
    }
    const core::Archive archive = core::to_archive(bandit);
    auto again = core::from_archive<Bandit>(archive);
    CHECK(core::to_archive(again) == archive);
    const Choice a = bandit.choose(x, arms(4)), b = again.choose(x, arms(4));
    CHECK(a.item == b.item);
    CHECK(a.propensity == b.propensity);
    CHECK(again.n_offers() == 21);
  };
  check(Thompson({.n_features = 2}));
  check(LinUcb({.n_features = 2}));
}

TEST_CASE("bandits refuse what they cannot use", "[coldstart]") {
  const auto check = [](auto bandit) {
    using Bandit = decltype(bandit);
    const std::vector<double> x{1, 2}, bad{1, missing};
    const core::Archive before = core::to_archive(bandit);
    CHECK_THROWS_AS(bandit.choose(x, Ids{}), DataError);
    CHECK_THROWS_AS(bandit.choose(x, Ids{"a", "a"}), DataError);
    CHECK_THROWS_AS(bandit.choose({}, Ids{"a"}), ShapeError);
    CHECK_THROWS_AS(bandit.choose(bad, Ids{"a"}), DataError);
    CHECK_THROWS_AS(bandit.update(x, data::Id{"a"}, missing), DataError);
    CHECK(core::to_archive(bandit) == before);
    CHECK_THROWS_AS(Bandit({.exploration = 1.5}), ParamError);
    CHECK(bandit.choose(x, Ids{"only"}).propensity == Approx(1.0));
  };
  check(Thompson({.n_features = 2}));
  check(LinUcb({.n_features = 2}));
  CHECK_THROWS_AS(Thompson().update({}, data::Id{"a"}, 2), DataError);
  CHECK_THROWS_AS(LinUcb({.regularization = 0}), ParamError);
}
