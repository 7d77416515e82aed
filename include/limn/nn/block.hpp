// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <limn/nn/attention.hpp>
#include <limn/nn/dropout.hpp>
#include <limn/nn/linear.hpp>
#include <limn/nn/norm.hpp>

namespace limn::inline LIMN_ABI::nn {

/// Sizes of a gated block and where its weights lie in one flat array.
struct BlockShape {
  std::size_t width = 64, heads = 1, hidden = 128, longest = 200;

  std::size_t into_attention() const { return 4 * width; }  ///< q | k | v | gate
  std::size_t into_hidden() const {
    return 2 * hidden + width;
  }  ///< silu part | linear part | gate
  std::size_t norm1() const { return 0; }
  std::size_t project1() const { return norm1() + width; }
  std::size_t position() const { return project1() + width * into_attention(); }
  std::size_t time() const { return position() + heads * longest; }
  std::size_t out1() const { return time() + heads * time_buckets; }
  std::size_t norm2() const { return out1() + width * width; }
  std::size_t project2() const { return norm2() + width; }
  std::size_t out2() const { return project2() + width * into_hidden(); }
  std::size_t size() const { return out2() + hidden * width; }
};

/// What the forward pass of a block keeps for the way back. (tokens, ...) each.
template <class S>
struct BlockMemory {
  std::vector<S> inverse1, normed1, projected1, weights, mixed, branch1;
  std::vector<S> middle, inverse2, normed2, projected2, active, branch2, out;
};

/// Room for the temporaries of backward passes; grows to the longest pack and stays.
template <class S>
struct BlockScratch {
  std::vector<S> branch, inner, projected, normed, rows;
};

/// Pre-norm transformer block whose two branches are weighted by a gate:
///   x' = x + sigmoid(n1 Wg) * attention(n1) Wo;  x'' = x' + sigmoid(n2 Wh) * swiglu(n2) Wd.
/// Gates keep deep stacks trainable. n = RMS norm; no bias vectors.
/// **Source:** Borisyuk et al. (2024), LiGNN / LiGR; Shazeer (2020), GLU Variants Improve
/// Transformer. **Differs:** the gate reads the normed input, so one product makes all projections.
template <class S>
struct GatedBlock {
  BlockShape shape;

  void forward(const Pack& pack, const S* w, const S* x, const Dropout& dropout, std::uint32_t site,
               BlockMemory<S>& m) const {
    const std::size_t n = pack.tokens(), d = shape.width, f = shape.hidden;
    const std::size_t p1 = shape.into_attention(), p2 = shape.into_hidden();
    resize(pack, m);
    rms_norm(n, d, x, w + shape.norm1(), m.normed1.data(), m.inverse1.data());
    linear(n, d, p1, m.normed1.data(), w + shape.project1(), m.projected1.data());
    for (std::size_t t = 0; t < n; ++t)
      Math<S>::scale(d, query_scale(), m.projected1.data() + t * p1);
    attention(w).forward(pack, m.projected1.data(), p1, m.weights.data(), m.mixed.data());
    linear(n, d, d, m.mixed.data(), w + shape.out1(), m.branch1.data());
    dropout.apply(2 * site, n * d, m.branch1.data());
    for (std::size_t t = 0; t < n; ++t)
      Math<S>::gate(d, m.projected1.data() + t * p1 + 3 * d, m.branch1.data() + t * d, x + t * d,
                    m.middle.data() + t * d);

    rms_norm(n, d, m.middle.data(), w + shape.norm2(), m.normed2.data(), m.inverse2.data());
    linear(n, d, p2, m.normed2.data(), w + shape.project2(), m.projected2.data());
    for (std::size_t t = 0; t < n; ++t) {
      const S* row = m.projected2.data() + t * p2;
      Math<S>::swiglu(f, row, row + f, m.active.data() + t * f);
    }
    linear(n, f, d, m.active.data(), w + shape.out2(), m.branch2.data());
    dropout.apply(2 * site + 1, n * d, m.branch2.data());
    for (std::size_t t = 0; t < n; ++t)
      Math<S>::gate(d, m.projected2.data() + t * p2 + 2 * f, m.branch2.data() + t * d,
                    m.middle.data() + t * d, m.out.data() + t * d);
  }

  /// One more event: x (width) in, its output y (width) out, keys and values into the cache. The
  /// same numbers as a whole forward pass over the events seen gives, up to rounding.
  /// scratch: step_floats().
  void step(const S* w, const S* x, const AttentionCache<S>& cache, S* y, S* scratch) const {
    const std::size_t d = shape.width, f = shape.hidden;
    S* normed = scratch;
    S* projected = normed + d;
    S* mixed = projected + std::max(shape.into_attention(), shape.into_hidden());
    S* branch = mixed + d;
    S* active = branch + d;
    S* scores = active + f;
    S inverse = 0;
    rms_norm(1, d, x, w + shape.norm1(), normed, &inverse);
    times_weights(d, shape.into_attention(), normed, w + shape.project1(), projected);
    Math<S>::scale(d, query_scale(), projected);
    std::copy_n(projected + d, d, cache.keys + cache.newest * d);
    std::copy_n(projected + 2 * d, d, cache.values + cache.newest * d);
    attention(w).step(cache, projected, scores, mixed);
    times_weights(d, d, mixed, w + shape.out1(), branch);
    Math<S>::gate(d, projected + 3 * d, branch, x, y);
    rms_norm(1, d, y, w + shape.norm2(), normed, &inverse);
    times_weights(d, shape.into_hidden(), normed, w + shape.project2(), projected);
    Math<S>::swiglu(f, projected, projected + f, active);
    times_weights(f, d, active, w + shape.out2(), branch);
    Math<S>::gate(d, projected + 2 * f, branch, y, y);
  }
  std::size_t step_floats() const {
    return 3 * shape.width + std::max(shape.into_attention(), shape.into_hidden()) + shape.hidden +
           shape.longest;
  }

  /// dx: gradient of the output on entry, of the input on return; dw is added to.
  void backward(const Pack& pack, const S* w, const S* x, const Dropout& dropout,
                std::uint32_t site, const BlockMemory<S>& m, BlockScratch<S>& scratch, S* dx,
                S* dw) const {
    const std::size_t n = pack.tokens(), d = shape.width;
    scratch.branch.resize(n * d);
    scratch.normed.resize(n * d);
    scratch.inner.resize(n * std::max(d, shape.hidden));
    scratch.projected.resize(n * std::max(shape.into_attention(), shape.into_hidden()));
    scratch.rows.resize(Attention<S>::block * (Attention<S>::block + shape.longest));
    hidden_backward(n, w, dropout, site, m, scratch, dx, dw);
    attention_backward(pack, w, x, dropout, site, m, scratch, dx, dw);
  }

 private:
  static void times_weights(std::size_t in, std::size_t out, const S* x, const S* w, S* y) {
    Math<S>::gemv(true, in, out, w, out, x, y, false);
  }
  S query_scale() const { return S(1) / std::sqrt(static_cast<S>(shape.width / shape.heads)); }
  Attention<S> attention(const S* w) const {
    return {shape.heads, shape.width / shape.heads, shape.longest, w + shape.position(),
            w + shape.time()};
  }
  void resize(const Pack& pack, BlockMemory<S>& m) const {
    const std::size_t n = pack.tokens(), d = shape.width;
    for (auto* list : {&m.normed1, &m.mixed, &m.branch1, &m.middle, &m.normed2, &m.branch2, &m.out})
      list->resize(n * d);
    m.inverse1.resize(n);
    m.inverse2.resize(n);
    m.projected1.resize(n * shape.into_attention());
    m.projected2.resize(n * shape.into_hidden());
    m.active.resize(n * shape.hidden);
    m.weights.resize(shape.heads * pack.squares());
  }

  void hidden_backward(std::size_t n, const S* w, const Dropout& dropout, std::uint32_t site,
                       const BlockMemory<S>& m, BlockScratch<S>& scratch, S* dx, S* dw) const {
    const std::size_t d = shape.width, f = shape.hidden, p2 = shape.into_hidden();
    S* dp = scratch.projected.data();
    for (std::size_t t = 0; t < n; ++t)
      Math<S>::gate_backward(d, m.projected2.data() + t * p2 + 2 * f, m.branch2.data() + t * d,
                             dx + t * d, dp + t * p2 + 2 * f, scratch.branch.data() + t * d);
    dropout.apply(2 * site + 1, n * d, scratch.branch.data());
    linear_backward(n, f, d, m.active.data(), w + shape.out2(), scratch.branch.data(),
                    scratch.inner.data(), dw + shape.out2());
    for (std::size_t t = 0; t < n; ++t) {
      const S* row = m.projected2.data() + t * p2;
      Math<S>::swiglu_backward(f, row, row + f, scratch.inner.data() + t * f, dp + t * p2,
                               dp + t * p2 + f);
    }
    linear_backward(n, d, p2, m.normed2.data(), w + shape.project2(), dp, scratch.normed.data(),
                    dw + shape.project2());
    rms_norm_backward(n, d, m.middle.data(), w + shape.norm2(), m.inverse2.data(),
                      scratch.normed.data(), dx, dw + shape.norm2());
  }

  void attention_backward(const Pack& pack, const S* w, const S* x, const Dropout& dropout,
                          std::uint32_t site, const BlockMemory<S>& m, BlockScratch<S>& scratch,
                          S* dx, S* dw) const {
    const std::size_t n = pack.tokens(), d = shape.width, p1 = shape.into_attention();
    S* dp = scratch.projected.data();
    for (std::size_t t = 0; t < n; ++t)
      Math<S>::gate_backward(d, m.projected1.data() + t * p1 + 3 * d, m.branch1.data() + t * d,
                             dx + t * d, dp + t * p1 + 3 * d, scratch.branch.data() + t * d);
    dropout.apply(2 * site, n * d, scratch.branch.data());
    linear_backward(n, d, d, m.mixed.data(), w + shape.out1(), scratch.branch.data(),
                    scratch.inner.data(), dw + shape.out1());
    attention(w).backward(pack, m.projected1.data(), p1, m.weights.data(), scratch.inner.data(), dp,
                          dw + shape.position(), dw + shape.time(), scratch.rows.data());
    for (std::size_t t = 0; t < n; ++t) Math<S>::scale(d, query_scale(), dp + t * p1);
    linear_backward(n, d, p1, m.normed1.data(), w + shape.project1(), dp, scratch.normed.data(),
                    dw + shape.project1());
    rms_norm_backward(n, d, x, w + shape.norm1(), m.inverse1.data(), scratch.normed.data(), dx,
                      dw + shape.norm1());
  }
};

}  // namespace limn::inline LIMN_ABI::nn
