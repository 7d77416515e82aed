// SPDX-License-Identifier: MIT
#include <limn/core/random.hpp>
#include <limn/outlier/half_space_trees.hpp>

#include "test.hpp"

using namespace limn;
using outlier::HalfSpaceTrees;

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

TEST_CASE("HalfSpaceTrees: empty parts score higher; the window forgets") {
  const Matrix x = clumps(500, 2);
  HalfSpaceTrees trees = HalfSpaceTrees().fit(x);
  const Matrix far = (Matrix(2, 2) << 5.0, 3.5, 0.0, 0.0).finished();
  const Vector before = trees.anomaly_score(far);
  CHECK(before(0) > before(1));
  const Matrix moved = Matrix::Constant(250, 2, 0.0).rowwise() + far.row(0);
  trees.partial_fit(moved.topRows(200));
  CHECK(trees.anomaly_score(far) == before);  // the window is not full
  trees.partial_fit(moved.topRows(50));
  const Vector after = trees.anomaly_score(far);
  CHECK(after(0) < after(1));
}

TEST_CASE("HalfSpaceTrees: evenly filled space scores a half") {
  Matrix x(20000, 1);
  for (Index r = 0; r < x.rows(); ++r) x(r, 0) = static_cast<double>(r);
  const Vector score = HalfSpaceTrees({.n_estimators = 200, .max_depth = 6})
                           .fit(x)
                           .anomaly_score(x.middleRows(9000, 2000));
  CHECK(score.mean() == Approx(0.5).margin(0.35));
  CHECK(score.minCoeff() > 0.0);
  CHECK(score.maxCoeff() < 1.0);
}
