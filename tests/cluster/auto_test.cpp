// SPDX-License-Identifier: MIT
#include <limn/cluster/auto.hpp>
#include <limn/core/random.hpp>

#include "test.hpp"

using namespace limn;
using cluster::Auto;

namespace {

/// Rows on two rings around one another.
Matrix rings(Index n) {
  Matrix x(n, 2);
  for (Index r = 0; r < n; ++r) {
    core::Random random(1, static_cast<std::uint64_t>(r));
    const double angle = 6.283185307179586 * random.uniform(), radius = r % 2 ? 3.0 : 1.0;
    x.row(r) << radius * std::cos(angle), radius * std::sin(angle);
  }
  return x;
}

/// k groups of unequal spread in d columns.
Matrix groups(Index n, Index d, int k) {
  Matrix x(n, d);
  for (Index r = 0; r < n; ++r) {
    core::Random random(2, static_cast<std::uint64_t>(r));
    for (Index c = 0; c < d; ++c)
      x(r, c) = random.normal() * (r % k ? 0.4 : 1.0) + (c % k == r % k ? 9.0 : 0.0);
  }
  return x;
}

Index rows_beside(const Labels& labels, Index k) {
  Index out = 0;
  for (Index r = 0; r < labels.size(); ++r) out += labels(r) != labels(r % k);
  return out;
}

}  // namespace

TEST_CASE("Auto: rings by shape, clouds of many columns by likelihood") {
  const Auto a = Auto({.n_clusters = 2}).fit(rings(400));
  CHECK(a.chosen() == "cluster.agglomerative");
  CHECK(rows_beside(a.labels(), 2) == 0);
  CHECK(a.predict(rings(40)) == a.labels().head(40));
  const Matrix x = groups(300, 6, 3);
  const Auto b = Auto({.n_clusters = 3}).fit(x);
  CHECK(rows_beside(b.labels(), 3) == 0);
  CHECK(b.centers().rows() == 3);
}

TEST_CASE("Auto: finds the number of groups") {
  CHECK(Auto({.max_clusters = 5}).fit(groups(200, 3, 3)).n_clusters() == 3);
  CHECK(Auto({.max_clusters = 5}).fit(groups(300, 6, 3)).n_clusters() == 3);
}

TEST_CASE("Auto: the same groups at any scale") {
  for (const double scale : {1e-12, 1.0, 1e12})
    for (const Index d : {3, 6}) {  // by shape, by likelihood
      const Matrix x = scale * groups(300, d, 3);
      INFO(scale << " " << d);
      CHECK(rows_beside(Auto({.n_clusters = 3}).fit(x).labels(), 3) == 0);
      CHECK(Auto({.max_clusters = 5}).fit(x).n_clusters() == 3);
    }
}

TEST_CASE("Auto: a saved one answers alike; misuse is refused by name") {
  const Matrix x = rings(100);
  const Auto a = Auto({.n_clusters = 2}).fit(x);
  const Auto b = core::from_archive<Auto>(core::to_archive(a));
  CHECK(a.predict(x) == b.predict(x));
  CHECK_THROWS_AS(b.labels(), NotFittedError);
  CHECK_THROWS_AS(Auto().chosen(), NotFittedError);
  CHECK_THROWS_AS(Auto({.n_clusters = 9}).fit(x.topRows(8)), DataError);
  CHECK(Auto({.n_clusters = 2}).fit(Matrix::Constant(9, 2, 1.0)).labels().size() == 9);
  CHECK(Auto().fit(x.topRows(1)).n_clusters() == 1);
}
