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
  std::vector<std::int64_t> as_of_us;          ///< (n) the moment the row was described
  Vector outlier_score;                        ///< (n) in (0, 1)
  Labels segment;                              ///< (n)
  std::vector<std::int64_t> segment_since_us;  ///< (n) when the segment was first given
  Vector return_chance;                        ///< (n), NaN = not judged
  MatrixF embedding;                           ///< (n, width), no columns without an encoder
  std::vector<std::uint8_t> apart;  ///< (n) 1 = looked like a robot: known, but not learnt from

  template <class V>
  void state(V&& v) {
    v("raw", raw);
    v("as_of", as_of_us);
    v("outlier_score", outlier_score);
    v("segment", segment);
    v("segment_since", segment_since_us);
    v("return_chance", return_chance);
    v("embedding", embedding);
    v("apart", apart);
  }
  /// Errors: FormatError unless there are n rows of everything and every segment exists.
  void check(Index n_users, Index n_features, Index n_segments) const;
  /// Row `from` of others takes the place of row `to`; a segment kept keeps its date.
  void take(Index to, const Rows& others, Index from);
  /// Grows to n users; the new rows are empty until taken.
  void grow(Index n_users);
  void remove(Index user);
};

/// Everything a fitted profiler knows. Immutable once made: fit, update and forget build the next
/// one beside it. Kept and loaded like any component; its one option is the configuration.
struct Model {
  static constexpr std::string_view name = "profiler";
  static constexpr std::uint32_t format = 3;
  struct Params {
    std::string config = "{}";
  };
  template <class V>
  static void describe(V&& v) {
    v("config", &Params::config, "the configuration as JSON", core::anything());
  }
  Model() = default;
  explicit Model(const Params& params) : config(config_from_json(params.config)) {}
  Params params() const { return {config_to_json(config)}; }

  Config config;
  data::EventLog log;  ///< clean
  People people;
  std::vector<Cleaned> cleaned;
  std::int64_t as_of_us = 0;      ///< the end of the log: features see events strictly before it
  std::uint8_t exclude_seen = 1;  ///< known items are not offered again
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
  std::uint64_t pipeline = 0;                   ///< fingerprint of configuration and data
  std::vector<coldstart::OutsideRung> outside;  ///< joins the ladder; made from others and encoder

  template <class V>
  void state(V&& v) {
    v("log", log);
    v("people", people);
    v("cleaned", cleaned);
    v("as_of", as_of_us);
    v("exclude_seen", exclude_seen);
    v("describer", describer);
    v("outlier", outlier);
    v("outlier_quantiles", outlier_quantiles);
    v("segments", segments);
    v("returns", returns);
    v("next_action", next_action);
    v("encoder", encoder);
    v("suggesters", suggesters);
    v("rows", rows);
    v("evaluation", evaluation);
    v("pipeline", pipeline);
  }
  /// Errors: FormatError. Also joins encoder and ladder again after loading.
  void check_state();
};

// The steps of fit, in order. Each takes what the earlier ones made.
void clean(Model& model, const data::EventLog& log, const Monitor& monitor);
/// Returns the features without gaps, (n_users, d).
Matrix describe(Model& model, const Monitor& monitor);
void segment(Model& model, const Matrix& filled, const Monitor& monitor);
void foresee(Model& model, const Monitor& monitor);
void suggest(Model& model, const Monitor& monitor);

/// The encoder and other recommenders as rungs of the ladder, which only knows their names.
void join_outside(Model& model);
/// The counting parts anew on model.log, weights and networks kept. Returns their names.
std::vector<std::string> refresh(Model& model, const Monitor& monitor);

/// Features (n, d) and attributes (n, a) side by side, as people know them, under their names.
data::Frame told_frame(const Model& model, const Matrix& raw, const Matrix& attributes);
/// Features, outlier score, segment, chance of return and embedding of all users of `log`, of whom
/// the attributes (n_users, a) are known.
Rows describe_rows(const Model& model, const data::EventLog& log, std::int64_t as_of_us,
                   const Matrix& attributes);

/// Who asks: a history in codes of model.log.items(), attributes (1, a), NaN = unknown.
struct Who {
  data::History history;
  Matrix attributes;
  coldstart::Standing standing = coldstart::Standing::stranger;
};
Who who_is(const Model& model, std::int32_t user);
/// The attributes, or none when not one of them is known.
inline std::span<const double> row_of(const Who& who) {
  if (who.attributes.array().isNaN().all()) return {};
  return {who.attributes.data(), static_cast<std::size_t>(who.attributes.size())};
}
/// The events of a request as a log of one user. Codes of known items are those of the model; items
/// it does not know have codes beyond its catalogue. A time of 0 means just now.
data::EventLog request_log(const Model& model, const std::vector<Event>& history);

/// The history alone, as a log of one user whose catalogue is the items of the history: features
/// find items by their ids, and a large catalogue would cost more than the user. The history is in
/// codes of log.items() and log.types().
data::EventLog one_user_log(const data::EventLog& log, const data::History& history);

struct Answer {
  std::vector<Suggestion> suggestions;
  ColdStart cold_start;
};
Answer suggest_for(const Model& model, const Who& who, std::int64_t k);
/// What comes next; the chance of a return is added by who knows it.
Prediction predict_for(const Model& model, const Who& who);
/// A segment for a user without events, from the attributes, or the largest one.
ProfileSegment guessed_segment(const Model& model, const Who& who);

Profile known_profile(const Model& model, std::int32_t user);
Profile stranger_profile(const Model& model, const std::vector<Event>& history,
                         const Attributes& attributes);

// The rights of a user and new events: each returns the next model.
Model updated(const Model& model, const data::EventLog& more, const Monitor& monitor);
Model without_user(const Model& model, std::int32_t user, Receipt& receipt);

}  // namespace limn::inline LIMN_ABI::profiler::detail
