// SPDX-License-Identifier: MIT
#include <limits>

#include <limn/impute/pool.hpp>

#include "test.hpp"

using namespace limn;

namespace {

Matrix column(std::initializer_list<double> values) {
  Matrix out(static_cast<Index>(values.size()), 1);
  Index r = 0;
  for (const double v : values) out(r++, 0) = v;
  return out;
}

}  // namespace

// The two examples of mice's pool.scalar, evaluated by its formulas (Rubin 1987; Barnard, Rubin
// 1999).
TEST_CASE("pool tells what mice's pool.scalar tells", "[impute]") {
  struct Case {
    Matrix q, u;
    double df_complete, estimate, within, between, total, increase, lambda, df, fmi;
  };
  const Case cases[] = {{column({-1.5457, -1.428}), column({0.9723 * 0.9723, 1.041 * 1.041}), 23,
                         -1.48685, 1.014524145, 0.006926645, 1.0249141125, 0.0102412225,
                         0.0101374031, 20.9702548381, 0.0927283145},
                        {column({0.12182, 0.13209}), column({0.02121 * 0.02121, 0.02516 * 0.02516}),
                         48, 0.126955, 0.00054144485, 5.273645e-05, 0.000620549525, 0.1460992288,
                         0.1460992288 / 1.1460992288, 24.3299719552, 0.1913263306}};
  for (const Case& each : cases) {
    const auto said = impute::pool(each.q, each.u, each.df_complete);
    CHECK(said.estimate(0) == Approx(each.estimate).epsilon(1e-9));
    CHECK(said.within(0) == Approx(each.within).epsilon(1e-9));
    CHECK(said.between(0) == Approx(each.between).epsilon(1e-9));
    CHECK(said.total(0) == Approx(each.total).epsilon(1e-9));
    CHECK(said.increase(0) == Approx(each.increase).epsilon(1e-8));
    CHECK(said.lambda(0) == Approx(each.lambda).epsilon(1e-6));
    CHECK(said.df(0) == Approx(each.df).epsilon(1e-9));
    CHECK(said.fmi(0) == Approx(each.fmi).epsilon(1e-9));
  }
}

TEST_CASE("pool: large tables, synthetic tables, several quantities", "[impute]") {
  Matrix q(2, 2), u(2, 2);
  q << -1.5457, 0.12182, -1.428, 0.13209;
  u << 0.9723 * 0.9723, 0.02121 * 0.02121, 1.041 * 1.041, 0.02516 * 0.02516;
  const auto large = impute::pool(q, u);  // df of Rubin 1987
  CHECK(large.df(0) == Approx(9730.7556746).epsilon(1e-8));
  CHECK(large.df(1) == Approx(61.5387391505).epsilon(1e-8));
  const auto synthetic = impute::pool(q, u, 48, impute::PoolRule::reiter);
  const double b = 5.273645e-05, within = 0.00054144485;  // by hand, Reiter 2003
  CHECK(synthetic.total(1) == Approx(within + b / 2));
  CHECK(synthetic.df(1) == Approx(std::pow(1.0 + within / (b / 2), 2)));
}

TEST_CASE("pool: nothing unsure, nothing sure", "[impute]") {
  const auto sure = impute::pool(column({2, 2, 2}), column({1, 1, 1}));
  CHECK(sure.total(0) == 1.0);
  CHECK(sure.lambda(0) == 0.0);
  CHECK(sure.fmi(0) == 0.0);
  CHECK(std::isinf(sure.df(0)));
  CHECK(impute::pool(column({2, 2}), column({1, 1}), 20).df(0) == Approx(20.0 * 21.0 / 23.0));
  const auto unsure = impute::pool(column({1, 3}), column({0, 0}), 20);
  CHECK(unsure.lambda(0) == 1.0);
  CHECK(unsure.df(0) == 0.0);
  CHECK(unsure.fmi(0) == 1.0);
  CHECK(impute::pool(column({1, 1}), column({0, 0})).total(0) == 0.0);
}

TEST_CASE("pool refuses what it cannot join", "[impute]") {
  const double huge = std::numeric_limits<double>::max(), infinite = 2.0 * huge;
  CHECK_THROWS_AS(impute::pool(column({1}), column({1})), DataError);
  CHECK_THROWS_AS(impute::pool(column({}), column({})), DataError);
  CHECK_THROWS_AS(impute::pool(column({1, 2}), column({1, -1})), DataError);
  CHECK_THROWS_AS(impute::pool(column({1, missing}), column({1, 1})), DataError);
  CHECK_THROWS_AS(impute::pool(column({1, 2}), column({1, infinite})), DataError);
  CHECK_THROWS_AS(impute::pool(column({-huge, huge}), column({1, 1})), DataError);
  CHECK_THROWS_AS(impute::pool(column({1, 2}), column({1, 2, 3})), ShapeError);
  CHECK_THROWS_AS(impute::pool(Matrix::Ones(2, 2), Matrix::Ones(2, 3)), ShapeError);
  CHECK_THROWS_AS(impute::pool(column({1, 2}), column({1, 1}), 0.0), ParamError);
  CHECK_THROWS_AS(impute::pool(column({1, 2}), column({1, 1}), missing), ParamError);
}
