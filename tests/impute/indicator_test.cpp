// SPDX-License-Identifier: MIT
#include <limn/impute/indicator.hpp>

#include "test.hpp"

using namespace limn;

TEST_CASE("flags are appended for columns with gaps at fit", "[impute]") {
  Matrix x(2, 3);
  x << 1, missing, 3, 4, 5, missing;
  const auto fitted = impute::Indicator().fit(x);
  CHECK(fitted.columns() == std::vector<std::int64_t>{1, 2});
  const Matrix out = fitted.transform(x);
  REQUIRE(out.cols() == 5);
  CHECK(out(0, 3) == 1);
  CHECK(out(1, 3) == 0);
  CHECK(out(1, 4) == 1);
  CHECK(std::isnan(out(0, 1)));
  CHECK(out(0, 0) == 1);
  CHECK(fitted.feature_names({"a", "b", "c"}).back() == "c_missing");
  CHECK(core::from_archive<impute::Indicator>(core::to_archive(fitted)).columns().size() == 2);
}

TEST_CASE("the width is that of fit, and gaps may be filled at once", "[impute]") {
  const auto fitted =
      impute::Indicator({.features = "all", .fill_value = 0.0}).fit(Matrix::Zero(3, 2));
  Matrix x(1, 2);
  x << missing, 7;
  Matrix expected(1, 4);
  expected << 0, 7, 1, 0;
  CHECK(fitted.transform(x) == expected);
  CHECK(impute::Indicator().fit(Matrix::Zero(3, 2)).transform(x).cols() == 2);
}

TEST_CASE("Indicator says what is wrong", "[impute]") {
  impute::Indicator c;
  CHECK_THROWS_AS(c.transform(Matrix::Zero(1, 2)), NotFittedError);
  CHECK_THROWS_AS(c.fit(Matrix(0, 2)), DataError);
  c.fit(Matrix::Zero(1, 2));
  CHECK_THROWS_AS(c.transform(Matrix::Zero(1, 3)), ShapeError);
  CHECK_THROWS_AS(c.feature_names({"a"}), ShapeError);
  CHECK_THROWS_AS(impute::Indicator({.features = "some"}), ParamError);
  auto archive = core::to_archive(impute::Indicator({.features = "all"}).fit(Matrix::Zero(1, 2)));
  for (auto& [key, tensor] : archive.tensors)
    if (key == "columns") tensor.bytes[0] = std::byte{9};  // a column that is not there
  CHECK_THROWS_AS(core::from_archive<impute::Indicator>(archive), FormatError);
}
