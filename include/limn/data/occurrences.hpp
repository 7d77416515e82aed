// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::data {

/// The events of each item: positions into the columns of a log, rising.
struct Occurrences {
  std::vector<std::int64_t> offsets;  ///< (n_items + 1)
  std::vector<std::int64_t> events;

  std::span<const std::int64_t> of(std::int32_t item) const {
    const auto begin = static_cast<std::size_t>(offsets[static_cast<std::size_t>(item)]);
    const auto end = static_cast<std::size_t>(offsets[static_cast<std::size_t>(item) + 1]);
    return std::span(events).subspan(begin, end - begin);
  }
};

/// Codes below zero are left out.
inline Occurrences occurrences(std::span<const std::int32_t> items, std::size_t n_items) {
  Occurrences out;
  out.offsets.assign(n_items + 1, 0);
  for (const std::int32_t item : items)
    if (item >= 0) ++out.offsets[static_cast<std::size_t>(item) + 1];
  for (std::size_t i = 0; i < n_items; ++i) out.offsets[i + 1] += out.offsets[i];
  out.events.resize(static_cast<std::size_t>(out.offsets.back()));
  std::vector<std::int64_t> next(out.offsets.begin(), out.offsets.end() - 1);
  for (std::size_t e = 0; e < items.size(); ++e) {
    if (items[e] < 0) continue;
    std::int64_t& at = next[static_cast<std::size_t>(items[e])];
    out.events[static_cast<std::size_t>(at++)] = static_cast<std::int64_t>(e);
  }
  return out;
}

}  // namespace limn::inline LIMN_ABI::data
