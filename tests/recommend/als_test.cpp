// SPDX-License-Identifier: MIT
#include <Eigen/Dense>

#include <limn/core/random.hpp>
#include <limn/recommend/als.hpp>

#include "small_log.hpp"
#include "test.hpp"

using namespace limn;
using recommend::Als;

namespace {

data::EventLog taste_log() {
  std::vector<std::vector<std::int32_t>> histories(60);
  for (std::size_t u = 0; u < histories.size(); ++u) {
    core::Random random(11, u);
    for (std::size_t e = 0; e < 3 + u % 90; ++e)  // more events than a block of rows, and repeats
      histories[u].push_back(static_cast<std::int32_t>(random.below(10) + 15 * (u % 3)));
  }
  return make_log(histories, 41);
}

Matrix times_taken(const data::EventLog& log) {
  Matrix r = Matrix::Zero(static_cast<Index>(log.n_users()), static_cast<Index>(log.n_items()));
  for (std::size_t e = 0; e < log.n_events(); ++e) r(log.user_codes()[e], log.item_codes()[e]) += 1;
  return r;
}

/// One row of the exact solve, in double: (y'y + y'Cy + ridge)^-1 y'(1 + C) p.
Vector solve(const Matrix& y, const Vector& taken, double alpha, double ridge) {
  const Vector c = alpha * taken, p = (taken.array() > 0.0).cast<double>();
  Matrix a = y.transpose() * (1.0 + c.array()).matrix().asDiagonal() * y;
  a.diagonal().array() += ridge;
  return a.ldlt().solve(y.transpose() * ((1.0 + c.array()) * p.array()).matrix());
}

struct Dense {
  Matrix x, y;
  double loss = 0.0;
};

Dense dense_als(const Matrix& r, const Als::Params& params) {
  Dense out{Matrix(r.rows(), params.factors), Matrix(r.cols(), params.factors)};
  for (Index item = 0; item < r.cols(); ++item) {
    core::Random random(params.random_state, static_cast<std::uint64_t>(item));
    for (Index f = 0; f < params.factors; ++f) out.y(item, f) = 0.01 * random.normal();
  }
  for (std::int64_t round = 0; round < params.iterations; ++round) {
    for (Index u = 0; u < r.rows(); ++u)
      out.x.row(u) = solve(out.y, r.row(u), params.alpha, params.regularization);
    for (Index i = 0; i < r.cols(); ++i)
      out.y.row(i) = solve(out.x, r.col(i), params.alpha, params.regularization);
  }
  const Matrix s = out.x * out.y.transpose(), p = (r.array() > 0.0).cast<double>();
  out.loss = ((1.0 + params.alpha * r.array()) * (p - s).array().square()).sum() +
             params.regularization * (out.x.squaredNorm() + out.y.squaredNorm());
  return out;
}

Als::Params params_of(std::int64_t iterations, std::int64_t factors = 7) {
  Als::Params out;
  out.factors = factors;
  out.iterations = iterations;
  out.regularization = 0.5;
  out.alpha = 2.0;
  return out;
}

}  // namespace

TEST_CASE("Als is the dense normal equations in double", "[recommend]") {
  const data::EventLog log = taste_log();
  for (const std::int64_t factors : {1, 7, 16, 20}) {
    const Dense wanted = dense_als(times_taken(log), params_of(3, factors));
    const Als model = Als(params_of(3, factors)).fit(log);
    CHECK(model.item_vectors().cols() == factors);
    CHECK((model.item_vectors().cast<double>() - wanted.y).cwiseAbs().maxCoeff() < 2e-3);
    CHECK(model.loss() == Approx(wanted.loss).epsilon(1e-4));
  }
}

TEST_CASE("the loss never rises", "[recommend]") {
  double last = 1e300;
  for (std::int64_t rounds = 1; rounds < 9; ++rounds) {
    const double loss = Als(params_of(rounds)).fit(taste_log()).loss();
    CHECK(loss <= last * (1.0 + 1e-6));
    last = loss;
  }
}

TEST_CASE("a new user is folded in by the same solve", "[recommend]") {
  const Als model = Als(params_of(4)).fit(taste_log());
  Vector taken = Vector::Zero(41);
  taken[3] = 2.0, taken[17] = 1.0;
  const Matrix y = model.item_vectors().cast<double>();
  const Vector wanted = solve(y, taken, 2.0, 0.5);
  CHECK((model.fold_in(history_of({3, 17, -1, 3})).cast<double>() - wanted).norm() < 1e-4);
  CHECK((model.score(history_of({3, 17, 3})).cast<double>() - y * wanted).norm() < 1e-3);
  CHECK(model.fold_in(history_of({-1, 99})).isZero());
  const recommend::Reason reason = model.reason(history_of({3, 3, 17}), 4);
  CHECK(reason.kind == "together");
  CHECK(reason.item == 3);  // of the same taste as 4
}

TEST_CASE("Als offers the user's taste, and what is popular to strangers", "[recommend]") {
  const Als model = Als(params_of(10)).fit(taste_log());
  const Ranked one = model.recommend_one(history_of({15, 16, 17}), 3);
  for (Index place = 0; place < 3; ++place) CHECK(one.items(0, place) / 15 == 1);
  const Ranked all = model.recommend(taste_log(), 5);
  const Ranked alone = model.recommend_one(taste_log().history(0), 5);
  CHECK(all.items.row(0) == alone.items.row(0));
  CHECK(model.recommend_one(history_of({}), 1).scores(0, 0) < 0.0F);
  const Als lonely = Als(params_of(2)).fit(make_log({{0}}, 1));
  CHECK(lonely.recommend(make_log({{0}, {}}, 1), 2, false).items(1, 0) == 0);
}

TEST_CASE("Als refuses what it cannot use", "[recommend]") {
  CHECK_THROWS_AS(Als({.factors = 0}), ParamError);
  CHECK_THROWS_AS(Als({.regularization = 0.0}), ParamError);
  CHECK_THROWS_AS(Als().fit(data::EventLog()), DataError);
  CHECK_THROWS_AS(Als().recommend(abcd_log()), NotFittedError);
  const Als rounding = Als({.factors = 8, .regularization = 1e-6, .alpha = 1e6}).fit(taste_log());
  CHECK(rounding.item_vectors().allFinite());
}
