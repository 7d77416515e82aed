// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/filter/audit.hpp>

namespace limn::inline LIMN_ABI::filter {

/// Marks events that repeat another one: same user, item, type, value and time, or, with a window,
/// the same at nearly the same time (double clicks, deliveries sent twice). The first is kept.
///
/// Choose it for any log that came through queues or retries; leave `window_seconds` at 0 where
/// quick repetition means something. Equal lines of one invoice are duplicates too: add them up
/// before when both count. Shapes: log (n_events) -> flags (n_events), 1 = duplicate. Missing
/// values equal each other. The window counts from the event that was kept, so a long chain keeps
/// one event each window. A log that knows only an order has no clock: a window above 0 is refused.
/// Cost: O(n log n) within each user.
/// **Source:** Christen (2012), Data Matching, chapter 2, for exact and near duplicates.
/// **Differs:** nearness in time only; ids must be equal.
class Duplicates {
 public:
  static constexpr std::string_view name = "filter.duplicates";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true};

  struct Params {
    double window_seconds = 0.0;  ///< events up to this far after the kept one are duplicates
    bool compare_value = true;    ///< events of another value are another event
    bool compare_type = true;     ///< events of another type are another event
  };
  template <class V>
  static void describe(V&& v) {
    v("window_seconds", &Params::window_seconds,
      "events up to this many seconds after the kept one are duplicates", core::between(0, 1e9));
    v("compare_value", &Params::compare_value, "events of another value are another event",
      core::anything());
    v("compare_type", &Params::compare_type, "events of another type are another event",
      core::anything());
  }

  Duplicates() = default;
  explicit Duplicates(Params params) : params_(core::checked<Duplicates>(params)) {}
  const Params& params() const { return params_; }
  /// Only with a window.
  bool needs_clock() const { return params_.window_seconds > 0.0; }

  /// Learns nothing but that the log can be judged.
  /// Errors: DataError without events, or with a window on a log without a clock.
  Duplicates& fit(const data::EventLog& log);

  /// One flag an event, in the order of the log. Errors: NotFittedError; DataError with a window on
  /// a log without a clock.
  std::vector<std::uint8_t> mask(const data::EventLog& log) const;
  /// An entry for each event of mask. Errors: as mask.
  Audit audit(const data::EventLog& log) const { return audit_rows(mask(log), name, "drop"); }

  template <class V>
  void state(V&& v) {
    v("fitted", fitted_);
  }

 private:
  Params params_;
  std::uint8_t fitted_ = 0;
};

}  // namespace limn::inline LIMN_ABI::filter

#ifdef LIMN_HEADER_ONLY
#include <limn/filter/duplicates.ipp>
#endif
