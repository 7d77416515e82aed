// SPDX-License-Identifier: MIT
#pragma once

#include <limn/data/event_log.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

/// The last event of every user with three or more, held out; all else is context.
struct LastEvents {
  data::EventLog context;
  std::vector<std::int32_t> users;    ///< codes of those judged, rising
  std::vector<std::int32_t> targets;  ///< item of each one's last event
  std::vector<std::int32_t> actions;  ///< type of each one's last event; empty without types
  bool usable() const { return users.size() >= 20; }
};

/// At most `most` users are judged, drawn by their row; of all others the last event is held out,
/// too, so that nothing learnt on the context has seen any.
LastEvents hold_out_last(const data::EventLog& log, const std::vector<std::uint8_t>& apart,
                         std::size_t most, std::uint64_t seed);

}  // namespace limn::inline LIMN_ABI::profiler::detail
