// SPDX-License-Identifier: MIT
#include <limn/cluster/gaussian_mixture.hpp>
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>

#include "test.hpp"

using namespace limn;
using cluster::GaussianMixture;

namespace {

/// Half the rows around 0 with spreads 1 and 0.2, half around (8, 8) with spreads 0.5 and 2.
Matrix two_clouds(Index n, double scale = 1.0) {
  Matrix x(n, 2);
  for (Index r = 0; r < n; ++r) {
    core::Random random(5, static_cast<std::uint64_t>(r));
    const bool right = r % 2;
    x(r, 0) = scale * (random.normal() * (right ? 0.5 : 1.0) + (right ? 8.0 : 0.0));
    x(r, 1) = scale * (random.normal() * (right ? 2.0 : 0.2) + (right ? 8.0 : 0.0));
  }
  return x;
}

const char* const types[] = {"full", "tied", "diag", "spherical"};

}  // namespace

TEST_CASE("GaussianMixture: one component is mean and covariance, closed form") {
  const Matrix x = two_clouds(300);
  const GaussianMixture m = GaussianMixture({.reg_covar = 0.0}).fit(x);
  const Vector mean = x.colwise().mean().transpose();
  const Matrix centered = x.rowwise() - mean.transpose();
  const Matrix covariance = centered.transpose() * centered / 300.0;
  CHECK((m.means().row(0).transpose() - mean).norm() < 1e-12);
  CHECK((std::get<0>(m.covariances())[0] - covariance).norm() < 1e-9);
  const double det = covariance(0, 0) * covariance(1, 1) - covariance(0, 1) * covariance(1, 0);
  // mean log-density of the rows a normal was fitted to: -(d log 2 pi + log det + d) / 2
  CHECK(m.lower_bound() == Approx(-0.5 * (2.0 * std::log(2.0 * M_PI) + std::log(det) + 2.0)));
  CHECK(m.score_samples(x).mean() == Approx(m.lower_bound()));
  // 5 parameters of one component in the plane
  CHECK(m.bic(x) - m.aic(x) == Approx(5.0 * (std::log(300.0) - 2.0)));
}

TEST_CASE("GaussianMixture: finds two clouds, soft at the border, for all types and scales") {
  for (const std::string type : types)
    for (const double scale : {1.0, 1e-2, 1e9}) {
      const Matrix x = two_clouds(400, scale);
      const GaussianMixture m =
          GaussianMixture({.n_components = 2, .covariance_type = type}).fit(x);
      INFO(type << " " << scale);
      Index right = 0;
      for (Index r = 0; r < 400; ++r) right += m.labels()(r) == m.labels()(r % 2);
      CHECK(right >= 398);
      CHECK(m.predict(x) == m.labels());
      const Matrix p = m.predict_proba(x);
      CHECK((p.rowwise().sum().array() - 1.0).abs().maxCoeff() < 1e-12);
      CHECK(m.weights()(0) == Approx(0.5).margin(0.02));
      CHECK(m.converged());
    }
}

TEST_CASE("GaussianMixture: the likelihood never falls") {
  const Matrix x = two_clouds(500);
  for (const std::string type : types) {
    double before = -1e300;
    for (const std::int64_t rounds : {1, 2, 3, 5, 9, 20}) {
      const GaussianMixture m =
          GaussianMixture(
              {.n_components = 4, .covariance_type = type, .tol = 0.0, .max_iter = rounds})
              .fit(x);
      INFO(type << " " << rounds);
      CHECK(m.lower_bound() >= before - 1e-9);
      before = m.lower_bound();
    }
  }
}

TEST_CASE("GaussianMixture: collinear, constant, wide, equal and few rows leave no NaN") {
  Matrix collinear = two_clouds(60);
  collinear.conservativeResize(60, 3);
  collinear.col(2) = collinear.col(0) - collinear.col(1);
  Matrix wide(6, 20);
  for (Index i = 0; i < wide.size(); ++i) wide.data()[i] = static_cast<double>(i * 7919 % 101);
  Matrix constant = two_clouds(60);
  constant.col(1).setConstant(1e12);
  const Matrix equal = Matrix::Constant(20, 3, -4.0), tiny = two_clouds(60, 1e-12),
               great = two_clouds(60, 1e12);
  for (const Matrix& x : {collinear, wide, constant, equal, tiny, great})
    for (const std::string type : types)
      for (const double reg : {0.0, 1e-6}) {
        const GaussianMixture m =
            GaussianMixture({.n_components = 3, .covariance_type = type, .reg_covar = reg}).fit(x);
        CHECK(m.predict_proba(x).allFinite());
        CHECK(m.score_samples(x).allFinite());
        m.check_state();
      }
}

TEST_CASE("GaussianMixture: the same groups in any unit") {
  const Matrix x = two_clouds(60);
  const Labels labels = GaussianMixture({.n_components = 2}).fit(x).predict(x);
  CHECK(labels.minCoeff() != labels.maxCoeff());
  for (const double unit : {1e-12, 1e-6, 1e6, 1e12}) {
    const Matrix y = unit * x;
    CHECK(GaussianMixture({.n_components = 2}).fit(y).predict(y) == labels);
  }
}

TEST_CASE("GaussianMixture: wide tables go through panels") {
  Matrix x(300, 23);
  for (Index r = 0; r < 300; ++r) {
    core::Random random(9, static_cast<std::uint64_t>(r));
    for (Index c = 0; c < 23; ++c) x(r, c) = random.normal() + (r % 2 ? 3.0 : 0.0);
  }
  const GaussianMixture m = GaussianMixture({.reg_covar = 0.0}).fit(x);
  const Matrix centered = x.rowwise() - x.colwise().mean();
  const Matrix covariance = centered.transpose() * centered / 300.0;
  CHECK((std::get<0>(m.covariances())[0] - covariance).cwiseAbs().maxCoeff() < 1e-10);
  const GaussianMixture f = GaussianMixture({.n_components = 2}).fit(MatrixF(x.cast<float>()));
  CHECK(f.labels()(0) != f.labels()(1));
}

TEST_CASE("GaussianMixture: misuse is refused by name") {
  Matrix x = two_clouds(10);
  CHECK_THROWS_AS(GaussianMixture({.n_components = 11}).fit(x), DataError);
  CHECK_THROWS_AS(GaussianMixture({.covariance_type = "round"}), ParamError);
  CHECK_THROWS_AS(GaussianMixture().predict(x), NotFittedError);
  CHECK_THROWS_AS(GaussianMixture().labels(), NotFittedError);
  x(3, 1) = missing;
  CHECK_THROWS_AS(GaussianMixture().fit(x), DataError);
  x(3, 1) = 1e200;
  CHECK_THROWS_AS(GaussianMixture().fit(x), DataError);
}

TEST_CASE("GaussianMixture: rows far from every group belong to the nearest, and leave no NaN") {
  constexpr double least = std::numeric_limits<double>::lowest();
  const Matrix equal = Matrix::Constant(20, 3, -4.0), clouds = two_clouds(200);
  for (const std::string type : types) {
    INFO(type);
    const GaussianMixture point =
        GaussianMixture({.n_components = 4, .covariance_type = type, .reg_covar = 0.0}).fit(equal);
    const Matrix share = point.predict_proba(equal.array() + 1e6);
    CHECK(share.allFinite());
    CHECK((share.rowwise().sum().array() - 1.0).abs().maxCoeff() < 1e-12);
    CHECK(point.score_samples(equal.array() + 1e6).allFinite());
    const GaussianMixture two =
        GaussianMixture({.n_components = 2, .covariance_type = type}).fit(clouds);
    Matrix far(6, 2);
    far << 1e154, 1e154, -1e160, 0, 1e300, -1e300, -1.7e308, 1.7e308, 1e200, 8, 0, 1e154;
    const Matrix p = two.predict_proba(far);
    CHECK(p.allFinite());
    CHECK((p.rowwise().sum().array() - 1.0).abs().maxCoeff() < 1e-12);
    CHECK((p.array() >= 0.0).all());
    const Vector score = two.score_samples(far);
    CHECK(score.allFinite());
    CHECK(score(2) == least);
    CHECK((std::isfinite(two.bic(far)) && std::isfinite(two.aic(far))));
    if (type == "full" || type == "diag") {  // the wide spread of each column takes its rows
      CHECK(two.predict(far)(4) == two.labels()(0));
      CHECK(two.predict(far)(5) == two.labels()(1));
    }
    Matrix mixed(7, 2);  // rows beside a far one keep their bits
    mixed << clouds.topRows(6), far.row(2);
    CHECK(two.score_samples(mixed).head(6) == two.score_samples(clouds).head(6));
    CHECK(two.predict_proba(mixed).topRows(6) == two.predict_proba(clouds).topRows(6));
  }
}
