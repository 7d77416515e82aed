// SPDX-License-Identifier: MIT
#include <limn/cluster/hdbscan.hpp>
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>

#include "test.hpp"

using namespace limn;
using cluster::Hdbscan;

namespace {

/// Three round groups of 40 rows and 12 rows far from all.
Matrix groups_and_noise() {
  Matrix x(132, 2);
  core::Random random(3);
  for (Index r = 0; r < 120; ++r)
    x.row(r) << random.normal() + 20.0 * static_cast<double>(r % 3),
        random.normal() - 15.0 * static_cast<double>(r % 3 == 1);
  for (Index r = 0; r < 12; ++r)
    x.row(120 + r) << 200.0 * static_cast<double>(r + 1), 170.0 * static_cast<double>(r * r);
  return x;
}

}  // namespace

TEST_CASE("Hdbscan: three groups and noise") {
  const Matrix x = groups_and_noise();
  for (const char* method : {"eom", "leaf"}) {
    const Hdbscan m = Hdbscan({.min_cluster_size = 15, .cluster_selection_method = method}).fit(x);
    CHECK(m.n_clusters() == 3);
    CHECK((m.labels().tail(12).array() == -1).all());
    CHECK((m.probabilities().tail(12).array() == 0.0).all());
    CHECK((m.outlier_scores().tail(12).array() > 0.9).all());
    CHECK(m.probabilities().maxCoeff() == 1.0);
    for (Index r = 3; r < 120; ++r)
      if (m.labels()(r) >= 0 && m.labels()(r % 3) >= 0) CHECK(m.labels()(r) == m.labels()(r % 3));
  }
}

TEST_CASE("Hdbscan: rows seen before are told the same, alone and together") {
  const Matrix x = groups_and_noise();
  for (const std::int64_t samples : {1, 4, 15}) {
    const Hdbscan m = Hdbscan({.min_cluster_size = 10, .min_samples = samples}).fit(x);
    const Labels said = m.predict(x);
    const Vector strength = m.strength(x);
    for (Index r = 0; r < x.rows(); ++r) {
      if (m.labels()(r) >= 0) CHECK(said(r) == m.labels()(r));
      CHECK(m.predict(x.middleRows(r, 1))(0) == said(r));
      CHECK(m.strength(x.middleRows(r, 1))(0) == strength(r));
      CHECK((strength(r) > 0.0) == (said(r) >= 0));
    }
    CHECK(m.predict(Matrix::Constant(1, 2, 1e6))(0) == -1);
    CHECK(m.predict(Matrix::Constant(1, 2, 1e200))(0) == -1);
  }
}

TEST_CASE("Hdbscan: noise = nearest leaves nobody without a group") {
  const Matrix x = groups_and_noise();
  const Hdbscan keep = Hdbscan({.min_cluster_size = 15}).fit(x);
  const Hdbscan m = Hdbscan({.min_cluster_size = 15, .noise = "nearest"}).fit(x);
  CHECK((m.labels().array() >= 0).all());
  CHECK((m.predict(x).array() >= 0).all());
  CHECK(m.probabilities() == keep.probabilities());
  for (Index r = 0; r < x.rows(); ++r)
    if (keep.labels()(r) >= 0) CHECK(m.labels()(r) == keep.labels()(r));
}

TEST_CASE("Hdbscan: one group only where allowed; a least distance joins groups") {
  const Matrix x = groups_and_noise();
  const Matrix one = x(Eigen::seqN(0, 40, 3), Eigen::all);
  CHECK(Hdbscan({.min_cluster_size = 15}).fit(one).n_clusters() == 0);
  const Hdbscan lone =
      Hdbscan(
          {.min_cluster_size = 15, .cluster_selection_epsilon = 5.0, .allow_single_cluster = true})
          .fit(one);
  CHECK(lone.n_clusters() == 1);
  CHECK((lone.labels().array() == 0).count() > 30);
  const Hdbscan joined =
      Hdbscan({.min_cluster_size = 15, .cluster_selection_epsilon = 22.0}).fit(x.topRows(120));
  CHECK(joined.n_clusters() < 3);
}

TEST_CASE("Hdbscan: the order of the rows does not matter, many ties and many seeds") {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    Matrix x(150, 2);
    core::Random random(seed);
    for (double& cell : x.reshaped()) cell = random.normal();
    for (const char* method : {"eom", "leaf"}) {
      const Hdbscan::Params params{.min_cluster_size = 5, .cluster_selection_method = method};
      const Labels a = Hdbscan(params).fit(x).labels();
      const Labels b = Hdbscan(params).fit(x.colwise().reverse()).labels().reverse();
      const Index k = std::max(a.maxCoeff(), b.maxCoeff()) + 2;
      Matrix met = Matrix::Zero(k, k);  // each group of one is one of the other
      for (Index r = 0; r < x.rows(); ++r) met(a(r) + 1, b(r) + 1) = 1.0;
      CHECK(met.rowwise().sum().maxCoeff() <= 1.0);
      CHECK(met.colwise().sum().maxCoeff() <= 1.0);
      CHECK(met.row(0).sum() == met(0, 0));  // noise is noise
    }
  }
}

TEST_CASE("Hdbscan: equal rows, far scales, wide tables give finite answers") {
  Matrix twice(80, 2);
  twice.topRows(40) = Matrix::Constant(40, 2, 1.0);
  twice.bottomRows(40) = Matrix::Constant(40, 2, 5.0);
  const Matrix x = groups_and_noise();
  CHECK(Hdbscan().fit(twice).n_clusters() == 2);
  for (const Matrix& table : {Matrix(Matrix::Zero(50, 3)), twice, Matrix(x * 1e-12),
                              Matrix(x * 1e12), Matrix(Matrix::Random(20, 70))}) {
    const Hdbscan m = Hdbscan().fit(table);
    CHECK(m.probabilities().allFinite());
    CHECK(m.outlier_scores().allFinite());
    CHECK(m.strength(table).allFinite());
  }
  CHECK(Hdbscan().fit(x * 1e12).labels() == Hdbscan().fit(x).labels());
}

TEST_CASE("Hdbscan: misuse is refused by name") {
  const Matrix x = groups_and_noise();
  CHECK_THROWS_AS(Hdbscan({.min_samples = 133}).fit(x), DataError);
  CHECK_THROWS_AS(Hdbscan({.min_cluster_size = 1}), ParamError);
  CHECK_THROWS_AS(Hdbscan({.noise = "drop"}), ParamError);
  CHECK_THROWS_AS(Hdbscan().labels(), NotFittedError);
  CHECK_THROWS_AS(Hdbscan().predict(x), NotFittedError);
  CHECK_THROWS_AS(Hdbscan().fit(x).predict(x.leftCols(1)), ShapeError);
  Matrix gap = x;
  gap(3, 1) = missing;
  CHECK_THROWS_AS(Hdbscan().fit(gap), DataError);
}
