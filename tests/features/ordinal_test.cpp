// SPDX-License-Identifier: MIT
#include <limn/features/ordinal.hpp>

#include "checks.hpp"

using namespace limn;

TEST_CASE("categories become their ranks", "[features]") {  // by hand
  Matrix x(4, 2), expected(4, 2);
  x << 30, -1, 10, missing, 20, -1, 10, 5;
  expected << 2, 0, 0, missing, 1, 0, 0, 1;
  const auto c = features::Ordinal().fit(x);
  check_equal(c.transform(x), expected, 0);
  check_equal(c.inverse_transform(expected), x, 0);
  CHECK(c.categories(0) == std::vector<double>{10, 20, 30});
}

TEST_CASE("unknown categories get a value, a gap or an error", "[features]") {
  const Matrix x = column_table();
  Matrix row(1, 3);
  row << 3, 10, 7;
  CHECK(features::Ordinal().fit(x).transform(row)(0, 0) == -1);
  CHECK(std::isnan(features::Ordinal({.unknown_value = {}}).fit(x).transform(row)(0, 0)));
  const auto strict = features::Ordinal({.handle_unknown = "error"}).fit(x);
  CHECK_THROWS_AS(strict.transform(row), DataError);
  CHECK_NOTHROW(strict.transform(x));
  CHECK(std::isnan(features::Ordinal().fit(x).inverse_transform(Matrix::Constant(1, 3, -1))(0, 0)));
}

TEST_CASE("Ordinal: refusals and saving", "[features]") {
  check_refusals<features::Ordinal>();
  CHECK_THROWS_AS(features::Ordinal().categories(0), NotFittedError);
  auto archive = core::to_archive(features::Ordinal().fit(column_table()));
  for (auto& [key, tensor] : archive.tensors)
    if (key == "categories.ends") tensor.bytes[0] = std::byte{100};
  CHECK_THROWS_AS(core::from_archive<features::Ordinal>(archive), FormatError);
}
