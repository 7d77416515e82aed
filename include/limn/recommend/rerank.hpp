// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <limn/core/any.hpp>
#include <limn/core/component.hpp>
#include <limn/core/monitor.hpp>
#include <limn/data/event_log.hpp>
#include <limn/recommend/reason.hpp>
#include <limn/recommend/rerank_lists.hpp>

namespace limn::inline LIMN_ABI::recommend {

/// Any recommender under rules: varied lists, the hour or place of the user, and what the business
/// wants (never this, this first, at most so many of a kind).
///
/// Choose it as the last step before a screen; diversity 0.1 to 0.3 changes lists visibly and costs
/// little accuracy. Prefer the recommender alone where only the next item counts, and the function
/// `rerank` for lists made elsewhere or vectors of your own.
/// The recommender is asked for `candidates` items (or k, when that is more), the rules of
/// RerankRules choose k of them. Items are alike when the same users took them: their vectors are
/// `width` random projections of who took each, so that a cosine is right to about
/// 1 / sqrt(width). With a context, scores are multiplied by how much more each item is taken in
/// the context of the user's last event (its hour, weekday or type) than otherwise; see
/// context_boost. Items are named by their ids, integers written as text; ids the log of fit
/// lacks are passed by.
/// Cost: fit that of the recommender and n_events * width additions; an answer that of
/// the recommender and candidates * k * width.
/// **Source:** Carbonell, Goldstein (1998), The Use of MMR; Achlioptas (2003), Database-friendly
/// random projections. **Differs:** likeness from users, context by shrunken lift.
class Rerank {
 public:
  static constexpr std::string_view name = "recommend.rerank";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{};

  struct Params {
    std::vector<std::string> members{"recommend.transitions"};  // whose lists are put in order: one
    std::int64_t candidates = 100;                              // items it is asked for
    double diversity = 0.2;                     // 0 = by score alone ... 1 = by being different
    std::int64_t width = 64;                    // numbers of a vector, for diversity
    std::string context = "none";               // none, hour, weekday, type
    double shrinkage = 20.0;                    // context: events by which everybody's share counts
    std::vector<std::string> exclude = {};      // ids never offered
    std::vector<std::string> pin = {};          // ids that stand first, in this order
    std::vector<std::string> categorized = {};  // ids whose category is known ...
    std::vector<std::string> categories = {};   // ... and their categories
    std::int64_t max_per_category = 0;          // items of one category in a list, 0 = any number
    bool fit_members = true;                    // false: the recommender is ready
    std::uint64_t random_state = 0;
  };
  template <class V>
  static void describe(V&& v) {
    v("members", &Params::members, "the one recommender whose lists are put in order, or its name",
      core::anything());
    v("candidates", &Params::candidates, "items the recommender is asked for",
      core::between(1, 10000));
    v("diversity", &Params::diversity, "0 = by score alone ... 1 = by being different alone",
      core::between(0, 1));
    v("width", &Params::width, "numbers of an item's vector, for diversity",
      core::between(1, 4096));
    v("context", &Params::context, "what of the user's last event moves scores",
      core::one_of({"none", "hour", "weekday", "type"}));
    v("shrinkage", &Params::shrinkage, "context: events by which everybody's share counts",
      core::above(0));
    v("exclude", &Params::exclude, "ids of items never offered", core::anything());
    v("pin", &Params::pin, "ids of items that stand first, in this order", core::anything());
    v("categorized", &Params::categorized, "ids of items whose category is known",
      core::anything());
    v("categories", &Params::categories, "their categories, as long as categorized",
      core::anything());
    v("max_per_category", &Params::max_per_category,
      "items of one category in a list, 0 = any number", core::at_least(0));
    v("fit_members", &Params::fit_members,
      "fit the recommender too; off: it is ready, only the rules are learnt", core::anything());
    v("random_state", &Params::random_state, "seed of the projections", core::at_least(0));
  }

  Rerank() = default;
  /// Errors: ParamError unless there is one member, and categorized and categories are equally
  /// long.
  explicit Rerank(Params params);
  /// Around a recommender, fitted or not; its name replaces that of the options.
  Rerank(std::vector<core::AnyRecommender> members, Params params);
  const Params& params() const { return params_; }

  /// Errors: DataError for a log without events, with context "hour" or "weekday" for a log that
  /// knows only an order, with "type" for one without types; ParamError for a recommender this
  /// process does not know; those of the recommender.
  Rerank& fit(const data::EventLog& log, const Monitor& monitor = {});

  /// Rows in the order of log.users(); codes of items().
  /// Errors: NotFittedError; ParamError unless 1 <= k <= 1,000,000; DataError for a log that does
  /// not have what the context asks for.
  Ranked recommend(const data::EventLog& log, std::int64_t k = 10, bool exclude_seen = true) const;
  /// One user by their history in codes of items() and types(): (1, k). Cost: copies the vocabulary
  /// of items. Errors: as recommend; with context "type" a history needs types.
  Ranked recommend_one(const data::History& history, std::int64_t k = 10,
                       bool exclude_seen = true) const;
  /// (n_items) places in the list of `candidates`, 1 = first ... above 0; items outside by count,
  /// below 0; excluded items -infinity.
  VectorF score(const data::History& history) const;

  /// Empty before fit.
  const data::Vocabulary& items() const;
  const data::Vocabulary& types() const { return types_; }
  const core::AnyRecommender& recommender() const { return recommender_; }
  /// (n_items, width), no rows without diversity.
  const MatrixF& vectors() const { return rules_.vectors; }
  /// (n_contexts, n_items) factors on scores, no rows without a context.
  const MatrixF& boosts() const { return boosts_; }

  template <class V>
  void state(V&& v) {
    v("recommender", recommender_);
    v("types", types_);
    v("counts", counts_);
    v("vectors", rules_.vectors);
    v("boosts", boosts_);
    v("categories", rules_.categories);
    v("exclude", rules_.exclude);
    v("pin", rules_.pin);
  }
  void check_state();

 private:
  /// The context of each event; empty without one.
  std::vector<std::int32_t> contexts_of(const data::EventLog& log) const;
  Ranked under_rules(const Ranked& candidates, const data::EventLog& log, std::int64_t k) const;

  Params params_;
  core::AnyRecommender recommender_;
  data::Vocabulary types_;
  VectorF counts_;  ///< (n_items) events of each item
  RerankRules rules_;
  MatrixF boosts_;
};

}  // namespace limn::inline LIMN_ABI::recommend

#ifdef LIMN_HEADER_ONLY
#include <limn/recommend/rerank.ipp>
#endif
