// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <numeric>
#include <vector>

#include <limn/nn/attention.hpp>
#include <limn/nn/dropout.hpp>
#include <limn/nn/linear.hpp>
#include <limn/nn/norm.hpp>

namespace limn::inline LIMN_ABI::nn {

/// Sizes of a recurrent block and where its weights lie in one flat array.
struct GruShape {
  std::size_t width = 64;

  std::size_t norm() const { return 0; }
  std::size_t input() const { return norm() + width; }  ///< (width, reset | update | new)
  std::size_t input_bias() const { return input() + 3 * width * width; }
  std::size_t past() const { return input_bias() + 3 * width; }  ///< (width, same three)
  std::size_t past_bias() const { return past() + 3 * width * width; }
  std::size_t out() const { return past_bias() + 3 * width; }
  std::size_t size() const { return out() + width * width; }
};

template <class S>
struct GruMemory {
  std::vector<S> normed, inverse, gates, past, hidden, branch, out;  ///< (tokens, ...) each
};
template <class S>
struct GruScratch {
  std::vector<S> rows, sums, dhidden, dgates, dpast, branch, normed;
  std::vector<std::size_t> order;
};

/// Gated recurrent unit behind a norm, beside a straight way: y = x + h(norm(x)) Wo, with
///   r, u = sigmoid(x W + b + h U + c);  n = tanh(x W + b + r * (h U + c));  h' = n + u (h - n).
/// All sequences of a pack go forward together, so that each step is one product.
/// **Source:** Cho et al. (2014), Learning Phrase Representations using RNN Encoder-Decoder; the
/// reset gate acts after the product. **Differs:** pre-norm and residual, so that layers stack.
template <class S>
struct GruBlock {
  GruShape shape;

  void forward(const Pack& pack, const S* w, const S* x, const Dropout& dropout, std::uint32_t site,
               GruMemory<S>& m, GruScratch<S>& scratch) const {
    const std::size_t n = pack.tokens(), d = shape.width;
    resize(n, m);
    rms_norm(n, d, x, w + shape.norm(), m.normed.data(), m.inverse.data());
    linear(n, d, 3 * d, m.normed.data(), w + shape.input(), m.gates.data());
    add_bias(n, 3 * d, w + shape.input_bias(), m.gates.data());
    longest_first(pack, scratch.order);
    for (std::size_t t = 0; t < pack.length(scratch.order.front()); ++t)
      forward_step(pack, t, w, m, scratch);
    linear(n, d, d, m.hidden.data(), w + shape.out(), m.branch.data());
    dropout.apply(2 * site, n * d, m.branch.data());
    for (std::size_t i = 0; i < n * d; ++i) m.out[i] = x[i] + m.branch[i];
  }

  /// dx: gradient of the output on entry, of the input on return; dw is added to.
  void backward(const Pack& pack, const S* w, const S* x, const Dropout& dropout,
                std::uint32_t site, const GruMemory<S>& m, GruScratch<S>& scratch, S* dx,
                S* dw) const {
    const std::size_t n = pack.tokens(), d = shape.width;
    scratch.dhidden.resize(n * d);
    scratch.normed.resize(n * d);
    scratch.dgates.resize(n * 3 * d);
    scratch.dpast.resize(n * 3 * d);
    scratch.branch.assign(dx, dx + n * d);
    dropout.apply(2 * site, n * d, scratch.branch.data());
    linear_backward(n, d, d, m.hidden.data(), w + shape.out(), scratch.branch.data(),
                    scratch.dhidden.data(), dw + shape.out());
    longest_first(pack, scratch.order);
    for (std::size_t t = pack.length(scratch.order.front()); t-- > 0;)
      backward_step(pack, t, w, m, scratch);
    before(pack, m, scratch.branch);
    linear_backward(n, d, 3 * d, scratch.branch.data(), w + shape.past(), scratch.dpast.data(),
                    static_cast<S*>(nullptr), dw + shape.past());
    add_bias_backward(n, 3 * d, scratch.dpast.data(), dw + shape.past_bias());
    linear_backward(n, d, 3 * d, m.normed.data(), w + shape.input(), scratch.dgates.data(),
                    scratch.normed.data(), dw + shape.input());
    add_bias_backward(n, 3 * d, scratch.dgates.data(), dw + shape.input_bias());
    rms_norm_backward(n, d, x, w + shape.norm(), m.inverse.data(), scratch.normed.data(), dx,
                      dw + shape.norm());
  }

  /// One more event: h (width) is replaced, y (width) set. scratch: step_floats().
  void step(const S* w, const S* x, S* h, S* y, S* scratch) const {
    const std::size_t d = shape.width;
    S* normed = scratch;
    S* gates = normed + d;
    S* past = gates + 3 * d;
    S inverse = 0;
    rms_norm(1, d, x, w + shape.norm(), normed, &inverse);
    std::copy_n(w + shape.input_bias(), 3 * d, gates);
    Math<S>::gemv(true, d, 3 * d, w + shape.input(), 3 * d, normed, gates, true);
    std::copy_n(w + shape.past_bias(), 3 * d, past);
    Math<S>::gemv(true, d, 3 * d, w + shape.past(), 3 * d, h, past, true);
    unit(gates, past, h, h);
    std::copy_n(x, d, y);
    Math<S>::gemv(true, d, d, w + shape.out(), d, h, y, true);
  }
  std::size_t step_floats() const { return 7 * shape.width; }

 private:
  void resize(std::size_t n, GruMemory<S>& m) const {
    for (auto* list : {&m.normed, &m.hidden, &m.branch, &m.out}) list->resize(n * shape.width);
    for (auto* list : {&m.gates, &m.past}) list->resize(n * 3 * shape.width);
    m.inverse.resize(n);
  }
  static void longest_first(const Pack& pack, std::vector<std::size_t>& order) {
    order.resize(pack.sequences());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return pack.length(a) > pack.length(b); });
  }
  static std::size_t alive(const Pack& pack, const std::vector<std::size_t>& order, std::size_t t) {
    return static_cast<std::size_t>(
        std::partition_point(order.begin(), order.end(),
                             [&](std::size_t s) { return pack.length(s) > t; }) -
        order.begin());
  }
  /// The hidden state before each token, 0 before the first of a sequence.
  void before(const Pack& pack, const GruMemory<S>& m, std::vector<S>& out) const {
    const std::size_t d = shape.width;
    for (std::size_t s = 0; s < pack.sequences(); ++s)
      for (std::size_t t = 0; t < pack.length(s); ++t) {
        S* row = out.data() + (pack.begin(s) + t) * d;
        if (t == 0)
          std::fill_n(row, d, S(0));
        else
          std::copy_n(m.hidden.data() + (pack.begin(s) + t - 1) * d, d, row);
      }
  }

  /// gates become r | u | n in place; next may be h.
  void unit(S* gates, const S* past, const S* h, S* next) const {
    const std::size_t d = shape.width;
    Math<S>::axpy(2 * d, S(1), past, gates);
    Math<S>::sigmoids(2 * d, gates);
    S* fresh = gates + 2 * d;
    for (std::size_t i = 0; i < d; ++i) fresh[i] = S(2) * (fresh[i] + gates[i] * past[2 * d + i]);
    Math<S>::sigmoids(d, fresh);  // tanh(x) = 2 sigmoid(2 x) - 1
    for (std::size_t i = 0; i < d; ++i) {
      fresh[i] = S(2) * fresh[i] - S(1);
      next[i] = fresh[i] + gates[d + i] * (h[i] - fresh[i]);
    }
  }

  void forward_step(const Pack& pack, std::size_t t, const S* w, GruMemory<S>& m,
                    GruScratch<S>& scratch) const {
    const std::size_t d = shape.width, rows = alive(pack, scratch.order, t);
    scratch.rows.assign(rows * d, S(0));
    scratch.sums.resize(rows * 3 * d);
    if (t > 0)
      for (std::size_t r = 0; r < rows; ++r)
        std::copy_n(m.hidden.data() + (pack.begin(scratch.order[r]) + t - 1) * d, d,
                    scratch.rows.data() + r * d);
    linear(rows, d, 3 * d, scratch.rows.data(), w + shape.past(), scratch.sums.data());
    add_bias(rows, 3 * d, w + shape.past_bias(), scratch.sums.data());
    for (std::size_t r = 0; r < rows; ++r) {
      const std::size_t at = pack.begin(scratch.order[r]) + t;
      std::copy_n(scratch.sums.data() + r * 3 * d, 3 * d, m.past.data() + at * 3 * d);
      unit(m.gates.data() + at * 3 * d, m.past.data() + at * 3 * d, scratch.rows.data() + r * d,
           m.hidden.data() + at * d);
    }
  }

  /// dhidden of step t - 1 gets its share; dgates and dpast of step t are set.
  void backward_step(const Pack& pack, std::size_t t, const S* w, const GruMemory<S>& m,
                     GruScratch<S>& scratch) const {
    const std::size_t d = shape.width, rows = alive(pack, scratch.order, t);
    scratch.rows.assign(rows * d, S(0));
    scratch.sums.resize(rows * 3 * d);
    for (std::size_t r = 0; r < rows; ++r) {
      const std::size_t at = pack.begin(scratch.order[r]) + t;
      const S* gates = m.gates.data() + at * 3 * d;
      const S* past = m.past.data() + at * 3 * d;
      const S* h = t > 0 ? m.hidden.data() + (at - 1) * d : nullptr;
      const S* dh = scratch.dhidden.data() + at * d;
      S* dg = scratch.dgates.data() + at * 3 * d;
      S* dp = scratch.dpast.data() + at * 3 * d;
      for (std::size_t i = 0; i < d; ++i) {
        const S reset = gates[i], update = gates[d + i], fresh = gates[2 * d + i];
        const S old = h ? h[i] : S(0);
        const S dn = dh[i] * (S(1) - update) * (S(1) - fresh * fresh);
        dg[2 * d + i] = dn;
        dp[2 * d + i] = dn * reset;
        dg[i] = dp[i] = dn * past[2 * d + i] * reset * (S(1) - reset);
        dg[d + i] = dp[d + i] = dh[i] * (old - fresh) * update * (S(1) - update);
        scratch.rows[r * d + i] = dh[i] * update;
      }
      std::copy_n(dp, 3 * d, scratch.sums.data() + r * 3 * d);
    }
    if (t == 0) return;
    Math<S>::gemm(false, true, rows, d, 3 * d, scratch.sums.data(), 3 * d, w + shape.past(), 3 * d,
                  scratch.rows.data(), d, true);
    for (std::size_t r = 0; r < rows; ++r)
      Math<S>::axpy(d, S(1), scratch.rows.data() + r * d,
                    scratch.dhidden.data() + (pack.begin(scratch.order[r]) + t - 1) * d);
  }
};

}  // namespace limn::inline LIMN_ABI::nn
