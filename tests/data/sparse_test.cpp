// SPDX-License-Identifier: MIT
#include <limn/data/sparse.hpp>

#include "test.hpp"

using namespace limn;

TEST_CASE("SparseView: cells that are written, and zeros") {
  // 0 7 0
  // 0 0 0
  // 1 0 2
  const std::int64_t offsets[] = {0, 1, 1, 3};
  const std::int32_t columns[] = {1, 0, 2};
  const double values[] = {7.0, 1.0, 2.0};
  const data::SparseView x(3, 3, offsets, columns, values);
  const Matrix wanted = (Matrix(3, 3) << 0, 7, 0, 0, 0, 0, 1, 0, 2).finished();
  Matrix got = Matrix::Zero(3, 3);
  for (Index r = 0; r < 3; ++r) {
    x.scatter(r, got.row(r).data());
    for (Index c = 0; c < 3; ++c) CHECK(x.coeff(r, c) == wanted(r, c));
  }
  CHECK(got == wanted);
  x.clear(2, got.row(2).data());
  CHECK(got.row(2).isZero());
}

TEST_CASE("SparseView: rows out of order are refused") {
  const double values[] = {7.0, 1.0, 2.0};
  const std::int64_t good[] = {0, 1, 3}, falls[] = {0, 3, 1}, late[] = {1, 2, 3};
  const std::int32_t rising[] = {1, 0, 2}, twice[] = {1, 2, 2}, beyond[] = {1, 0, 3};
  CHECK_NOTHROW(data::SparseView(2, 3, good, rising, values));
  CHECK_THROWS_AS(data::SparseView(2, 3, falls, rising, values), DataError);
  CHECK_THROWS_AS(data::SparseView(2, 3, late, rising, values), DataError);
  CHECK_THROWS_AS(data::SparseView(2, 3, good, twice, values), DataError);
  CHECK_THROWS_AS(data::SparseView(2, 3, good, beyond, values), DataError);
}
