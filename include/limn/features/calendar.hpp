// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <limn/core/component.hpp>

namespace limn::inline LIMN_ABI::features {

/// When in the day and the week a user is active.
///
/// Choose it to find working hours, evenings, weekends and night owls, and for the best moment of a
/// message; prefer Cadence for how often. Times are UTC: set utc_offset_hours to the users' clock.
/// Out: share of events in each part of the day (hour_00 ... by hours_per_bin) and on each weekday;
/// hour_entropy and weekday_entropy (0 = always the same, 1 = evenly spread), weekend_share
/// (Saturday, Sunday), night_share (from night_from to night_to), hour_cos and hour_sin (mean
/// direction on the 24-hour dial; long = one hour is preferred), unusual_hours = half the summed
/// distance of the hour shares from those of all events at fit (0 = as everybody, 1 = never when
/// others are). Users without events, and logs without a clock: all missing. Cost: one pass.
/// **Source:** Mardia, Jupp (1999), Directional Statistics (the dial); Shannon (1948).
/// **Differs:** nothing.
class Calendar {
 public:
  static constexpr std::string_view name = "features.calendar";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{};

  struct Params {
    std::int64_t hours_per_bin = 1;       ///< hours of each part of the day; a divisor of 24
    double utc_offset_hours = 0.0;        ///< hours that local time is ahead of UTC
    std::int64_t night_from = 22;         ///< first hour of the night
    std::int64_t night_to = 6;            ///< first hour after the night
    std::vector<std::string> types = {};  ///< event types that count; empty = all
  };
  template <class V>
  static void describe(V&& v) {
    v("hours_per_bin", &Params::hours_per_bin, "hours of each part of the day; a divisor of 24",
      core::between(1, 24));
    v("utc_offset_hours", &Params::utc_offset_hours, "hours that local time is ahead of UTC",
      core::between(-14, 14));
    v("night_from", &Params::night_from, "first hour of the night", core::between(0, 23));
    v("night_to", &Params::night_to, "first hour after the night", core::between(0, 23));
    v("types", &Params::types, "event types that count; empty = all", core::anything());
  }

  Calendar() = default;
  /// Errors: ParamError also when hours_per_bin does not divide 24.
  explicit Calendar(Params params);
  const Params& params() const { return params_; }

  /// Learns the hours of all events. Errors: DataError without events, or when a wanted type is
  /// unknown.
  Calendar& fit(const data::EventLog& log);
  /// (n_users, k) as of `as_of_us` (exclusive). Errors: NotFittedError; DataError when types are
  /// wanted and the log has none.
  Matrix transform(const data::EventLog& log, std::int64_t as_of_us) const;
  std::vector<std::string> feature_names() const;
  /// Share of all events at fit in each part of the day: (24 / hours_per_bin), all 0 without a
  /// clock.
  const Vector& usual_hours() const { return usual_hours_; }

  template <class V>
  void state(V&& v) {
    v("usual_hours", usual_hours_);
  }
  void check_state() const;

 private:
  Index n_bins() const { return static_cast<Index>(24 / params_.hours_per_bin); }

  Params params_;
  Vector usual_hours_;
};

}  // namespace limn::inline LIMN_ABI::features

#ifdef LIMN_HEADER_ONLY
#include <limn/features/calendar.ipp>
#endif
