// SPDX-License-Identifier: MIT
// Oracles: the ridge of one update by hand; regret against the same ridge chosen from greedily.
// What both bandits promise is tested in thompson_test.cpp.
#include <limn/coldstart/lin_ucb.hpp>

#include "test.hpp"

using namespace limn;
using coldstart::LinUcb;
using Ids = std::vector<data::Id>;

TEST_CASE("LinUcb: one update by hand", "[coldstart]") {
  // A = I + x x' with x = (1, 2): inverse 1/6 [5 -2; -2 2], b = 3 x, theta = (1/2, 1)
  const std::vector<double> x{1, 2}, other{1, 0};
  LinUcb bandit({.n_features = 2, .alpha = 2, .exploration = 0});
  bandit.update(x, data::Id{"a"}, 3);
  CHECK(bandit.coef()(0, 0) == Approx(0.5));
  CHECK(bandit.coef()(0, 1) == Approx(1.0));
  CHECK(bandit.expected(x, Ids{"a", "b"})[0] == Approx(2.5));
  CHECK(bandit.expected(x, Ids{"a", "b"})[1] == 0.0);
  // bounds in (1, 0): a 0.5 + 2 sqrt(5/6) = 2.33, b (never offered) 0 + 2 * 1
  CHECK(bandit.probabilities(other, Ids{"a", "b"})[0] == 1.0);
  bandit.update(x, data::Id{"a"}, -6);  // theta now below zero
  CHECK(bandit.probabilities(other, Ids{"a", "b"})[1] == 1.0);
}

TEST_CASE("LinUcb's regret stays below that of epsilon-greedy and of chance", "[coldstart]") {
  Ids five;  // five linear rewards of three numbers; greedy: the same ridge
  for (std::int64_t arm = 0; arm < 5; ++arm) five.emplace_back(arm);
  const auto regret_with = [&](double alpha, double exploration) {
    double out = 0.0;
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
      core::Random random(seed, 8);
      Matrix truth(5, 3);
      for (double& number : truth.reshaped()) number = random.normal();
      LinUcb bandit(
          {.n_features = 3, .alpha = alpha, .exploration = exploration, .random_state = seed});
      for (int round = 0; round < 600; ++round) {
        Vector x(3);
        for (double& number : x) number = random.normal();
        x.normalize();
        const std::vector<double> context(x.begin(), x.end());
        const Vector mean = truth * x;
        const auto arm = std::get<std::int64_t>(bandit.choose(context, five).item);
        out += mean.maxCoeff() - mean[arm];
        bandit.update(context, data::Id{arm}, mean[arm] + 0.5 * random.normal());
      }
    }
    return out;
  };
  const double ucb = regret_with(1.0, 0.0), greedy = regret_with(0.0, 0.1);
  CHECK(ucb < 0.6 * greedy);
  CHECK(ucb < 0.1 * regret_with(0.0, 1.0));
}
