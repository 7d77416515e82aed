// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <limn/core/component.hpp>
#include <limn/core/monitor.hpp>
#include <limn/data/event_log.hpp>
#include <limn/recommend/item_graph.hpp>

namespace limn::inline LIMN_ABI::recommend {

/// Offers items liked by the same users as the items of the history (cosine item-kNN).
///
/// Choose it where the order of events means little (wish lists, ratings, baskets of a season) and
/// for reasons everybody understands: "because you took X". Prefer Transitions when order counts,
/// Popular when histories are shorter than three or four events.
/// sim(i, j) = users of both / (sqrt(users of i * users of j) + shrinkage); the `n_neighbors`
/// nearest of each item are kept; score(j) = sum over the history of 2^(-n / half_life) sim(i, j),
/// the n-th event from the end. Items without evidence come last, by count, with a negative score.
/// Of each user the last `max_history` different items are learned from, so that one bot cannot
/// make fit quadratic.
/// Cost: fit the sum over users of (items of the user)^2; memory 8 bytes a kept link.
/// **Source:** Sarwar, Karypis, Konstan, Riedl (2001), Item-Based Collaborative Filtering
/// Recommendation Algorithms. **Differs:** shrinkage in the denominator, decayed query.
class ItemNearest {
 public:
  static constexpr std::string_view name = "recommend.item_nearest";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{};

  struct Params {
    std::int64_t n_neighbors = 200;         // nearest items kept of each item
    double shrinkage = 10.0;                // users by which small counts are distrusted
    std::optional<double> half_life = 5.0;  // events of the history after which one counts half
    std::int64_t max_history = 500;         // last different items of a user that are learned from
  };
  template <class V>
  static void describe(V&& v) {
    v("n_neighbors", &Params::n_neighbors, "nearest items kept of each item", core::at_least(1));
    v("shrinkage", &Params::shrinkage, "users by which small counts are distrusted",
      core::at_least(0));
    v("half_life", &Params::half_life,
      "events of the history after which one counts half; all count the same when not set",
      core::above(0));
    v("max_history", &Params::max_history, "last different items of a user that are learned from",
      core::at_least(2));
  }

  ItemNearest() = default;
  explicit ItemNearest(Params params) : params_(core::checked<ItemNearest>(params)) {}
  const Params& params() const { return params_; }

  /// Errors: DataError for a log without events.
  ItemNearest& fit(const data::EventLog& log, const Monitor& monitor = {});

  /// Rows in the order of log.users(); codes of items().
  /// Errors: NotFittedError; ParamError unless 1 <= k <= 1,000,000.
  Ranked recommend(const data::EventLog& log, std::int64_t k = 10, bool exclude_seen = true) const;
  /// One user by their history in codes of items(): (1, k).
  Ranked recommend_one(const data::History& history, std::int64_t k = 10,
                       bool exclude_seen = true) const;

  /// (n_items) evidence for each item; 0 = none.
  VectorF score(const data::History& history) const;
  /// As score, into out (n_items).
  void score_into(const data::History& history, std::span<float> out) const;
  /// "together": the item of the history nearest to `item`.
  Reason reason(const data::History& history, std::int32_t item) const;

  const data::Vocabulary& items() const { return items_; }
  /// The kept neighbours.
  const ItemGraph& graph() const { return graph_; }

  template <class V>
  void state(V&& v) {
    v("items", items_);
    v("counts", counts_);
    v("graph", graph_);
  }
  void check_state();

 private:
  Params params_;
  data::Vocabulary items_;
  VectorF counts_;  ///< (n_items) users of each item
  ItemGraph graph_;
};

}  // namespace limn::inline LIMN_ABI::recommend

#ifdef LIMN_HEADER_ONLY
#include <limn/recommend/item_nearest.ipp>
#endif
