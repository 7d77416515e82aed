// SPDX-License-Identifier: MIT
#include <cmath>

#include <limn/core/random.hpp>
#include <limn/filter/duplicate_rows.hpp>

#include "test.hpp"

using namespace limn;
using filter::DuplicateRows;
using Of = std::vector<std::int64_t>;

namespace {

/// Every pair compared: the first kept row that is the same.
Of by_hand(const Matrix& x, double tolerance, Index max_differing) {
  Vector step(x.cols());
  for (Index c = 0; c < x.cols(); ++c) {
    std::vector<double> known;
    for (const double v : x.col(c))
      if (!std::isnan(v)) known.push_back(v);
    const Eigen::Map<const Vector> v(known.data(), std::ssize(known));
    step(c) =
        known.size() < 2 ? 0.0 : tolerance * std::sqrt((v.array() - v.mean()).square().mean());
  }
  Of of(static_cast<std::size_t>(x.rows()), -1);
  for (Index r = 0; r < x.rows(); ++r)
    for (Index k = 0; k < r && of[static_cast<std::size_t>(r)] < 0; ++k) {
      if (of[static_cast<std::size_t>(k)] >= 0) continue;
      Index differing = 0;
      for (Index c = 0; c < x.cols(); ++c) {
        const double v = x(r, c), w = x(k, c);
        differing += !(v == w || std::abs(v - w) <= step(c) || (std::isnan(v) && std::isnan(w)));
      }
      if (differing <= max_differing) of[static_cast<std::size_t>(r)] = k;
    }
  return of;
}

/// Some rows again, shaken a little, some with a value that is another one.
Matrix entered_twice(Index n, Index d, double shake, std::uint64_t seed) {
  core::Random random(seed);
  Matrix x(n, d);
  for (Index r = 0; r < n; ++r) {
    const bool again = r > 0 && random.uniform() < 0.5;
    const auto from = static_cast<Index>(random.below(static_cast<std::uint64_t>(r + 1)));
    for (Index c = 0; c < d; ++c) {
      x(r, c) = c == 1 ? static_cast<double>(random.below(3)) : random.normal();
      if (random.uniform() < 0.05) x(r, c) = missing;
      if (again && from < r) x(r, c) = x(from, c) + (c == 1 ? 0.0 : shake * random.normal());
    }
    if (random.uniform() < 0.3) x(r, static_cast<Index>(random.below(3))) = 7.0;
  }
  return x;
}

}  // namespace

TEST_CASE("DuplicateRows: exact, near, and one slip of the pen, by hand", "[filter]") {
  Matrix x(6, 3);
  x << 1.0, 10.0, missing,  //
      1.0, 10.0, missing,   // the same
      1.1, 10.0, missing,   // near
      1.0, 20.0, missing,   // one value another
      -0.0, 0.0, 5.0,       //
      0.0, -0.0, 5.0;       // the same
  CHECK(DuplicateRows().fit(x).duplicate_of() == Of{-1, 0, -1, -1, -1, 4});
  CHECK(DuplicateRows({.tolerance = 0.5}).fit(x).duplicate_of() == Of{-1, 0, 0, -1, -1, 4});
  const DuplicateRows one = DuplicateRows({.max_differing = 1}).fit(x);
  CHECK(one.duplicate_of() == Of{-1, 0, 0, 0, -1, 4});
  CHECK(one.sample_indices() == Of{0, 4});
  REQUIRE(one.audit().size() == 4);
  CHECK(one.audit()[3].row == 5);
  CHECK(one.audit()[3].column == -1);
  CHECK(one.audit()[3].value == 4.0);
  CHECK(one.audit()[3].action == "drop");
}

TEST_CASE("DuplicateRows: no pair is lost: equal to comparing all, many tables", "[filter]") {
  for (std::uint64_t seed = 0; seed < 12; ++seed)
    for (const double tolerance : {0.0, 0.01, 0.3})
      for (const Index differing : {0, 1, 2}) {
        const Matrix x = entered_twice(150, 3 + static_cast<Index>(seed) % 5, 0.02, seed);
        const DuplicateRows found =
            DuplicateRows({.tolerance = tolerance, .max_differing = differing}).fit(x);
        CHECK(found.duplicate_of() == by_hand(x, tolerance, differing));
      }
}

TEST_CASE("DuplicateRows: bad input, and a table of one value", "[filter]") {
  const Matrix same = Matrix::Constant(50, 2, 4.0);
  CHECK(DuplicateRows({.tolerance = 1.0}).fit(same).sample_indices() == Of{0});
  CHECK_THROWS_AS(DuplicateRows({.max_differing = 2}).fit(same), ParamError);
  CHECK_THROWS_AS(DuplicateRows({.categorical = {2}}).fit(same), ParamError);
  CHECK_THROWS_AS(DuplicateRows().fit(Matrix(0, 2)), DataError);
  CHECK_THROWS_AS(DuplicateRows().fit(Matrix::Constant(2, 2, HUGE_VAL)), DataError);
  CHECK_THROWS_AS(DuplicateRows({.tolerance = -1.0}), ParamError);
  CHECK_THROWS_AS(DuplicateRows().noise(), NotFittedError);
  Matrix codes(3, 1);
  codes << 0, 1, 2;  // a category is the same or not
  CHECK(DuplicateRows({.tolerance = 10.0}).fit(codes).sample_indices().size() == 1);
  CHECK(DuplicateRows({.tolerance = 10.0, .categorical = {0}}).fit(codes).sample_indices().size() ==
        3);
}
