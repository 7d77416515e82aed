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

/// Offers what came soon after the user's last items in the histories of others.
///
/// Choose it as the first recommender for logs with an order: it learns in seconds and is hard to
/// beat. Prefer ItemNearest where the order means nothing, an encoder for long histories.
/// For every pair of one user's events, i before j at distance d <= window, T[i, j] grows by 1/d;
/// link(i, j) = (T + reverse T')[i, j] / (n_i^source_exponent n_j^popularity_exponent), n = events
/// of the item;
/// score(j) = sum over the history of 2^(-k / half_life) link(i_k, j), the k-th event from the end
/// (24 half-lives and more are below what a float can tell and are skipped). Items without
/// evidence come last, by their count, with a negative score. Self-links are kept: with
/// exclude_seen off, what is bought again and again is offered again.
/// Cost: fit n_events * window additions, memory 8 bytes a link.
/// **Source:** Shani, Heckerman, Brafman (2005), An MDP-Based Recommender System (skipping);
/// Garcin, Dimitrakakis, Faltings (2013), Personalized News Recommendation with Context Trees.
/// **Differs:** weight by distance, both directions, popularity taken out on both sides.
class Transitions {
 public:
  static constexpr std::string_view name = "recommend.transitions";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{};

  struct Params {
    std::int64_t window = 10;          // events a pair may lie apart
    double half_life = 2.0;            // events of the history after which one counts half
    double reverse = 0.5;              // weight of pairs read backwards
    double popularity_exponent = 0.5;  // how much the popularity of the offered is taken out
    double source_exponent = 0.5;      // how much the popularity of the known is taken out
    std::optional<double> age_half_life_days;  // older transitions count less, days
    std::optional<std::int64_t> n_neighbors;   // links kept of each item, all when not set
  };
  template <class V>
  static void describe(V&& v) {
    v("window", &Params::window, "events a pair may lie apart", core::between(1, 1000));
    v("half_life", &Params::half_life, "events of the history after which one counts half",
      core::above(0));
    v("reverse", &Params::reverse, "weight of pairs read backwards", core::between(0, 1));
    v("popularity_exponent", &Params::popularity_exponent,
      "power of the offered item's count that divides a link", core::between(0, 1));
    v("source_exponent", &Params::source_exponent,
      "power of the known item's count that divides a link", core::between(0, 1));
    v("age_half_life_days", &Params::age_half_life_days,
      "days at the end of the log after which a transition counts half", core::above(0));
    v("n_neighbors", &Params::n_neighbors, "heaviest links kept of each item, all when not set",
      core::at_least(1));
  }

  Transitions() = default;
  explicit Transitions(Params params) : params_(core::checked<Transitions>(params)) {}
  const Params& params() const { return params_; }

  /// Errors: DataError for a log without events, and with age_half_life_days for a log that knows
  /// only an order.
  Transitions& fit(const data::EventLog& log, const Monitor& monitor = {});

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
  /// "follows": the item of the history after which `item` comes most.
  Reason reason(const data::History& history, std::int32_t item) const;

  const data::Vocabulary& items() const { return items_; }
  /// The learned links.
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
  VectorF counts_;  ///< (n_items) events of each item
  ItemGraph graph_;
};

}  // namespace limn::inline LIMN_ABI::recommend

#ifdef LIMN_HEADER_ONLY
#include <limn/recommend/transitions.ipp>
#endif
