// SPDX-License-Identifier: MIT
#include <cmath>
#include <stop_token>

#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/evaluate/bootstrap.hpp>

#include "evaluate/arrays.hpp"
#include "test.hpp"

using namespace limn;

namespace {

Vector normals(Index n, std::uint64_t seed, double shift = 0) {
  core::Random random(seed, 77);
  Vector out(n);
  for (Index i = 0; i < n; ++i) out(i) = shift + random.normal();
  return out;
}

}  // namespace

TEST_CASE("the interval of a mean is that of theory", "[evaluate]") {
  const Vector x = normals(400, 1);  // half width 1.96 sd / sqrt(n)
  const auto i = evaluate::bootstrap_mean(x, {.n_resamples = 4000});
  const double sd = std::sqrt((x.array() - x.mean()).square().mean());
  CHECK(i.value == Approx(x.mean()));
  CHECK(i.n == 400);
  CHECK((i.high - i.low) / 2 == Approx(1.96 * sd / 20).epsilon(0.05));
  const auto narrow = evaluate::bootstrap_mean(x, {.n_resamples = 4000, .level = 0.5});
  CHECK((narrow.high - narrow.low) / 2 == Approx(0.6745 * sd / 20).epsilon(0.07));
}

TEST_CASE("95 % of intervals hold the truth", "[evaluate]") {  // 300 samples, sd of the share 1.3 %
  int holds = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const auto i =
        evaluate::bootstrap_mean(normals(80, seed), {.n_resamples = 400, .random_state = seed});
    holds += i.low <= 0 && 0 <= i.high;
  }
  CHECK(holds / 300. == Approx(0.94).margin(0.045));
}

TEST_CASE("any statistic, missing users, fixed seeds", "[evaluate]") {
  const Vector x = vec({1, missing, 3, missing, 8});
  CHECK(evaluate::bootstrap_mean(x).value == 4.0);
  CHECK(evaluate::bootstrap_mean(x).n == 3);
  const Vector known = vec({1, 3, 8});
  const auto mean = [&](std::span<const Index> rows) {
    double sum = 0;
    for (const Index r : rows) sum += known(r);
    return sum / static_cast<double>(rows.size());
  };
  const auto a = evaluate::bootstrap(3, mean, {.random_state = 4});
  const auto b = evaluate::bootstrap_mean(x, {.random_state = 4});
  CHECK(a.low == b.low);
  CHECK(a.high == b.high);
  const int before = threads();
  for (const int n : {1, 2, 7}) {
    set_threads(n);
    const auto again = evaluate::bootstrap_mean(x, {.random_state = 4});
    CHECK(again.low == b.low);
    CHECK(again.high == b.high);
  }
  set_threads(before);
  const auto none = evaluate::bootstrap(3, [](std::span<const Index>) { return missing; });
  CHECK(std::isnan(none.low));
}

TEST_CASE("paired differences see what is there and not what is not", "[evaluate]") {
  const Vector a = normals(300, 3), noise = normals(300, 9);
  const Vector better = a.array() - 0.2 + 0.1 * noise.array();
  const auto real = evaluate::paired_difference(a, better);
  CHECK(real.difference.value == Approx((a - better).mean()));
  CHECK(real.difference.low > 0.15);
  CHECK(real.p_value < 0.005);
  CHECK(real.share_better > 0.9);
  int alarms = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed)
    alarms += evaluate::paired_difference(normals(40, 2 * seed), normals(40, 2 * seed + 1),
                                          {.n_resamples = 200, .random_state = seed})
                  .p_value <= 0.05;
  CHECK(alarms <= 22);  // 10 expected, sd 3.1
  const auto same = evaluate::paired_difference(a, a);
  CHECK(same.p_value == 1.0);
  CHECK(same.difference.low == 0.0);
  CHECK(same.share_better + same.share_worse == 0.0);
}

TEST_CASE("bootstrap refuses what it cannot use", "[evaluate]") {
  const Vector x = vec({1, 2});
  CHECK_THROWS_AS(evaluate::bootstrap_mean(Vector()), DataError);
  CHECK_THROWS_AS(evaluate::bootstrap_mean(vec({missing})), DataError);
  CHECK_THROWS_AS(evaluate::bootstrap_mean(vec({INFINITY})), DataError);
  CHECK_THROWS_AS(evaluate::bootstrap_mean(x, {.n_resamples = 0}), ParamError);
  CHECK_THROWS_AS(evaluate::bootstrap_mean(x, {.level = 1.0}), ParamError);
  CHECK_THROWS_AS(evaluate::bootstrap_mean(x, {.level = NAN}), ParamError);
  CHECK_THROWS_AS(evaluate::paired_difference(x, vec({1})), ShapeError);
  CHECK_THROWS_AS(evaluate::paired_difference(x, vec({missing, missing})), DataError);
  CHECK_THROWS_AS(evaluate::bootstrap(0, [](std::span<const Index>) { return 0.0; }), DataError);
  std::stop_source stop;
  stop.request_stop();
  CHECK_THROWS_AS(evaluate::bootstrap_mean(x, {}, Monitor({}, stop.get_token())), CancelledError);
}
