// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include <limn/data/event_log.hpp>

namespace limn::inline LIMN_ABI::recommend {

/// The last different items of each user: a user x item matrix of ones, by rows.
struct UserItems {
  std::vector<std::int64_t> offsets{0};  ///< (n_users + 1)
  std::vector<std::int32_t> items;       ///< rising inside a user
  std::vector<std::int32_t> users;       ///< the user of each entry
};
UserItems distinct_items(const data::EventLog& log, std::int64_t max_history);

}  // namespace limn::inline LIMN_ABI::recommend

#ifdef LIMN_HEADER_ONLY
#include <limn/recommend/user_items.ipp>
#endif
