// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <vector>

#include <limn/nn/attention.hpp>
#include <limn/nn/dropout.hpp>
#include <limn/nn/linear.hpp>
#include <limn/nn/norm.hpp>

namespace limn::inline LIMN_ABI::nn {

/// Sizes of a convolution block and where its weights lie in one flat array.
struct ConvolutionShape {
  std::size_t width = 64, kernel = 4;

  std::size_t norm() const { return 0; }
  std::size_t taps() const { return norm() + width; }  ///< (kernel * width, gate | value)
  std::size_t bias() const { return taps() + 2 * kernel * width * width; }
  std::size_t out() const { return bias() + 2 * width; }
  std::size_t size() const { return out() + width * width; }
};

template <class S>
struct ConvolutionMemory {
  std::vector<S> normed, inverse, taps, projected, active, branch, out;  ///< (tokens, ...) each
};
template <class S>
struct ConvolutionScratch {
  std::vector<S> branch, active, projected, taps, normed;
};

/// Causal convolution with holes, gated, behind a norm and beside a straight way:
///   y = x + (silu(g) * u) Wo,  g | u = [n(t), n(t - dilation), n(t - 2 dilation) ...] W + b.
/// **Source:** Yuan et al. (2019), A Simple Convolutional Generative Network for Next Item
/// Recommendation; Dauphin et al. (2017), Language Modeling with Gated Convolutional Networks.
/// **Differs:** pre-norm, SwiGLU gate.
template <class S>
struct ConvolutionBlock {
  ConvolutionShape shape;
  std::size_t dilation = 1;

  void forward(const Pack& pack, const S* w, const S* x, const Dropout& dropout, std::uint32_t site,
               ConvolutionMemory<S>& m) const {
    const std::size_t n = pack.tokens(), d = shape.width, k = shape.kernel;
    for (auto* list : {&m.normed, &m.active, &m.branch, &m.out}) list->resize(n * d);
    m.inverse.resize(n);
    m.taps.resize(n * k * d);
    m.projected.resize(n * 2 * d);
    rms_norm(n, d, x, w + shape.norm(), m.normed.data(), m.inverse.data());
    for_each_tap(pack, [&](std::size_t tap, std::size_t t, std::ptrdiff_t from) {
      S* to = m.taps.data() + (t * k + tap) * d;
      if (from < 0)
        std::fill_n(to, d, S(0));
      else
        std::copy_n(m.normed.data() + static_cast<std::size_t>(from) * d, d, to);
    });
    linear(n, k * d, 2 * d, m.taps.data(), w + shape.taps(), m.projected.data());
    add_bias(n, 2 * d, w + shape.bias(), m.projected.data());
    for (std::size_t t = 0; t < n; ++t) {
      const S* row = m.projected.data() + t * 2 * d;
      Math<S>::swiglu(d, row, row + d, m.active.data() + t * d);
    }
    linear(n, d, d, m.active.data(), w + shape.out(), m.branch.data());
    dropout.apply(2 * site, n * d, m.branch.data());
    for (std::size_t i = 0; i < n * d; ++i) m.out[i] = x[i] + m.branch[i];
  }

  /// dx: gradient of the output on entry, of the input on return; dw is added to.
  void backward(const Pack& pack, const S* w, const S* x, const Dropout& dropout,
                std::uint32_t site, const ConvolutionMemory<S>& m, ConvolutionScratch<S>& scratch,
                S* dx, S* dw) const {
    const std::size_t n = pack.tokens(), d = shape.width, k = shape.kernel;
    scratch.branch.assign(dx, dx + n * d);
    scratch.active.resize(n * d);
    scratch.projected.resize(n * 2 * d);
    scratch.taps.resize(n * k * d);
    scratch.normed.assign(n * d, S(0));
    dropout.apply(2 * site, n * d, scratch.branch.data());
    linear_backward(n, d, d, m.active.data(), w + shape.out(), scratch.branch.data(),
                    scratch.active.data(), dw + shape.out());
    for (std::size_t t = 0; t < n; ++t) {
      const S* row = m.projected.data() + t * 2 * d;
      S* to = scratch.projected.data() + t * 2 * d;
      Math<S>::swiglu_backward(d, row, row + d, scratch.active.data() + t * d, to, to + d);
    }
    add_bias_backward(n, 2 * d, scratch.projected.data(), dw + shape.bias());
    linear_backward(n, k * d, 2 * d, m.taps.data(), w + shape.taps(), scratch.projected.data(),
                    scratch.taps.data(), dw + shape.taps());
    for_each_tap(pack, [&](std::size_t tap, std::size_t t, std::ptrdiff_t from) {
      if (from >= 0)
        Math<S>::axpy(d, S(1), scratch.taps.data() + (t * k + tap) * d,
                      scratch.normed.data() + static_cast<std::size_t>(from) * d);
    });
    rms_norm_backward(n, d, x, w + shape.norm(), m.inverse.data(), scratch.normed.data(), dx,
                      dw + shape.norm());
  }

  /// Normed inputs that are kept of the past: (slots(), width), a ring by event number.
  std::size_t slots() const { return (shape.kernel - 1) * dilation + 1; }
  /// Event number `t` (0, 1, ...) of a sequence: the ring gets it, y (width) is set. scratch:
  /// step_floats().
  void step(const S* w, const S* x, std::size_t t, S* ring, S* y, S* scratch) const {
    const std::size_t d = shape.width;
    S* projected = scratch;
    S* active = projected + 2 * d;
    S inverse = 0;
    rms_norm(1, d, x, w + shape.norm(), ring + t % slots() * d, &inverse);
    std::copy_n(w + shape.bias(), 2 * d, projected);
    for (std::size_t tap = 0; tap < shape.kernel && tap * dilation <= t; ++tap)
      Math<S>::gemv(true, d, 2 * d, w + shape.taps() + tap * 2 * d * d, 2 * d,
                    ring + (t - tap * dilation) % slots() * d, projected, true);
    Math<S>::swiglu(d, projected, projected + d, active);
    std::copy_n(x, d, y);
    Math<S>::gemv(true, d, d, w + shape.out(), d, active, y, true);
  }
  std::size_t step_floats() const { return 3 * shape.width; }

 private:
  /// visit(tap, token, token that the tap reads or -1)
  template <class Visit>
  void for_each_tap(const Pack& pack, Visit&& visit) const {
    for (std::size_t s = 0; s < pack.sequences(); ++s)
      for (std::size_t i = 0; i < pack.length(s); ++i)
        for (std::size_t tap = 0; tap < shape.kernel; ++tap)
          visit(tap, pack.begin(s) + i,
                tap * dilation > i
                    ? -1
                    : static_cast<std::ptrdiff_t>(pack.begin(s) + i - tap * dilation));
  }
};

}  // namespace limn::inline LIMN_ABI::nn
