// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::recommend {

/// Why an item was offered: codes and numbers only, so that nothing personal can leak into a log;
/// the profiler turns it into words.
struct Reason {
  /// "popular", "recent", "segment", "again" (taken before), "follows" (often comes after `item`),
  /// "together" (liked by the same users as `item`), "sequence", "attributes", "similar_users",
  /// "similar_items" (a new item: stands beside `item` by its attributes),
  /// "fusion" (share = that of the member that says most); "none" = no evidence.
  std::string_view kind = "none";
  /// Code in items() of the known item that speaks loudest for it; -1 = none.
  std::int32_t item = -1;
  /// Part of the score that comes from `item` (or from the kind as a whole), 0 ... 1.
  double share = 0.0;
};

}  // namespace limn::inline LIMN_ABI::recommend
