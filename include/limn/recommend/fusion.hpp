// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <limn/core/any.hpp>
#include <limn/core/component.hpp>
#include <limn/core/monitor.hpp>
#include <limn/data/event_log.hpp>
#include <limn/recommend/fusion_weights.hpp>
#include <limn/recommend/reason.hpp>

namespace limn::inline LIMN_ABI::recommend {

/// Joins any recommenders with weights learnt on the last events of users.
///
/// Choose it to put an encoder and counted transitions together, the pair that rarely loses; prefer
/// the single member where its weight comes out as 1. Any component of the Recommender concept can
/// be a member: hand them in, or name those this process knows. The name of an encoder stands for
/// Sequence around it.
/// fit hides the last event of up to `max_learners` users with three events or more, fits the
/// members on the rest, takes the first `candidates` of each member for these users, and searches
/// weights, and one of three forms of the scores (FusionForm), of largest mean NDCG@10 of the
/// hidden events; then the members are fitted on all events. fit with a validation log instead
/// takes the first later event of each user from there and fits the members once. On the events
/// learnt from the fusion is never below its best member. score(j) = sum over members of weight *
/// form(score of j). Items outside all lists come last, by count, with a negative score. Cost: fit
/// twice that of the members (once with a validation log, nothing for members that are ready, see
/// fit_members) and some hundred passes over the lists; an answer that of the members.
/// **Source:** Fox, Shaw (1994), Combination of Multiple Searches; Cormack, Clarke, Buettcher
/// (2009), Reciprocal Rank Fusion. **Differs:** weights and form learnt on next events.
class Fusion {
 public:
  static constexpr std::string_view name = "recommend.fusion";
  static constexpr std::uint32_t format = 2;
  static constexpr core::Tags tags{};

  struct Params {
    std::vector<std::string> members{"recommend.transitions", "recommend.item_nearest",
                                     "recommend.popular"};
    std::int64_t candidates = 100;     // first items of each member that are joined
    std::int64_t max_learners = 4000;  // users whose last event the weights are learnt from
    bool fit_members = true;           // false: the members are ready, only weights are learnt
    bool exclude_seen = true;          // learn for lists without what the user already took
    std::uint64_t random_state = 0;
  };
  template <class V>
  static void describe(V&& v) {
    v("members", &Params::members, "recommenders or encoders to join, or their names",
      core::anything());
    v("candidates", &Params::candidates, "first items of each member that are joined",
      core::between(1, 10000));
    v("max_learners", &Params::max_learners, "users whose last event the weights are learnt from",
      core::at_least(1));
    v("fit_members", &Params::fit_members,
      "fit the members too; off: they are ready, only the weights are learnt", core::anything());
    v("exclude_seen", &Params::exclude_seen,
      "learn the weights for lists without what the user already took", core::anything());
    v("random_state", &Params::random_state, "seed of the users learnt from", core::at_least(0));
  }

  Fusion() = default;
  /// Errors: ParamError for no member.
  explicit Fusion(Params params);
  /// Around members, fitted or not; their names replace those of the options.
  explicit Fusion(std::vector<core::AnyRecommender> members)
      : Fusion(std::move(members), Params{}) {}
  Fusion(std::vector<core::AnyRecommender> members, Params params);
  const Params& params() const { return params_; }

  /// Errors: DataError for a log without events; ParamError for a member this process does not
  /// know; those of the members.
  Fusion& fit(const data::EventLog& log, const Monitor& monitor = {});
  /// validation: later events of the same users (found by their ids); see data::leave_one_out.
  Fusion& fit(const data::EventLog& log, const data::EventLog& validation,
              const Monitor& monitor = {});

  /// Rows in the order of log.users(); codes of items().
  /// Errors: NotFittedError; ParamError unless 1 <= k <= 1,000,000.
  Ranked recommend(const data::EventLog& log, std::int64_t k = 10, bool exclude_seen = true) const;
  /// One user by their history in codes of items() and types(), which members see with its times
  /// and values as in a log: (1, k). Cost: copies the vocabulary of items.
  Ranked recommend_one(const data::History& history, std::int64_t k = 10,
                       bool exclude_seen = true) const;
  /// (n_items) weighted sums; items outside all lists by count, below 0.
  VectorF score(const data::History& history) const;
  /// "fusion", with the share of the member that says most for the item.
  Reason reason(const data::History& history, std::int32_t item) const;

  const data::Vocabulary& items() const { return items_; }
  const data::Vocabulary& types() const { return types_; }
  const std::vector<core::AnyRecommender>& members() const { return members_; }
  /// (n_members) at least 0, sum 1.
  const VectorF& weights() const { return weights_; }
  FusionForm form() const { return static_cast<FusionForm>(form_); }
  /// (n_members + 1) NDCG@10 on the events learnt from: each member alone, then the fusion; NaN
  /// where there was nothing to learn from.
  const Vector& learnt() const { return learnt_; }

  template <class V>
  void state(V&& v) {
    v("items", items_);
    v("types", types_);
    v("members", members_);
    v("weights", weights_);
    v("learnt", learnt_);
    v("counts", counts_);
    v("form", form_);
  }
  void check_state();

 private:
  std::vector<core::AnyRecommender> make_members() const;
  void learn(const data::EventLog& context, std::span<const std::int32_t> wanted,
             const Monitor& monitor);
  /// Codes of items() for each code of a member's.
  std::vector<std::int32_t> codes_of(const core::AnyRecommender& member) const;

  Params params_;
  data::Vocabulary items_, types_;
  std::vector<core::AnyRecommender> members_;
  VectorF weights_;
  Vector learnt_;
  VectorF counts_;  ///< (n_items) events of each item
  std::uint8_t form_ = 0;
};

namespace detail {

/// A member by its name: those of the room's counts are known without enrolment, and an encoder
/// becomes a Sequence around it. Errors: ParamError, with the nearest name.
core::AnyRecommender fusion_member(const std::string& name);

}  // namespace detail
}  // namespace limn::inline LIMN_ABI::recommend

#ifdef LIMN_HEADER_ONLY
#include <limn/recommend/fusion.ipp>
#endif
