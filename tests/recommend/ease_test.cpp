// SPDX-License-Identifier: MIT
#include <cstring>

#include <Eigen/Cholesky>

#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/recommend/ease.hpp>
#include <limn/recommend/item_gram.hpp>
#include <limn/recommend/spd_inverse.hpp>

#include "small_log.hpp"
#include "test.hpp"

using namespace limn;
using recommend::Ease;

namespace {

/// Users with a taste for a few items each, popular ones first.
data::EventLog random_log(std::size_t n_users, std::size_t n_items) {
  std::vector<std::vector<std::int32_t>> histories(n_users);
  for (std::size_t u = 0; u < n_users; ++u) {
    core::Random random(7, u);
    for (std::size_t e = 0; e < 5 + u % 20; ++e) {
      const double x = random.uniform();
      histories[u].push_back(static_cast<std::int32_t>(x * x * static_cast<double>(n_items)));
    }
  }
  return make_log(histories, static_cast<std::int64_t>(n_items));
}

Matrix ones_of(const data::EventLog& log) {
  Matrix x = Matrix::Zero(static_cast<Index>(log.n_users()), static_cast<Index>(log.n_items()));
  for (std::size_t e = 0; e < log.n_events(); ++e) x(log.user_codes()[e], log.item_codes()[e]) = 1;
  return x;
}

}  // namespace

TEST_CASE("pairs are counted as the dense product counts them", "[recommend]") {
  for (const std::size_t n_users : {1UL, 63UL, 64UL, 300UL, 3000UL}) {  // bits alone ... lists
    const data::EventLog log = random_log(n_users, 90);
    const Matrix x = ones_of(log), wanted = x.transpose() * x;
    const auto gram = recommend::item_gram(recommend::distinct_items(log, 1000), 90);
    for (Index i = 0; i < 90; ++i)
      for (Index j = 0; j <= i; ++j)
        REQUIRE(static_cast<double>(gram.counts(i, j)) ==
                wanted(gram.order[static_cast<std::size_t>(i)],
                       gram.order[static_cast<std::size_t>(j)]));
  }
}

TEST_CASE("the inverse is that of Eigen in double, on any number of threads", "[recommend]") {
  for (const Index n : {1, 5, 127, 128, 129, 300, 530}) {
    MatrixF half(n, n + 3);
    core::Random random(3, static_cast<std::uint64_t>(n));
    for (float& v : half.reshaped()) v = static_cast<float>(random.normal());
    MatrixF a = half * half.transpose();
    a.diagonal().array() += 5.0F;
    const Matrix wanted = Matrix(a.cast<double>()).llt().solve(Matrix::Identity(n, n));
    MatrixF first = a;
    for (const int n_threads : {1, 2, 7}) {
      set_threads(n_threads);
      MatrixF got = a;
      REQUIRE(recommend::invert_spd(got));
      if (n_threads == 1) first = got;
      for (Index i = 0; i < n; ++i)
        REQUIRE(std::memcmp(&got(i, 0), &first(i, 0),
                            sizeof(float) * static_cast<std::size_t>(i + 1)) == 0);
    }
    set_threads(0);
    const Matrix difference = (first.cast<double>() - wanted).triangularView<Eigen::Lower>();
    CHECK(difference.cwiseAbs().maxCoeff() < 2e-4 * wanted.cwiseAbs().maxCoeff());
  }
  MatrixF no = MatrixF::Zero(3, 3);
  CHECK_FALSE(recommend::invert_spd(no));
}

TEST_CASE("Ease is the closed form", "[recommend]") {  // Steck (2019), equation 8, in double
  const data::EventLog log = random_log(400, 150);
  Matrix x = ones_of(log), g = x.transpose() * x;
  g.diagonal().array() += 20.0;
  const Matrix p = g.llt().solve(Matrix::Identity(g.rows(), g.rows()));
  const Ease model = Ease({.l2 = 20.0}).fit(log);
  for (Index i = 0; i < 150; ++i)
    for (Index j = 0; j < 150; ++j)
      REQUIRE(model.weights()(i, j) == Approx(i == j ? 0.0 : -p(i, j) / p(j, j)).margin(1e-5));
  CHECK(model.score(history_of({3, 3, 5, -1}))[7] ==
        Approx(model.weights()(3, 7) + model.weights()(5, 7)));
  CHECK(Ease({.l2 = 20.0, .half_life = 1.0}).fit(log).score(history_of({3, 5}))[7] ==
        Approx(0.5F * model.weights()(3, 7) + model.weights()(5, 7)));
}

TEST_CASE("Ease answers everybody and says why", "[recommend]") {
  const Ease model = Ease({.l2 = 1.0}).fit(abcd_log());
  CHECK(model.recommend(abcd_log(), 4).items(0, 0) == 3);
  CHECK(model.recommend_one(history_of({}), 1).items(0, 0) == 1);  // the most taken
  CHECK(model.recommend_one(history_of({99}), 1).items(0, 0) == 1);
  CHECK(model.reason(history_of({0, 3}), 2).item == 3);
  CHECK(model.reason(history_of({}), 2).kind == "none");
  const data::EventLog lonely = make_log({{0}, {0, 0}}, 1);
  CHECK(Ease().fit(lonely).recommend(lonely, 2, false).items(1, 0) == 0);
}

TEST_CASE("Ease refuses what it cannot use", "[recommend]") {
  CHECK_THROWS_AS(Ease({.l2 = 0.0}), ParamError);
  CHECK_THROWS_AS(Ease({.max_items = 3}).fit(abcd_log()), LimitError);
  CHECK_THROWS_AS(Ease().fit(data::EventLog()), DataError);
  CHECK_THROWS_AS(Ease().recommend(abcd_log()), NotFittedError);
}
