// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include <limn/recommend/user_items.hpp>

namespace limn::inline LIMN_ABI::recommend {

LIMN_INLINE UserItems distinct_items(const data::EventLog& log, std::int64_t max_history) {
  UserItems out;
  std::vector<std::int64_t> last_seen(log.n_items(), -1);
  for (std::size_t user = 0; user < log.n_users(); ++user) {
    const auto history = log.history(user).items;
    const auto begin = static_cast<std::ptrdiff_t>(out.items.size());
    for (std::size_t n = history.size(); n-- > 0;) {
      const std::int32_t item = history[n];
      if (item < 0 || last_seen[static_cast<std::size_t>(item)] == static_cast<std::int64_t>(user))
        continue;
      if (static_cast<std::ptrdiff_t>(out.items.size()) - begin >= max_history) break;
      last_seen[static_cast<std::size_t>(item)] = static_cast<std::int64_t>(user);
      out.items.push_back(item);
    }
    std::sort(out.items.begin() + begin, out.items.end());
    out.users.resize(out.items.size(), static_cast<std::int32_t>(user));
    out.offsets.push_back(static_cast<std::int64_t>(out.items.size()));
  }
  return out;
}

}  // namespace limn::inline LIMN_ABI::recommend
