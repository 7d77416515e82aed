// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <initializer_list>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/data/event_log.hpp>
#include <limn/data/event_state.hpp>
#include <limn/encoder/detail/value_scale.hpp>
#include <limn/encoder/detail/weights.hpp>
#include <limn/encoder/label_head.hpp>
#include <limn/encoder/named_weights.hpp>

namespace limn::inline LIMN_ABI::encoder {

namespace detail {
struct Course;
struct Event;
struct NetworkShape;
struct Sequences;
struct Trial;

/// How training ended. Unfinished: turns of the schedule are left, and resume goes on with them.
enum Ending : std::uint8_t { as_planned, by_divergence, unfinished };

/// Visits the options of training, which every kind of encoder has beside those of its layers. P
/// names them itself, so that callers can write {.width = 32, .epochs = 5}.
template <class P, class V>
void describe_training(V&& v) {
  v("max_length", &P::max_length, "events of a history that are read at once",
    core::between(1, 4096));
  v("dropout", &P::dropout, "share of numbers dropped while training", core::from_below(0, 1));
  v("time_bias", &P::time_bias, "learn from the gaps between events", core::anything());
  v("calendar", &P::calendar, "learn from hour and weekday (UTC)", core::anything());
  v("values", &P::values, "learn from the values of events", core::anything());
  v("target_types", &P::target_types, "types of events that are guessed and offered; none = all",
    core::anything());
  v("objective", &P::objective,
    "guess the next item; contrastive: parts of one history are alike, of others not; or both",
    core::one_of({"next_item", "contrastive", "both"}));
  v("loss", &P::loss,
    "softmax over all items; sampled, gbce: drawn ones; auto: softmax up to 20,000 items, above "
    "them sampled by popularity",
    core::one_of({"auto", "softmax", "sampled", "gbce"}));
  v("n_negatives", &P::n_negatives, "items drawn a step when the loss is not softmax",
    core::at_least(1));
  v("negatives", &P::negatives, "drawn all alike, or by popularity with log-Q correction",
    core::one_of({"uniform", "popularity"}));
  v("init", &P::init, "item vectors begin near those of their neighbours (counts), or at random",
    core::one_of({"counts", "random"}));
  v("learning_rate", &P::learning_rate, "step length of Adam after the warm start", core::above(0));
  v("batch_tokens", &P::batch_tokens,
    "events a step; 0 = a 64th of the log, 256 to 4096; contrastive: a 16th, 1024 to 16384",
    core::between(0, 1 << 20));
  v("epochs", &P::epochs, "turns over the log at most", core::at_least(1));
  v("patience", &P::patience, "turns without a better NDCG before it stops; 0 = never",
    core::at_least(0));
  v("n_starts", &P::n_starts,
    "trainings from random_state, random_state + 1 ...; the best turn of all is kept",
    core::between(1, 100));
  v("clip_norm", &P::clip_norm, "longest gradient; 0 = any length", core::at_least(0));
  v("on_cancel", &P::on_cancel, "a cancelled fit raises, or keeps what it learned so far",
    core::one_of({"raise", "keep"}));
  v("resumable", &P::resumable, "keep the optimizer's state, which triples the size",
    core::anything());
  v("random_state", &P::random_state, "seed of weights, windows and dropout", core::at_least(0));
}

}  // namespace detail

/// A user's place in a history; see EventEncoder::step.
using State = data::EventState;

/// What all encoders share: the vocabulary, training by guessing the next item (and by telling
/// parts of one history from those of others), vectors, scores, one-event updates. `Kind` names the
/// component, its options and its layers; see EventEncoder, GruEncoder and ConvEncoder.
template <class Kind>
class BasicEncoder {
 public:
  using Params = typename Kind::Params;
  static constexpr std::string_view name = Kind::name;
  static constexpr std::uint32_t format = Kind::format;
  static constexpr core::Tags tags{.row_order_free = false};
  template <class V>
  static void describe(V&& v) {
    Kind::describe(v);
  }

  BasicEncoder() = default;
  /// Errors: ParamError on a value out of range or options that do not fit each other.
  explicit BasicEncoder(Params params);
  const Params& params() const { return params_; }

  /// Learns from all histories of two events and more. Without validation, the last event of a
  /// tenth of the users (at most 2,000) is held out to find the best turn; logs with fewer than 100
  /// such users train all epochs.
  /// Of n_starts trainings the one with the best turn is kept: by NDCG where a turn is judged, by
  /// loss elsewhere.
  /// With target_types, events of all types are read, but only those of these types are guessed,
  /// judged and offered later (the next purchase after views, say).
  /// A loss that is no longer finite ends training, and so does a turn whose loss is above three
  /// times that of guessing: the best turn so far is kept and diverged() is true.
  /// Errors: DataError without a single pair of events, for a target type the log lacks or that
  /// nothing comes before, or when training diverges before there is a turn to keep; CancelledError
  /// (the object is unchanged) unless on_cancel is "keep" and training has begun.
  BasicEncoder& fit(const data::EventLog& log, const Monitor& monitor = {});
  /// The same, with the best turn chosen by the first event that `validation` holds for each user
  /// of log. Errors: DataError also when validation shares no user and item with log; ParamError
  /// when the objective is contrastive alone: nothing is guessed that could be judged.
  BasicEncoder& fit(const data::EventLog& log, const data::EventLog& validation,
                    const Monitor& monitor = {});
  /// `epochs` more turns from where training stood, at the end of its learning rate; after a
  /// cancelled fit that kept what it learned, first the turns that were left, at their rates. None
  /// of them is judged: the last one is kept. Items and event types that are new get vectors; what
  /// was learned stays. Also the way to learn from new events alone.
  /// Errors: NotFittedError; ParamError when the object was fitted with resumable off; DataError;
  /// CancelledError as fit.
  BasicEncoder& resume(const data::EventLog& log, std::int64_t epochs = 1,
                       const Monitor& monitor = {});
  /// The same with as many events again of users of an older log, drawn anew at each call: what was
  /// learned long ago is not forgotten for what is new. Items of both logs get vectors.
  BasicEncoder& resume(const data::EventLog& log, const data::EventLog& replay,
                       std::int64_t epochs = 1, const Monitor& monitor = {});
  /// resume for one turn. Approximate: not what one fit on all events gives.
  BasicEncoder& partial_fit(const data::EventLog& log, const Monitor& monitor = {}) {
    return resume(log, 1, monitor);
  }

  /// Goes on training so that vectors tell a label of users, by the cross-entropy of a soft-max on
  /// top of them; returns that soft-max, which reads embed. labels (n_users of log): classes 0, 1
  /// ...; -1 = unknown. Item scores remain but are no longer trained for: keep a copy for
  /// recommendations. How: turns, speed and which lower layers are left as they are; dropout,
  /// batches, clipping and seed are those of the options. The next resume starts with a fresh
  /// optimizer. Same bits for any number of threads.
  /// Errors: NotFittedError; ShapeError on another number of labels; ParamError for numbers of
  /// `how` out of range; DataError without two classes among users with known events, or when the
  /// loss diverges; CancelledError. The object is then unchanged.
  LabelHead fine_tune(const data::EventLog& log, std::span<const std::int32_t> labels,
                      const FineTuning& how = {}, const Monitor& monitor = {});

  /// (n_users, width), rows in the order of log.users(). Errors: NotFittedError.
  MatrixF embed(const data::EventLog& log, const Monitor& monitor = {}) const;
  /// (users, width) for some users of the log. Errors: NotFittedError; DataError on a wrong code.
  MatrixF embed_users(const data::EventLog& log, std::span<const std::int32_t> users,
                      const Monitor& monitor = {}) const;
  /// One history, oldest first, in codes of items() and types(); -1 = unknown. Times, types and
  /// values may be empty. (width). Errors: NotFittedError, ShapeError, DataError.
  VectorF embed_history(std::span<const std::int32_t> items,
                        std::span<const std::int64_t> times_us = {},
                        std::span<const std::int32_t> types = {},
                        std::span<const double> values = {}) const;
  /// The same for a history in codes of items() and types(); codes beyond them are unknown.
  VectorF embed(const data::History& history) const;
  /// (n_items) scores of what comes after a history. Errors: as embed.
  VectorF score(const data::History& history) const;

  /// The state after a history (codes as in embed), for step. Errors: NotFittedError.
  State start(const data::History& history = {}) const;
  /// Takes one event into a state without reading the earlier ones again; returns the embedding,
  /// equal to embed of the whole history up to rounding. An item or type beyond the vocabulary
  /// changes nothing, or counts as no type. Equal and falling times are gaps of 0; without a time
  /// the event has no gaps. Cost: tens of microseconds.
  /// Errors: NotFittedError; DataError for a state of another encoder; the state is unchanged.
  const VectorF& step(State& state, std::int32_t item, std::optional<std::int64_t> time_us = {},
                      std::int32_t type = -1,
                      double value = std::numeric_limits<double>::quiet_NaN()) const;
  /// (n_items) scores of what comes next. Errors: NotFittedError, DataError.
  VectorF score(const State& state) const;

  /// How much each item is expected next: (n, n_items), columns are codes of items(), for
  /// embeddings (n, width). Any real numbers; their soft-max is the probability. An item that was
  /// never met in an event of target_types has -infinity: it is not offered.
  /// Errors: NotFittedError, ShapeError.
  MatrixF scores(const MatrixF& embeddings) const;
  /// (n_users, n_items): scores of the states of all users of the log, or of some.
  MatrixF score_items(const data::EventLog& log) const { return scores(embed(log)); }
  MatrixF score_items(const data::EventLog& log, std::span<const std::int32_t> users) const {
    return scores(embed_users(log, users));
  }

  /// NDCG@10 and hit rate@10 of next-item guesses: `log` is the history, `truth` holds the events
  /// after it, of which each user's first counts. Full ranking, items of the history left out,
  /// ties count against. Errors: NotFittedError; DataError when nothing can be asked.
  Quality evaluate(const data::EventLog& log, const data::EventLog& truth,
                   const Monitor& monitor = {}) const;

  /// What was learned, by name: copies. Errors: NotFittedError.
  std::vector<NamedWeights> named_weights() const;
  /// Takes other numbers for the same names, say from training elsewhere; what does not change
  /// keeps its bits. Where a number does change, resume starts with a fresh optimizer.
  /// Errors: NotFittedError; ShapeError for a name that is missing, unknown or of another shape;
  /// DataError for a number that is not finite. The object is then unchanged.
  BasicEncoder& set_weights(std::span<const NamedWeights> weights);
  /// What is read of an event. Errors: NotFittedError.
  Reading reading() const;

  const data::Vocabulary& items() const { return items_; }
  const data::Vocabulary& types() const { return types_; }
  const MatrixF& item_vectors() const { return weights_.table; }  ///< (n_items, width)
  const std::vector<EpochReport>& history() const { return history_; }
  std::int64_t best_epoch() const { return best_epoch_; }  ///< index into history(), -1 = none
  /// Training ended before its time because the loss rose without bound.
  bool diverged() const { return ended_ == detail::by_divergence; }

  template <class V>
  void state(V&& v) {
    v("items", items_);
    v("types", types_);
    v("weights", weights_);
    v("history", history_);
    v("best_epoch", best_epoch_);
    v("epochs_done", epochs_done_);
    v("has_clock", has_clock_);
    v("has_values", has_values_);
    v("diverged", ended_);  // the name from when these were the two ways to end
    v("value_scale", value_scale_);
    v("offered", offered_);
  }
  void check_state() const;

 private:
  detail::NetworkShape shape() const;
  bool reads_clock() const { return has_clock_ && (params_.time_bias || params_.calendar); }
  BasicEncoder prepared(const data::EventLog& log) const;
  detail::Event event(std::int32_t item, std::int64_t time_us, std::int64_t before_us,
                      std::int32_t type, double value) const;
  void require_state(const State& state) const;
  detail::Sequences sequences(const data::EventLog& log, std::span<const std::int32_t> users) const;
  void draw_weights(const detail::Sequences& sequences, const Monitor& monitor);
  void train(const detail::Sequences& sequences, const std::vector<detail::Trial>& trials,
             std::int64_t epochs, const Monitor& monitor);
  bool turn(detail::Course& course, double done, double share, const Monitor& monitor);
  double merit(bool judged) const;
  void train_best(const detail::Sequences& sequences, const std::vector<detail::Trial>& trials,
                  const Monitor& monitor);
  bool guesses() const { return params_.objective != "contrastive"; }
  std::vector<std::uint8_t> target_codes(const data::EventLog& log) const;
  void add_offered(const data::EventLog& log);
  void hide_others(std::span<float> scores) const;
  BasicEncoder grown(std::initializer_list<const data::EventLog*> logs, std::int64_t epochs) const;
  std::vector<detail::Trial> trials_of(const data::EventLog& log,
                                       const data::EventLog& truth) const;

  Params params_;
  data::Vocabulary items_, types_;
  detail::Weights weights_;
  detail::ValueScale value_scale_;
  std::vector<EpochReport> history_;
  std::int64_t best_epoch_ = -1, epochs_done_ = 0;
  std::uint8_t has_clock_ = 0, has_values_ = 0, ended_ = 0;
  std::vector<std::uint8_t> offered_;  // by item: met as a target; empty: all are
};

}  // namespace limn::inline LIMN_ABI::encoder

#ifdef LIMN_HEADER_ONLY
#include <limn/encoder/basic_encoder.ipp>
#endif
