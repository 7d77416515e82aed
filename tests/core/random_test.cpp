// SPDX-License-Identifier: MIT
#include <limn/core/random.hpp>

#include <algorithm>
#include <vector>

#include "test.hpp"

using namespace limn;
using Words = std::array<std::uint32_t, 4>;

TEST_CASE("Philox agrees with the published vectors", "[core]") {
  // Oracle: known answers of Random123, philox4x32 with 10 rounds.
  STATIC_REQUIRE(core::philox({0, 0}, {0, 0, 0, 0}) ==
                 Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  constexpr std::uint32_t f = 0xffffffff;
  CHECK(core::philox({f, f}, {f, f, f, f}) ==
        Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(core::philox({0xa4093822, 0x299f31d0}, {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}) ==
        Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("streams are addressed, not shared", "[core]") {
  core::Random a(5, 1), b(5, 1), other(5, 2), seed(6, 1);
  const std::uint64_t first = a.bits64();
  CHECK(first == b.bits64());
  CHECK(first != other.bits64());
  CHECK(first != seed.bits64());
  core::Random copy = a;
  CHECK(copy.bits64() == a.bits64());
  // The high half of both seed and stream matters.
  CHECK(core::Random(1).bits() != core::Random(1 + (std::uint64_t{1} << 32)).bits());
  CHECK(core::Random(1, 1).bits() != core::Random(1, 1 + (std::uint64_t{1} << 32)).bits());
}

TEST_CASE("numbers are where they should be", "[core]") {
  core::Random random(11);
  double sum = 0, squares = 0, normal = 0, normal_squares = 0;
  std::vector<int> counts(7, 0);
  constexpr int n = 70000;
  for (int i = 0; i < n; ++i) {
    const double u = random.uniform(), z = random.normal();
    REQUIRE((u >= 0 && u < 1));
    sum += u;
    squares += u * u;
    normal += z;
    normal_squares += z * z;
    ++counts[random.below(7)];
  }
  // Bounds at five standard errors of the mean.
  CHECK(sum / n == Approx(0.5).margin(5 * 0.2887 / std::sqrt(n)));
  CHECK(squares / n == Approx(1.0 / 3).margin(5 * 0.2981 / std::sqrt(n)));
  CHECK(normal / n == Approx(0).margin(5 / std::sqrt(n)));
  CHECK(normal_squares / n == Approx(1).margin(5 * 1.4142 / std::sqrt(n)));
  for (const int count : counts) CHECK(count == Approx(n / 7).margin(5 * std::sqrt(n / 7.0)));
  CHECK(random.below(1) == 0);
  const double u = random.uniform(-3, -2);
  CHECK((u >= -3 && u < -2));
}

TEST_CASE("shuffling keeps every element", "[core]") {
  std::vector<int> list(100);
  for (int i = 0; i < 100; ++i) list[static_cast<std::size_t>(i)] = i;
  std::vector<int> shuffled = list;
  core::Random(3).shuffle(shuffled);
  CHECK(shuffled != list);
  std::sort(shuffled.begin(), shuffled.end());
  CHECK(shuffled == list);
  std::vector<int> none;
  core::Random(3).shuffle(none);
  CHECK(none.empty());
}
