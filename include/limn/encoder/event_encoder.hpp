// SPDX-License-Identifier: MIT
#pragma once

#include <limn/encoder/basic_encoder.hpp>

namespace limn::inline LIMN_ABI::encoder {

namespace detail {

/// A small transformer that reads a user's events in order and learns by guessing each next item.
/// The state after the last event is the user's vector; products with item vectors rank items.
///
/// Choose it when histories are long (ten events and more) and there are some 10^5 events to learn
/// from; with shorter histories recommend.Transitions is as good and takes seconds. GruEncoder has
/// a smaller state and suits bank-like events. Full soft-max up to some 20,000 items, sampled
/// above. Shapes: a log of any size; items unknown at fit are skipped, a type or value that is
/// unknown or missing adds nothing; a user without a known event gets a vector of zeros. Times add
/// a bias by gap, hour and weekday where the log has a clock. A block looks max_length events back,
/// so a state depends on the last layers * (max_length - 1) + 1 of them, and `step` gives what
/// `embed` gives. Cost: fit is O(epochs * events * (layers * width * (12 width + max_length) +
/// width * items)); about 3 times the weights in memory per worker lane, 8 lanes; embed about a
/// fifth an event.
/// **Source:** Kang and McAuley (2018), Self-Attentive Sequential Recommendation; Klenitskiy and
/// Vasilev (2023), Turning Dross Into Gold Loss; Zhai et al. (2024), Actions Speak Louder than
/// Words; Babaev et al. (2022), CoLES: Contrastive Learning for Event Sequences with
/// Self-Supervision (the contrastive objective). **Differs:** gated pre-norm blocks, order told by
/// distances alone, sequences packed without padding, a random window a turn for long histories,
/// own backward pass; the contrastive objective is a soft-max over all parts of histories in a step
/// instead of pairs with a margin.
class Attentive {
 public:
  static constexpr std::string_view name = "encoder.event_encoder";
  static constexpr std::uint32_t format = 3;

  struct Params {
    std::int64_t width = 64;                  // numbers in a user's vector
    std::int64_t layers = 2;                  // transformer blocks
    std::int64_t heads = 1;                   // attention heads, a divisor of width
    std::int64_t feed_forward = 2;            // hidden width of a block, in widths
    std::int64_t max_length = 200;            // events that a block looks back
    double dropout = 0.1;                     // share of numbers dropped while training
    bool time_bias = true;                    // learn from the gaps between events
    bool calendar = true;                     // learn from hour and weekday
    bool values = true;                       // learn from the values of events
    std::vector<std::string> target_types{};  // of events to guess and offer; none = all
    std::string objective = "next_item";      // contrastive: parts of a history alike; or both
    std::string loss = "auto";                // softmax up to 20,000 items; else sampled; or gbce
    std::int64_t n_negatives = 256;           // items drawn a step when the loss is not softmax
    std::string negatives = "uniform";        // or popularity, with log-Q correction
    std::string init = "counts";              // near the vectors of neighbours; or random
    double learning_rate = 1e-3;              // of Adam, after the warm start
    std::int64_t batch_tokens = 0;            // events a step; 0 = a 64th of the log, 256 to 4096
    std::int64_t epochs = 20;                 // turns over the log at most
    std::int64_t patience = 10;       // turns without a better NDCG before it stops; 0 = never
    std::int64_t n_starts = 1;        // trainings from other seeds; the best is kept
    double clip_norm = 1.0;           // longest gradient; 0 = any
    std::string on_cancel = "raise";  // or keep what was learned so far
    bool resumable = true;            // keep the optimizer's state, which triples the size
    std::uint64_t random_state = 0;   // seed
  };
  template <class V>
  static void describe(V&& v) {
    v("width", &Params::width, "numbers in a user's vector", core::between(2, 1024));
    v("layers", &Params::layers, "transformer blocks", core::between(1, 16));
    v("heads", &Params::heads, "attention heads, a divisor of width", core::between(1, 64));
    v("feed_forward", &Params::feed_forward, "hidden width of a block, in widths",
      core::between(1, 8));
    describe_training<Params>(v);
  }
  static void check(const Params& params);
  static void shape_into(const Params& params, NetworkShape& shape);
};

}  // namespace detail

/// The component whose comment stands at its options, above.
using EventEncoder = BasicEncoder<detail::Attentive>;

#ifndef LIMN_HEADER_ONLY
extern template class BasicEncoder<detail::Attentive>;
#endif

}  // namespace limn::inline LIMN_ABI::encoder

#ifdef LIMN_HEADER_ONLY
#include <limn/encoder/event_encoder.ipp>
#endif
