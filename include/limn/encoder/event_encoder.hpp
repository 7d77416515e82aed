// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/data/event_log.hpp>
#include <limn/encoder/detail/weights.hpp>

namespace limn::inline LIMN_ABI::encoder {

namespace detail {
struct NetworkShape;
struct Sequences;
struct Trial;
}  // namespace detail

/// How training went, one entry an epoch.
struct EpochReport {
  double loss = 0.0;  ///< mean over events of -log p(next item)
  double ndcg = 0.0;  ///< on the validation users, NDCG@10 with full ranking; 0 without any
  double hit = 0.0;   ///< hit rate@10 on the same

  template <class V>
  void state(V&& v) {
    v("loss", loss);
    v("ndcg", ndcg);
    v("hit", hit);
  }
};

/// A small transformer that reads a user's events in order and learns by guessing each next item.
/// The state after the last event is the user's vector; products with item vectors rank items.
///
/// Choose it when histories are long (ten events and more) and there are some 10^5 events to learn
/// from; with shorter histories recommend.Transitions is as good and takes seconds. Full soft-max
/// up to some 20,000 items, sampled above.
/// Shapes: a log of any size; items and types unknown at fit are skipped; a user without a known
/// event gets a vector of zeros. Values are not read. Times add a bias by gap where log has a
/// clock. Cost: fit is O(epochs * events * (layers * width * (12 width + max_length) + width *
/// items)); about 3 times the weights in memory per worker lane, 8 lanes; embed about a fifth an
/// event.
/// **Source:** Kang and McAuley (2018), Self-Attentive Sequential Recommendation; Klenitskiy and
/// Vasilev (2023), Turning Dross Into Gold Loss; Zhai et al. (2024), Actions Speak Louder than
/// Words. **Differs:** gated pre-norm blocks, positions counted from the end, sequences packed
/// without padding, a random window a turn for long histories, own backward pass.
class EventEncoder {
 public:
  static constexpr std::string_view name = "encoder.event_encoder";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.row_order_free = false};

  struct Params {
    std::int64_t width = 64;         // numbers in a user's vector
    std::int64_t layers = 2;         // transformer blocks
    std::int64_t heads = 1;          // attention heads, a divisor of width
    std::int64_t feed_forward = 2;   // hidden width of a block, in widths
    std::int64_t max_length = 200;   // events of a history that are read, the last ones
    double dropout = 0.1;            // share of numbers dropped while training
    std::string loss = "softmax";    // softmax over all items, or sampled
    std::int64_t n_negatives = 256;  // items drawn a step when sampled
    double learning_rate = 1e-3;     // of Adam, after the warm start
    std::int64_t batch_tokens = 0;   // events a step; 0 = a 64th of the log, 256 to 4096
    std::int64_t epochs = 30;        // turns over the log at most
    std::int64_t patience = 10;      // turns without a better NDCG before it stops; 0 = never
    bool time_bias = true;           // learn from the gaps between events
    double clip_norm = 1.0;          // longest gradient; 0 = any
    bool resumable = true;           // keep the optimizer's state, which triples the size
    std::uint64_t random_state = 0;  // seed
  };

  template <class V>
  static void describe(V&& v) {
    v("width", &Params::width, "numbers in a user's vector", core::between(2, 1024));
    v("layers", &Params::layers, "transformer blocks", core::between(1, 16));
    v("heads", &Params::heads, "attention heads, a divisor of width", core::between(1, 64));
    v("feed_forward", &Params::feed_forward, "hidden width of a block, in widths",
      core::between(1, 8));
    v("max_length", &Params::max_length, "events of a history that are read, the last ones",
      core::between(1, 4096));
    v("dropout", &Params::dropout, "share of numbers dropped while training",
      core::from_below(0, 1));
    v("loss", &Params::loss, "softmax over all items, or sampled for large catalogues",
      core::one_of({"softmax", "sampled"}));
    v("n_negatives", &Params::n_negatives, "items drawn a step when the loss is sampled",
      core::at_least(1));
    v("learning_rate", &Params::learning_rate, "step length of Adam after the warm start",
      core::above(0));
    v("batch_tokens", &Params::batch_tokens, "events a step; 0 = a 64th of the log, 256 to 4096",
      core::between(0, 1 << 20));
    v("epochs", &Params::epochs, "turns over the log at most", core::at_least(1));
    v("patience", &Params::patience, "turns without a better NDCG before it stops; 0 = never",
      core::at_least(0));
    v("time_bias", &Params::time_bias, "learn from the gaps between events", core::anything());
    v("clip_norm", &Params::clip_norm, "longest gradient; 0 = any length", core::at_least(0));
    v("resumable", &Params::resumable, "keep the optimizer's state, which triples the size",
      core::anything());
    v("random_state", &Params::random_state, "seed of weights, windows and dropout",
      core::at_least(0));
  }

  EventEncoder() = default;
  /// Errors: ParamError on a value out of range, or when heads does not divide width.
  explicit EventEncoder(Params params);
  const Params& params() const { return params_; }

  /// Learns from all histories of two events and more. Without validation, the last event of a
  /// tenth of the users (at most 2,000) is held out to find the best turn; logs with fewer than 100
  /// such users train all epochs.
  /// Errors: DataError without a single pair of events; CancelledError (the object is unchanged).
  EventEncoder& fit(const data::EventLog& log, const Monitor& monitor = {});
  /// The same, with the best turn chosen by the first event that `validation` holds for each user
  /// of log. Errors: DataError also when validation shares no user and item with log.
  EventEncoder& fit(const data::EventLog& log, const data::EventLog& validation,
                    const Monitor& monitor = {});
  /// `epochs` more turns from where training stood, at the end of its learning rate. Items that
  /// are new get vectors; what was learned stays. Also the way to learn from new events alone.
  /// Errors: NotFittedError; ParamError when the object was fitted with resumable off; DataError.
  EventEncoder& resume(const data::EventLog& log, std::int64_t epochs = 1,
                       const Monitor& monitor = {});
  /// resume for one turn. Approximate: not what one fit on all events gives.
  EventEncoder& partial_fit(const data::EventLog& log, const Monitor& monitor = {}) {
    return resume(log, 1, monitor);
  }

  /// (n_users, width), rows in the order of log.users(). Errors: NotFittedError.
  MatrixF embed(const data::EventLog& log, const Monitor& monitor = {}) const;
  /// (users, width) for some users of the log. Errors: NotFittedError; DataError on a wrong code.
  MatrixF embed_users(const data::EventLog& log, std::span<const std::int32_t> users,
                      const Monitor& monitor = {}) const;
  /// One history, oldest first, in codes of items() and types(); -1 = unknown. Times and types may
  /// be empty. (width). Errors: NotFittedError, ShapeError, DataError.
  VectorF embed_history(std::span<const std::int32_t> items,
                        std::span<const std::int64_t> times_us = {},
                        std::span<const std::int32_t> types = {}) const;
  /// The same for a history in codes of items() and types(); codes beyond them are unknown.
  VectorF embed(const data::History& history) const;
  /// (n_items) scores of what comes after a history. Errors: as embed.
  VectorF score(const data::History& history) const;
  /// How much each item is expected next: (n, n_items), columns are codes of items(), for
  /// embeddings (n, width). Any real numbers; their soft-max is the probability.
  /// Errors: NotFittedError, ShapeError.
  MatrixF scores(const MatrixF& embeddings) const;
  /// (n_users, n_items): scores of the states of all users of the log, or of some.
  MatrixF score_items(const data::EventLog& log) const { return scores(embed(log)); }
  MatrixF score_items(const data::EventLog& log, std::span<const std::int32_t> users) const;

  /// NDCG@10 and hit rate@10 of next-item guesses: `log` is the history, `truth` holds the events
  /// after it, of which each user's first counts. Full ranking, items of the history left out,
  /// ties count against. Errors: NotFittedError; DataError when nothing can be asked.
  Quality evaluate(const data::EventLog& log, const data::EventLog& truth,
                   const Monitor& monitor = {}) const;

  const data::Vocabulary& items() const { return items_; }
  const data::Vocabulary& types() const { return types_; }
  const MatrixF& item_vectors() const { return weights_.table; }  ///< (n_items, width)
  const std::vector<EpochReport>& history() const { return history_; }
  std::int64_t best_epoch() const { return best_epoch_; }  ///< index into history(), -1 = none

  template <class V>
  void state(V&& v) {
    v("items", items_);
    v("types", types_);
    v("weights", weights_);
    v("history", history_);
    v("best_epoch", best_epoch_);
    v("epochs_done", epochs_done_);
    v("has_clock", has_clock_);
  }
  void check_state() const;

 private:
  detail::NetworkShape shape() const;
  detail::Sequences sequences(const data::EventLog& log, std::span<const std::int32_t> users) const;
  void train(detail::Sequences sequences, std::vector<detail::Trial> trials, bool flat,
             std::int64_t epochs, const Monitor& monitor);
  std::vector<detail::Trial> trials_of(const data::EventLog& log,
                                       const data::EventLog& truth) const;

  Params params_;
  data::Vocabulary items_, types_;
  detail::Weights weights_;
  std::vector<EpochReport> history_;
  std::int64_t best_epoch_ = -1, epochs_done_ = 0;
  std::uint8_t has_clock_ = 0;
};

}  // namespace limn::inline LIMN_ABI::encoder

#ifdef LIMN_HEADER_ONLY
#include <limn/encoder/event_encoder.ipp>
#endif
