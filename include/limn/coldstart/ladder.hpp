// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <limn/coldstart/attributes.hpp>
#include <limn/coldstart/ladder_weights.hpp>
#include <limn/coldstart/similar_users.hpp>
#include <limn/core/component.hpp>
#include <limn/core/monitor.hpp>
#include <limn/recommend/item_nearest.hpp>
#include <limn/recommend/popular.hpp>
#include <limn/recommend/transitions.hpp>

namespace limn::inline LIMN_ABI::coldstart {

/// The components the ladder makes and fits itself; anything else joins from outside.
inline constexpr std::array<std::string_view, 5> own_rungs{
    recommend::Popular::name, Attributes::name, SimilarUsers::name, recommend::Transitions::name,
    recommend::ItemNearest::name};

/// A rung whose maker the ladder need not know: an encoder, a service, a function of your own.
struct OutsideRung {
  std::string name;
  /// (n_items) evidence in codes of the ladder's items(), 0 and below = none, from a history in the
  /// same codes (-1 = an item unknown) and attributes (d) or none; an empty answer = nothing to
  /// say. Called from several threads at once.
  std::function<VectorF(const data::History&, std::span<const double>)> score;
};

/// Any fitted model with `score(history)` and `items()`: core::AnySequenceEncoder, AnyRecommender.
/// `items` are the ladder's; the model may know others. Encoders and recommend.sequence score in
/// log odds: theirs become probabilities (softmax).
template <class Model>
OutsideRung outside_rung(std::string name, Model model, const data::Vocabulary& items);

/// One offered item and where it comes from.
struct LadderItem {
  std::int32_t item = -1;    ///< code of items()
  float score = 0.0F;        ///< weighted sum of shares
  std::int32_t rung = 0;     ///< place in rungs() that adds most to the score
  recommend::Reason reason;  ///< of that rung
};

/// An answer that says where it comes from.
struct LadderAnswer {
  std::vector<LadderItem> items;  ///< best first; fewer than k when the catalogue ends
  std::string_view stage;         ///< "none", "attributes", "few events", "warm"
  std::int64_t n_events = 0;      ///< known events of items known here
  Vector weights;                 ///< (n_rungs) used, in the order of rungs()
  std::vector<Donor> donors;      ///< similar users asked; personal, see Donor
};

/// Always answers, with whatever is known: joins popularity, attributes, similar users,
/// transitions, item neighbours and rungs from outside, with weights learnt for each number of
/// known events.
///
/// Choose it wherever new users arrive; use a single recommender when all users have long
/// histories. Fit sets `learn_share` of the users aside, fits the rungs on the others, shows the
/// first 0, 1, 2-3, 4-7, 8-15, 16-63, 64-255, 256 and more events of those set aside, and searches
/// for each of these steps the weights that best foresee what follows (mean NDCG@10): all later
/// items, or from `next_item_from` known events on the very next one. The mean of the weights found
/// on two halves of these users is taken, unless each half's weights foresee the other half worse
/// than its best single rung does, beyond a standard error: then that rung alone. All this once
/// with their attributes and once without. Steps are smoothed, weights under 0.03 dropped, and the
/// rungs then fitted on all users. Scores of a rung are divided by their sum before they are
/// weighed; a rung with nothing to say to a user is left out. With fewer than 10 users the weights
/// are preset. Attributes: (n_users, d), rows in the order of log.users(), NaN = unknown; none =
/// rungs without. Holds donors' histories, see SimilarUsers and `forget`. Cost: fit about twice
/// that of its rungs, and a minute at most for the search; an answer a few passes over the items.
/// **Source:** Fox, Shaw (1994), Combination of Multiple Searches (CombSUM); Cella, Cesa-Bianchi
/// and others treat the choice by user age as learning. **Differs:** weights by number of known
/// events, learnt by showing prefixes of users set aside.
class Ladder {
 public:
  static constexpr std::string_view name = "coldstart.ladder";
  static constexpr std::uint32_t format = 2;
  static constexpr core::Tags tags{
      .allows_missing = true, .allows_categories = true, .row_order_free = false};

  struct Params {
    std::vector<std::string> rungs{"recommend.popular", "coldstart.attributes",
                                   "coldstart.similar_users", "recommend.transitions",
                                   "recommend.item_nearest"};
    double learn_share = 0.2;          // users set aside to learn the weights, share
    std::int64_t max_learners = 1000;  // users set aside at most
    double smoothing = 0.15;           // how far a step is drawn to its neighbours
    std::int64_t next_item_from =
        0;                     // known events from which the next item is foreseen; 0 = never
    bool exclude_seen = true;  // learn for answers without the items known already
    std::uint64_t random_state = 0;
  };
  template <class V>
  static void describe(V&& v) {
    v("rungs", &Params::rungs,
      "rungs to join, by component: recommend.popular, recommend.transitions, "
      "recommend.item_nearest, coldstart.attributes, coldstart.similar_users",
      core::anything());
    v("learn_share", &Params::learn_share, "share of users set aside to learn the weights",
      core::inside(0, 1));
    v("max_learners", &Params::max_learners, "users set aside at most", core::at_least(1));
    v("smoothing", &Params::smoothing, "how far a step is drawn to its neighbours",
      core::between(0, 1));
    v("next_item_from", &Params::next_item_from,
      "known events from which weights foresee the very next item, below all later ones; 0 = never",
      core::at_least(0));
    v("exclude_seen", &Params::exclude_seen,
      "learn the weights for answers without the items known already", core::anything());
    v("random_state", &Params::random_state, "seed of the users set aside", core::at_least(0));
  }

  Ladder() = default;
  /// Errors: ParamError also for a rung that is unknown or named twice.
  explicit Ladder(Params params);
  const Params& params() const { return params_; }

  /// Errors: DataError for a log without events.
  Ladder& fit(const data::EventLog& log, const Monitor& monitor = {});
  /// Errors: as above; ShapeError unless there is one row a user; DataError for infinite cells.
  Ladder& fit(const data::EventLog& log, const data::FrameView& attributes,
              const Monitor& monitor = {});
  /// With rungs from outside: models that never saw the users `set_aside(log)`, or the weights
  /// flatter them. attributes: none when it has no columns.
  Ladder& fit(const data::EventLog& log, const data::FrameView& attributes,
              const std::vector<OutsideRung>& outside, const Monitor& monitor = {});
  /// The rungs fitted anew on a log, the weights kept: for new events, and to let a user go.
  /// attributes: none when it has no columns. Errors: NotFittedError, and as fit.
  Ladder& refresh(const data::EventLog& log, const data::FrameView& attributes,
                  const Monitor& monitor = {});
  /// Codes of the users of `log` that fit sets aside, rising: fit outside models on the others.
  std::vector<std::int32_t> set_aside(const data::EventLog& log) const;

  /// One user: history in codes of items() (may be empty), attributes (d) or none. Rungs from
  /// outside are found by name; one that is not given is left out. Errors: NotFittedError;
  /// ParamError unless 1 <= k <= 1,000,000; ShapeError on another width.
  LadderAnswer answer(const data::History& history, std::span<const double> attributes = {},
                      std::int64_t k = 10, bool exclude_seen = true,
                      const std::vector<OutsideRung>& outside = {}) const;
  /// All users of a log, without attributes. Rows in the order of log.users(). Errors: as answer.
  Ranked recommend(const data::EventLog& log, std::int64_t k = 10, bool exclude_seen = true) const;
  /// attributes: (n_users, d). Errors: as answer; ShapeError on other sizes.
  Ranked recommend(const data::EventLog& log, MatrixView attributes, std::int64_t k = 10,
                   bool exclude_seen = true) const;
  /// (n_items) weighted sums.
  VectorF score(const data::History& history, std::span<const double> attributes,
                const std::vector<OutsideRung>& outside = {}) const;
  VectorF score(const data::History& history) const { return score(history, {}); }

  const data::Vocabulary& items() const { return popular_.items(); }
  /// Names, those from outside last.
  const std::vector<std::string>& rungs() const { return rungs_; }
  /// (n_steps, n_rungs) weights of each step, see ladder_steps; for users whose attributes are
  /// given or not (the same when fit had none).
  const Matrix& weights(bool with_attributes = true) const {
    return with_attributes ? weights_ : plain_weights_;
  }
  /// (n_steps, n_rungs + 1) NDCG@10 on the users set aside: each rung alone, then the ladder; NaN
  /// where nothing could be learnt. The ladder's column has seen these users.
  const Matrix& learnt() const { return learnt_; }
  /// A user of the fitted log is no donor any more.
  void forget(std::int32_t user) { similar_users_.forget(user); }

  template <class V>
  void state(V&& v) {
    v("rungs", rungs_);
    v("weights", weights_);
    v("plain_weights", plain_weights_);
    v("learnt", learnt_);
    v("popular", popular_);
    v("attributes", attributes_);
    v("similar_users", similar_users_);
    v("transitions", transitions_);
    v("item_nearest", item_nearest_);
  }
  void check_state() const;

 private:
  struct Spoken;  // what all rungs say to one user
  struct Steps {
    Matrix weights, learnt;
  };
  void fit_rungs(const data::EventLog& log, const data::FrameView* attributes,
                 const Monitor& monitor);
  void learn(const data::EventLog& log, const data::FrameView* attributes,
             const std::vector<OutsideRung>& outside, const Monitor& monitor);
  Steps learn_steps(const data::EventLog& log, std::span<const std::int32_t> aside,
                    const data::FrameView* attributes, const std::vector<OutsideRung>& outside,
                    const Monitor& monitor) const;
  std::vector<LadderCase> make_cases(const data::EventLog& log, std::span<const std::int32_t> users,
                                     const data::FrameView* attributes,
                                     const std::vector<OutsideRung>& outside, std::size_t step,
                                     const Monitor& monitor) const;
  LadderCase make_case(const data::History& history, std::int64_t n_shown, bool next_only,
                       std::span<const double> attributes,
                       const std::vector<OutsideRung>& outside) const;
  Spoken speak(const data::History& history, std::span<const double> attributes,
               const std::vector<OutsideRung>& outside, const Vector* weights) const;
  bool speak_one(const std::string& rung, const data::History& history,
                 std::span<const double> attributes, const std::vector<OutsideRung>& outside,
                 std::span<const Donor> donors, std::span<float> out) const;
  recommend::Reason reason_of(std::size_t rung, const data::History& history,
                              std::span<const double> attributes, std::span<const Donor> donors,
                              std::int32_t item) const;
  bool uses(std::string_view rung) const;
  bool wants_next(std::size_t step) const {
    return params_.next_item_from > 0 && ladder_steps[step] >= params_.next_item_from;
  }

  Params params_;
  std::vector<std::string> rungs_;
  Matrix weights_, plain_weights_, learnt_;
  recommend::Popular popular_;
  Attributes attributes_;
  SimilarUsers similar_users_;
  recommend::Transitions transitions_;
  recommend::ItemNearest item_nearest_;
};

namespace detail {

/// exp(score - largest), in place: shares of the whole once they are divided by their sum.
void exponentiate(VectorF& scores);

template <class Model>
bool speaks_in_log_odds(const Model& model) {
  if constexpr (requires(const data::EventLog& log) { model->score_items(log); })
    return true;
  else
    return model->name() == "recommend.sequence";
}

}  // namespace detail

template <class Model>
OutsideRung outside_rung(std::string name, Model model, const data::Vocabulary& items) {
  std::vector<std::int32_t> to_model = model->items().translate(items);
  const bool log_odds = detail::speaks_in_log_odds(model);
  auto score = [model = std::move(model), to_model = std::move(to_model), log_odds](
                   const data::History& history, std::span<const double>) {
    std::vector<std::int32_t> codes;
    for (const std::int32_t item : history.items)
      codes.push_back(item < 0 ? -1 : to_model[static_cast<std::size_t>(item)]);
    data::History translated = history;
    translated.items = codes;
    VectorF said = model->score(translated);
    if (log_odds) detail::exponentiate(said);
    VectorF out = VectorF::Zero(static_cast<Index>(to_model.size()));
    for (std::size_t i = 0; i < to_model.size(); ++i)
      if (to_model[i] >= 0 && to_model[i] < said.size())
        out[static_cast<Index>(i)] = said[to_model[i]];
    return out;
  };
  return {std::move(name), std::move(score)};
}

}  // namespace limn::inline LIMN_ABI::coldstart

#ifdef LIMN_HEADER_ONLY
#include <limn/coldstart/ladder.ipp>
#endif
