// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

namespace limn::inline LIMN_ABI::data::detail {

/// Sorts numbers without NaN, rising, digit by digit of 11 bits from the least on; digits that all
/// numbers share are left out. -0 comes before 0.
/// Source: Seward (1954), Information sorting in the application of electronic digital computers.
template <class T>
void sort_numbers(std::vector<T>& values) {
  using Key = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  constexpr std::size_t digit_bits = 11, n_keys = std::size_t{1} << digit_bits;
  constexpr std::size_t n_digits = (8 * sizeof(Key) + digit_bits - 1) / digit_bits;
  constexpr Key sign = Key{1} << (8 * sizeof(Key) - 1);
  if (values.size() < 4096) return std::sort(values.begin(), values.end());
  // As whole numbers, negative ones turned round, keys rise as the numbers do.
  std::vector<Key> keys(values.size()), next(values.size());
  std::array<std::array<std::size_t, n_keys>, n_digits> starts{};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Key bits = std::bit_cast<Key>(values[i]);
    keys[i] = bits & sign ? ~bits : bits | sign;
    for (std::size_t d = 0; d < n_digits; ++d)
      ++starts[d][keys[i] >> (d * digit_bits) & (n_keys - 1)];
  }
  for (std::size_t d = 0; d < n_digits; ++d) {
    auto& start = starts[d];
    if (start[keys[0] >> (d * digit_bits) & (n_keys - 1)] == keys.size()) continue;
    std::size_t sum = 0;
    for (std::size_t& each : start) each = (sum += each) - each;
    for (const Key key : keys) next[start[key >> (d * digit_bits) & (n_keys - 1)]++] = key;
    keys.swap(next);
  }
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = std::bit_cast<T>(keys[i] & sign ? keys[i] & ~sign : ~keys[i]);
}

}  // namespace limn::inline LIMN_ABI::data::detail
