// SPDX-License-Identifier: MIT
#include <limn/cluster/agglomerative.hpp>
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/evaluate/clustering.hpp>

#include "test.hpp"

using namespace limn;
using cluster::Agglomerative;

namespace {

Matrix formula_rows(Index n = 60) {
  Matrix x(n, 3);
  for (Index i = 0; i < n; ++i)
    x.row(i) << static_cast<double>(i * 37 % 101) / 10, static_cast<double>(i * 53 % 97) / 7,
        static_cast<double>(i * 11 % 29) / 3;
  return x;
}

Matrix random_rows(Index n, Index d, std::uint64_t seed) {
  core::Random random(seed);
  Matrix x(n, d);
  for (double& cell : x.reshaped()) cell = random.normal();
  return x;
}

/// Ward by the textbook: the cheapest of all pairs, n - 1 times.
std::vector<double> ward_distances(Matrix x) {
  std::vector<double> size(static_cast<std::size_t>(x.rows()), 1.0), out;
  for (Index step = 1; step < x.rows(); ++step) {
    Index p = -1, q = -1;
    double least = 1e300;
    for (Index i = 0; i < x.rows(); ++i)
      for (Index j = i + 1; j < x.rows(); ++j) {
        const double a = size[static_cast<std::size_t>(i)], b = size[static_cast<std::size_t>(j)];
        if (a == 0.0 || b == 0.0) continue;
        const double cost = 2.0 * a * b / (a + b) * (x.row(i) - x.row(j)).squaredNorm();
        if (cost < least) least = cost, p = i, q = j;
      }
    double &a = size[static_cast<std::size_t>(p)], &b = size[static_cast<std::size_t>(q)];
    x.row(p) = (a * x.row(p) + b * x.row(q)) / (a + b);
    a += b, b = 0.0;
    out.push_back(std::sqrt(least));
  }
  return out;
}

}  // namespace

TEST_CASE("Agglomerative: Ward's distances are those of the textbook") {
  for (const Index d : {1, 2, 5}) {
    const Matrix x = random_rows(220, d, static_cast<std::uint64_t>(d));
    const Agglomerative m = Agglomerative({.n_clusters = 3}).fit(x);
    const std::vector<double> expected = ward_distances(x);
    for (std::size_t t = 0; t < expected.size(); ++t)
      CHECK(m.distances()(static_cast<Index>(t)) == Approx(expected[t]).epsilon(1e-9));
  }
}

// Five rows on a line at 0, 1, 3, 7, 15; hand calculation.
TEST_CASE("Agglomerative: distances of each linkage, by hand") {
  const Matrix x = (Matrix(5, 1) << 0, 1, 3, 7, 15).finished();
  const auto distances = [&](const char* linkage) {
    return Vector(Agglomerative({.n_clusters = 2, .linkage = linkage}).fit(x).distances());
  };
  CHECK((distances("single") - Eigen::Vector4d(1, 2, 4, 8)).norm() < 1e-12);
  CHECK((distances("complete") - Eigen::Vector4d(1, 3, 7, 15)).norm() < 1e-12);
  CHECK((distances("average") - Eigen::Vector4d(1, 2.5, 17.0 / 3, 12.25)).norm() < 1e-12);
}

TEST_CASE("Agglomerative: genie with threshold 1 is single linkage, with 0 it levels sizes") {
  const Matrix x = random_rows(150, 2, 4);
  const auto labels = [&](const char* linkage, double threshold, Index k) {
    return Agglomerative({.n_clusters = k, .linkage = linkage, .gini_threshold = threshold})
        .fit(x)
        .labels();
  };
  for (const Index k : {2, 5, 17}) CHECK(labels("genie", 1.0, k) == labels("single", 0.3, k));
  const Labels level = labels("genie", 0.0, 4);
  for (std::int32_t g = 0; g < 4; ++g) CHECK((level.array() == g).count() >= 10);
}

TEST_CASE("Agglomerative: the hierarchy holds every number of groups") {
  const Matrix x = formula_rows();
  for (const char* linkage : {"ward", "average", "complete", "single", "genie"}) {
    const Agglomerative m = Agglomerative({.n_clusters = 7, .linkage = linkage}).fit(x);
    for (const Index k : {1, 2, 7, 60}) {
      const Labels labels = m.labels_for(k);
      CHECK(labels.maxCoeff() == k - 1);
      CHECK(labels == Agglomerative({.n_clusters = k, .linkage = linkage}).fit(x).labels());
    }
    CHECK(m.labels_for(7) == m.labels());
    CHECK_THROWS_AS(m.labels_for(61), ParamError);
  }
}

TEST_CASE("Agglomerative: new rows go to the nearest centre or row") {
  Matrix x(6, 1);
  x << 0, 1, 2, 10, 11, 30;
  for (const char* linkage : {"ward", "average", "complete", "single", "genie"}) {
    const Agglomerative m =
        Agglomerative({.n_clusters = 3, .linkage = linkage, .gini_threshold = 0.9}).fit(x);
    const Labels far = m.predict((Matrix(3, 1) << -5, 9, 99).finished());
    CHECK(far(0) == m.labels()(0));
    CHECK(far(1) == m.labels()(3));
    CHECK(far(2) == m.labels()(5));
    CHECK(m.predict(x) == m.labels());
    Matrix many(64, 1);
    for (Index i = 0; i < 64; ++i) many(i, 0) = 0.5 * static_cast<double>(i);
    const Labels together = m.predict(many);
    for (Index i = 0; i < 64; ++i) CHECK(m.predict(many.middleRows(i, 1))(0) == together(i));
  }
}

TEST_CASE("Agglomerative: equal rows, one row, more groups than different rows") {
  const Matrix equal = Matrix::Constant(500, 3, 2.0);
  for (const char* linkage : {"ward", "average", "complete", "single", "genie"}) {
    const Agglomerative m = Agglomerative({.n_clusters = 4, .linkage = linkage}).fit(equal);
    CHECK(m.labels().maxCoeff() == 3);
    CHECK(m.distances().maxCoeff() == 0.0);
    CHECK(m.centers().isApproxToConstant(2.0));
    const Agglomerative one =
        Agglomerative({.n_clusters = 1, .linkage = linkage}).fit(equal.topRows(1));
    CHECK(one.labels()(0) == 0);
    CHECK(one.predict(equal.topRows(2)) == Labels::Zero(2));
  }
}

TEST_CASE("Agglomerative: any scale gives the same groups; wide tables, too") {
  const Matrix x = random_rows(120, 4, 11), wide = random_rows(20, 90, 3);
  for (const char* linkage : {"ward", "average", "complete", "single", "genie"}) {
    const auto labels = [&](const Matrix& table) {
      return Agglomerative({.n_clusters = 5, .linkage = linkage}).fit(table).labels();
    };
    for (const double scale : {1e-12, 1e12}) CHECK(labels(x * scale) == labels(x));
    CHECK(labels(wide).maxCoeff() == 4);
  }
}

TEST_CASE("Agglomerative: misuse is refused by name") {
  const Matrix x = formula_rows();
  CHECK_THROWS_AS(Agglomerative({.n_clusters = 61}).fit(x), DataError);
  CHECK_THROWS_AS(Agglomerative({.linkage = "wards"}), ParamError);
  CHECK_THROWS_AS(Agglomerative({.gini_threshold = 1.5}), ParamError);
  CHECK_THROWS_AS(Agglomerative().labels(), NotFittedError);
  CHECK_THROWS_AS(Agglomerative().fit(x * 1e160), DataError);
  CHECK_THROWS_AS(Agglomerative({.linkage = "average"}).fit(Matrix::Zero(40'000, 1)), LimitError);
  Matrix gap = x;
  gap(3, 2) = missing;
  CHECK_THROWS_AS(Agglomerative().fit(gap), DataError);
}
