// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <span>
#include <vector>

#include <limn/core/random.hpp>
#include <limn/nn/block.hpp>
#include <limn/nn/embedding.hpp>
#include <limn/nn/loss.hpp>

namespace limn::inline LIMN_ABI::encoder::detail {

/// Sizes of the network and where its weights lie in one flat array. The item table stands apart.
struct NetworkShape {
  nn::BlockShape block;
  std::size_t layers = 2, n_types = 0;

  std::size_t width() const { return block.width; }
  std::size_t position() const { return 0; }
  std::size_t types() const { return position() + block.longest * width(); }
  std::size_t layer(std::size_t l) const { return types() + n_types * width() + l * block.size(); }
  std::size_t final_norm() const { return layer(layers); }
  std::size_t size() const { return final_norm() + width(); }
};

/// A pack of sequences as the network reads it. `positions` counts from the end of each sequence.
struct Tokens {
  nn::Pack pack;
  std::vector<std::int32_t> items, types, positions, targets;

  void clear() {
    pack.offsets.assign(1, 0);
    pack.buckets.clear();
    for (auto* list : {&items, &types, &positions, &targets}) list->clear();
  }
  /// Ends the sequence whose items were appended.
  void close() {
    const auto length = static_cast<std::int32_t>(items.size()) - pack.offsets.back();
    for (std::int32_t i = length; i-- > 0;) positions.push_back(i);
    pack.offsets.push_back(static_cast<std::int32_t>(items.size()));
  }
};

/// What a pass keeps; one per worker, reused from pack to pack.
template <class S>
struct NetworkMemory {
  std::vector<S> x, z, inverse, dz, dx;
  std::vector<nn::BlockMemory<S>> blocks;
  nn::BlockScratch<S> scratch;
  nn::SoftmaxLoss<S> loss;
};

/// Item, position and type vectors, gated blocks, a final norm. Scores are products with the item
/// table, which is also what the items are read with.
template <class S>
struct Network {
  NetworkShape shape;

  S item_factor() const { return std::sqrt(static_cast<S>(shape.width())); }

  /// memory.z (tokens, width) from table (any, width) and weights w.
  void forward(const Tokens& tokens, const S* table, const S* w, const nn::Dropout& dropout,
               NetworkMemory<S>& m) const {
    const std::size_t n = tokens.items.size(), d = shape.width();
    m.x.assign(n * d, S(0));
    nn::embed<S>(tokens.items, d, item_factor(), table, m.x.data());
    nn::embed<S>(tokens.positions, d, S(1), w + shape.position(), m.x.data());
    if (shape.n_types) nn::embed<S>(tokens.types, d, S(1), w + shape.types(), m.x.data());
    dropout.apply(0, n * d, m.x.data());
    m.blocks.resize(shape.layers);
    const nn::GatedBlock<S> block{shape.block};
    for (std::size_t l = 0; l < shape.layers; ++l)
      block.forward(tokens.pack, w + shape.layer(l), input(m, l), dropout, site(l), m.blocks[l]);
    m.z.resize(n * d);
    m.inverse.resize(n);
    nn::rms_norm(n, d, input(m, shape.layers), w + shape.final_norm(), m.z.data(),
                 m.inverse.data());
  }

  /// From memory.dz; dtable and dw are added to.
  void backward(const Tokens& tokens, const S* w, const nn::Dropout& dropout, NetworkMemory<S>& m,
                S* dtable, S* dw) const {
    const std::size_t n = tokens.items.size(), d = shape.width();
    m.dx.assign(n * d, S(0));
    nn::rms_norm_backward(n, d, input(m, shape.layers), w + shape.final_norm(), m.inverse.data(),
                          m.dz.data(), m.dx.data(), dw + shape.final_norm());
    const nn::GatedBlock<S> block{shape.block};
    for (std::size_t l = shape.layers; l-- > 0;)
      block.backward(tokens.pack, w + shape.layer(l), input(m, l), dropout, site(l), m.blocks[l],
                     m.scratch, m.dx.data(), dw + shape.layer(l));
    dropout.apply(0, n * d, m.dx.data());
    nn::embed_backward<S>(tokens.items, d, item_factor(), m.dx.data(), dtable);
    nn::embed_backward<S>(tokens.positions, d, S(1), m.dx.data(), dw + shape.position());
    if (shape.n_types)
      nn::embed_backward<S>(tokens.types, d, S(1), m.dx.data(), dw + shape.types());
  }

 private:
  static std::uint32_t site(std::size_t l) { return static_cast<std::uint32_t>(l) + 1; }
  static const S* input(const NetworkMemory<S>& m, std::size_t l) {
    return l == 0 ? m.x.data() : m.blocks[l - 1].out.data();
  }
};

/// n normal numbers of this deviation, one stream a call.
template <class S>
void draw_normal(std::uint64_t seed, std::uint64_t stream, double deviation, std::size_t n, S* x) {
  core::Random random(seed, stream);
  for (std::size_t i = 0; i < n; ++i) x[i] = static_cast<S>(deviation * random.normal());
}

/// Weights before training: gains 1, biases of attention 0, projections scaled by fan-in, what
/// leaves a branch smaller the deeper the stack.
template <class S>
void draw_weights(const NetworkShape& shape, std::uint64_t seed, S* w) {
  const nn::BlockShape& b = shape.block;
  const std::size_t d = b.width;
  std::fill_n(w, shape.size(), S(0));
  draw_normal(seed, 1, 0.02, b.longest * d, w + shape.position());
  draw_normal(seed, 2, 0.02, shape.n_types * d, w + shape.types());
  std::fill_n(w + shape.final_norm(), d, S(1));
  const double in = 1.0 / std::sqrt(static_cast<double>(d));
  const double depth = 1.0 / std::sqrt(2.0 * static_cast<double>(shape.layers));
  const double back = depth / std::sqrt(static_cast<double>(b.hidden));
  for (std::size_t l = 0; l < shape.layers; ++l) {
    S* v = w + shape.layer(l);
    const std::uint64_t stream = 10 * (l + 1);
    std::fill_n(v + b.norm1(), d, S(1));
    std::fill_n(v + b.norm2(), d, S(1));
    draw_normal(seed, stream, in, d * b.into_attention(), v + b.project1());
    draw_normal(seed, stream + 1, in * depth, d * d, v + b.out1());
    draw_normal(seed, stream + 2, in, d * b.into_hidden(), v + b.project2());
    draw_normal(seed, stream + 3, back, b.hidden * d, v + b.out2());
  }
}

}  // namespace limn::inline LIMN_ABI::encoder::detail
