// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include <limn/core/random.hpp>
#include <limn/data/column_quantiles.hpp>
#include <limn/data/column_summary.hpp>

#include "test.hpp"

using namespace limn;

namespace {

/// A column of each kind that makes quantiles hard.
Matrix hard_columns(Index n) {
  core::Random random(7);
  Matrix x(n, 7);
  for (Index r = 0; r < n; ++r) {
    const double z = random.normal();
    x(r, 0) = z;
    x(r, 1) = std::exp(4.0 * z);                         // a heavy tail
    x(r, 2) = std::floor(2.0 * z);                       // ties
    x(r, 3) = random.below(10) < 7 ? 0.0 : std::abs(z);  // most are equal
    x(r, 4) = random.below(3) == 0 ? missing : 1e9 + z;  // gaps, far from 0
    x(r, 5) = missing;
    x(r, 6) = 5.0;
  }
  return x;
}

std::vector<double> even_shares(int n) {
  std::vector<double> out;
  for (int i = 0; i <= n; ++i) out.push_back(static_cast<double>(i) / n);
  return out;
}

template <class Table>
Matrix by_sorting(const Table& x, const std::vector<double>& shares) {
  Matrix out = Matrix::Constant(x.cols(), static_cast<Index>(shares.size()), missing);
  for (Index c = 0; c < x.cols(); ++c) {
    std::vector<double> values;
    for (Index r = 0; r < x.rows(); ++r)
      if (!std::isnan(x(r, c))) values.push_back(static_cast<double>(x(r, c)));
    std::sort(values.begin(), values.end());
    for (std::size_t s = 0; !values.empty() && s < shares.size(); ++s)
      out(c, static_cast<Index>(s)) = data::sorted_quantile(values, shares[s]);
  }
  return out;
}

void check_same(const Matrix& a, const Matrix& b) {
  REQUIRE(a.rows() == b.rows());
  for (Index i = 0; i < a.size(); ++i)
    CHECK((a.data()[i] == b.data()[i] || (std::isnan(a.data()[i]) && std::isnan(b.data()[i]))));
}

}  // namespace

TEST_CASE("quantiles of columns are those of sorted columns", "[data]") {
  for (const Index n : {1, 50, 5000, 70000})
    for (const std::vector<double>& shares :
         {std::vector{0.5}, std::vector{0.0, 1.0, 0.25}, even_shares(16), even_shares(999)}) {
      INFO(n << " rows, " << shares.size() << " shares");
      const Matrix x = hard_columns(n);
      const MatrixF single = x.cast<float>();
      bool finite = false;
      check_same(data::column_quantiles(x, shares, finite), by_sorting(x, shares));
      CHECK(finite);
      check_same(data::column_quantiles(single, shares, finite), by_sorting(single, shares));
      // columns that do not lie side by side
      const Eigen::Map<const Matrix, 0, AnyStride> every_other(x.data(), n, 4, AnyStride(7, 2));
      check_same(data::column_quantiles(every_other, shares, finite),
                 by_sorting(Matrix(every_other), shares));
    }
}

TEST_CASE("an infinite cell is told of, wherever quantiles are found", "[data]") {
  for (const Index n : {50, 70000})
    for (const std::vector<double>& shares : {std::vector{0.5}, even_shares(16), even_shares(999)})
      for (const double infinite : {INFINITY, -INFINITY}) {
        Matrix x = hard_columns(n);
        x(n / 3, 2) = infinite;
        bool finite = true;
        data::column_quantiles(x, shares, finite);
        CHECK_FALSE(finite);
      }
}

TEST_CASE("ranks between two values", "[data]") {
  const auto rank = [](data::RankRule rule, double share, std::size_t n) {
    const data::RankPair found = rule(share, n);
    return static_cast<double>(found.low) + found.t * static_cast<double>(found.high - found.low);
  };
  CHECK(rank(data::linear_rank, 0.5, 4) == 1.5);
  CHECK(rank(data::linear_rank, 1.0, 4) == 3.0);
  CHECK(rank(data::averaged_rank, 0.5, 4) == 1.5);  // the mean of the second and the third
  CHECK(rank(data::averaged_rank, 0.5, 5) == 2.0);
  CHECK(rank(data::averaged_rank, 0.7, 10) == 6.5);
  CHECK(rank(data::averaged_rank, 0.0, 5) == 0.0);
  CHECK(rank(data::averaged_rank, 1.0, 5) == 4.0);
}
