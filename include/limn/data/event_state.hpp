// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::data {

/// Where a sequence encoder stands in one user's history: what it needs to take one more event in
/// without reading the others again. A plain value: copy it, keep it beside the user, save it. It
/// belongs to the encoder that made it, as it was fitted then.
struct EventState {
  std::int64_t n_events = 0;             ///< known events read
  VectorF embedding;                     ///< (width) after the last event; zeros before the first
  std::vector<float> memory;             ///< what the layers remember
  std::vector<std::int64_t> times_us;    ///< of the events in memory, a ring
  std::vector<std::int32_t> seen_items;  ///< codes of all items of the history, sorted

  bool operator==(const EventState&) const = default;
  template <class V>
  void state(V&& v) {
    v("n_events", n_events);
    v("embedding", embedding);
    v("memory", memory);
    v("times_us", times_us);
    v("seen_items", seen_items);
  }
};

}  // namespace limn::inline LIMN_ABI::data
