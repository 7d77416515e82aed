// SPDX-License-Identifier: MIT
#include <limn/features/detail/normal.hpp>
#include <limn/features/quantile.hpp>

#include "checks.hpp"

using namespace limn;

namespace {

Matrix two_columns() { return column_table().leftCols(2); }

}  // namespace

// Oracle: scikit-learn 1.9.1, QuantileTransformer(n_quantiles, output_distribution)
// .fit(column_table()[:, :2]).transform(...) and inverse_transform.
TEST_CASE("Quantile gives scikit-learn's numbers", "[features]") {
  const double n = missing;
  Matrix expected(6, 2), rows(3, 2), rows_expected(3, 2), back(1, 2), back_expected(1, 2);
  rows << 3, 12, -1, 60, 4.5, 44;
  back << 0.3, 0.9;

  const auto few = features::Quantile({.n_quantiles = 5}).fit(two_columns());
  expected << 0, 0, 0.25, n, 0.625, 0.5, 0.625, 0.25, 1, 1, n, 0.75;
  rows_expected << 0.375, 0.05, 0, 1, 0.775, 0.85;
  back_expected << 2.4, 46;
  check_equal(few.transform(two_columns()), expected, 1e-14);
  check_equal(few.transform(rows), rows_expected, 1e-14);
  check_equal(few.inverse_transform(back), back_expected, 1e-14);

  const auto normal = features::Quantile({.output_distribution = "normal"}).fit(two_columns());
  expected << -5.199337582605575, -5.199337582605575, -0.7435597568794307, n, 0.25334710313580006,
      0, 0.25334710313580006, -0.6744897501960817, 5.19933758270342, 5.19933758270342, n,
      0.6744897501960817;
  back_expected << 4.089557110944763, 42.63759498612962;
  check_equal(normal.transform(two_columns()), expected, 1e-9);
  check_equal(normal.inverse_transform(back), back_expected, 1e-9);
  CHECK(normal.inverse_transform(normal.transform(two_columns()))(4, 0) == 9);
}

TEST_CASE("the normal quantile is exact", "[features]") {  // Oracle: scipy.stats.norm.ppf
  for (const auto& [p, z] : std::vector<std::pair<double, double>>{{1e-7, -5.1993375821928165},
                                                                   {0.001, -3.090232306167813},
                                                                   {0.02425, -1.972961051311885},
                                                                   {0.3, -0.5244005127080409},
                                                                   {0.5, 0},
                                                                   {0.9, 1.2815515655446004},
                                                                   {0.999999, 4.753424308817087}})
    CHECK(features::detail::normal_quantile(p) == Approx(z).margin(1e-15).epsilon(1e-11));
}

TEST_CASE("constants and columns without values sit in the middle", "[features]") {
  Matrix x(4, 2);
  x << 7, missing, 7, missing, 7, missing, 7, missing;
  Matrix rows(3, 2), expected(3, 2);
  rows << 6, 1, 7, 2, 8, 3;
  expected << 0, 0.5, 0.5, 0.5, 1, 0.5;
  check_equal(features::Quantile().fit(x).transform(rows), expected, 0);
  check_equal(features::Quantile().fit(x.topRows(1)).transform(rows), expected, 0);
}

TEST_CASE("Quantile: refusals and saving", "[features]") {
  check_refusals<features::Quantile>();
  CHECK_THROWS_AS(features::Quantile({.n_quantiles = 1}), ParamError);
  CHECK_THROWS_AS(features::Quantile({.output_distribution = "gamma"}), ParamError);
  auto archive = core::to_archive(features::Quantile().fit(two_columns()));
  archive.tensors[0].second.bytes[7] ^=
      std::byte{0x40};  // the first landmark is no longer the least
  CHECK_THROWS_AS(core::from_archive<features::Quantile>(archive), FormatError);
}
