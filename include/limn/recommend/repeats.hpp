// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <limn/core/component.hpp>
#include <limn/core/monitor.hpp>
#include <limn/data/event_log.hpp>
#include <limn/recommend/reason.hpp>

namespace limn::inline LIMN_ABI::recommend {

/// Offers what the user took before: the latest and most frequent first.
///
/// Choose it where things are bought or visited again (groceries, articles of a shop, places), as
/// the baseline of exclude_seen = false and as a member of Fusion; useless where seen items are
/// left out. score(j) = sum over the user's events of j of 2^(-n / half_life), the n-th event from
/// the end; other items come after, by count, with a negative score.
/// Cost: fit one pass over the events; an answer one pass over the history and the items.
/// **Source:** Anderson, Kumar, Tomkins, Vassilvitskii (2014), The Dynamics of Repeat Consumption.
/// **Differs:** recency and frequency in one decayed count.
class Repeats {
 public:
  static constexpr std::string_view name = "recommend.repeats";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{};

  struct Params {
    double half_life = 5.0;  // events after which one counts half
  };
  template <class V>
  static void describe(V&& v) {
    v("half_life", &Params::half_life, "events of the history after which one counts half",
      core::above(0));
  }

  Repeats() = default;
  explicit Repeats(Params params) : params_(core::checked<Repeats>(params)) {}
  const Params& params() const { return params_; }

  /// Errors: DataError for a log without events.
  Repeats& fit(const data::EventLog& log, const Monitor& monitor = {});
  /// Rows in the order of log.users(); codes of items().
  /// Errors: NotFittedError; ParamError unless 1 <= k <= 1,000,000.
  Ranked recommend(const data::EventLog& log, std::int64_t k = 10, bool exclude_seen = true) const;
  /// One user by their history in codes of items(): (1, k).
  Ranked recommend_one(const data::History& history, std::int64_t k = 10,
                       bool exclude_seen = true) const;
  /// (n_items) decayed counts; 0 = never taken.
  VectorF score(const data::History& history) const;
  /// As score, into out (n_items).
  void score_into(const data::History& history, std::span<float> out) const;
  /// "again", from the item itself.
  Reason reason(const data::History& history, std::int32_t item) const;

  const data::Vocabulary& items() const { return items_; }

  template <class V>
  void state(V&& v) {
    v("items", items_);
    v("counts", counts_);
  }
  void check_state();

 private:
  Params params_;
  data::Vocabulary items_;
  VectorF counts_;  ///< (n_items) events of each item
};

}  // namespace limn::inline LIMN_ABI::recommend

#ifdef LIMN_HEADER_ONLY
#include <limn/recommend/repeats.ipp>
#endif
