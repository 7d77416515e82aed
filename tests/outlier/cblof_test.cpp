// SPDX-License-Identifier: MIT
#include <limn/core/random.hpp>
#include <limn/outlier/cblof.hpp>

#include "test.hpp"

using namespace limn;
using outlier::Cblof;

namespace {
Matrix clumps(Index n, std::uint64_t seed) {
  Matrix x(n, 2);
  for (Index r = 0; r < n; ++r) {
    core::Random random(seed, static_cast<std::uint64_t>(r));
    x.row(r) << 10.0 * static_cast<double>(r % 2) + random.normal(), random.normal();
  }
  return x;
}
}  // namespace

TEST_CASE("Cblof: a small group is no company") {
  Matrix x = clumps(200, 1);
  for (Index r = 0; r < 5; ++r) x.row(r) << 30.0, 30.0 + 0.01 * static_cast<double>(r);
  const Vector score = Cblof({.n_clusters = 3}).fit(x).anomaly_score(x);
  CHECK(score.head(5).minCoeff() > 2.0 * score.tail(195).maxCoeff());
}

TEST_CASE("Cblof: one group, the distance to its centre in deviations, hand calculation") {
  const Matrix x = (Matrix(4, 1) << 1.0, 1.0, 3.0, 3.0).finished();  // mean 2, deviation 1
  const Vector score =
      Cblof({.n_clusters = 1}).fit(x).anomaly_score((Matrix(2, 1) << 2.0, 7.0).finished());
  CHECK(score(0) == Approx(0.0).margin(1e-12));
  CHECK(score(1) == Approx(5.0));
  const Matrix same = Matrix::Constant(20, 3, 5.0);
  CHECK(Cblof().fit(same).anomaly_score(same) == Vector::Zero(20));
}
