// SPDX-License-Identifier: MIT
#include <cmath>

#include <Eigen/Cholesky>

#include <limn/core/random.hpp>
#include <limn/recommend/linear.hpp>

#include "small_log.hpp"
#include "test.hpp"

using namespace limn;
using recommend::Linear;

namespace {

data::EventLog random_log(std::size_t n_users, std::int32_t n_items) {
  std::vector<std::vector<std::int32_t>> histories(n_users);
  for (std::size_t u = 0; u < n_users; ++u) {
    core::Random random(11, u);
    for (std::size_t e = 0; e < 1 + u % 15; ++e)
      histories[u].push_back(
          static_cast<std::int32_t>(random.bits() % static_cast<std::uint32_t>(n_items)));
  }
  return make_log(histories, n_items);
}

/// Prefix by prefix, as the class says it.
Matrix by_definition(const data::EventLog& log, const Linear::Params& params) {
  const auto n = static_cast<Index>(log.n_items());
  Matrix both = params.l2 * Matrix::Identity(n, n), next = Matrix::Zero(n, n);
  for (std::size_t user = 0; user < log.n_users(); ++user) {
    const auto items = log.history(user).items;
    for (std::size_t t = 0; t + 1 < items.size(); ++t) {
      Vector x = Vector::Zero(n);
      for (std::int64_t back = 0; back < params.window && back <= static_cast<std::int64_t>(t);
           ++back)
        if (const auto item = items[t - static_cast<std::size_t>(back)]; item >= 0)
          x[item] += std::exp2(-static_cast<double>(back) / params.half_life);
      both += x * x.transpose();
      if (items[t + 1] >= 0) next.col(items[t + 1]) += x;
    }
  }
  return both.llt().solve(next);
}

}  // namespace

TEST_CASE("Linear is ridge regression of the next item", "[recommend]") {
  for (const std::int64_t window : {1, 3, 40}) {
    const Linear::Params params{.l2 = 5.0, .half_life = 2.0, .window = window};
    const data::EventLog log = random_log(300, 130);
    const Matrix wanted = by_definition(log, params);
    const Linear model = Linear(params).fit(log);
    CHECK((model.weights().cast<double>() - wanted).cwiseAbs().maxCoeff() < 1e-5);
  }
}

TEST_CASE("Linear answers by its window", "[recommend]") {
  const Linear model = Linear({.l2 = 1.0, .half_life = 1.0, .window = 2}).fit(abcd_log());
  const VectorF score = model.score(history_of({3, 0, 1}));  // 3 lies outside
  CHECK(score[2] == Approx(model.weights()(1, 2) + 0.5F * model.weights()(0, 2)));
  CHECK(model.recommend_one(history_of({0, 1}), 1).items(0, 0) == 2);
  CHECK(model.reason(history_of({0, 1}), 2).kind == "follows");
  CHECK(model.reason(history_of({0, 1}), 2).item == 1);
  CHECK(model.reason(history_of({}), 2).kind == "none");
  CHECK(model.recommend_one(history_of({}), 1).items(0, 0) == 1);  // the most taken
  CHECK(model.recommend_one(history_of({-1, 99}), 1).items(0, 0) == 1);
  const Ranked all = model.recommend(abcd_log(), 4);
  for (std::size_t user = 0; user < 3; ++user) {
    const Ranked one = model.recommend_one(abcd_log().history(user), 4);
    CHECK(all.items.row(static_cast<Index>(user)) == one.items.row(0));
    CHECK(all.scores.row(static_cast<Index>(user)) == one.scores.row(0));
  }
  const data::EventLog lonely = make_log({{0}, {0, 0}}, 1);
  CHECK(Linear().fit(lonely).recommend(lonely, 2, false).items(1, 0) == 0);
}

TEST_CASE("Linear refuses what it cannot use", "[recommend]") {
  CHECK_THROWS_AS(Linear({.l2 = 0.0}), ParamError);
  CHECK_THROWS_AS(Linear({.window = 0}), ParamError);
  CHECK_THROWS_AS(Linear({.max_items = 3}).fit(abcd_log()), LimitError);
  CHECK_THROWS_AS(Linear().fit(data::EventLog()), DataError);
  CHECK_THROWS_AS(Linear().recommend(abcd_log()), NotFittedError);
}
