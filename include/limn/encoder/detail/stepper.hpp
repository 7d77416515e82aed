// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include <limn/data/event_state.hpp>
#include <limn/encoder/detail/network.hpp>

namespace limn::inline LIMN_ABI::encoder::detail {

inline constexpr std::int64_t no_time = std::numeric_limits<std::int64_t>::min();

/// One event in the encoder's own codes.
struct Event {
  std::int32_t item = -1;
  std::array<std::int32_t, n_features> codes{-1, -1, -1, -1, -1};
  float amount = 0.0f;
  std::int64_t time_us = no_time;
};

/// Takes events into a state one at a time. Attention keeps the keys and values of the last
/// `longest` events of each layer in a ring that grows with the history; a recurrent layer its
/// hidden state; a convolution the inputs that its taps still reach.
struct Stepper {
  NetworkShape shape;

  void start(data::EventState& s) const {
    s = {};
    s.embedding = VectorF::Zero(static_cast<Index>(shape.width()));
    if (shape.layer == Layer::gru) s.memory.assign(shape.layers * shape.width(), 0.0f);
    if (shape.layer == Layer::convolution) {
      std::size_t rows = 0;
      for (std::size_t l = 0; l < shape.layers; ++l) rows += convolution(l).slots();
      s.memory.assign(rows * shape.width(), 0.0f);
    }
  }

  /// Whether a state has the sizes that steps of this network leave behind.
  bool fits(const data::EventState& s) const {
    if (s.n_events < 0 || s.embedding.size() != static_cast<Index>(shape.width())) return false;
    if (s.times_us.size() != slots_for(static_cast<std::size_t>(s.n_events))) return false;
    if (shape.layer == Layer::attention)
      return s.memory.size() == s.times_us.size() * 2 * shape.layers * shape.width();
    data::EventState blank;
    start(blank);
    return s.memory.size() == blank.memory.size();
  }

  void step(const float* item_vector, const float* w, const Event& event,
            data::EventState& s) const {
    const std::size_t d = shape.width();
    std::vector<float> room(2 * d + scratch_floats());
    float* x = room.data();
    float* y = x + d;
    read(item_vector, w, event, x);
    grow(s);
    const auto t = static_cast<std::size_t>(s.n_events);
    s.times_us[t % s.times_us.size()] = event.time_us;
    run(w, event, t, s, x, y, y + d);
    float inverse = 0.0f;
    nn::rms_norm(1, d, x, w + shape.final_norm(), s.embedding.data(), &inverse);
    ++s.n_events;
    const auto at = std::lower_bound(s.seen_items.begin(), s.seen_items.end(), event.item);
    if (at == s.seen_items.end() || *at != event.item) s.seen_items.insert(at, event.item);
  }

 private:
  nn::ConvolutionBlock<float> convolution(std::size_t l) const {
    return {shape.convolution(), shape.dilation(l)};
  }
  std::size_t scratch_floats() const {
    return shape.layer == Layer::attention ? nn::GatedBlock<float>{shape.block}.step_floats()
           : shape.layer == Layer::gru     ? nn::GruBlock<float>{shape.gru()}.step_floats()
                                           : convolution(0).step_floats();
  }
  /// 16, 32, ... up to `longest` where keys and values are kept; else the last time alone.
  std::size_t slots_for(std::size_t events) const {
    if (events == 0) return 0;
    if (shape.layer != Layer::attention) return 1;
    std::size_t out = 16;
    while (out < events && out < shape.block.longest) out *= 2;
    return std::min(out, shape.block.longest);
  }

  /// Room for one more event; the rings move to their new places while none has turned yet.
  void grow(data::EventState& s) const {
    const std::size_t now = s.times_us.size();
    const std::size_t then = slots_for(static_cast<std::size_t>(s.n_events) + 1);
    if (now == then) return;
    s.times_us.resize(then, no_time);
    if (shape.layer != Layer::attention) return;
    const std::size_t d = shape.width(), rings = 2 * shape.layers;
    std::vector<float> wider(rings * then * d, 0.0f);
    for (std::size_t r = 0; r < rings; ++r)
      std::copy_n(s.memory.data() + r * now * d, now * d, wider.data() + r * then * d);
    s.memory = std::move(wider);
  }

  void read(const float* item_vector, const float* w, const Event& event, float* x) const {
    using M = nn::Math<float>;
    const std::size_t d = shape.width();
    std::fill_n(x, d, 0.0f);
    M::axpy(d, Network<float>{shape}.item_factor(), item_vector, x);
    for (std::size_t f = 0; f < n_features; ++f)
      if (shape.codes[f] && event.codes[f] >= 0)
        M::axpy(d, 1.0f, w + shape.feature(f) + static_cast<std::size_t>(event.codes[f]) * d, x);
    if (shape.amounts) M::axpy(d, event.amount, w + shape.amount(), x);
  }

  /// x is input and output; y is room for the output of a layer.
  void run(const float* w, const Event& event, std::size_t t, data::EventState& s, float* x,
           float* y, float* scratch) const {
    const std::size_t d = shape.width();
    float* output = x;
    if (shape.layer == Layer::attention) {
      const std::size_t slots = s.times_us.size(), seen = std::min(t + 1, slots);
      std::vector<std::int16_t> buckets;
      if (event.time_us != no_time) {
        buckets.resize(seen);
        for (std::size_t j = 0; j < seen; ++j)
          buckets[j] = s.times_us[j] == no_time
                           ? std::int16_t{-1}
                           : std::int16_t{nn::time_bucket(event.time_us - s.times_us[j])};
      }
      for (std::size_t l = 0; l < shape.layers; ++l, std::swap(x, y)) {
        float* keys = s.memory.data() + 2 * l * slots * d;
        const nn::AttentionCache<float> cache{keys,  keys + slots * d,
                                              slots, t % slots,
                                              seen,  buckets.empty() ? nullptr : buckets.data()};
        nn::GatedBlock<float>{shape.block}.step(w + shape.weights(l), x, cache, y, scratch);
      }
    } else if (shape.layer == Layer::gru) {
      for (std::size_t l = 0; l < shape.layers; ++l, std::swap(x, y))
        nn::GruBlock<float>{shape.gru()}.step(w + shape.weights(l), x, s.memory.data() + l * d, y,
                                              scratch);
    } else {
      float* ring = s.memory.data();
      for (std::size_t l = 0; l < shape.layers; ++l, std::swap(x, y)) {
        convolution(l).step(w + shape.weights(l), x, t, ring, y, scratch);
        ring += convolution(l).slots() * d;
      }
    }
    if (x != output) std::copy_n(x, d, output);
  }
};

}  // namespace limn::inline LIMN_ABI::encoder::detail
