// SPDX-License-Identifier: MIT
#pragma once

#include <limits>

#include <limn/core/component.hpp>

#include "test.hpp"

/// Gaps, a repeated value, a constant: fits every scaler's oracle.
inline limn::Matrix column_table() {
  const double n = limn::missing;
  limn::Matrix x(6, 3);
  x << 1, 10, 7,  //
      2, n, 7,    //
      4, 30, 7,   //
      4, 20, 7,   //
      9, 50, 7,   //
      n, 40, 7;
  return x;
}

/// Compares cell by cell; missing equals missing.
inline void check_equal(const limn::Matrix& got, const limn::Matrix& expected, double margin) {
  REQUIRE(got.rows() == expected.rows());
  REQUIRE(got.cols() == expected.cols());
  for (limn::Index i = 0; i < got.size(); ++i) {
    if (std::isnan(expected.data()[i]))
      CHECK(std::isnan(got.data()[i]));
    else
      CHECK(got.data()[i] == Approx(expected.data()[i]).margin(margin).epsilon(margin));
  }
}

/// Bad input is refused and leaves the object as it was; a saved object answers the same.
template <class C>
void check_refusals() {
  using namespace limn;
  C c;
  const Matrix x = column_table();
  CHECK_THROWS_AS(c.transform(x), NotFittedError);
  c.fit(x);
  const auto before = core::to_archive(c);
  CHECK_THROWS_AS(c.fit(Matrix(0, 3)), DataError);
  CHECK_THROWS_AS(c.fit(Matrix(3, 0)), DataError);
  Matrix infinite = x;
  infinite(1, 0) = std::numeric_limits<double>::infinity();
  CHECK_THROWS_AS(c.fit(infinite), DataError);
  CHECK_THROWS_AS(c.transform(infinite), DataError);
  CHECK_THROWS_AS(c.transform(Matrix::Zero(2, 4)), ShapeError);
  CHECK(core::to_archive(c) == before);
  check_equal(core::from_archive<C>(before).transform(x), c.transform(x), 0);
  CHECK(c.transform(Matrix(0, 3)).rows() == 0);
  Matrix nothing = Matrix::Constant(2, 1, missing);
  CHECK(c.fit(nothing).transform(nothing).array().isNaN().all());
}
