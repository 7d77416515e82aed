// SPDX-License-Identifier: MIT
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/impute/multiple.hpp>

#include "checks.hpp"

using namespace limn;

namespace {

/// y = x + noise of deviation 0.6; y is cut in a share of the rows that grows with x.
Matrix pairs(Index n, std::uint64_t seed, bool whole = false) {
  Matrix out(n, 2);
  for (Index r = 0; r < n; ++r) {
    core::Random random(seed, static_cast<std::uint64_t>(r));
    const double x = random.normal();
    out.row(r) << x, x + 0.6 * random.normal();
    if (!whole && random.uniform() < 0.4 / (1.0 + std::exp(-2.0 * x)) * 2.0) out(r, 1) = missing;
  }
  return out;
}

}  // namespace

// Rubin (1987): if the draws are proper, an interval of 95 % holds the true mean (0) in 95 % of
// tables; the mean of the rows without gaps, or of one best guess, does not.
TEST_CASE("pooled means cover the truth as often as they say", "[impute]") {
  int covered = 0, plain = 0;
  constexpr int tables = 120;
  for (int t = 0; t < tables; ++t) {
    const Matrix x = pairs(150, static_cast<std::uint64_t>(100 + t));
    const auto m =
        impute::Multiple({.n_imputations = 8, .method = "ridge", .max_iter = 3, .random_state = t})
            .fit(x);
    Matrix q(8, 1), u(8, 1);
    const std::vector<Matrix> all = m.imputations(x);
    for (Index i = 0; i < 8; ++i) {
      const auto y = all[static_cast<std::size_t>(i)].col(1);
      q(i, 0) = y.mean();
      u(i, 0) = (y.array() - y.mean()).square().sum() / 149.0 / 150.0;
    }
    const auto said = impute::pool(q, u, 149);
    covered += std::abs(said.estimate(0)) < 2.02 * std::sqrt(said.total(0));
    double sum = 0.0, n = 0.0;
    for (Index r = 0; r < x.rows(); ++r)
      if (!std::isnan(x(r, 1))) sum += x(r, 1), n += 1.0;
    plain += std::abs(sum / n) < 2.02 * std::sqrt(1.36 / n);
  }
  CHECK(covered >= 0.9 * tables);
  CHECK(plain < 0.7 * tables);
}

TEST_CASE("completed tables differ in gaps alone; their mean is the answer", "[impute]") {
  const Matrix x = pairs(300, 1);
  for (const char* method : {"pmm", "ridge"}) {
    const auto m = impute::Multiple({.n_imputations = 4, .method = method}).fit(x);
    const auto all = m.imputations(x);
    REQUIRE(all.size() == 4);
    const Matrix mean = m.transform(x);
    double spread = 0.0;
    for (Index i = 0; i < x.size(); ++i) {
      double sum = 0.0;
      for (const Matrix& each : all) sum += each.data()[i] / 4.0;
      CHECK(mean.data()[i] == Approx(sum).margin(1e-12));
      if (std::isnan(x.data()[i]))
        spread += std::abs(all[0].data()[i] - all[1].data()[i]);
      else
        CHECK(all[3].data()[i] == x.data()[i]);
    }
    CHECK(spread > 10.0);
  }
}

TEST_CASE("Multiple: any threads, saved and read, new rows", "[impute]") {
  const Matrix x = pairs(200, 2);
  const auto m = impute::Multiple({.n_imputations = 3}).fit(x);
  set_threads(7);
  CHECK(core::to_archive(impute::Multiple({.n_imputations = 3}).fit(x)) == core::to_archive(m));
  set_threads(0);
  const auto read = core::from_archive<impute::Multiple>(core::to_archive(m));
  const Matrix top = x.topRows(20);
  CHECK(read.imputations(top)[2] == m.imputations(x)[2].topRows(20));
  auto broken = core::to_archive(m);
  broken.children.pop_back();
  CHECK_THROWS_AS(core::from_archive<impute::Multiple>(broken), FormatError);
}

TEST_CASE("Multiple keeps categories, whole numbers, bounds and flags", "[impute]") {
  Matrix x(120, 3);
  for (Index r = 0; r < x.rows(); ++r) {
    const double kind = static_cast<double>(r % 3);
    x.row(r) << 10.0 * kind, kind == 2 ? 7.0 : kind, std::round(3.0 * kind);
    if (r % 5 == 0) x(r, 1) = missing;
    if (r % 7 == 0) x(r, 2) = missing;
  }
  const auto m =
      impute::Multiple(
          {.max_value = {100, 100, 4}, .integers = true, .categorical = {1}, .add_indicator = true})
          .fit(x);
  const Matrix out = m.transform(x);
  REQUIRE(out.cols() == 5);
  for (Index r = 0; r < x.rows(); ++r) {
    CHECK((out(r, 1) == 0 || out(r, 1) == 1 || out(r, 1) == 7));
    CHECK(out(r, 2) == std::nearbyint(out(r, 2)));
    if (std::isnan(x(r, 2))) CHECK(out(r, 2) <= 4);
    CHECK(out(r, 3) == (std::isnan(x(r, 1)) ? 1.0 : 0.0));
  }
  CHECK(m.feature_names({"a", "b", "c"}).back() == "c_missing");
}

TEST_CASE("Multiple refuses what it cannot use", "[impute]") {
  check_refusals<impute::Multiple>();
  using P = impute::Multiple::Params;
  for (const P& bad :
       {P{.n_imputations = 1}, P{.method = "cart"}, P{.max_iter = 0}, P{.n_donors = 0}})
    CHECK_THROWS_AS(impute::Multiple(bad), ParamError);
  CHECK_THROWS_AS(impute::Multiple({.min_value = {1, 2}}).fit(table_with_gaps()), ParamError);
}
