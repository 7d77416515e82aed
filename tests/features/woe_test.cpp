// SPDX-License-Identifier: MIT
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/features/woe.hpp>

#include "checks.hpp"

using namespace limn;

namespace {

/// 200 rows; the share of 1s rises along the first column, the second is noise with gaps.
Matrix draw(Vector& y) {
  core::Random random(3);
  Matrix x(200, 2);
  y.resize(200);
  for (Index r = 0; r < 200; ++r) {
    x(r, 0) = std::floor(20 * random.uniform());
    x(r, 1) = random.uniform() < 0.2 ? missing : random.normal();
    y(r) = random.uniform() < 0.05 + 0.045 * x(r, 0) ? 1 : 0;
  }
  return x;
}

}  // namespace

TEST_CASE("weights and information value of two bins by hand", "[features]") {
  Matrix x(8, 1);
  x << 1, 1, 1, 1, 2, 2, 2, 2;
  const Vector y = (Vector(8) << 0, 0, 0, 1, 1, 1, 1, 0).finished();
  const auto c = features::Woe().fit(x, y);
  CHECK(c.splits(0) == std::vector<double>{1.5});
  CHECK(c.woe(0)[0] == Approx(std::log(3.0)));
  CHECK(c.woe(0)[1] == Approx(-std::log(3.0)));
  CHECK(c.iv()(0) == Approx(std::log(3.0)));
  CHECK(c.transform(Matrix::Constant(1, 1, missing))(0, 0) == 0);  // no gap at fit
  CHECK(c.transform(Matrix::Constant(1, 1, -1e300))(0, 0) == Approx(std::log(3.0)));
}

TEST_CASE("no other cuts that keep to the rules tell more", "[features]") {  // all subsets tried
  Vector y;
  const Matrix x = draw(y).leftCols(1);
  const double yes = y.sum(), no = 200 - yes;
  double best = 0;
  for (std::uint32_t cut = 0; cut < 1u << 19; cut += 1) {
    if (std::popcount(cut) > 3) continue;
    double iv = 0, n1 = 0, n0 = 0, before = -1;
    bool fine = true;
    for (int v = 0; v < 20 && fine; ++v) {
      for (Index r = 0; r < 200; ++r)
        if (x(r, 0) == v) (y(r) > 0 ? n1 : n0) += 1;
      if (v < 19 && !(cut >> v & 1)) continue;
      const double rate = n1 / (n0 + n1);
      fine = n0 > 0 && n1 > 0 && n0 + n1 >= 10 && rate >= before;
      iv += (n0 / no - n1 / yes) * std::log((n0 / no) / (n1 / yes));
      before = rate, n0 = n1 = 0;
    }
    if (fine) best = std::max(best, iv);
  }
  // Candidates: every value that the tree may cut at, 10 rows a leaf at least.
  const features::Woe::Params params{
      .monotonic = "rising", .max_n_bins = 4, .max_prebins = 200, .min_bin_size = 0.05};
  const double found = features::Woe(params).fit(x, y).iv()(0);
  CHECK(found <= best + 1e-12);
  CHECK(found > 0.9 * best);
}

TEST_CASE("rising, falling, free; gaps and categories", "[features]") {
  Vector y;
  const Matrix x = draw(y);
  const auto c = features::Woe().fit(x, y);
  std::vector<double> weights = c.woe(0);
  weights.pop_back();
  CHECK(std::is_sorted(weights.rbegin(), weights.rend()));
  CHECK(weights.size() > 2);
  CHECK(c.woe(1).back() != 0);  // gaps are a bin
  CHECK(c.iv()(0) > 0.3);
  const auto iv = [&](features::Woe::Params p) { return features::Woe(p).fit(x, y).iv()(0); };
  CHECK(iv({.monotonic = "none"}) >= iv({}));
  CHECK(iv({}) == iv({.monotonic = "rising"}));
  CHECK(iv({.max_n_bins = 2}) <= iv({.max_n_bins = 3}));
  const auto coded = features::Woe({.categorical = {0}}).fit(x, y);
  CHECK(coded.splits(0).empty());
  Matrix row(1, 2);
  row << 99, 0;
  CHECK(coded.transform(row)(0, 0) == 0);  // unknown at fit
  CHECK(coded.transform(x).allFinite());
  set_threads(7);
  CHECK(core::to_archive(features::Woe().fit(x, y)) == core::to_archive(c));
  set_threads(0);
  CHECK(core::from_archive<features::Woe>(core::to_archive(coded)).transform(x) ==
        coded.transform(x));
}

TEST_CASE("a near-perfect column is cut though most candidates are of one class", "[features]") {
  Matrix x(400, 1);
  Vector y(400);
  for (Index r = 0; r < 400; ++r) {
    x(r, 0) = static_cast<double>(r) - 199.5;
    y(r) = x(r, 0) > 0 ? 1 : 0;
  }
  for (const Index r : {30, 31, 90, 150, 250, 330, 331}) y(r) = 1 - y(r);
  const double yes = y.sum(), no = 400 - yes;
  double best = 0;  // over all single cuts that the options allow
  for (Index cut = 20; cut <= 380; ++cut) {
    const double left = y.head(cut).sum(), right = yes - left;
    const double n = static_cast<double>(cut);
    if (left == 0 || right == 0 || left == n || right == 400 - n) continue;
    const auto part = [&](double n1, double n0) {
      return (n0 / no - n1 / yes) * std::log((n0 / no) / (n1 / yes));
    };
    best = std::max(best, part(left, n - left) + part(right, 400 - n - right));
  }
  CHECK(best > 7);
  for (const std::int64_t most : {20, 200}) {
    const auto c = features::Woe({.max_prebins = most}).fit(x, y);
    INFO(most);
    CHECK(c.iv()(0) >= best - 1e-9);
    CHECK(c.splits(0).size() >= 1);
    CHECK(features::Woe({.max_n_bins = 2, .max_prebins = most}).fit(x, y).iv()(0) == Approx(best));
  }
}

TEST_CASE("columns that cannot be cut are worth nothing", "[features]") {
  Matrix x(6, 3);
  x << 4, missing, 1, 4, missing, 1, 4, missing, 1, 4, missing, 2, 4, missing, 2, 4, missing, 2;
  const Vector y = (Vector(6) << 0, 0, 0, 1, 1, 1).finished();  // the third column is perfect
  const auto c = features::Woe().fit(x, y);
  CHECK(c.iv() == Vector::Zero(3));
  CHECK(c.transform(x) == Matrix::Zero(6, 3));
}

TEST_CASE("Woe says what is wrong and stays as it was", "[features]") {
  Vector y;
  const Matrix x = draw(y);
  features::Woe c;
  CHECK_THROWS_AS(features::Woe({.monotonic = "up"}), ParamError);
  CHECK_THROWS_AS(features::Woe({.min_bin_size = 0.6}), ParamError);
  CHECK_THROWS_AS(features::Woe({.categorical = {2}}).fit(x, y), ParamError);
  CHECK_THROWS_AS(c.transform(x), NotFittedError);
  c.fit(x, y);
  const auto before = core::to_archive(c);
  CHECK_THROWS_AS(c.fit(x, Vector::Zero(200)), DataError);
  CHECK_THROWS_AS(c.fit(x, 2 * y), DataError);
  CHECK_THROWS_AS(c.fit(x, y.head(3)), ShapeError);
  CHECK_THROWS_AS(c.transform(x.leftCols(1)), ShapeError);
  CHECK(core::to_archive(c) == before);
}
