// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <limn/core/component.hpp>

namespace limn::inline LIMN_ABI::features {

/// Recency, frequency, monetary value: the oldest and still the strongest summary of a customer.
///
/// Choose it first, for any log; add Windows for change over time and Cadence for rhythm.
/// Out: one row a user, columns of `feature_names()`. An event of negative value is a return: it
/// lowers the sum, is counted apart, and neither makes an active day nor enters the mean. Users
/// without events: counts and sum 0, all else missing. A log without values: sum, mean, returns and
/// m_score are missing. A log without a clock: days and r_score are missing, each event is a day.
/// Scores run from 1 to n_levels (best) by the quantiles of the users seen at fit.
/// Cost: one pass over the events.
/// **Source:** Hughes (1994), Strategic Database Marketing; Fader, Hardie, Lee (2005), RFM and CLV.
/// **Differs:** both recencies are given, "days since the last" and "age at the last".
class Rfm {
 public:
  static constexpr std::string_view name = "features.rfm";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{};

  struct Params {
    std::vector<std::string> types = {};  ///< event types that count; empty = all
    std::int64_t n_levels = 5;            ///< steps of each score; 5 = quintiles
    double utc_offset_hours = 0.0;        ///< hours that local days are ahead of UTC
  };
  template <class V>
  static void describe(V&& v) {
    v("types", &Params::types, "event types that count; empty = all", core::anything());
    v("n_levels", &Params::n_levels, "steps of each score; 5 = quintiles", core::between(2, 100));
    v("utc_offset_hours", &Params::utc_offset_hours, "hours that local days are ahead of UTC",
      core::between(-14, 14));
  }

  Rfm() = default;
  explicit Rfm(Params params) : params_(core::checked<Rfm>(params)) {}
  const Params& params() const { return params_; }

  /// Learns the quantiles of the scores, as of just after the last event.
  /// Errors: DataError without events, or when a wanted type is unknown.
  Rfm& fit(const data::EventLog& log);
  /// (n_users, k) as of `as_of_us` (exclusive). Errors: NotFittedError; DataError when types are
  /// wanted and the log has none.
  Matrix transform(const data::EventLog& log, std::int64_t as_of_us) const;
  std::vector<std::string> feature_names() const;

  template <class V>
  void state(V&& v) {
    v("fitted", fitted_);
    v("recency_edges", recency_edges_);
    v("frequency_edges", frequency_edges_);
    v("monetary_edges", monetary_edges_);
  }
  void check_state() const;

 private:
  Params params_;
  std::uint8_t fitted_ = 0;
  Vector recency_edges_, frequency_edges_, monetary_edges_;  // (n_levels - 1), or empty = no score
};

}  // namespace limn::inline LIMN_ABI::features

#ifdef LIMN_HEADER_ONLY
#include <limn/features/rfm.ipp>
#endif
