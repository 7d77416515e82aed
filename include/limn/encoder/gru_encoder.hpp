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
  static constexpr std::uint32_t format = 1;

  struct Params : TrainingParams {
    std::int64_t width = 64;  // numbers in a user's vector
    std::int64_t layers = 1;  // recurrent layers
    Params() { learning_rate = 2e-3; }
  };
  template <class V>
  static void describe(V&& v) {
    v("width", &Params::width, "numbers in a user's vector", core::between(2, 1024));
    v("layers", &Params::layers, "recurrent layers", core::between(1, 16));
    TrainingParams::describe(v);
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
