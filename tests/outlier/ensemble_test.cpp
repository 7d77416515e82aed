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
