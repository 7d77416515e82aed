// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <limn/core/component.hpp>

namespace limn::inline LIMN_ABI::features {

/// How a user visits: number, size and length of sessions.
///
/// Choose it for click and view logs; prefer Cadence for the time between visits. A session ends
/// when nothing happens for more than gap_minutes.
/// Out: n_sessions, events_per_session, minutes_per_session (from first to last event, so 0 for a
/// single one), longest_minutes, items_per_session (distinct), single_event_share, per_week (over
/// the weeks since the first event, at least one). Users without events: n_sessions 0, all else
/// missing. A log without a clock: all missing. Cost: one pass and a sort of each session's items.
/// **Source:** Catledge, Pitkow (1995), Characterizing browsing strategies (the idle gap).
/// **Differs:** 30 minutes, today's usage, instead of 25.5.
class Sessions {
 public:
  static constexpr std::string_view name = "features.sessions";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{};

  struct Params {
    double gap_minutes = 30.0;            ///< idle minutes after which a session has ended
    std::vector<std::string> types = {};  ///< event types that count; empty = all
  };
  template <class V>
  static void describe(V&& v) {
    v("gap_minutes", &Params::gap_minutes, "idle minutes after which a session has ended",
      core::between(0, 1e6));
    v("types", &Params::types, "event types that count; empty = all", core::anything());
  }

  Sessions() = default;
  explicit Sessions(Params params) : params_(core::checked<Sessions>(params)) {}
  const Params& params() const { return params_; }

  /// Checks the log; there is nothing to learn.
  /// Errors: DataError without events, or when a wanted type is unknown.
  Sessions& fit(const data::EventLog& log);
  /// (n_users, k) as of `as_of_us` (exclusive). Errors: NotFittedError; DataError when types are
  /// wanted and the log has none.
  Matrix transform(const data::EventLog& log, std::int64_t as_of_us) const;
  std::vector<std::string> feature_names() const;

  template <class V>
  void state(V&& v) {
    v("fitted", fitted_);
  }

 private:
  Params params_;
  std::uint8_t fitted_ = 0;
};

}  // namespace limn::inline LIMN_ABI::features

#ifdef LIMN_HEADER_ONLY
#include <limn/features/sessions.ipp>
#endif
