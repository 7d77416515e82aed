// SPDX-License-Identifier: MIT
#include <limn/core/xt.hpp>

#include "test.hpp"

using namespace limn;

TEST_CASE("xtensor tables are looked at without a copy", "[core]") {
  xt::xtensor<double, 2> table{{1, 2, 3}, {4, 5, 6}};
  const MatrixView view = core::matrix_view(table);
  CHECK(view.rows() == 2);
  CHECK(view.cols() == 3);
  CHECK(view(1, 0) == 4);
  CHECK(view.data() == table.data());

  xt::xtensor<float, 2, xt::layout_type::column_major> columns({3, 2}, 0.f);
  columns(2, 1) = 7;
  const MatrixFView other = core::matrix_view(columns);
  CHECK(other(2, 1) == 7);
  CHECK(other.data() == columns.data());

  xt::xtensor<double, 2> row{{1, 2, 3}};
  const MatrixView one = core::matrix_view(row);
  CHECK(one.sum() == 6);
  CHECK_THROWS_AS(core::matrix_view(xt::xtensor<double, 3>({2, 2, 2}, 0.0)), ShapeError);
}

TEST_CASE("matrices are handed out without a copy", "[core]") {
  Matrix x(2, 6);
  for (Index i = 0; i < 12; ++i) x.data()[i] = static_cast<double>(i);
  const auto table = core::adapt(x);
  CHECK(table.shape()[1] == 6);
  CHECK(table(1, 2) == 8);
  const auto windows = core::cube(x, 3);
  CHECK(windows.shape()[1] == 3);
  CHECK(windows.shape()[2] == 2);
  CHECK(windows(1, 2, 1) == 11);
  const xt::xtensor<double, 3> owned = windows;
  x(1, 5) = -1;
  CHECK(windows(1, 2, 1) == -1);
  CHECK(owned(1, 2, 1) == 11);
  CHECK_THROWS_AS(core::cube(x, 4), ShapeError);
  CHECK_THROWS_AS(core::cube(x, 0), ShapeError);
}
