// SPDX-License-Identifier: MIT
#include <algorithm>
#include <vector>

#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/data/column_summary.hpp>
#include <limn/impute/median.hpp>

#include "checks.hpp"

using namespace limn;

TEST_CASE("Median fills with the middle value", "[impute]") {  // by hand
  check_fill(impute::Median().fit(table_with_gaps()), 3, 5, 0);
}

TEST_CASE("a gap in a new row is filled from the rows of fit", "[impute]") {
  Matrix row(1, 3);
  row << missing, missing, 8;
  const Matrix out = impute::Median().fit(table_with_gaps()).transform(row);
  CHECK(out(0, 0) == 3);
  CHECK(out(0, 2) == 8);
}

// The pass over a large table against sorting: few values, heavy tails, nearly empty, one value.
TEST_CASE("medians of a large table are exact", "[impute]") {
  Matrix x(66000, 11);
  for (Index r = 0; r < x.rows(); ++r)
    for (Index c = 0; c < x.cols(); ++c) {
      const double v = core::Random(1, static_cast<std::uint64_t>(r * x.cols() + c)).normal() + 0.1;
      x(r, c) = c == 2   ? std::round(v)
                : c == 3 ? std::exp(9.0 * v)
                : c == 4 ? 7.0
                : c == 5 ? static_cast<double>(r)
                         : v;
      if ((c == 0 && r % 3 == 0) || (c == 6 && r > 30) || c == 7) x(r, c) = missing;
    }
  const auto fitted = impute::Median({.fallback = -1}).fit(x);
  for (Index c = 0; c < x.cols(); ++c) {
    std::vector<double> values;
    for (Index r = 0; r < x.rows(); ++r)
      if (!std::isnan(x(r, c))) values.push_back(x(r, c));
    std::ranges::sort(values);
    const std::size_t n = values.size();
    CHECK(fitted.fill()(c) == (n == 0 ? -1.0 : data::sorted_quantile(values, 0.5)));
  }
  set_threads(7);
  CHECK(core::to_archive(impute::Median({.fallback = -1}).fit(x)) == core::to_archive(fitted));
  set_threads(0);
  const MatrixF narrow = x.cast<float>();
  const auto floats = impute::Median({.fallback = -1}).fit(narrow);
  CHECK(floats.fill()(1) == Approx(fitted.fill()(1)).epsilon(1e-6));
  CHECK(floats.transform(narrow)(0, 0) == static_cast<float>(floats.fill()(0)));
  x(65999, 10) = std::numeric_limits<double>::infinity();
  CHECK_THROWS_AS(impute::Median().fit(x), DataError);
  CHECK_THROWS_AS(fitted.transform(x), DataError);
}

TEST_CASE("Median refuses what it cannot use", "[impute]") { check_refusals<impute::Median>(); }
