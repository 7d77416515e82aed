// SPDX-License-Identifier: MIT
#include <cmath>

#include <limn/cluster/choose_k.hpp>
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>

#include "test.hpp"

using namespace limn;
using cluster::choose_k;

namespace {

/// n rows around `groups` points far apart.
Matrix clouds(Index n, Index groups) {
  core::Random random(3);
  Matrix x(n, 2);
  for (Index r = 0; r < n; ++r) {
    const double angle =
        6.283185307179586 * static_cast<double>(r % groups) / static_cast<double>(groups);
    const double away = groups > 1 ? 9.0 : 0.0;
    x.row(r) << away * std::cos(angle) + random.normal(), away * std::sin(angle) + random.normal();
  }
  return x;
}

}  // namespace

TEST_CASE("all three measures find groups that are there, and gap says when there are none",
          "[cluster]") {
  for (const std::int64_t groups : {3, 5}) {
    const cluster::KChoice found = choose_k(clouds(300, groups), {.max_clusters = 8});
    INFO(groups);
    CHECK(found.by_silhouette == groups);
    CHECK(found.by_gap == groups);
    CHECK(found.by_stability == groups);
    CHECK(found.stability(groups - 1) == Approx(1.0));
    CHECK(std::isnan(found.silhouette(0)));
  }
  CHECK(choose_k(clouds(300, 1), {.max_clusters = 5}).by_gap == 1);
}

TEST_CASE("the choice does not depend on threads, and rows are drawn", "[cluster]") {
  const Matrix x = clouds(400, 3);
  const cluster::ChooseOptions few{
      .max_clusters = 4, .n_references = 3, .n_pairs = 2, .max_rows = 120, .n_sample = 50};
  set_threads(1);
  const cluster::KChoice one = choose_k(x, few);
  set_threads(7);
  const cluster::KChoice seven = choose_k(x, few);
  set_threads(0);
  CHECK(one.gap == seven.gap);
  CHECK(one.stability.tail(3) == seven.stability.tail(3));
  CHECK(one.by_silhouette == 3);
  CHECK(one.inertia(0) < choose_k(x, {.max_clusters = 1}).inertia(0));
}

TEST_CASE("numbers of groups cannot be chosen from nothing", "[cluster]") {
  CHECK_THROWS_AS(choose_k(Matrix(0, 2)), DataError);
  CHECK_THROWS_AS(choose_k(Matrix::Constant(9, 2, missing)), DataError);
  CHECK_THROWS_AS(choose_k(clouds(9, 1), {.max_clusters = 0}), ParamError);
  CHECK_THROWS_AS(choose_k(clouds(9, 1), {.n_pairs = 0}), ParamError);
  const cluster::KChoice one = choose_k(Matrix::Constant(1, 3, 2.0));
  CHECK(one.counts == std::vector<std::int64_t>{1});
  CHECK((one.by_silhouette == 1 && one.by_gap == 1 && one.by_stability == 1));
  const cluster::KChoice equal = choose_k(Matrix::Constant(30, 2, 2.0), {.max_clusters = 3});
  CHECK(equal.by_gap == 1);
}

TEST_CASE("no more groups are chosen than there are different rows", "[cluster]") {
  Matrix x(60, 2);
  for (Index r = 0; r < 60; ++r) x.row(r) << static_cast<double>(r % 3), r % 3 == 1 ? -0.0 : 4.0;
  x(4, 1) = 0.0;  // the same number
  const cluster::KChoice found = choose_k(x, {.max_clusters = 8, .n_references = 3, .n_pairs = 2});
  CHECK(found.counts == std::vector<std::int64_t>{1, 2, 3});
  CHECK(found.gap.size() == 3);
  CHECK(found.by_silhouette == 3);
  CHECK((found.by_gap <= 3 && found.by_stability <= 3));
}
