// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <limn/core/component.hpp>

namespace limn::inline LIMN_ABI::features {

/// How much happened lately: counts, sums and trend in the last 7, 30 and 90 days.
///
/// Choose it where behaviour changes (churn, fraud, demand); prefer Rfm for the whole life.
/// Out: for each window of w days, over [as_of - w, as_of): count, value_sum (returns lower it),
/// distinct_items, active_days, and trend = (count - count in the w days before) / their sum, in
/// [-1, 1]; a user younger than w rises. Users without events: 0, trend missing (as is any trend of
/// 0 and 0). A log without values: value_sum is missing. A log without a clock: a window is the
/// user's last w events, and active_days is missing.
/// Cost: one pass over the events of the longest window and, for the items, a sort of them.
/// **Source:** the usual practice; windows are exclusive at as_of and inclusive at their start.
/// **Differs:** the trend is bounded, so that one event after none does not weigh like many.
class Windows {
 public:
  static constexpr std::string_view name = "features.windows";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{};

  struct Params {
    std::vector<double> days = {7, 30, 90};  ///< length of each window in days, rising
    std::vector<std::string> types = {};     ///< event types that count; empty = all
    double utc_offset_hours = 0.0;           ///< hours that local days are ahead of UTC
  };
  template <class V>
  static void describe(V&& v) {
    v("days", &Params::days, "length of each window in days, rising",
      core::Rule{.low = 0, .high = 36525, .low_open = true});
    v("types", &Params::types, "event types that count; empty = all", core::anything());
    v("utc_offset_hours", &Params::utc_offset_hours, "hours that local days are ahead of UTC",
      core::between(-14, 14));
  }

  Windows() = default;
  /// Errors: ParamError also when there is no window or they do not rise.
  explicit Windows(Params params);
  const Params& params() const { return params_; }

  /// Checks the log; there is nothing to learn.
  /// Errors: DataError without events, or when a wanted type is unknown.
  Windows& fit(const data::EventLog& log);
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
#include <limn/features/windows.ipp>
#endif
