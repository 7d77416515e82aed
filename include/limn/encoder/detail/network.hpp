// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include <limn/core/random.hpp>
#include <limn/nn/block.hpp>
#include <limn/nn/convolution.hpp>
#include <limn/nn/embedding.hpp>
#include <limn/nn/gru.hpp>
#include <limn/nn/loss.hpp>

namespace limn::inline LIMN_ABI::encoder::detail {

/// What an event says beside its item; each has a table of vectors, a code of -1 adds nothing.
enum Feature : std::size_t { type_of, value_of, hour_of, day_of, gap_of, n_features };
enum class Layer : std::uint8_t { attention, gru, convolution };

/// Sizes of the network and where its weights lie in one flat array. The item table stands apart.
struct NetworkShape {
  nn::BlockShape block = {};
  std::size_t layers = 2;
  std::array<std::size_t, n_features> codes{};  ///< of each feature; 0 = not read
  bool amounts = false;                         ///< values also count as numbers
  Layer layer = Layer::attention;
  std::size_t kernel = 4;  ///< of a convolution

  std::size_t width() const { return block.width; }
  nn::GruShape gru() const { return {width()}; }
  nn::ConvolutionShape convolution() const { return {width(), kernel}; }
  static std::size_t dilation(std::size_t l) {
    return std::size_t{1} << std::min<std::size_t>(l, 10);
  }

  /// Events a state depends on, as far as they are there.
  std::size_t reach() const {
    if (layer == Layer::gru) return std::numeric_limits<std::int32_t>::max();
    std::size_t out = 1;
    for (std::size_t l = 0; l < layers; ++l)
      out += layer == Layer::attention ? block.longest - 1 : (kernel - 1) * dilation(l);
    return out;
  }
  std::size_t layer_size() const {
    return layer == Layer::attention ? block.size()
           : layer == Layer::gru     ? gru().size()
                                     : convolution().size();
  }
  std::size_t feature(std::size_t f) const {
    std::size_t rows = 0;
    for (std::size_t i = 0; i < f; ++i) rows += codes[i];
    return rows * width();
  }
  std::size_t amount() const { return feature(n_features); }
  std::size_t weights(std::size_t l) const {
    return amount() + (amounts ? width() : 0) + l * layer_size();
  }
  std::size_t final_norm() const { return weights(layers); }
  std::size_t size() const { return final_norm() + width(); }
};

/// A pack of sequences as the network reads it.
struct Tokens {
  nn::Pack pack;
  std::vector<std::int32_t> items, targets;
  std::array<std::vector<std::int32_t>, n_features> codes;
  std::vector<float> amounts;

  void clear() {
    pack.offsets.assign(1, 0);
    pack.buckets.clear();
    for (auto* list : {&items, &targets}) list->clear();
    for (auto& list : codes) list.clear();
    amounts.clear();
  }
  /// Ends the sequence whose items were appended.
  void close() { pack.offsets.push_back(static_cast<std::int32_t>(items.size())); }
};

/// What a pass keeps; one per worker, reused from pack to pack.
template <class S>
struct NetworkMemory {
  std::vector<S> x, z, inverse, dz, dx;
  std::vector<nn::BlockMemory<S>> blocks;
  std::vector<nn::GruMemory<S>> grus;
  std::vector<nn::ConvolutionMemory<S>> convolutions;
  nn::BlockScratch<S> scratch;
  nn::GruScratch<S> gru_scratch;
  nn::ConvolutionScratch<S> convolution_scratch;
  nn::SoftmaxLoss<S> loss;
};

/// Item and feature vectors, layers of one kind, a final norm. Scores are products with the item
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
    for (std::size_t f = 0; f < n_features; ++f)
      if (shape.codes[f]) nn::embed<S>(tokens.codes[f], d, S(1), w + shape.feature(f), m.x.data());
    if (shape.amounts)
      for (std::size_t t = 0; t < tokens.amounts.size(); ++t)
        nn::Math<S>::axpy(d, static_cast<S>(tokens.amounts[t]), w + shape.amount(),
                          m.x.data() + t * d);
    dropout.apply(0, n * d, m.x.data());
    m.blocks.resize(shape.layers), m.grus.resize(shape.layers);
    m.convolutions.resize(shape.layers);
    for (std::size_t l = 0; l < shape.layers; ++l) layer_forward(tokens.pack, l, w, dropout, m);
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
    for (std::size_t l = shape.layers; l-- > 0;) layer_backward(tokens.pack, l, w, dropout, m, dw);
    dropout.apply(0, n * d, m.dx.data());
    nn::embed_backward<S>(tokens.items, d, item_factor(), m.dx.data(), dtable);
    for (std::size_t f = 0; f < n_features; ++f)
      if (shape.codes[f])
        nn::embed_backward<S>(tokens.codes[f], d, S(1), m.dx.data(), dw + shape.feature(f));
    if (shape.amounts)
      for (std::size_t t = 0; t < tokens.amounts.size(); ++t)
        nn::Math<S>::axpy(d, static_cast<S>(tokens.amounts[t]), m.dx.data() + t * d,
                          dw + shape.amount());
  }

 private:
  static std::uint32_t site(std::size_t l) { return static_cast<std::uint32_t>(l) + 1; }
  const S* input(const NetworkMemory<S>& m, std::size_t l) const {
    if (l == 0) return m.x.data();
    return shape.layer == Layer::attention ? m.blocks[l - 1].out.data()
           : shape.layer == Layer::gru     ? m.grus[l - 1].out.data()
                                           : m.convolutions[l - 1].out.data();
  }
  void layer_forward(const nn::Pack& pack, std::size_t l, const S* w, const nn::Dropout& dropout,
                     NetworkMemory<S>& m) const {
    const S* v = w + shape.weights(l);
    if (shape.layer == Layer::attention)
      nn::GatedBlock<S>{shape.block}.forward(pack, v, input(m, l), dropout, site(l), m.blocks[l]);
    else if (shape.layer == Layer::gru)
      nn::GruBlock<S>{shape.gru()}.forward(pack, v, input(m, l), dropout, site(l), m.grus[l],
                                           m.gru_scratch);
    else
      nn::ConvolutionBlock<S>{shape.convolution(), shape.dilation(l)}.forward(
          pack, v, input(m, l), dropout, site(l), m.convolutions[l]);
  }
  void layer_backward(const nn::Pack& pack, std::size_t l, const S* w, const nn::Dropout& dropout,
                      NetworkMemory<S>& m, S* dw) const {
    const S* v = w + shape.weights(l);
    S* dv = dw + shape.weights(l);
    if (shape.layer == Layer::attention)
      nn::GatedBlock<S>{shape.block}.backward(pack, v, input(m, l), dropout, site(l), m.blocks[l],
                                              m.scratch, m.dx.data(), dv);
    else if (shape.layer == Layer::gru)
      nn::GruBlock<S>{shape.gru()}.backward(pack, v, input(m, l), dropout, site(l), m.grus[l],
                                            m.gru_scratch, m.dx.data(), dv);
    else
      nn::ConvolutionBlock<S>{shape.convolution(), shape.dilation(l)}.backward(
          pack, v, input(m, l), dropout, site(l), m.convolutions[l], m.convolution_scratch,
          m.dx.data(), dv);
  }
};

/// n normal numbers of this deviation, one stream a call.
template <class S>
void draw_normal(std::uint64_t seed, std::uint64_t stream, double deviation, std::size_t n, S* x) {
  core::Random random(seed, stream);
  for (std::size_t i = 0; i < n; ++i) x[i] = static_cast<S>(deviation * random.normal());
}

/// Gains 1, projections scaled by fan-in, what leaves a branch smaller the deeper the stack, and a
/// bias that lets the recent count more, less so from head to head.
template <class S>
void draw_block(const nn::BlockShape& b, double depth, std::uint64_t seed, std::uint64_t stream,
                S* v) {
  const std::size_t d = b.width;
  const double in = 1.0 / std::sqrt(static_cast<double>(d));
  std::fill_n(v + b.norm1(), d, S(1));
  std::fill_n(v + b.norm2(), d, S(1));
  for (std::size_t h = 0; h < b.heads; ++h)
    for (std::size_t i = 0; i < b.longest; ++i)
      v[b.position() + h * b.longest + i] =
          static_cast<S>(-std::log(static_cast<double>(b.longest - i)) /
                         static_cast<double>(std::size_t{2} << std::min<std::size_t>(h, 8)));
  draw_normal(seed, stream, in, d * b.into_attention(), v + b.project1());
  draw_normal(seed, stream + 1, in * depth, d * d, v + b.out1());
  draw_normal(seed, stream + 2, in, d * b.into_hidden(), v + b.project2());
  draw_normal(seed, stream + 3, depth / std::sqrt(static_cast<double>(b.hidden)), b.hidden * d,
              v + b.out2());
}

/// Weights before training.
template <class S>
void draw_weights(const NetworkShape& shape, std::uint64_t seed, S* w) {
  const std::size_t d = shape.width();
  std::fill_n(w, shape.size(), S(0));
  draw_normal(seed, 2, 0.02, shape.weights(0), w);
  std::fill_n(w + shape.final_norm(), d, S(1));
  const double in = 1.0 / std::sqrt(static_cast<double>(d));
  const double depth = 1.0 / std::sqrt(2.0 * static_cast<double>(shape.layers));
  for (std::size_t l = 0; l < shape.layers; ++l) {
    S* v = w + shape.weights(l);
    const std::uint64_t stream = 10 * (l + 1);
    if (shape.layer == Layer::attention) {
      draw_block(shape.block, depth, seed, stream, v);
    } else if (shape.layer == Layer::gru) {
      const nn::GruShape g = shape.gru();
      std::fill_n(v + g.norm(), d, S(1));
      draw_normal(seed, stream, in, 3 * d * d, v + g.input());
      draw_normal(seed, stream + 1, in, 3 * d * d, v + g.past());
      draw_normal(seed, stream + 2, in, d * d, v + g.out());
    } else {
      const nn::ConvolutionShape c = shape.convolution();
      std::fill_n(v + c.norm(), d, S(1));
      draw_normal(seed, stream, in / std::sqrt(static_cast<double>(c.kernel)), 2 * c.kernel * d * d,
                  v + c.taps());
      draw_normal(seed, stream + 1, in * depth, d * d, v + c.out());
    }
  }
}

}  // namespace limn::inline LIMN_ABI::encoder::detail
