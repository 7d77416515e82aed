// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <limn/core/value.hpp>

namespace limn::inline LIMN_ABI {

/// Why an answer is what it is: a feature or an item of the history, its value, its share.
struct Reason {
  std::string feature;  ///< "rfm.recency_days", or an item of the history
  double value = std::numeric_limits<double>::quiet_NaN();
  double contribution = 0.0;  ///< share of the answer, comparable inside one list; < 0 = against
  std::string text;           ///< one line a person can read
};

/// One recommended item. `source` names the rung or model it comes from.
struct Suggestion {
  std::string item;
  double score = 0.0;
  std::string source;
  std::vector<Reason> reasons;
};

/// A stated or inferred property: age, city.
struct ProfileAttribute {
  std::string name;
  core::Value value;        ///< a number or a text
  std::string source;       ///< "user table", "request"
  double confidence = 1.0;  ///< 1 = stated
  bool imputed = false;
};

/// A number the history says: orders in 30 days.
struct Trait {
  std::string name;
  double value = std::numeric_limits<double>::quiet_NaN();  ///< NaN = not known
  std::string window;                                       ///< "all", "30 days" ...
  std::int64_t n_events = 0;
  bool imputed = false;  ///< the models used a filled value in place of a gap
};

struct Tag {
  std::string name;
  double confidence = 1.0;
  std::string since;   ///< ISO time
  std::string source;  ///< rule or model
};

/// How likely a user belongs to a segment.
struct Membership {
  std::int64_t id = -1;
  std::string name;
  double probability = 0.0;
};

struct ProfileSegment {
  std::int64_t id = -1;
  std::string name;  ///< words, in the language of the configuration
  std::string rule;  ///< at most three predicates
  std::string path;  ///< parent/child, "" at the top
  std::string kind;  ///< "cluster", "attributes" (guessed for a cold user)
  double probability = 0.0;
  /// The likeliest segments, this one among them, best first: at most three. Empty where what gave
  /// the segment knows no probabilities.
  std::vector<Membership> memberships;
  std::string since;
  std::vector<Reason> reasons;
};

/// The answer of one model about one question.
struct Score {
  std::string task;  ///< "return", "outlier"
  double value = std::numeric_limits<double>::quiet_NaN();
  bool calibrated = false;
  double low = std::numeric_limits<double>::quiet_NaN();  ///< 90 % interval where known
  double high = std::numeric_limits<double>::quiet_NaN();
  std::string horizon;  ///< "30 days", "" where none
  std::string model_id;
  std::string scored_at;
  std::vector<Reason> reasons;
};

/// What is likely next: an item or an action with its probability.
struct Likely {
  std::string name;
  double probability = 0.0;
  std::string source;
};

/// Where the answer of a hardly known user comes from.
struct ColdStart {
  std::string stage;  ///< "none", "attributes", "few events", "warm"
  std::int64_t n_events = 0;
  std::int64_t n_donors = 0;  ///< similar users consulted; who they are stays inside
  std::vector<std::pair<std::string, double>> weights;  ///< rung, weight
};

struct Quality {
  double completeness = 0.0;  ///< share of traits and attributes that are known
  double staleness_days = std::numeric_limits<double>::quiet_NaN();  ///< since the last event
  double outlier_score =
      std::numeric_limits<double>::quiet_NaN();  ///< in (0, 1), higher = stranger
  double outlier_percentile = std::numeric_limits<double>::quiet_NaN();
  std::vector<std::string> flags;  ///< "bot-like", "outlier", "no clock" ...
};

struct Lineage {
  std::int64_t n_events = 0;
  std::string first_event, last_event;  ///< ISO times, "" where the log has no clock
  std::string pipeline;                 ///< fingerprint of configuration and data
};

/// All that is known about one user: profile document v1 (docs/reference/profile.md).
struct Profile {
  std::string profile_id;
  bool known = false;  ///< false: never seen at fit or update
  std::string as_of;   ///< only events strictly before this time were seen
  std::vector<ProfileAttribute> attributes;
  std::vector<Trait> traits;
  std::vector<Likely> interests;  ///< share of the decayed affinity
  std::vector<Tag> tags;
  std::vector<ProfileSegment> segments;
  std::vector<Score> scores;
  std::vector<Likely> next_items;
  std::vector<Likely> next_actions;
  std::vector<Suggestion> recommendations;
  std::vector<float> embedding;
  std::string embedding_model;
  ColdStart cold_start;
  Quality quality;
  Lineage lineage;

  /// The document as JSON, stable key order. indent < 0: one line.
  std::string to_json(int indent = -1) const;
};

/// What `predict` answers: the next actions and the chance of a return within the horizon.
struct Prediction {
  std::vector<Likely> next_actions;
  std::vector<Likely> next_items;
  std::optional<Score> returns;  ///< empty where the log has no clock
  std::string to_json(int indent = -1) const;
};

/// What `forget` did, to be kept as proof. Holds no trace of the user.
struct Receipt {
  std::string requested_at, completed_at;  ///< ISO times
  bool was_known = false;
  std::int64_t events_erased = 0;
  std::int64_t rows_erased = 0;                 ///< rows of features, embeddings, attributes
  std::vector<std::string> refitted;            ///< parts learnt again without the user
  std::vector<std::string> kept_as_statistics;  ///< parts that only hold sums over many users
  std::string to_json(int indent = -1) const;
};

/// One line of the evaluation: a learned part beside its plain baseline.
struct EvaluationRow {
  std::string part;    ///< "recommend.sequence"
  std::string metric;  ///< "NDCG@10"
  double value = 0.0;
  double low = 0.0, high = 0.0;  ///< 95 % bootstrap interval over users
  std::string baseline;          ///< "recommend.popular"
  double baseline_value = 0.0;
  double difference_low = 0.0, difference_high = 0.0;  ///< 95 % of the paired difference
  std::int64_t n = 0;                                  ///< users judged
  std::string protocol;                                ///< one line
  std::string split;                                   ///< fingerprint of the split

  template <class V>
  void state(V&& v) {
    v("part", part);
    v("metric", metric);
    v("value", value);
    v("low", low);
    v("high", high);
    v("baseline", baseline);
    v("baseline_value", baseline_value);
    v("difference_low", difference_low);
    v("difference_high", difference_high);
    v("n", n);
    v("protocol", protocol);
    v("split", split);
  }
};

struct Evaluation {
  std::vector<EvaluationRow> rows;
  std::vector<std::string> notes;  ///< what could not be judged, and why

  template <class V>
  void state(V&& v) {
    v("rows", rows);
    v("notes", notes);
  }
  std::string to_json(int indent = -1) const;
};

/// How far a segment lies from all users in one feature: 1 = like everybody.
struct Lift {
  std::string feature;
  double value = 1.0;

  template <class V>
  void state(V&& v) {
    v("feature", feature);
    v("value", value);
  }
};

/// One segment as the report shows it.
struct SegmentSummary {
  std::int64_t id = 0;
  std::string name, name_zh, rule;
  std::int64_t n_users = 0;
  double share = 0.0;
  double coverage = 0.0;   ///< share of the segment's users that the rule finds
  double precision = 0.0;  ///< share of the users found that belong to the segment
  std::vector<Lift> lifts;

  template <class V>
  void state(V&& v) {
    v("id", id);
    v("name", name);
    v("name_zh", name_zh);
    v("rule", rule);
    v("n_users", n_users);
    v("share", share);
    v("coverage", coverage);
    v("precision", precision);
    v("lifts", lifts);
  }
};

}  // namespace limn::inline LIMN_ABI

#ifdef LIMN_HEADER_ONLY
#include <limn/profiler/profile_json.ipp>
#endif
