// SPDX-License-Identifier: MIT
#include <limits>

#include <limn/coldstart/attribute_coder.hpp>

#include "test.hpp"

using namespace limn;
using coldstart::AttributeCoder;

namespace {

/// Column 0: codes 2 and 5 with a gap; column 1: halves from 0 to 4.5.
Matrix people() {
  Matrix x(10, 2);
  for (Index r = 0; r < 10; ++r) x.row(r) << (r % 2 ? 5.0 : 2.0), static_cast<double>(r) / 2.0;
  x(9, 0) = missing;
  return x;
}

}  // namespace

TEST_CASE("whole numbers with few values are a category", "[coldstart]") {
  AttributeCoder coder;
  coder.fit(people(), "test");
  CHECK(coder.column(0).is_category == 1);
  CHECK(coder.column(1).is_category == 0);
  CHECK(coder.n_levels(0) == 4);  // unknown, 2, 5, not seen
  CHECK(coder.level(0, missing) == 0);
  CHECK(coder.level(0, 2.0) == 1);
  CHECK(coder.level(0, 5.0) == 2);
  CHECK(coder.level(0, 77.0) == 3);
}

TEST_CASE("a number falls into fifths", "[coldstart]") {
  AttributeCoder coder;
  coder.fit(people(), "test");
  CHECK(coder.level(1, -9.0) == 1);
  CHECK(coder.level(1, 99.0) == 5);
  CHECK(coder.column(1).mean == Approx(2.25));
}

TEST_CASE("described columns are believed", "[coldstart]") {
  AttributeCoder coder;
  coder.fit(data::Frame(people(), {{.name = "plan"}, {.name = "age"}}), "test");
  CHECK(coder.column(0).is_category == 0);
}

TEST_CASE("agreement: same, near, unknown", "[coldstart]") {
  AttributeCoder coder;
  coder.fit(people(), "test");
  CHECK(coder.agreement(0, 2, 2) == 1.0);
  CHECK(coder.agreement(0, 2, 5) == 0.0);
  CHECK(coder.agreement(0, 2, missing) == 0.5);
  CHECK(coder.agreement(1, 1.0, 1.0) == 1.0);
  CHECK(coder.agreement(1, 0.0, 99.0) == 0.0);
}

TEST_CASE("a column without one known cell has only the unknown level", "[coldstart]") {
  AttributeCoder coder;
  coder.fit(Matrix(Matrix::Constant(3, 1, missing)), "test");
  CHECK(coder.level(0, missing) == 0);
}

TEST_CASE("attributes that cannot be used are refused", "[coldstart]") {
  AttributeCoder coder;
  Matrix bad = people();
  bad(3, 1) = std::numeric_limits<double>::infinity();
  CHECK_THROWS_AS(coder.fit(bad, "test"), DataError);
  CHECK_THROWS_AS(coder.fit(Matrix(0, 2), "test"), DataError);
  coder.fit(people(), "test");
  CHECK_THROWS_AS(coder.require(Matrix::Zero(1, 3), "test"), ShapeError);
}
