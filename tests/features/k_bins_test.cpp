// SPDX-License-Identifier: MIT
#include <cmath>

#include <limn/core/parallel.hpp>
#include <limn/features/k_bins.hpp>

#include "checks.hpp"

using namespace limn;
using Edges = std::vector<double>;

TEST_CASE("edges of the three strategies", "[features]") {  // by hand; numpy.percentile
  Matrix x(8, 1);
  x << 8, 1, 2, 3, 4, 5, 6, 7;
  const auto edges = [&](features::KBins::Params p) { return features::KBins(p).fit(x).edges(0); };
  CHECK(edges({.n_bins = 4}) == Edges{1, 2.5, 4.5, 6.5, 8});
  CHECK(edges({.n_bins = 3}) == Edges{1, 3, 6, 8});
  CHECK(edges({.n_bins = 4, .quantile_method = "linear"}) == Edges{1, 2.75, 4.5, 6.25, 8});
  CHECK(edges({.n_bins = 2, .strategy = "uniform"}) == Edges{1, 4.5, 8});
  x << 1, 1, 2, 2, 50, 52, 90, 90;
  CHECK(edges({.n_bins = 3, .strategy = "kmeans"}) == Edges{1, 26.25, 70.5, 90});
  x << 0, 0, 0, 0, 0, 0, 5, 9;  // narrow bins join
  CHECK(edges({.n_bins = 4}) == Edges{0, 2.5, 9});
}

TEST_CASE("numbers, flags, the ends and the way back", "[features]") {
  Matrix x(4, 2), bins(4, 2), flags(4, 3), row(1, 2);
  x << 0, 7, 1, 7, 9, missing, 10, 7;
  bins << 0, 0, 0, 0, 1, missing, 1, 0;
  flags << 1, 0, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1;
  const auto c = features::KBins({.n_bins = 2, .strategy = "uniform"}).fit(x);
  check_equal(c.transform(x), bins, 0);
  row << -100, 1e300;
  CHECK(c.transform(row)(0, 0) == 0);
  CHECK(c.transform(row)(0, 1) == 0);  // a constant column is one bin
  CHECK(c.inverse_transform(bins)(2, 0) == 7.5);
  const auto f = features::KBins({.n_bins = 2, .encode = "onehot", .strategy = "uniform"}).fit(x);
  check_equal(f.transform(x), flags, 0);
  check_equal(f.inverse_transform(flags), c.inverse_transform(bins), 0);
  CHECK(f.feature_names({"a", "b"}) == std::vector<std::string>{"a_0", "a_1", "b_0"});
}

TEST_CASE("KBins: the same bins in any unit", "[features]") {
  const Matrix x = Matrix::Random(50, 1);
  for (const std::string strategy : {"quantile", "uniform", "kmeans"}) {
    const features::KBins::Params p{.n_bins = 4, .strategy = strategy};
    const Matrix bins = features::KBins(p).fit(x).transform(x);
    CHECK(bins.maxCoeff() == 3);
    for (const double unit : {std::ldexp(1.0, -40), std::ldexp(1.0, 40)})
      check_equal(features::KBins(p).fit(Matrix(unit * x)).transform(unit * x), bins, 0);
  }
}

TEST_CASE("KBins: refusals and saving", "[features]") {
  check_refusals<features::KBins>();
  CHECK_THROWS_AS(features::KBins({.n_bins = 1}), ParamError);
  CHECK_THROWS_AS(features::KBins({.strategy = "equal"}), ParamError);
  CHECK_THROWS_AS(features::KBins().edges(0), NotFittedError);
  const Matrix tiny = Matrix::Random(50, 1) * 1e-300, huge = Matrix::Random(50, 1) * 1e300;
  CHECK(features::KBins().fit(tiny).transform(tiny).allFinite());
  CHECK(features::KBins().fit(huge).transform(huge).maxCoeff() == 4);
}
