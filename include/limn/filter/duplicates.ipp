// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <tuple>

#include <limn/core/parallel.hpp>
#include <limn/data/event_log.hpp>
#include <limn/filter/duplicates.hpp>

namespace limn::inline LIMN_ABI::filter {
namespace detail {

/// What must agree for two events of one user to be the same.
struct EventKey {
  std::int32_t item;
  std::int32_t type;
  std::uint64_t value;  // bits, so that missing equals missing
  std::size_t at;       // position in the user's history: keeps equal keys in time order

  bool same_event(const EventKey& other) const {
    return item == other.item && type == other.type && value == other.value;
  }
};

inline std::uint64_t value_bits(double value) {
  if (std::isnan(value)) return ~std::uint64_t{0};
  return std::bit_cast<std::uint64_t>(value == 0.0 ? 0.0 : value);  // -0 equals 0
}

/// Unsigned, so that no pair of times can overflow.
inline std::uint64_t elapsed_us(const data::History& history, std::size_t from, std::size_t to) {
  return static_cast<std::uint64_t>(history.times_us[to]) -
         static_cast<std::uint64_t>(history.times_us[from]);
}

inline void require_clock(const data::EventLog& log, double window_seconds) {
  if (window_seconds == 0.0 || !log.ordered_only()) return;
  throw DataError(ErrorCode::data_value, {.component = std::string(Duplicates::name),
                                          .place = "option 'window_seconds'",
                                          .got = "a log that knows only an order",
                                          .expected = "a log with times",
                                          .fix = "leave window_seconds at 0"});
}

}  // namespace detail

LIMN_INLINE Duplicates& Duplicates::fit(const data::EventLog& log) {
  core::require_rows(static_cast<std::ptrdiff_t>(log.n_events()), 1, name);
  detail::require_clock(log, params_.window_seconds);
  fitted_ = 1;
  return *this;
}

LIMN_INLINE std::vector<std::uint8_t> Duplicates::mask(const data::EventLog& log) const {
  core::require_fitted(fitted_ != 0, name);
  detail::require_clock(log, params_.window_seconds);
  const auto window = static_cast<std::uint64_t>(std::llround(params_.window_seconds * 1e6));
  std::vector<std::uint8_t> out(log.n_events(), 0);
  core::parallel_rows(log.n_users(), 256, [&](std::size_t begin, std::size_t end) {
    std::vector<detail::EventKey> keys;
    for (std::size_t u = begin; u < end; ++u) {
      const data::History history = log.history(u);
      const auto first = static_cast<std::size_t>(log.offsets()[u]);
      keys.clear();
      for (std::size_t i = 0; i < history.size(); ++i)
        keys.push_back({history.items[i],
                        params_.compare_type && !history.types.empty() ? history.types[i] : 0,
                        params_.compare_value && !history.values.empty()
                            ? detail::value_bits(history.values[i])
                            : 0,
                        i});
      std::ranges::sort(keys, {}, [](const detail::EventKey& k) {
        return std::tie(k.item, k.type, k.value, k.at);
      });
      const detail::EventKey* kept = nullptr;
      for (const detail::EventKey& key : keys) {
        const bool repeats = kept && kept->same_event(key) &&
                             detail::elapsed_us(history, kept->at, key.at) <= window;
        if (repeats)
          out[first + key.at] = 1;
        else
          kept = &key;
      }
    }
  });
  return out;
}

}  // namespace limn::inline LIMN_ABI::filter
