// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <concepts>
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
/// `items` are the ladder's; the model may know others. `types` are those that the histories have
/// their codes of (of the log the ladder is fitted on); what the model does not know becomes none,
/// without `types` all do. Encoders and recommend.sequence score in log odds: theirs become
/// probabilities (softmax).
template <class Model>
OutsideRung outside_rung(std::string name, Model model, const data::Vocabulary& items,
                         const data::Vocabulary& types = {});

/// Which of the two sets of weights answers.
enum class Standing : std::uint8_t {
  stranger,  ///< somebody new: learnt on all that users set aside took later
  known,     ///< a user of the fitted log: learnt on the next item of such users
};

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
  bool known = false;             ///< answered with the weights of users of the fitted log
};

/// Always answers, with whatever is known: joins popularity, attributes, similar users,
/// transitions, item neighbours and rungs from outside, with weights learnt for each number of
/// known events.
///
/// Choose it wherever new users arrive; use a single recommender when all users have long
/// histories. Two sets of weights are learnt apart. For strangers `learn_share` of the users are
/// set aside whole and shown by their first 0, 1, 2-3, 4-7, 8-15, 16-63, 64-255, 256 and more
/// events. At each of these steps the rung that best foresees all that follows (mean NDCG@10)
/// answers alone, unless weights found on two halves of these users foresee the other half better
/// than it, beyond a standard error: then their mean. Steps are smoothed. In small logs the users
/// take turns at being set aside, until max_learners have been. For users of the log the last event
/// of up to `known_learners` of them is hidden, and the weights that foresee it are found by the
/// same rule; one step of the number of events leaves the weights of all steps by it, too. All this
/// once with attributes and once without; weights under 0.03 are dropped. The rungs are fitted
/// without the events learnt from, and at the end on all of them. Scores of a rung are divided by
/// their sum before they are weighed; a rung with nothing to say to a user is left out. With fewer
/// than 10 users the weights are preset. Attributes: (n_users, d), rows in the order of
/// log.users(), NaN = unknown; none = rungs without. Holds donors' histories and a hash of each
/// user's id, see SimilarUsers and `forget`. Cost: fit about twice that of its rungs, and a minute
/// at most for the search; an answer a few passes over the items.
/// **Source:** Fox, Shaw (1994), Combination of Multiple Searches (CombSUM); Cella, Cesa-Bianchi
/// and others treat the choice by user age as learning. **Differs:** weights by number of known
/// events, learnt by showing prefixes of users set aside; others for users of the log.
class Ladder {
 public:
  static constexpr std::string_view name = "coldstart.ladder";
  static constexpr std::uint32_t format = 3;
  static constexpr core::Tags tags{
      .allows_missing = true, .allows_categories = true, .row_order_free = false};

  struct Params {
    std::vector<std::string> rungs{"recommend.popular", "coldstart.attributes",
                                   "coldstart.similar_users", "recommend.transitions",
                                   "recommend.item_nearest"};
    double learn_share = 0.2;            // users set aside to learn the weights, share
    std::int64_t max_learners = 1000;    // users set aside at most
    double smoothing = 0.15;             // how far a step is drawn to its neighbours
    std::int64_t known_learners = 2000;  // users of the log whose last event is hidden at most
    bool exclude_seen = true;            // learn for answers without the items known already
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
    v("known_learners", &Params::known_learners,
      "users of the log whose last event is hidden at most, to learn the weights of such users; "
      "0 = those of strangers",
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
  /// With rungs from outside: models that never saw the events `withheld(log)`, or the weights
  /// flatter them. attributes: none when it has no columns.
  Ladder& fit(const data::EventLog& log, const data::FrameView& attributes,
              const std::vector<OutsideRung>& outside, const Monitor& monitor = {});
  /// The rungs fitted anew on a log, the weights kept: for new events, and to let a user go.
  /// attributes: none when it has no columns. Errors: NotFittedError, and as fit.
  Ladder& refresh(const data::EventLog& log, const data::FrameView& attributes,
                  const Monitor& monitor = {});
  /// Codes of the users of `log` that fit sets aside whole, rising.
  std::vector<std::int32_t> set_aside(const data::EventLog& log) const;
  /// (n_events) 1 = fit learns weights from this event: those of users set aside, and the last one
  /// of the known users learnt from. Fit outside models on `log.without(withheld(log))`.
  std::vector<std::uint8_t> withheld(const data::EventLog& log) const;

  /// One user: history in codes of items() (may be empty), attributes (d) or none. Rungs from
  /// outside are found by name; one that is not given is left out. Errors: NotFittedError;
  /// ParamError unless 1 <= k <= 1,000,000; ShapeError on another width.
  LadderAnswer answer(const data::History& history, std::span<const double> attributes = {},
                      std::int64_t k = 10, bool exclude_seen = true,
                      const std::vector<OutsideRung>& outside = {},
                      Standing standing = Standing::stranger) const;
  /// All users of a log, without attributes; those of the fitted log are found by their ids. Rows
  /// in the order of log.users(). Errors: as answer.
  Ranked recommend(const data::EventLog& log, std::int64_t k = 10, bool exclude_seen = true) const;
  /// attributes: (n_users, d). Errors: as answer; ShapeError on other sizes.
  Ranked recommend(const data::EventLog& log, MatrixView attributes, std::int64_t k = 10,
                   bool exclude_seen = true) const;
  /// (n_items) weighted sums.
  VectorF score(const data::History& history, std::span<const double> attributes,
                const std::vector<OutsideRung>& outside = {},
                Standing standing = Standing::stranger) const;
  VectorF score(const data::History& history) const { return score(history, {}); }
  /// (n_users) who of a log is a user of the fitted one, by id. Errors: NotFittedError.
  std::vector<Standing> standings(const data::EventLog& log) const;

  const data::Vocabulary& items() const { return popular_.items(); }
  /// Names, those from outside last.
  const std::vector<std::string>& rungs() const { return rungs_; }
  /// (n_steps, n_rungs) weights of each step, see ladder_steps; for users whose attributes are
  /// given or not (the same when fit had none).
  const Matrix& weights(bool with_attributes = true, Standing standing = Standing::stranger) const {
    const Learned& of = learned(standing);
    return with_attributes ? of.weights : of.plain_weights;
  }
  /// weights of users of the fitted log
  const Matrix& known_weights() const { return known_.weights; }
  /// (n_steps, n_rungs + 1) NDCG@10 on the users learnt from: each rung alone, then the ladder; NaN
  /// where nothing could be learnt. The ladder's column has seen these users.
  const Matrix& learnt(Standing standing = Standing::stranger) const {
    return learned(standing).learnt;
  }
  /// A user of the fitted log is no donor any more, and a stranger.
  void forget(std::int32_t user);

  template <class V>
  void state(V&& v) {
    v("rungs", rungs_);
    v("strangers", strangers_);
    v("known", known_);
    v("users", users_);
    v("popular", popular_);
    v("attributes", attributes_);
    v("similar_users", similar_users_);
    v("transitions", transitions_);
    v("item_nearest", item_nearest_);
  }
  void check_state() const;

 private:
  /// What all rungs say to one user.
  struct Spoken {
    MatrixF shares;                       // (n_rungs, n_items)
    std::vector<std::uint8_t> available;  // (n_rungs)
    std::vector<Donor> donors;
  };
  /// One set of weights, with attributes and without, and how the first did.
  struct Learned {
    Matrix weights, plain_weights;  // (n_steps, n_rungs)
    Matrix learnt;                  // (n_steps, n_rungs + 1)
    template <class V>
    void state(V&& v) {
      v("weights", weights);
      v("plain_weights", plain_weights);
      v("learnt", learnt);
    }
  };
  struct Steps {
    Matrix weights, learnt;
  };
  using CasesByStep = std::array<std::vector<LadderCase>, n_ladder_steps>;
  using Users = std::span<const std::int32_t>;
  using Rungs = std::vector<OutsideRung>;
  const Learned& learned(Standing standing) const {
    return standing == Standing::known ? known_ : strangers_;
  }
  void fit_rungs(const data::EventLog& log, const data::FrameView* attributes,
                 const Monitor& monitor);
  void learn(const data::EventLog& log, const data::FrameView* attributes, const Rungs& outside,
             const Monitor& monitor);
  std::vector<std::int32_t> known_learners(const data::EventLog& log, Users aside) const;
  /// Users set aside, by turns: as many parts as it takes to reach max_learners.
  std::vector<std::vector<std::int32_t>> turns(const data::EventLog& log) const;
  void fit_without(const data::EventLog& log, Users aside, const std::vector<std::uint8_t>& marked,
                   const data::FrameView* attributes, const Monitor& monitor);
  void gather_strangers(const data::EventLog& log, Users aside, const data::FrameView* attributes,
                        const Rungs& outside, CasesByStep& out, const Monitor& monitor) const;
  Steps learn_strangers(const CasesByStep& by_step, bool told, const Monitor& monitor) const;
  Steps learn_known(const data::EventLog& log, Users learners, const data::FrameView* attributes,
                    const Rungs& outside, const Monitor& monitor) const;
  /// Cases of users of whom the first shown(user, n of their events) are known.
  template <class Shown>
  std::vector<LadderCase> make_cases(const data::EventLog& log, Users users,
                                     const data::FrameView* attributes, const Rungs& outside,
                                     bool next_only, const Shown& shown,
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
  void say_how_well(std::span<const LadderCase> cases, Index step, Steps& out,
                    Matrix& allowed) const;

  Params params_;
  std::vector<std::string> rungs_;
  Learned strangers_, known_;
  std::vector<std::int64_t> users_;  ///< (n_users of the fitted log) hash of each id; 0 = no events
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

/// The model's code of each of `types`; empty where the model knows no types.
template <class Model>
std::vector<std::int32_t> types_to_model(const Model& model, const data::Vocabulary& types) {
  if constexpr (requires {
                  { model->types() } -> std::convertible_to<const data::Vocabulary*>;
                }) {
    const data::Vocabulary* own = model->types();
    return own ? own->translate(types) : std::vector<std::int32_t>{};
  } else if constexpr (requires {
                         { model->types() } -> std::convertible_to<const data::Vocabulary&>;
                       }) {
    return model->types().translate(types);
  } else {
    return {};
  }
}

/// Codes by a table, -1 for what lies outside it.
inline std::vector<std::int32_t> translated_codes(std::span<const std::int32_t> codes,
                                                  std::span<const std::int32_t> table) {
  std::vector<std::int32_t> out;
  for (const std::int32_t code : codes)
    out.push_back(code >= 0 && static_cast<std::size_t>(code) < table.size()
                      ? table[static_cast<std::size_t>(code)]
                      : -1);
  return out;
}

}  // namespace detail

template <class Model>
OutsideRung outside_rung(std::string name, Model model, const data::Vocabulary& items,
                         const data::Vocabulary& types) {
  std::vector<std::int32_t> to_model = model->items().translate(items);
  std::vector<std::int32_t> to_type = detail::types_to_model(model, types);
  const bool log_odds = detail::speaks_in_log_odds(model);
  auto score = [model = std::move(model), to_model = std::move(to_model),
                to_type = std::move(to_type),
                log_odds](const data::History& history, std::span<const double>) {
    const std::vector<std::int32_t> codes = detail::translated_codes(history.items, to_model);
    const std::vector<std::int32_t> kinds = detail::translated_codes(history.types, to_type);
    data::History translated = history;
    translated.items = codes;
    translated.types = kinds;
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
#include <limn/coldstart/ladder_learn.ipp>
#endif
