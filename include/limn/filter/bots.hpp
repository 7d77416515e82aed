// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/filter/audit.hpp>

namespace limn::inline LIMN_ABI::filter {

/// What Bots found out about one user.
struct BotVerdict {
  bool rate = false;            ///< too many events within an hour
  bool regular = false;         ///< gaps of clockwork
  bool burst = false;           ///< too many events at a stroke
  double peak_per_hour = 0.0;   ///< most events within any hour
  double peak_per_burst = 0.0;  ///< most events within any `burst_seconds`
  /// Standard deviation of the gaps over their mean; NaN when there are too few to tell.
  double gap_variation = std::numeric_limits<double>::quiet_NaN();

  bool bot() const { return rate || regular || burst; }
  /// The rules broken, of "rate", "regular", "burst".
  std::vector<std::string> reasons() const;
};

/// Marks all events of users who behave like machines: by rate, by regularity, by burst.
///
/// Choose it for web and app logs before anything is learned from them; leave it out for logs of
/// machines or of orders only.
/// A user is marked when one rule holds. rate, burst: the most events within an hour or within
/// `burst_seconds` exceed both the fixed limit and what is thinkable in this log: the median user's
/// peak times exp(tolerance * robust spread of the logarithms). So heavy users of a log with many
/// heavy users stay. regular: at least `min_gaps` gaps between moments, on average ten times the
/// clock's step or more, vary by less than `min_gap_variation`, over all gaps or over those within
/// sessions (30 minutes).
/// Shapes: log (n_events) -> flags (n_events), 1 = of a bot.
/// Cost: O(n_events), two passes.
/// **Source:** Doran, Gokhale (2011), Web robot detection techniques: overview and limitations.
/// **Differs:** limits relative to the log; the clock's step keeps coarse clocks from seeming
/// regular.
class Bots {
 public:
  static constexpr std::string_view name = "filter.bots";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true};

  struct Params {
    double max_per_hour = 600.0;     ///< events within an hour nobody is marked for
    double burst_seconds = 10.0;     ///< length of a burst
    double max_per_burst = 100.0;    ///< events within a burst nobody is marked for
    double tolerance = 5.0;          ///< robust standard deviations above the median user, in logs
    std::int64_t min_gaps = 50;      ///< gaps needed to judge regularity
    double min_gap_variation = 0.1;  ///< coefficient of variation below which gaps are regular
  };
  template <class V>
  static void describe(V&& v) {
    v("max_per_hour", &Params::max_per_hour, "events within an hour nobody is marked for",
      core::at_least(1));
    v("burst_seconds", &Params::burst_seconds, "length of a burst in seconds",
      core::between(1e-3, 3600));
    v("max_per_burst", &Params::max_per_burst, "events within a burst nobody is marked for",
      core::at_least(1));
    v("tolerance", &Params::tolerance,
      "robust standard deviations above the median user's logarithm that are still thinkable",
      core::at_least(0));
    v("min_gaps", &Params::min_gaps, "gaps needed to judge regularity", core::at_least(2));
    v("min_gap_variation", &Params::min_gap_variation,
      "coefficient of variation below which gaps are regular; 0 = never", core::between(0, 1));
  }

  Bots() = default;
  explicit Bots(Params params) : params_(core::checked<Bots>(params)) {}
  const Params& params() const { return params_; }
  /// Robots are known by their clock.
  static constexpr bool needs_clock() { return true; }

  /// Learns the limits of this log and the step of its clock.
  /// Errors: DataError without events, or when the log knows only an order.
  Bots& fit(const data::EventLog& log);

  /// One flag an event, in the order of the log. Errors: NotFittedError; DataError when the log
  /// knows only an order.
  std::vector<std::uint8_t> mask(const data::EventLog& log) const;
  /// An entry for each event of mask. Errors: as mask.
  Audit audit(const data::EventLog& log) const { return audit_rows(mask(log), name, "drop"); }
  /// One verdict a user (n_users), with reasons. Errors: as mask.
  std::vector<BotVerdict> users(const data::EventLog& log) const;

  /// The limits in force, fixed or learned: events within an hour, within a burst.
  double hour_limit() const { return hour_limit_; }
  double burst_limit() const { return burst_limit_; }
  /// Step of the clock in microseconds: 1, 1000, a second, a minute, an hour or a day.
  std::int64_t clock_step_us() const { return clock_step_us_; }

  template <class V>
  void state(V&& v) {
    v("hour_limit", hour_limit_);
    v("burst_limit", burst_limit_);
    v("clock_step_us", clock_step_us_);
  }
  void check_state() const { core::require_state(clock_step_us_ >= 0, name, "clock_step_us"); }

 private:
  Params params_;
  double hour_limit_ = 0.0, burst_limit_ = 0.0;
  std::int64_t clock_step_us_ = 0;  // 0 = not fitted
};

}  // namespace limn::inline LIMN_ABI::filter

#ifdef LIMN_HEADER_ONLY
#include <limn/filter/bots.ipp>
#endif
