// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include <limn/core/random.hpp>
#include <limn/profiler/detail/split.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

LIMN_INLINE LastEvents hold_out_last(const data::EventLog& log,
                                     const std::vector<std::uint8_t>& apart, std::size_t most,
                                     std::uint64_t seed) {
  LastEvents out;
  std::vector<std::uint8_t> mask(log.n_events(), 0);
  for (std::size_t u = 0; u < log.n_users(); ++u) {
    if (log.offsets()[u + 1] - log.offsets()[u] < 3) continue;
    mask[static_cast<std::size_t>(log.offsets()[u + 1] - 1)] = 1;
    if (!apart[u]) out.users.push_back(static_cast<std::int32_t>(u));
  }
  if (out.users.size() > most) {
    core::Random random(seed, 0x5b117);
    random.shuffle(out.users);
    out.users.resize(most);
    std::ranges::sort(out.users);
  }
  for (const std::int32_t user : out.users) {
    const data::History history = log.history(static_cast<std::size_t>(user));
    out.targets.push_back(history.items.back());
    if (log.has_types()) out.actions.push_back(history.types.back());
  }
  out.context = log.without(mask);
  return out;
}

}  // namespace limn::inline LIMN_ABI::profiler::detail
