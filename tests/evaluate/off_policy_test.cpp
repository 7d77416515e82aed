// SPDX-License-Identifier: MIT
// Numbers by hand; the simulation's truth is known: policy judged earns 0.2 * 0.3 + 0.8 * 0.7.
#include <limn/core/random.hpp>
#include <limn/evaluate/off_policy.hpp>

#include "evaluate/arrays.hpp"
#include "test.hpp"

using namespace limn;

TEST_CASE("inverse propensities, by hand", "[evaluate]") {  // weights 2, 0.5, 0
  const Vector rewards = vec({1, 0.5, 3}), logged = vec({0.25, 0.8, 0.5}),
               target = vec({0.5, 0.4, 0});
  const auto plain = evaluate::ips(rewards, logged, target);
  CHECK(plain.value == Approx((2 + 0.25) / 3));
  CHECK(plain.effective_n == Approx(2.5 * 2.5 / 4.25));
  CHECK(plain.largest_weight == Approx(2));
  CHECK(plain.n == 3);
  CHECK(evaluate::ips(rewards, logged, target, 1).value == Approx((1 + 0.25) / 3));
  const auto divided = evaluate::snips(rewards, logged, target);
  CHECK(divided.value == Approx(2.25 / 2.5));
  CHECK(divided.standard_error == Approx(std::sqrt(0.2 * 0.2 + 0.2 * 0.2) / 2.5));
  const auto robust =
      evaluate::doubly_robust(rewards, logged, target, vec({0.5, 0.5, 1}), vec({0.6, 0.4, 0.2}));
  CHECK(robust.value == Approx((0.6 + 2 * 0.5 + 0.4 + 0 + 0.2) / 3));
}

TEST_CASE("a policy is judged by the log of another", "[evaluate]") {
  core::Random random(3);
  const Index n = 20000;
  Vector rewards(n), logged(n), target(n), predicted(n), baseline(n);
  for (Index i = 0; i < n; ++i) {
    const bool second = random.uniform() < 0.25;  // the log offers 0.75, 0.25
    rewards[i] = random.uniform() < (second ? 0.7 : 0.3) ? 1 : 0;
    logged[i] = second ? 0.25 : 0.75;
    target[i] = second ? 0.8 : 0.2;
    predicted[i] = second ? 0.65 : 0.35;
    baseline[i] = 0.2 * 0.35 + 0.8 * 0.65;
  }
  const double truth = 0.2 * 0.3 + 0.8 * 0.7;
  const auto plain = evaluate::ips(rewards, logged, target),
             divided = evaluate::snips(rewards, logged, target),
             robust = evaluate::doubly_robust(rewards, logged, target, predicted, baseline);
  for (const auto& one : {plain, divided, robust}) {
    CHECK(std::abs(one.value - truth) < 3 * one.standard_error);
    CHECK(one.standard_error < 0.02);
  }
  CHECK(divided.standard_error < plain.standard_error);
  CHECK(robust.standard_error < plain.standard_error);
  CHECK(std::abs(rewards.mean() - truth) > 0.15);  // what the log itself earned
}

TEST_CASE("off-policy values without an answer, and with bad input", "[evaluate]") {
  const Vector one = vec({1}), half = vec({0.5});
  CHECK(std::isnan(evaluate::snips(one, half, vec({0})).value));
  CHECK(evaluate::ips(one, half, vec({0})).value == 0);
  CHECK_THROWS_AS(evaluate::ips(one, vec({0}), half), DataError);
  CHECK_THROWS_AS(evaluate::ips(one, half, vec({1.5})), DataError);
  CHECK_THROWS_AS(evaluate::ips(vec({missing}), half, half), DataError);
  CHECK_THROWS_AS(evaluate::ips(one, half, vec({1, 1})), ShapeError);
  CHECK_THROWS_AS(evaluate::ips(Vector(), Vector(), Vector()), DataError);
  CHECK_THROWS_AS(evaluate::ips(one, half, half, 0), ParamError);
}
