// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/core/monitor.hpp>
#include <limn/data/event_log.hpp>
#include <limn/recommend/reason.hpp>

namespace limn::inline LIMN_ABI::recommend {

/// Offers what most people take: of all time, of late, or in the user's segment.
///
/// Choose it as the baseline every other recommender must beat, and where nothing is known of a
/// user; in news and fashion take scope "recent". Prefer Transitions once a user has a few events.
/// The score of an item is its share of the (weighted) events. With scope "recent", items without
/// an event in the window come last, by their all-time count, and have a negative score.
/// With scope "segment", a segment's shares are drawn towards everybody's: (n_sj + m p_j) /
/// (n_s + m), m = `shrinkage` events; users without a segment (-1, or one unknown) get everybody's.
/// Cost: fit one pass over the events; an answer one pass over the items.
/// **Source:** Ji, Sun, Zhang, Li (2020), A Re-visit of the Popularity Baseline in Recommender
/// Systems. **Differs:** half-life besides window, and shrunken segments.
class Popular {
 public:
  static constexpr std::string_view name = "recommend.popular";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{};

  struct Params {
    std::string scope = "all";             // all, recent, segment
    double window_days = 30.0;             // recent: days before the last event of the log
    std::optional<double> half_life_days;  // recent: fading instead of the window, days
    double shrinkage = 1000.0;             // segment: weight of everybody's taste, events
  };
  template <class V>
  static void describe(V&& v) {
    v("scope", &Params::scope, "whose events count", core::one_of({"all", "recent", "segment"}));
    v("window_days", &Params::window_days, "recent: days before the last event", core::above(0));
    v("half_life_days", &Params::half_life_days, "recent: fade by half in so many days, no window",
      core::above(0));
    v("shrinkage", &Params::shrinkage, "segment: events by which everybody's taste counts",
      core::at_least(0));
  }

  Popular() = default;
  explicit Popular(Params params) : params_(core::checked<Popular>(params)) {}
  const Params& params() const { return params_; }

  /// Errors: DataError for a log without events, for scope "recent" on a log that knows only an
  /// order, and for scope "segment" without labels.
  Popular& fit(const data::EventLog& log, const Monitor& monitor = {});
  /// segments: (n_users), one label a user of `log`, -1 = none. Only used by scope "segment".
  /// Errors: as above; ShapeError unless there is one label a user.
  Popular& fit(const data::EventLog& log, const Labels& segments, const Monitor& monitor = {});

  /// Rows in the order of log.users(); codes of items().
  /// Errors: NotFittedError; ParamError unless 1 <= k <= 1,000,000.
  Ranked recommend(const data::EventLog& log, std::int64_t k = 10, bool exclude_seen = true) const;
  /// As above, each user by the list of their segment. Errors: ShapeError on other lengths.
  Ranked recommend(const data::EventLog& log, const Labels& segments, std::int64_t k = 10,
                   bool exclude_seen = true) const;
  /// One user by their history in codes of items(): (1, k).
  Ranked recommend_one(const data::History& history, std::int64_t k = 10, bool exclude_seen = true,
                       std::int32_t segment = -1) const;

  /// (n_items) scores; the history does not matter.
  VectorF score(const data::History& history, std::int32_t segment = -1) const;
  /// As score, into out (n_items).
  void score_into(std::int32_t segment, std::span<float> out) const;
  Reason reason(const data::History& history, std::int32_t item, std::int32_t segment = -1) const;

  const data::Vocabulary& items() const { return items_; }

  template <class V>
  void state(V&& v) {
    v("items", items_);
    v("scores", scores_);
    v("segments", segments_);
    v("segment_scores", segment_scores_);
  }
  void check_state();

 private:
  Popular& fit(const data::EventLog& log, const Labels* segments, const Monitor& monitor);
  /// Row of a segment in segment_scores_, -1 = everybody.
  Index row_of(std::int32_t segment) const;

  Params params_;
  data::Vocabulary items_;
  VectorF scores_;                      ///< (n_items) everybody's
  std::vector<std::int32_t> segments_;  ///< labels, rising
  MatrixF segment_scores_;              ///< (n_segments, n_items)
};

}  // namespace limn::inline LIMN_ABI::recommend

#ifdef LIMN_HEADER_ONLY
#include <limn/recommend/popular.ipp>
#endif
