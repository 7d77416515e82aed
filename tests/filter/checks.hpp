// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <limits>

#include <limn/core/component.hpp>

#include "test.hpp"

/// A wild value; a constant column; one of mostly zeros; one without any value.
inline limn::Matrix noisy_table() {
  const double n = limn::missing;
  limn::Matrix x(6, 4);
  x << 1, 5, 0, n,   //
      2, 5, 0, n,    //
      3, 5, 0, n,    //
      4, 5, 0, n,    //
      100, 5, 9, n,  //
      n, 5, 0, n;
  return x;
}

/// Columns that offer no scale keep their values, bad input is refused, a saved object is the same.
template <class C>
void check_cell_filter() {
  using namespace limn;
  C c;
  const Matrix x = noisy_table();
  CHECK_THROWS_AS(c.mask(x), NotFittedError);
  c.fit(x);
  CHECK(c.mask(x).col(1).sum() == 0);
  CHECK(c.mask(x).col(3).sum() == 0);
  Matrix other = x;
  other(0, 1) = 1e6;
  CHECK(c.mask(other)(0, 1) == 0);
  CHECK(c.mask(x)(5, 0) == 0);  // missing is not noise
  const auto before = core::to_archive(c);
  CHECK_THROWS_AS(c.fit(Matrix(0, 2)), DataError);
  CHECK_THROWS_AS(c.fit(Matrix(2, 0)), DataError);
  other(0, 0) = std::numeric_limits<double>::infinity();
  CHECK_THROWS_AS(c.fit(other), DataError);
  CHECK_THROWS_AS(c.mask(other), DataError);
  CHECK_THROWS_AS(c.transform(Matrix::Zero(1, 2)), ShapeError);
  CHECK(core::to_archive(c) == before);
  CHECK(core::from_archive<C>(before).mask(x) == c.mask(x));
  CHECK_THROWS_AS(C({.action = "drop"}), ParamError);
}

/// action = "flag": mask and audit tell of the noise of x, which transform leaves.
template <class C>
void check_flag(typename C::Params params, const limn::Matrix& x) {
  params.action = "clip";
  const C clips = C(params).fit(x);
  params.action = "flag";
  const C flags = C(params).fit(x);
  const auto told = flags.audit(x), known = clips.audit(x);
  CHECK(flags.mask(x) == clips.mask(x));
  REQUIRE(told.size() == known.size());
  REQUIRE_FALSE(told.empty());
  for (std::size_t i = 0; i < told.size(); ++i) {
    CHECK((told[i].row == known[i].row && told[i].column == known[i].column));
    CHECK(told[i].action == "flag");
    CHECK(std::isnan(told[i].replaced_by));
  }
  const limn::Matrix out = flags.transform(x);
  CHECK((out.array() == x.array() || (out.array().isNaN() && x.array().isNaN())).all());
}
