// SPDX-License-Identifier: MIT
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/features/pca.hpp>

#include "checks.hpp"

using namespace limn;

namespace {

Matrix draw(Index n, Index d, Index rank, std::uint64_t stream) {
  core::Random random(5, stream);
  Matrix left(n, rank), right(rank, d);
  for (Index i = 0; i < left.size(); ++i) left.data()[i] = random.normal();
  for (Index i = 0; i < right.size(); ++i) right.data()[i] = random.normal();
  for (Index i = 0; i < rank; ++i) right.row(i) *= static_cast<double>(rank - i);
  return (left * right).array() + 3.0;
}

double worst(const Matrix& a, const Matrix& b) { return (a - b).cwiseAbs().maxCoeff(); }

}  // namespace

TEST_CASE("two columns by hand", "[features]") {
  Matrix x(4, 2);
  x << 1, 2, 2, 4, 3, 6, 4, 8;  // on a line of direction (1, 2)
  const auto c = features::Pca().fit(x);
  CHECK(c.components()(0, 0) == Approx(1 / std::sqrt(5.0)));
  CHECK(c.components()(0, 1) == Approx(2 / std::sqrt(5.0)));
  CHECK(c.explained_variance()(0) == Approx(5 * 5.0 / 3));
  CHECK(c.explained_variance_ratio()(0) == Approx(1));
  CHECK(c.transform(x)(0, 0) == Approx(-1.5 * std::sqrt(5.0)));
  const auto white = features::Pca({.whiten = true}).fit(x);
  CHECK(white.transform(x).col(0).squaredNorm() == Approx(3));
  CHECK(white.transform(x).allFinite());
}

TEST_CASE("all solvers find the same axes; the way back is exact", "[features]") {
  for (const auto& [n, d] : {std::pair<Index, Index>{300, 12}, {12, 300}, {40, 40}}) {
    const Matrix x = draw(n, d, 6, 1);
    const auto full = features::Pca({.n_components = 4, .svd_solver = "full"}).fit(x);
    const auto random = features::Pca({.n_components = 4, .svd_solver = "randomized"}).fit(x);
    CHECK(worst(full.components(), random.components()) < 1e-7);
    CHECK(worst(full.components() * full.components().transpose(), Matrix::Identity(4, 4)) < 1e-9);
    const auto all = features::Pca({.n_components = 6, .whiten = true}).fit(x);
    CHECK(worst(all.inverse_transform(all.transform(x)), x) < 1e-8);
    set_threads(7);
    CHECK(core::to_archive(features::Pca(random.params()).fit(x)) == core::to_archive(random));
    set_threads(0);
  }
}

TEST_CASE("Pca says what is wrong; constants and repeats are fine", "[features]") {
  const Matrix x = draw(30, 4, 4, 2);
  features::Pca c;
  CHECK_THROWS_AS(features::Pca({.n_components = 0}), ParamError);
  CHECK_THROWS_AS(c.transform(x), NotFittedError);
  c.fit(x);
  const auto before = core::to_archive(c);
  CHECK_THROWS_AS(c.fit(x.topRows(1)), DataError);
  CHECK_THROWS_AS(features::Pca({.n_components = 5}).fit(x), DataError);
  CHECK_THROWS_AS(c.fit(Matrix::Constant(3, 4, missing)), DataError);
  CHECK_THROWS_AS(c.fit(x * 1e200), DataError);
  CHECK_THROWS_AS(c.transform(Matrix::Zero(1, 3)), ShapeError);
  CHECK_THROWS_AS(c.inverse_transform(Matrix::Zero(1, 3)), ShapeError);
  CHECK(core::to_archive(c) == before);
  CHECK(core::from_archive<features::Pca>(before).transform(x) == c.transform(x));
  CHECK(c.fit(Matrix::Constant(5, 3, 7.0)).transform(Matrix::Constant(5, 3, 7.0)) ==
        Matrix::Zero(5, 3));
  CHECK(features::Pca().fit(x * 1e-150).transform(x * 1e-150).allFinite());
}
