// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <limn/core/component.hpp>

namespace limn::inline LIMN_ABI::features {

/// The rhythm of a user: how long between visits, how regular, and is the next one overdue?
///
/// Choose it for returning customers and churn; prefer Sessions for what happens inside a visit.
/// A visit is a run of events no more than merge_minutes apart (the lines of one basket); a gap is
/// the days from the start of a visit to the start of the next.
/// Out: n_visits, mean_gap_days, median_gap_days, std_gap_days (of n gaps, over n), cv = std /
/// mean, regularity = share of gaps within half of the median from it, burstiness = (cv - 1) / (cv
/// + 1)
/// (-1 clockwork, 0 chance, 1 bursts), days_since_last = from the start of the last visit, overdue
/// = that / the user's median gap (the median over users at fit where he has none yet). Users
/// without events: n_visits 0, all else missing; with one visit: gap columns missing. A log without
/// a clock: each event is a visit, all else missing. Cost: one pass, O(gaps) for the median.
/// **Source:** Goh, Barabasi (2008), Burstiness and memory in complex systems.
/// **Differs:** regularity is counted around the median, so that one long holiday does not undo it.
class Cadence {
 public:
  static constexpr std::string_view name = "features.cadence";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{};

  struct Params {
    double merge_minutes = 30.0;          ///< events at most this many minutes apart are one visit
    std::vector<std::string> types = {};  ///< event types that count; empty = all
  };
  template <class V>
  static void describe(V&& v) {
    v("merge_minutes", &Params::merge_minutes,
      "events at most this many minutes apart are one visit", core::between(0, 1e6));
    v("types", &Params::types, "event types that count; empty = all", core::anything());
  }

  Cadence() = default;
  explicit Cadence(Params params) : params_(core::checked<Cadence>(params)) {}
  const Params& params() const { return params_; }

  /// Learns the gap that is typical of users. Errors: DataError without events, or when a wanted
  /// type is unknown.
  Cadence& fit(const data::EventLog& log);
  /// (n_users, k) as of `as_of_us` (exclusive). Errors: NotFittedError; DataError when types are
  /// wanted and the log has none.
  Matrix transform(const data::EventLog& log, std::int64_t as_of_us) const;
  std::vector<std::string> feature_names() const;
  /// Median over users of their median gap in days; missing when nobody came twice.
  double typical_gap_days() const { return typical_gap_; }

  template <class V>
  void state(V&& v) {
    v("fitted", fitted_);
    v("typical_gap", typical_gap_);
  }
  void check_state() const;

 private:
  Params params_;
  std::uint8_t fitted_ = 0;
  double typical_gap_ = missing;
};

}  // namespace limn::inline LIMN_ABI::features

#ifdef LIMN_HEADER_ONLY
#include <limn/features/cadence.ipp>
#endif
