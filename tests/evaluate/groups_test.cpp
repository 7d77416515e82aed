// SPDX-License-Identifier: MIT
#include <limn/evaluate/groups.hpp>

#include "test.hpp"

using namespace limn;

namespace {

Labels labels_of(std::initializer_list<std::int32_t> values) {
  Labels out(static_cast<Index>(values.size()));
  std::copy(values.begin(), values.end(), out.begin());
  return out;
}

}  // namespace

TEST_CASE("group_gap is the difference of means", "[evaluate]") {  // by hand
  Vector users(7);
  users << 1, 0, 1, 0, 0, missing, 1;
  const auto gap = evaluate::group_gap(users, labels_of({3, 3, 3, 8, 8, 8, -1}));
  CHECK(gap.groups == std::vector<std::int32_t>{3, 8});
  CHECK(gap.means[0] == Approx(2.0 / 3));
  CHECK(gap.means[1] == 0.0);
  CHECK(gap.counts == std::vector<std::int64_t>{3, 2});
  CHECK(gap.gap.value == Approx(2.0 / 3));
  CHECK(gap.gap.n == 5);
  CHECK(gap.gap.low >= 0.0);
  // of the 10 ways to place two labels, 3 + 1 make a gap of 2/3 or more
  CHECK(gap.p_value == Approx(0.4).margin(0.06));
}

TEST_CASE("permuted labels show no gap, true ones do", "[evaluate]") {
  Vector users(400);
  Labels true_groups(400), random_groups(400);
  for (Index i = 0; i < 400; ++i) {
    users[i] = i % 2 == 0 ? 0.6 : (i % 4 == 1 ? 0.3 : 0.5);
    true_groups[i] = static_cast<std::int32_t>(i % 2);
    random_groups[i] = static_cast<std::int32_t>((i / 4) % 2);
  }
  CHECK(evaluate::group_gap(users, true_groups).p_value < 0.01);
  CHECK(evaluate::group_gap(users, random_groups).p_value > 0.5);
  CHECK(std::isnan(evaluate::group_gap(users, Labels::Zero(400)).gap.value));
}

TEST_CASE("group_gap refuses what it cannot use", "[evaluate]") {
  CHECK_THROWS_AS(evaluate::group_gap(Vector::Zero(3), Labels::Zero(2)), ShapeError);
  CHECK_THROWS_AS(evaluate::group_gap(Vector::Constant(2, missing), Labels::Zero(2)), DataError);
  CHECK_THROWS_AS(evaluate::group_gap(Vector::Zero(3), Labels::Zero(3), {.n_resamples = 0}),
                  ParamError);
}
