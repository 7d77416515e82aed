// SPDX-License-Identifier: MIT
#include <limn/cluster/k_prototypes.hpp>
#include <limn/cluster/kmeans.hpp>
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>

#include "test.hpp"

using namespace limn;
using cluster::KPrototypes;

namespace {

/// One number, two categories.
Matrix small_table() {
  return (Matrix(8, 3) << 1.0, 0, 5, 1.2, 0, 5, 0.9, 1, 5, 4.0, 1, 7, 4.1, 1, 7, 3.9, 2, 7, 2.4, 2,
          5, 2.6, 0, 7)
      .finished();
}

/// Squared distance to the mean plus gamma times the rows that differ from the mode.
double cost(const Matrix& x, unsigned side, double gamma) {
  double out = 0.0;
  for (const unsigned of : {0u, 1u}) {
    std::vector<Index> rows;
    for (Index r = 0; r < x.rows(); ++r)
      if ((side >> r & 1u) == of) rows.push_back(r);
    if (rows.empty()) continue;
    const Vector numbers = x(rows, 0);
    out += (numbers.array() - numbers.mean()).square().sum();
    for (const Index c : {Index{1}, Index{2}}) {
      const Vector own = x(rows, c);
      Index most = 0;
      for (const double value : own) most = std::max(most, (own.array() == value).count());
      out += gamma * static_cast<double>(own.size() - most);
    }
  }
  return out;
}

Matrix mixed_table(Index n) {
  Matrix x(n, 4);
  for (Index r = 0; r < n; ++r) {
    core::Random random(5, static_cast<std::uint64_t>(r));
    const double group = static_cast<double>(r % 3);
    x.row(r) << 4.0 * group + random.normal(), random.normal(),
        random.uniform() < 0.8 ? group : 3.0, static_cast<double>(random.below(4));
  }
  return x;
}

}  // namespace

TEST_CASE("KPrototypes: the best of all partitions of a small table") {
  const Matrix x = small_table();
  for (const double gamma : {0.0, 0.3, 1.0, 5.0}) {
    double least = cost(x, 0, gamma);
    for (unsigned side = 1; side < 128; ++side) least = std::min(least, cost(x, side, gamma));
    const KPrototypes m =
        KPrototypes({.n_clusters = 2, .gamma = gamma, .categorical = {1, 2}, .n_init = 20}).fit(x);
    CHECK(m.inertia() == Approx(least).epsilon(1e-12));
    CHECK(m.predict(x) == m.labels());
  }
}

// By hand: means 1 and 4; modes (0, 5) and (1, 7). Variance of the numbers 2.25, gamma 1.125. Two
// categories differ, and (1 - 1)^2 ... of the numbers is 0.
TEST_CASE("KPrototypes: means, modes and gamma by hand") {
  const Matrix x =
      (Matrix(6, 3) << 1, 0, 5, 1, 0, 5, 1, 2, 5, 4, 1, 7, 4, 1, 7, 4, 1, 8).finished();
  const KPrototypes m = KPrototypes({.n_clusters = 2, .categorical = {1, 2}}).fit(x);
  CHECK(m.gamma() == Approx(1.125));
  CHECK(m.inertia() == Approx(2 * 1.125));
  const Index first = m.labels()(0);
  CHECK(m.centers().row(first) == Eigen::RowVector3d(1, 0, 5));
  CHECK(m.centers().row(1 - first) == Eigen::RowVector3d(4, 1, 7));
  CHECK(m.transform(x)(2, first) == Approx(std::sqrt(1.125)));
  CHECK(m.transform(x)(0, 1 - first) == Approx(std::sqrt(9 + 2 * 1.125)));
  const Matrix stranger = (Matrix(1, 3) << 3.5, 99, 99).finished();  // categories never seen
  CHECK(m.predict(stranger)(0) == 1 - first);
}

TEST_CASE("KPrototypes: numbers alone are k-means; equal values tie to the least") {
  const Matrix x = mixed_table(90).leftCols(2);
  const KPrototypes m = KPrototypes({.n_clusters = 3}).fit(x);
  const cluster::KMeans plain = cluster::KMeans({.n_clusters = 3, .n_init = 10, .tol = 0}).fit(x);
  CHECK(m.inertia() == Approx(plain.inertia()).epsilon(1e-9));
  const Matrix pair = (Matrix(2, 1) << 7, 3).finished();
  CHECK(KPrototypes({.n_clusters = 1, .categorical = {0}}).fit(pair).centers()(0, 0) == 3.0);
}

TEST_CASE("KPrototypes: a table that says which columns are categories") {
  const Matrix x = mixed_table(120);
  const data::Frame frame(x, {{.name = "spend"},
                              {.name = "age"},
                              {.name = "city", .kind = data::ColumnInfo::Kind::category},
                              {.name = "plan", .kind = data::ColumnInfo::Kind::category}});
  const KPrototypes told = KPrototypes({.n_clusters = 3}).fit(frame);
  const KPrototypes named = KPrototypes({.n_clusters = 3, .categorical = {2, 3}}).fit(x);
  CHECK(told.labels() == named.labels());
  CHECK(told.centers() == named.centers());
}

TEST_CASE("KPrototypes: scale changes nothing, and fewer different rows than groups are fine") {
  Matrix x = mixed_table(60);
  const KPrototypes::Params params{.n_clusters = 3, .categorical = {2, 3}};
  const Labels labels = KPrototypes(params).fit(x).labels();
  for (const double scale : {0x1p-40, 0x1p40}) {
    Matrix other = x;
    other.leftCols(2) *= scale;
    CHECK(KPrototypes(params).fit(other).labels() == labels);
  }
  const KPrototypes same = KPrototypes(params).fit(Matrix(Matrix::Ones(5, 4)));
  CHECK(same.inertia() == 0.0);
  CHECK(same.centers().allFinite());
}

TEST_CASE("KPrototypes: the same bits for any number of threads") {
  const Matrix x = mixed_table(5000);
  const int before = threads();
  std::vector<core::Archive> archives;
  for (const int n : {1, 2, 7}) {
    set_threads(n);
    archives.push_back(core::to_archive(
        KPrototypes({.n_clusters = 4, .categorical = {2, 3}, .n_init = 2}).fit(x)));
  }
  set_threads(before);
  CHECK(archives[0] == archives[1]);
  CHECK(archives[0] == archives[2]);
}

TEST_CASE("KPrototypes: misuse is refused by name") {
  const Matrix x = small_table();
  CHECK_THROWS_AS(KPrototypes({.n_clusters = 9}).fit(x), DataError);
  CHECK_THROWS_AS(KPrototypes({.categorical = {3}}).fit(x), ParamError);
  CHECK_THROWS_AS(KPrototypes({.gamma = -1.0}), ParamError);
  CHECK_THROWS_AS(KPrototypes().predict(x), NotFittedError);
  CHECK_THROWS_AS(KPrototypes().labels(), NotFittedError);
  CHECK_THROWS_AS(KPrototypes({.n_clusters = 2}).fit(Matrix(x * 1e160)), DataError);
  CHECK_THROWS_AS(KPrototypes({.n_clusters = 2}).fit(x).predict(x.leftCols(2)), ShapeError);
  Matrix gap = x;
  gap(3, 1) = missing;
  CHECK_THROWS_AS(KPrototypes({.n_clusters = 2}).fit(gap), DataError);
}
