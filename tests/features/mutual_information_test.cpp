// SPDX-License-Identifier: MIT
#include <numeric>

#include <limn/core/random.hpp>
#include <limn/features/mutual_information.hpp>

#include "test.hpp"

using namespace limn;
using features::MutualInformation;

namespace {

/// 40 rows by a formula that any language can repeat; no two values of a column are equal.
Matrix formula_rows() {
  Matrix x(40, 3);
  for (Index i = 0; i < 40; ++i)
    x.row(i) << static_cast<double>(i * 37 % 101) / 10, static_cast<double>(i * 53 % 97) / 7,
        static_cast<double>(i * i % 211) / 3;
  return x;
}

/// Kraskov's first estimator by looking at all pairs.
double by_all_pairs(const Vector& a, const Vector& b, Index k) {
  const Index n = a.size();
  const auto psi = [](Index m) {
    double out = -0.57721566490153286;
    for (Index i = 1; i < m; ++i) out += 1.0 / static_cast<double>(i);
    return out;
  };
  const auto deviation = [](const Vector& v) {
    return std::sqrt((v.array() - v.mean()).square().mean());
  };
  const Vector x = a / deviation(a), y = b / deviation(b);
  double sum = 0.0;
  for (Index i = 0; i < n; ++i) {
    std::vector<double> gaps;
    for (Index j = 0; j < n; ++j)
      if (j != i) gaps.push_back(std::max(std::abs(x(i) - x(j)), std::abs(y(i) - y(j))));
    std::ranges::sort(gaps);
    const double radius = gaps[static_cast<std::size_t>(k - 1)] * (1 - 1e-9);
    Index nx = 0, ny = 0;
    for (Index j = 0; j < n; ++j) {
      nx += j != i && std::abs(x(i) - x(j)) <= radius;
      ny += j != i && std::abs(y(i) - y(j)) <= radius;
    }
    sum += psi(nx + 1) + psi(ny + 1);
  }
  return std::max(0.0, psi(n) + psi(k) - sum / static_cast<double>(n));
}

}  // namespace

TEST_CASE("MutualInformation: two numbers, as all pairs say") {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    Matrix x(300, 2);
    Vector y(300);
    for (Index r = 0; r < 300; ++r) {
      core::Random random(seed, static_cast<std::uint64_t>(r));
      x.row(r) << random.normal(), random.normal();
      y(r) = x(r, 0) * x(r, 0) + 0.1 * random.normal();
    }
    for (const std::int64_t k : {1, 3, 7}) {
      const MutualInformation m =
          MutualInformation({.n_neighbors = k, .target = "numbers"}).fit(x, y);
      for (const Index c : {0, 1}) {
        // Noise of 1e-10 may turn the order of two neighbours.
        CHECK(m.scores()(c) == Approx(by_all_pairs(x.col(c), y, k)).margin(2e-3));
      }
      CHECK(m.scores()(0) > 0.8);
    }
  }
}

// By hand: y = x of 4 kinds, 10 rows each: ln 4. Of two kinds by halves that say nothing: 0.
TEST_CASE("MutualInformation: two categories by their shares") {
  Matrix x(40, 2);
  Vector y(40);
  for (Index r = 0; r < 40; ++r) {
    y(r) = static_cast<double>(r % 4);
    x.row(r) << 7.5 - y(r), static_cast<double>(r / 4 % 2);
  }
  const MutualInformation m = MutualInformation({.categorical = {0, 1}}).fit(x, y);
  CHECK(m.scores()(0) == Approx(std::log(4.0)).epsilon(1e-12));
  CHECK(m.scores()(1) == Approx(0.0).margin(1e-12));
  CHECK(m.support() == std::vector<std::uint8_t>{1, 0});
}

TEST_CASE("MutualInformation: which columns are kept") {
  Matrix x(200, 4);
  Vector y(200);
  for (Index r = 0; r < 200; ++r) {
    core::Random random(1, static_cast<std::uint64_t>(r));
    y(r) = static_cast<double>(r % 2);
    x.row(r) << random.normal() + 3 * y(r), 1.0, random.normal() + 1.5 * y(r), random.normal();
  }
  using Kept = std::vector<std::uint8_t>;
  CHECK(MutualInformation({.k = 1}).fit(x, y).support() == Kept{1, 0, 0, 0});
  CHECK(MutualInformation({.k = 2}).fit(x, y).support() == Kept{1, 0, 1, 0});
  CHECK(MutualInformation({.k = 9}).fit(x, y).transform(x) == x);
  const MutualInformation some = MutualInformation({.threshold = 0.1}).fit(x, y);
  CHECK(some.support() == Kept{1, 0, 1, 0});
  CHECK(some.scores()(1) < 0.1);  // one value tells nothing
  CHECK(some.feature_names({"a", "b", "c", "d"}) == std::vector<std::string>{"a", "c"});
}

TEST_CASE("MutualInformation: missing cells are left out, hostile columns give numbers") {
  const Matrix rows = formula_rows();
  Vector y = rows.col(2) + rows.col(0);
  Matrix gaps = Matrix::Constant(60, 1, missing);
  gaps.topRows(40) = rows.leftCols(1);
  Vector long_y = Vector::Ones(60);
  long_y.head(40) = y;
  const MutualInformation::Params numbers{.target = "numbers"};
  CHECK(MutualInformation(numbers).fit(gaps, long_y).scores() ==
        MutualInformation(numbers).fit(Matrix(rows.leftCols(1)), y).scores());
  for (const double scale : {1e-300, 1e-12, 1e12, 1e300}) {
    const MutualInformation m = MutualInformation(numbers).fit(Matrix(rows * scale), y);
    CHECK(m.scores().allFinite());
    CHECK(m.scores()(2) ==
          Approx(MutualInformation(numbers).fit(rows, y).scores()(2)).epsilon(0.02));
  }
  CHECK(MutualInformation().fit(Matrix(Matrix::Ones(1, 2)), Vector::Ones(1)).scores() ==
        Vector::Zero(2));
  CHECK(
      MutualInformation().fit(Matrix(Matrix::Ones(5, 1)), Vector::LinSpaced(5, 0, 4)).scores()(0) ==
      0.0);
}

TEST_CASE("MutualInformation: misuse is refused by name") {
  const Matrix x = formula_rows();
  const Vector y = x.col(0);
  CHECK_THROWS_AS(MutualInformation().fit(x, y.head(3)), ShapeError);
  CHECK_THROWS_AS(MutualInformation().fit(x, y * missing), DataError);
  CHECK_THROWS_AS(MutualInformation({.categorical = {3}}).fit(x, y), ParamError);
  CHECK_THROWS_AS(MutualInformation({.n_neighbors = 0}), ParamError);
  CHECK_THROWS_AS(MutualInformation().transform(x), NotFittedError);
}
