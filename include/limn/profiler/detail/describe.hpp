// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/any.hpp>
#include <limn/data/event_log.hpp>
#include <limn/profiler/config.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

/// Histories in numbers, made ready for models: featurizers side by side, gaps filled, scaled.
/// Learnt once on a log; from then on any log with the same meaning can be described.
struct Describer {
  std::vector<core::AnyEventFeaturizer> featurizers;
  std::vector<std::string> names;   ///< (d)
  std::vector<std::int64_t> block;  ///< (d) which featurizer a column comes from
  core::AnyTransformer imputer, scaler;

  template <class V>
  void state(V&& v) {
    v("featurizers", featurizers);
    v("names", names);
    v("block", block);
    v("imputer", imputer);
    v("scaler", scaler);
  }

  /// Learns on the users flagged in `learn` (n_users), as of a time. Returns raw(log, as_of_us).
  Matrix fit(const Config& config, const data::EventLog& log, std::int64_t as_of_us,
             const std::vector<std::uint8_t>& learn, const Monitor& monitor);
  /// (n_users, d) with gaps, rows in the order of log.users().
  Matrix raw(const data::EventLog& log, std::int64_t as_of_us) const;
  /// (n, d) without gaps, on one scale; each featurizer's columns weigh together as one.
  Matrix ready(const Matrix& filled) const;
};

/// Users to learn from: those with events that are not set apart; everybody where that is nobody.
std::vector<std::uint8_t> learners(const data::EventLog& log,
                                   const std::vector<std::uint8_t>& apart);

/// Rows of x whose flag is set.
Matrix pick_rows(const Matrix& x, const std::vector<std::uint8_t>& flags);

}  // namespace limn::inline LIMN_ABI::profiler::detail
