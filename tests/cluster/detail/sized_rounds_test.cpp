// SPDX-License-Identifier: MIT
#include <limn/cluster/detail/sized_rounds.hpp>

#include "test.hpp"

using namespace limn;
using namespace limn::cluster::detail;

namespace {

/// The least cost within the limits, by trying every way to give out the rows.
double by_trying_all(const Matrix& cost, const SizeLimits& limits) {
  const auto n = static_cast<std::size_t>(cost.rows()), k = static_cast<std::size_t>(cost.cols());
  std::vector<std::size_t> group(n, 0);
  double best = std::numeric_limits<double>::infinity();
  while (true) {
    std::vector<std::int64_t> sizes(k, 0);
    double sum = 0.0;
    for (std::size_t r = 0; r < n; ++r)
      ++sizes[group[r]], sum += cost(static_cast<Index>(r), static_cast<Index>(group[r]));
    if (std::ranges::all_of(sizes, [&](auto s) { return s >= limits.least && s <= limits.most; }))
      best = std::min(best, sum);
    std::size_t r = 0;
    while (r < n && ++group[r] == k) group[r++] = 0;
    if (r == n) return best;
  }
}

}  // namespace

TEST_CASE("sized assignment: the least cost of all ways, many seeds") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    core::Random random(seed);
    const Index k = 2 + static_cast<Index>(random.below(2));
    Matrix cost(7, k);
    for (double& c : cost.reshaped())
      c = seed % 3 == 0 ? static_cast<double>(random.below(4)) : random.uniform();
    cost.col(0) *= 0.4;  // so that one group is wanted by most
    for (const SizeLimits& limits : {SizeLimits{0, 3 + 7 / k - 2}, SizeLimits{2, 7},
                                     SizeLimits{2, 4}, SizeLimits{7 / k, (7 + k - 1) / k}}) {
      const Labels labels = SizedAssignment(cost, limits).run(Monitor());
      double sum = 0.0;
      std::vector<std::int64_t> sizes(static_cast<std::size_t>(k), 0);
      for (Index r = 0; r < 7; ++r)
        sum += cost(r, labels(r)), ++sizes[static_cast<std::size_t>(labels(r))];
      for (const auto size : sizes) CHECK((size >= limits.least && size <= limits.most));
      CHECK(sum == Approx(by_trying_all(cost, limits)).margin(1e-12));
    }
  }
}
