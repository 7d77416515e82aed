// SPDX-License-Identifier: MIT
#pragma once

#include <limn/learn/logistic_regression.hpp>
#include <limn/profiler/detail/describe.hpp>
#include <limn/profiler/profile.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

/// Will a user come back within the horizon? Learnt by standing at an earlier moment: features of
/// the events before it, answers from the horizon after it. Needs a clock and a log longer than two
/// horizons. What it learns from the past never sees the days it is asked about.
struct Returns {
  Describer describer;  ///< fitted on the past alone
  learn::LogisticRegression model;
  std::uint8_t usable_code = 0;
  std::uint8_t calibrated = 0;  ///< expected calibration error at most 0.05 on users held out
  double horizon_days = 0.0;
  std::string why_not;  ///< when not usable

  template <class V>
  void state(V&& v) {
    v("describer", describer);
    v("model", model);
    v("usable", usable_code);
    v("calibrated", calibrated);
    v("horizon_days", horizon_days);
    v("why_not", why_not);
  }
  bool usable() const { return usable_code != 0; }

  /// Adds its rows to the evaluation when the configuration asks for one.
  void fit(const Config& config, const data::EventLog& log, const std::vector<std::uint8_t>& apart,
           Evaluation& evaluation, const Monitor& monitor);
  /// (n_users) chance of an event within the horizon after `as_of_us`; NaN without events.
  Vector chance(const data::EventLog& log, std::int64_t as_of_us) const;
  /// What speaks most for or against a return of the one user of `log`: at most three columns, the
  /// strongest first. A contribution is the column's coefficient times its distance from the users
  /// learnt from, as a share of the sum of all sizes; below 0 = against. Empty when not usable.
  std::vector<Reason> reasons(const data::EventLog& log, std::int64_t as_of_us) const;
};

}  // namespace limn::inline LIMN_ABI::profiler::detail
