// SPDX-License-Identifier: MIT
#include <limn/outlier/mahalanobis.hpp>

#include <limn/core/random.hpp>

#include "test.hpp"

using namespace limn;
using outlier::Mahalanobis;

namespace {
/// A slanted cloud with a clump of strange rows at the end, which bends a plain covariance.
Matrix bent(Index n, Index strange) {
  Matrix x(n, 2);
  for (Index r = 0; r < n; ++r) {
    core::Random random(5, static_cast<std::uint64_t>(r));
    const double a = random.normal(), b = random.normal();
    x.row(r) << a, 0.9 * a + 0.3 * b;
    if (r >= n - strange) x.row(r) << 6.0 + 0.1 * a, -6.0 + 0.1 * b;
  }
  return x;
}
}  // namespace

TEST_CASE("Mahalanobis: a fifth of clumped rows does not bend the covariance") {
  for (const Index n : {100, 3000}) {
    const Matrix x = bent(n, n / 5);
    const Mahalanobis robust = Mahalanobis().fit(x);
    CHECK(robust.location().norm() < 0.35);
    CHECK(robust.covariance()(0, 1) > 0.5);
    const Labels label = robust.predict(x);
    CHECK((label.tail(n / 5).array() == -1).all());
    CHECK((label.head(n - n / 5).array() == -1).count() < n / 10);
  }
}

TEST_CASE("Mahalanobis: units do not matter, collinear and constant columns are no error") {
  Matrix x = bent(200, 10);
  const Vector plain = Mahalanobis().fit(x).anomaly_score(x);
  Matrix scaled = x;
  scaled.col(0) *= 1e12, scaled.col(1) *= 1e-12;
  CHECK((Mahalanobis().fit(scaled).anomaly_score(scaled) - plain).cwiseAbs().maxCoeff() < 1e-6);
  Matrix wide(200, 4);
  wide << x, x.col(0) * 2.0, Vector::Constant(200, 3.0);
  CHECK(Mahalanobis().fit(wide).anomaly_score(wide).allFinite());
  const Matrix few = Matrix::Random(5, 9);
  CHECK(Mahalanobis().fit(few).anomaly_score(few).allFinite());
  const Matrix same = Matrix::Constant(9, 2, 4.0);
  CHECK(Mahalanobis().fit(same).anomaly_score(same).allFinite());
}

TEST_CASE("Mahalanobis: rows however far have a distance") {
  constexpr double most = std::numeric_limits<double>::max();
  const Matrix x = bent(200, 10), tiny = x * 1e-12, great = x * 1e160;
  const Matrix unit = (Matrix(3, 2) << 1, -1, -1, 0, 1, 1).finished();
  const Mahalanobis of_tiny = Mahalanobis().fit(tiny), of_great = Mahalanobis().fit(great);
  CHECK((of_tiny.anomaly_score(unit * 1e300).array() == most).all());
  CHECK((of_tiny.predict(unit * 1e300).array() == -1).all());
  CHECK(of_tiny.decision_function(unit * 1e300).allFinite());
  const Vector ends = of_great.anomaly_score(unit * 1.7e308);  // x - location passes the greatest
  CHECK(ends.allFinite());
  CHECK((ends.array() > 1e147).all());
  // Where the plain way has room the long one agrees.
  const Vector plain = Mahalanobis().fit(x).anomaly_score(unit * 1e150);
  CHECK((of_tiny.anomaly_score(unit * 1e138) / plain.maxCoeff() - plain / plain.maxCoeff())
            .cwiseAbs()
            .maxCoeff() < 1e-6);
  Matrix same = Matrix::Constant(9, 2, 4.0);
  CHECK(Mahalanobis().fit(same).anomaly_score(unit * 1e308).allFinite());
}
