// SPDX-License-Identifier: MIT
#pragma once

#include <limits>

#include <limn/core/component.hpp>

#include "test.hpp"

/// A small table with gaps and a column without any value.
inline limn::Matrix table_with_gaps() {
  const double n = limn::missing;
  limn::Matrix x(5, 3);
  x << 1, 7, n,  //
      2, n, n,   //
      n, 7, n,   //
      9, 3, n,   //
      4, 3, n;
  return x;
}

/// The three gaps of one kind each: in a column of numbers, of repeated numbers, of nothing.
template <class C>
void check_fill(const C& fitted, double number, double repeated, double nothing) {
  const limn::Matrix out = fitted.transform(table_with_gaps());
  CHECK(out(2, 0) == Approx(number));
  CHECK(out(1, 1) == Approx(repeated));
  CHECK(out(0, 2) == nothing);
  CHECK(out(0, 0) == 1);
  CHECK_FALSE(out.array().isNaN().any());
}

/// Bad input is refused and leaves the object as it was; a saved object answers the same.
template <class C>
void check_refusals() {
  using namespace limn;
  C c;
  CHECK_THROWS_AS(c.transform(table_with_gaps()), NotFittedError);
  c.fit(table_with_gaps());
  const auto before = core::to_archive(c);
  CHECK_THROWS_AS(c.fit(Matrix(0, 3)), DataError);
  CHECK_THROWS_AS(c.fit(Matrix(3, 0)), DataError);
  Matrix infinite = table_with_gaps();
  infinite(1, 0) = -std::numeric_limits<double>::infinity();
  CHECK_THROWS_AS(c.fit(infinite), DataError);
  CHECK_THROWS_AS(c.transform(infinite), DataError);
  CHECK_THROWS_AS(c.transform(Matrix::Zero(2, 4)), ShapeError);
  CHECK(core::to_archive(c) == before);
  CHECK(core::from_archive<C>(before).transform(table_with_gaps()) ==
        c.transform(table_with_gaps()));
  CHECK(c.transform(Matrix(0, 3)).rows() == 0);
}
