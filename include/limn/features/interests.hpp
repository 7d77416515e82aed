// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/data/vocabulary.hpp>

namespace limn::inline LIMN_ABI::features {

/// What a user likes now: shares of attention over the most common items, types or categories, with
/// older events fading.
///
/// Choose it for readable interests and segments; prefer an encoder's embedding for prediction.
/// An event counts 0.5^(age / half_life_days), times its value with weight "value" (returns count
/// nothing). The topics shown are the n_topics with most users at fit (ties: first seen first).
/// Out: the share of each topic (`interests.item.<id>`, `interests.type.<id>` or
/// `interests.category.<id>`), other = the rest, so that shares sum to 1; entropy in bits over all
/// topics the user touched, n_topics = how many, repeat_share = events whose topic was not new to
/// the user. Users without events: n_topics 0, all else missing; likewise shares where no event has
/// weight. A log without a clock: an event counts by its place from the end, the half-life being in
/// events. Cost: one pass over the events; memory: one number a topic and thread.
/// **Source:** Ding, Li (2005), Time weight collaborative filtering.
/// **Differs:** ages are taken from the user's last event; shares are the same, and never
/// underflow.
class Interests {
 public:
  static constexpr std::string_view name = "features.interests";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{};

  struct Params {
    std::string by = "item";              ///< "item" or "type": what a topic is
    std::int64_t n_topics = 20;           ///< topics with a column of their own
    double half_life_days = 30.0;         ///< days after which an event counts half
    std::string weight = "event";         ///< "event" (each counts 1) or "value"
    std::vector<std::string> types = {};  ///< event types that count; empty = all
  };
  template <class V>
  static void describe(V&& v) {
    v("by", &Params::by, "what a topic is: the item (or its category) or the event type",
      core::one_of({"item", "type"}));
    v("n_topics", &Params::n_topics, "topics with a column of their own",
      core::between(1, 100'000));
    v("half_life_days", &Params::half_life_days, "days after which an event counts half",
      core::above(0));
    v("weight", &Params::weight, "what an event counts: 1 or its value",
      core::one_of({"event", "value"}));
    v("types", &Params::types, "event types that count; empty = all", core::anything());
  }

  Interests() = default;
  explicit Interests(Params params) : params_(core::checked<Interests>(params)) {}
  const Params& params() const { return params_; }

  /// Learns which topics are shown. Errors: DataError without events, when a wanted type is
  /// unknown, or by "type" or weight "value" and the log has none.
  Interests& fit(const data::EventLog& log);
  /// The same over categories: category_of_item (log.n_items()) holds codes of `categories`, -1 =
  /// none. Items unknown at fit later count as other.
  /// Errors: also ParamError unless by "item", ShapeError on another length, DataError on a code
  /// outside.
  Interests& fit(const data::EventLog& log, const data::Vocabulary& categories,
                 std::span<const std::int32_t> category_of_item);

  /// (n_users, k) as of `as_of_us` (exclusive). Errors: NotFittedError; DataError when the log
  /// lacks the types or values asked for.
  Matrix transform(const data::EventLog& log, std::int64_t as_of_us) const;
  std::vector<std::string> feature_names() const;  ///< Errors: NotFittedError
  /// The topics shown, most common first.
  std::vector<data::Id> topics() const;

  template <class V>
  void state(V&& v) {
    v("kind", kind_);
    v("topics", topics_);
    v("shown", shown_);
    v("items", items_);
    v("category_of_item", category_of_item_);
  }
  void check_state();

 private:
  Params params_;
  std::string kind_;                            // "item", "type", "category"; empty = not fitted
  data::Vocabulary topics_;                     // the shown topics, or all categories
  std::vector<std::int32_t> shown_;             // codes of topics_, one a column
  data::Vocabulary items_;                      // with categories: the items of fit
  std::vector<std::int32_t> category_of_item_;  // with categories: their category or -1
};

}  // namespace limn::inline LIMN_ABI::features

#ifdef LIMN_HEADER_ONLY
#include <limn/features/interests.ipp>
#endif
