// SPDX-License-Identifier: MIT
#include <array>
#include <limits>
#include <vector>

#include <limn/core/random.hpp>
#include <limn/kernels/kernels.hpp>

#include "test.hpp"

using namespace limn;
using kernels::rows_per_block;

TEST_CASE("block kernels: every level gives the bits of the plain loop") {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  for (const std::size_t d : {1, 3, 8, 33}) {
    core::Random random(d);
    std::vector<double> x(d), block(d * rows_per_block), floors(rows_per_block);
    for (double& cell : x) cell = random.normal();
    for (double& cell : block) cell = random.normal();
    for (double& floor : floors) floor = 0.5 * static_cast<double>(d) * random.uniform();
    for (std::size_t k = 0; k < d; ++k) block[k * rows_per_block + 31] = infinite;
    std::array<double, rows_per_block> plain{};
    for (std::size_t i = 0; i < rows_per_block; ++i)
      for (std::size_t k = 0; k < d; ++k) {
        const double gap = block[k * rows_per_block + i] - x[k];
        plain[i] += gap * gap;
      }
    for (const std::string_view level : kernels::levels()) {
      const kernels::BlockKernels& own = kernels::table_for(level).block;
      std::array<double, rows_per_block> out{}, least{}, from{};
      const double limit = plain[7];
      const std::uint32_t within =
          own.squared_distances(d, x.data(), block.data(), limit, out.data());
      CHECK(out == plain);
      least.fill(2.0 * static_cast<double>(d));
      const std::size_t lowest = own.lower_distances(d, x.data(), block.data(), 0.25, floors.data(),
                                                     9.0, least.data(), from.data());
      for (std::size_t i = 0; i < rows_per_block; ++i) {
        CHECK((within >> i & 1) == (plain[i] <= limit));
        const double now = std::max({plain[i], floors[i], 0.25});
        const double before = 2.0 * static_cast<double>(d);
        CHECK(least[i] == std::min(now, before));
        CHECK(from[i] == (now < before ? 9.0 : 0.0));
        CHECK(least[lowest] <= least[i]);
      }
    }
  }
}
