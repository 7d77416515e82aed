// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include <limn/core/random.hpp>
#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::outlier::detail {

/// In [0, n), n < 2^32: a product instead of a division; no number is favoured by more than 2^-32.
inline std::uint64_t quick_below(std::uint64_t n, core::Random& random) {
  const std::uint64_t word = random.bits64();
  return ((word >> 32) * n + ((word & 0xffffffffU) * n >> 32)) >> 32;
}

/// The rows taken so far, in the order they were taken.
class RowSet {
 public:
  explicit RowSet(Index count) {
    std::size_t slots = 16;
    while (slots < 2 * static_cast<std::size_t>(count)) slots *= 2;
    slots_.assign(slots, -1);
    rows_.reserve(static_cast<std::size_t>(count));
  }
  /// False when the row is there already.
  bool add(Index row) {
    const std::size_t last = slots_.size() - 1;
    std::size_t at = static_cast<std::size_t>(row) * 0x9E3779B97F4A7C15ULL & last;
    while (slots_[at] != -1 && slots_[at] != row) at = (at + 1) & last;
    if (slots_[at] == row) return false;
    slots_[at] = row;
    rows_.push_back(row);
    return true;
  }
  Index size() const { return static_cast<Index>(rows_.size()); }
  std::vector<Index> take() { return std::move(rows_); }

 private:
  std::vector<Index> slots_, rows_;
};

inline std::vector<Index> all_rows(Index n) {
  std::vector<Index> out(static_cast<std::size_t>(n));
  std::iota(out.begin(), out.end(), Index{0});
  return out;
}

/// `count` different rows of [0, n), every subset equally likely.
/// Source: Floyd in Bentley and Floyd (1987), A sample of brilliance.
inline std::vector<Index> sample_rows(Index n, Index count, core::Random& random) {
  if (count >= n) return all_rows(n);
  RowSet taken(count);
  for (Index top = n - count; top < n; ++top) {
    const auto row = static_cast<Index>(quick_below(static_cast<std::uint64_t>(top) + 1, random));
    if (!taken.add(row)) taken.add(top);
  }
  return taken.take();
}

/// `count` different rows, drawn one after the other in proportion to their weights; `sums` are
/// the running sums of the weights. All rows of positive weight where there are no more than that.
inline std::vector<Index> sample_rows(std::span<const double> sums, Index positive, Index count,
                                      core::Random& random) {
  std::vector<Index> out;
  if (count >= positive) {
    for (std::size_t r = 0; r < sums.size(); ++r)
      if (sums[r] > (r ? sums[r - 1] : 0.0)) out.push_back(static_cast<Index>(r));
    return out;
  }
  RowSet taken(count);
  for (Index tries = 0; taken.size() < count && tries < 64 * count; ++tries) {
    const double at = random.uniform() * sums.back();
    const auto row = std::upper_bound(sums.begin(), sums.end(), at) - sums.begin();
    if (row < std::ssize(sums)) taken.add(static_cast<Index>(row));
  }
  return taken.take();  // fewer than asked for when a handful of rows holds all the weight
}

}  // namespace limn::inline LIMN_ABI::outlier::detail
