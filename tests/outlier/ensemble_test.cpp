// SPDX-License-Identifier: MIT
#include <limn/core/random.hpp>
#include <limn/outlier/ensemble.hpp>

#include "test.hpp"

using namespace limn;
using outlier::Ensemble;

namespace {
Matrix cloud(Index n, Index d) {
  Matrix x(n, d);
  for (Index r = 0; r < n; ++r) {
    core::Random random(21, static_cast<std::uint64_t>(r));
    for (Index c = 0; c < d; ++c) x(r, c) = random.normal();
  }
  return x;
}
}  // namespace

TEST_CASE("Ensemble: strange rows come first whatever the units, and with gaps") {
  Matrix x = cloud(300, 3);
  x.row(5) << 9.0, 9.0, -9.0;
  x.row(6) << 0.0, 0.0, 8.0;
  x(7, 1) = missing;
  for (const double unit : {1.0, 1e-12, 1e12}) {
    Matrix scaled = x;
    scaled.col(1) *= unit;
    const Ensemble ensemble = Ensemble({.n_estimators = 30}).fit(scaled);
    const Vector score = ensemble.anomaly_score(scaled);
    CHECK((score.array() > 0.0 && score.array() < 1.0).all());
    Index first;
    score.maxCoeff(&first);
    CHECK(first == 5);
    CHECK((score.array() > score(6)).count() < 6);
    CHECK(ensemble.predict(scaled)(5) == -1);
  }
}

TEST_CASE("Ensemble: trust is shared out, equal rows are equally strange") {
  const Matrix x = cloud(200, 2);
  const Ensemble ensemble = Ensemble({.n_estimators = 20}).fit(x);
  CHECK(ensemble.weights().sum() == Approx(1.0));
  CHECK((ensemble.weights().array() == 0.0).any());
  const Matrix same = Matrix::Constant(40, 2, 1.0);
  const Vector score = Ensemble({.n_estimators = 5}).fit(same).anomaly_score(same);
  CHECK(score.allFinite());
  CHECK(score.minCoeff() == score.maxCoeff());
}

TEST_CASE("Ensemble: a row against a slant that no column shows is strange") {
  Matrix x = cloud(400, 6);
  for (Index c = 1; c < 6; ++c) x.col(c) = x.col(0) + 0.1 * x.col(c);
  x.row(9) << 1.0, -1.0, 1.0, -1.0, 1.0, -1.0;  // within the range of each column
  const Ensemble ensemble = Ensemble({.n_estimators = 20}).fit(x);
  REQUIRE(ensemble.weights().size() == 7);
  CHECK(ensemble.weights()(6) == Approx(0.25));  // beside three forests, all alike
  const Vector score = ensemble.anomaly_score(x);
  CHECK((score.array() >= score(9)).count() <= 8);  // forests alone: ten and more
  CHECK(ensemble.explain(x).allFinite());
  const Ensemble twin = core::from_archive<Ensemble>(core::to_archive(ensemble));
  CHECK(twin.anomaly_score(x) == score);
}

TEST_CASE("Ensemble: where a covariance would tell little, the forests stay alone") {
  Matrix x = cloud(60, 13);  // fewer than five rows a column
  CHECK(Ensemble({.n_estimators = 5}).fit(x).weights().size() == 6);
  Matrix codes = cloud(80, 3).array().abs().floor();
  CHECK(Ensemble({.n_estimators = 5, .categorical = {0, 1, 2}}).fit(codes).weights().size() == 6);
  Matrix half = codes;
  half.col(2).setConstant(missing);  // nothing to measure in: the second column alone counts
  const Ensemble mixed = Ensemble({.n_estimators = 5, .categorical = {0}}).fit(half);
  CHECK(mixed.weights().size() == 7);
  CHECK(mixed.anomaly_score(half).allFinite());
  half(3, 2) = 1e6;
  CHECK(mixed.anomaly_score(half).allFinite());
}
