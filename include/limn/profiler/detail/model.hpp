// SPDX-License-Identifier: MIT
#pragma once

#include <limn/profiler/detail/cold.hpp>
#include <limn/profiler/detail/describe.hpp>
#include <limn/profiler/detail/next_action.hpp>
#include <limn/profiler/detail/people.hpp>
#include <limn/profiler/detail/returns.hpp>
#include <limn/profiler/detail/segment.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

/// A count of what one cleaning step set aside.
struct Cleaned {
  std::string step;
  std::int64_t n_events = 0;
  template <class V>
  void state(V&& v) {
    v("step", step);
    v("n_events", n_events);
  }
};

/// What is stored of each user: one row a user of the log, in its order.
struct Rows {
  Matrix raw;                                  ///< (n, d) features, NaN = not known
  Vector outlier_score;                        ///< (n) in (0, 1)
  Labels segment;                              ///< (n)
  std::vector<std::int64_t> segment_since_us;  ///< (n) when the segment was first given
  Vector return_chance;                        ///< (n), NaN = not judged
  MatrixF embedding;                           ///< (n, width), no columns without an encoder
  std::vector<std::uint8_t> apart;  ///< (n) 1 = looked like a robot: kept, but not learnt from

  template <class V>
  void state(V&& v) {
    v("raw", raw);
    v("outlier_score", outlier_score);
    v("segment", segment);
    v("segment_since", segment_since_us);
    v("return_chance", return_chance);
    v("embedding", embedding);
    v("apart", apart);
  }
  void remove(Index user);
};

/// Everything a fitted profiler knows. Immutable once made: fit, update and forget build the next
/// one beside it.
struct Model {
  Config config;
  data::EventLog log;  ///< clean
  People people;
  std::vector<Cleaned> cleaned;
  std::int64_t as_of_us = 0;  ///< the end of the log: features see events strictly before it
  bool exclude_seen = true;
  Describer describer;
  core::AnyScorer outlier;
  Vector outlier_quantiles;  ///< (101) of the scores, for percentiles
  Segments segments;
  Returns returns;
  NextAction next_action;
  core::AnySequenceEncoder encoder;
  Suggesters suggesters;
  Rows rows;
  Evaluation evaluation;
  std::uint64_t pipeline = 0;  ///< fingerprint of configuration and data

  template <class V>
  void state(V&& v);
  void check_state() const;
};

// The steps of fit, in order. Each takes what the earlier ones made.
void clean(Model& model, const data::EventLog& log, const Monitor& monitor);
void describe(Model& model, const Monitor& monitor);
void segment(Model& model, const Monitor& monitor);
void foresee(Model& model, const Monitor& monitor);
void suggest(Model& model, const Monitor& monitor);
void judge(Model& model, const Monitor& monitor);

/// Features, outlier score, segment, chance of return and embedding of all users of `log`.
Rows describe_rows(const Model& model, const data::EventLog& log);

Profile known_profile(const Model& model, std::int32_t user);
Profile stranger_profile(const Model& model, const std::vector<Event>& history,
                         const Attributes& attributes);

}  // namespace limn::inline LIMN_ABI::profiler::detail
