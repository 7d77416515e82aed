// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include <limn/data/event_log.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

/// What kind of event comes next, from the kinds of the last two: counts of pairs, drawn towards
/// counts of single steps, drawn towards all counts, each by `weight` events.
/// Source: MacKay, Peto (1995), A Hierarchical Dirichlet Language Model.
struct NextAction {
  static constexpr double weight = 5.0;
  data::Vocabulary types;
  Matrix pairs;    ///< (T * T, T) counts after two kinds; empty when T > 64
  Matrix singles;  ///< (T, T) counts after one
  Vector all;      ///< (T)

  template <class V>
  void state(V&& v) {
    v("types", types);
    v("pairs", pairs);
    v("singles", singles);
    v("all", all);
  }
  bool usable() const { return all.size() > 1; }
  void fit(const data::EventLog& log);
  /// (T) probabilities after a history of codes of `types`, -1 = unknown kind.
  Vector predict(std::span<const std::int32_t> history) const;
};

}  // namespace limn::inline LIMN_ABI::profiler::detail
