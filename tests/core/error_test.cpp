// SPDX-License-Identifier: MIT
#include <limn/core/check.hpp>
#include <limn/core/error.hpp>

#include <cmath>

#include "test.hpp"

using namespace limn;

namespace {
std::string message(auto&& call) {
  try {
    call();
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}
}  // namespace

TEST_CASE("a message names place, got, expected and fix", "[core]") {
  const DataError e(ErrorCode::data_value, {.component = "impute.knn",
                                            .place = "column 'age', row 3",
                                            .got = "an infinite value",
                                            .expected = "a finite number",
                                            .fix = "replace it"});
  CHECK(e.what() == std::string("[LIMN-E034] impute.knn: column 'age', row 3: got an infinite "
                                "value, expected a finite number; replace it"));
  CHECK(e.code_text() == "LIMN-E034");
  CHECK(e.code() == ErrorCode::data_value);
  CHECK(e.detail().fix == "replace it");
}

TEST_CASE("every kind is an Error, and a standard exception", "[core]") {
  CHECK_THROWS_AS(throw LimitError(ErrorCode::limit_size, {}), Error);
  CHECK_THROWS_AS(throw ParamError(ErrorCode::param_type, {}), std::runtime_error);
  CHECK_THROWS_AS(core::require_fitted(false, "a.b"), NotFittedError);
  CHECK_THROWS_AS(core::require_rows(0, 3, "a.b"), DataError);
  CHECK_THROWS_AS(core::require_rows(3, 0, "a.b"), DataError);
  CHECK_NOTHROW(core::require_rows(1, 1, "a.b"));
  CHECK_NOTHROW(core::require_fitted(true, "a.b"));
}

TEST_CASE("wrong widths and lengths show both numbers", "[core]") {
  CHECK(message([] { core::require_width(3, 5, "a.b"); }) ==
        "[LIMN-E021] a.b: columns: got 3, expected 5 as at fit; pass the columns used at fit");
  CHECK(message([] { core::require_length(7, 9, "a.b", "y"); }) ==
        "[LIMN-E022] a.b: y: got 7 values, expected 9, one a row; pass one value for each row");
}

TEST_CASE("cells that are not finite are named", "[core]") {
  Matrix x = Matrix::Zero(3, 2);
  CHECK_NOTHROW(core::require_finite(x, "a.b", core::Missing::refused));
  x(1, 0) = missing;
  CHECK_NOTHROW(core::require_finite(x, "a.b", core::Missing::allowed));
  CHECK(message([&] {
          core::require_finite(x, "a.b", core::Missing::refused);
        }).find("row 1, column 0: got a missing value") != std::string::npos);
  x(2, 1) = -INFINITY;
  CHECK(message([&] {
          core::require_finite(x, "a.b", core::Missing::allowed);
        }).find("row 2, column 1: got an infinite value") != std::string::npos);
}
