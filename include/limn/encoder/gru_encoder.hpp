// SPDX-License-Identifier: MIT
#pragma once

#include <limn/encoder/basic_encoder.hpp>

namespace limn::inline LIMN_ABI::encoder {

namespace detail {

/// A gated recurrent network that reads a user's events in order and learns by guessing each next
/// item, as EventEncoder does, with one hidden vector a layer instead of all earlier events.
///
/// Choose it when a user's state must be small (layers * width floats) and of constant cost however
/// long the history, or for bank-like events, where it often beats a transformer; prefer
/// EventEncoder for long histories of items and for training speed, ConvEncoder when only the last
/// events matter.
/// Shapes and missing parts: as EventEncoder. The whole history counts, also beyond max_length,
/// which is the length of the windows that training shows.
/// Cost: fit is O(epochs * events * (layers * 7 width^2 + width * items)); a step 7 width^2.
/// **Source:** Cho et al. (2014), Learning Phrase Representations using RNN Encoder-Decoder; Hidasi
/// et al. (2016), Session-based Recommendations with Recurrent Neural Networks. **Differs:**
/// trained with all items as candidates, pre-norm residual layers, output tied to the item vectors.
class Recurrent {
 public:
  static constexpr std::string_view name = "encoder.gru_encoder";
  static constexpr std::uint32_t format = 2;

  struct Params {
    std::int64_t width = 64;                  // numbers in a user's vector
    std::int64_t layers = 1;                  // recurrent layers
    std::int64_t max_length = 200;            // events of a training window
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
    double learning_rate = 2e-3;              // of Adam, after the warm start
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
    v("layers", &Params::layers, "recurrent layers", core::between(1, 16));
    describe_training<Params>(v);
  }
  static void check(const Params&) {}
  static void shape_into(const Params& params, NetworkShape& shape);
};

}  // namespace detail

/// The component whose comment stands at its options, above.
using GruEncoder = BasicEncoder<detail::Recurrent>;

#ifndef LIMN_HEADER_ONLY
extern template class BasicEncoder<detail::Recurrent>;
#endif

}  // namespace limn::inline LIMN_ABI::encoder

#ifdef LIMN_HEADER_ONLY
#include <limn/encoder/gru_encoder.ipp>
#endif
