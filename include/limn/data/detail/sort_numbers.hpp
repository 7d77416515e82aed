// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>

#include <limn/core/large_pages.hpp>

namespace limn::inline LIMN_ABI::data::detail {

/// Room for n numbers that nobody has written yet.
template <class T>
std::unique_ptr<T[]> uninitialized(std::size_t n) {
  auto out = std::make_unique_for_overwrite<T[]>(n);
  core::prefer_large_pages(out.get(), n * sizeof(T));
  return out;
}

/// Sorts numbers without NaN, rising, digit by digit of 11 bits from the least on; digits that all
/// numbers share are left out. -0 comes before 0. Keeps its room from one call to the next.
/// Source: Seward (1954), Information sorting in the application of electronic digital computers.
template <class T>
class NumberSorter {
 public:
  /// For `most` numbers at most.
  explicit NumberSorter(std::size_t most)
      : keys_(uninitialized<Key>(most)), next_(uninitialized<Key>(most)) {}

  void operator()(std::span<T> values) {
    const std::size_t n = values.size();
    if (n < fewest) return std::sort(values.begin(), values.end());
    // As whole numbers, negative ones turned round, keys rise as the numbers do.
    for (auto& start : starts_) start.fill(0);
    for (std::size_t i = 0; i < n; ++i) {
      const Key bits = std::bit_cast<Key>(values[i]);
      keys_[i] = bits & sign ? ~bits : bits | sign;
      for (std::size_t d = 0; d < n_digits; ++d) ++starts_[d][digit(keys_[i], d)];
    }
    for (std::size_t d = 0; d < n_digits; ++d) {
      auto& start = starts_[d];
      if (start[digit(keys_[0], d)] == n) continue;
      std::size_t sum = 0;
      for (std::size_t& each : start) each = (sum += each) - each;
      for (std::size_t i = 0; i < n; ++i) next_[start[digit(keys_[i], d)]++] = keys_[i];
      keys_.swap(next_);
    }
    for (std::size_t i = 0; i < n; ++i)
      values[i] = std::bit_cast<T>(keys_[i] & sign ? keys_[i] & ~sign : ~keys_[i]);
  }

 private:
  using Key = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  static constexpr std::size_t fewest = 4096;
  static constexpr std::size_t digit_bits = 11, n_keys = std::size_t{1} << digit_bits;
  static constexpr std::size_t n_digits = (8 * sizeof(Key) + digit_bits - 1) / digit_bits;
  static constexpr Key sign = Key{1} << (8 * sizeof(Key) - 1);
  static std::size_t digit(Key key, std::size_t d) {
    return static_cast<std::size_t>(key >> (d * digit_bits)) & (n_keys - 1);
  }

  std::unique_ptr<Key[]> keys_, next_;
  std::array<std::array<std::size_t, n_keys>, n_digits> starts_{};
};

}  // namespace limn::inline LIMN_ABI::data::detail
