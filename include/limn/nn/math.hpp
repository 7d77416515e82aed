// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include <limn/core/config.hpp>
#include <limn/kernels/kernels.hpp>

namespace limn::inline LIMN_ABI::nn {

/// What every building block is made of, for any scalar: plain loops. In double these are the
/// reference that gradients are checked with; float has its own version on the kernels. The
/// meaning of each function stands in kernels/{gemm,vector,activation}.hpp.
template <class S>
struct Math {
  static void gemm(bool ta, bool tb, std::size_t m, std::size_t n, std::size_t k, const S* a,
                   std::size_t lda, const S* b, std::size_t ldb, S* c, std::size_t ldc, bool add) {
    for (std::size_t i = 0; i < m; ++i)
      for (std::size_t j = 0; j < n; ++j) {
        S sum = add ? c[i * ldc + j] : S(0);
        for (std::size_t p = 0; p < k; ++p)
          sum += (ta ? a[p * lda + i] : a[i * lda + p]) * (tb ? b[j * ldb + p] : b[p * ldb + j]);
        c[i * ldc + j] = sum;
      }
  }
  static void gemv(bool ta, std::size_t m, std::size_t n, const S* a, std::size_t lda, const S* x,
                   S* y, bool add) {
    gemm(ta, false, ta ? n : m, 1, ta ? m : n, a, lda, x, 1, y, 1, add);
  }
  static S dot(std::size_t n, const S* x, const S* y) {
    S out = 0;
    for (std::size_t i = 0; i < n; ++i) out += x[i] * y[i];
    return out;
  }
  static void axpy(std::size_t n, S alpha, const S* x, S* y) {
    for (std::size_t i = 0; i < n; ++i) y[i] += alpha * x[i];
  }
  static void scale(std::size_t n, S alpha, S* x) {
    for (std::size_t i = 0; i < n; ++i) x[i] *= alpha;
  }
  static S maximum(std::size_t n, const S* x) {
    S out = -std::numeric_limits<S>::infinity();
    for (std::size_t i = 0; i < n; ++i) out = std::max(out, x[i]);
    return out;
  }
  static S exp_sum(std::size_t n, S shift, S* x) {
    S out = 0;
    for (std::size_t i = 0; i < n; ++i) out += x[i] = std::exp(x[i] - shift);
    return out;
  }
  static void softmax(std::size_t n, S* x) { scale(n, S(1) / exp_sum(n, maximum(n, x), x), x); }
  static void softmax_backward(std::size_t n, const S* p, S* dp) {
    const S mean = dot(n, p, dp);
    for (std::size_t i = 0; i < n; ++i) dp[i] = p[i] * (dp[i] - mean);
  }
  static S sigmoid(S x) { return S(1) / (S(1) + std::exp(-x)); }
  static void sigmoids(std::size_t n, S* x) {
    for (std::size_t i = 0; i < n; ++i) x[i] = sigmoid(x[i]);
  }
  static void swiglu(std::size_t n, const S* g, const S* u, S* y) {
    for (std::size_t i = 0; i < n; ++i) y[i] = g[i] * sigmoid(g[i]) * u[i];
  }
  static void swiglu_backward(std::size_t n, const S* g, const S* u, const S* dy, S* dg, S* du) {
    for (std::size_t i = 0; i < n; ++i) {
      const S v = g[i], w = u[i], s = sigmoid(v);
      du[i] = dy[i] * v * s;
      dg[i] = dy[i] * w * (s + v * s * (S(1) - s));
    }
  }
  static void gate(std::size_t n, const S* s, const S* a, const S* x, S* y) {
    for (std::size_t i = 0; i < n; ++i) y[i] = x[i] + sigmoid(s[i]) * a[i];
  }
  static void gate_backward(std::size_t n, const S* s, const S* a, const S* dy, S* ds, S* da) {
    for (std::size_t i = 0; i < n; ++i) {
      const S open = sigmoid(s[i]), branch = a[i];
      da[i] = dy[i] * open;
      ds[i] = dy[i] * branch * open * (S(1) - open);
    }
  }
  static void rms_norm(std::size_t rows, std::size_t d, const S* x, const S* gain, S* y,
                       S* inverse) {
    for (std::size_t r = 0; r < rows; ++r, x += d, y += d) {
      inverse[r] = S(1) / std::sqrt(dot(d, x, x) / static_cast<S>(d) + S(1e-6));
      for (std::size_t i = 0; i < d; ++i) y[i] = gain[i] * x[i] * inverse[r];
    }
  }
  static void rms_norm_backward(std::size_t rows, std::size_t d, const S* x, const S* gain,
                                const S* inverse, const S* dy, S* dx, S* dgain) {
    for (std::size_t r = 0; r < rows; ++r, x += d, dy += d, dx += d) {
      S mean = 0;
      for (std::size_t i = 0; i < d; ++i) {
        const S v = x[i] * inverse[r];
        mean += v * dy[i] * gain[i] / static_cast<S>(d);
        dgain[i] += dy[i] * v;
      }
      for (std::size_t i = 0; i < d; ++i)
        dx[i] += inverse[r] * (dy[i] * gain[i] - x[i] * inverse[r] * mean);
    }
  }
  static void dropout(std::size_t n, std::uint32_t key, std::uint32_t first,
                      std::uint32_t threshold, S factor, S* x) {
    for (std::size_t i = 0; i < n; ++i) {
      const std::uint32_t counter = first + static_cast<std::uint32_t>(i);
      x[i] = mixed(mixed(counter) ^ key) >= threshold ? x[i] * factor : S(0);
    }
  }

 private:
  static std::uint32_t mixed(std::uint32_t x) {
    x = (x ^ (x >> 16)) * 0x7feb352du;
    x = (x ^ (x >> 15)) * 0x846ca68bu;
    return x ^ (x >> 16);
  }
};

template <>
struct Math<float> {
  static const kernels::Table& k() { return kernels::table(); }
  static void gemm(bool ta, bool tb, std::size_t m, std::size_t n, std::size_t depth,
                   const float* a, std::size_t lda, const float* b, std::size_t ldb, float* c,
                   std::size_t ldc, bool add) {
    k().gemm.sgemm(ta, tb, m, n, depth, a, lda, b, ldb, c, ldc, add);
  }
  static void gemv(bool ta, std::size_t m, std::size_t n, const float* a, std::size_t lda,
                   const float* x, float* y, bool add) {
    k().gemm.sgemv(ta, m, n, a, lda, x, y, add);
  }
  static float dot(std::size_t n, const float* x, const float* y) {
    return k().vector.dot(n, x, y);
  }
  static void axpy(std::size_t n, float alpha, const float* x, float* y) {
    k().vector.axpy(n, alpha, x, y);
  }
  static void scale(std::size_t n, float alpha, float* x) { k().vector.scale(n, alpha, x); }
  static float maximum(std::size_t n, const float* x) { return k().vector.maximum(n, x); }
  static float exp_sum(std::size_t n, float shift, float* x) {
    return k().activation.exp_sum(n, shift, x);
  }
  static void softmax(std::size_t n, float* x) { k().activation.softmax(1, n, x); }
  static void softmax_backward(std::size_t n, const float* p, float* dp) {
    k().activation.softmax_backward(n, p, dp);
  }
  static float sigmoid(float x) { return 1.0f / (1.0f + std::exp(-x)); }
  static void sigmoids(std::size_t n, float* x) { k().activation.sigmoid(n, x, x); }
  static void swiglu(std::size_t n, const float* g, const float* u, float* y) {
    k().activation.swiglu(n, g, u, y);
  }
  static void swiglu_backward(std::size_t n, const float* g, const float* u, const float* dy,
                              float* dg, float* du) {
    k().activation.swiglu_backward(n, g, u, dy, dg, du);
  }
  static void gate(std::size_t n, const float* s, const float* a, const float* x, float* y) {
    k().activation.gate(n, s, a, x, y);
  }
  static void gate_backward(std::size_t n, const float* s, const float* a, const float* dy,
                            float* ds, float* da) {
    k().activation.gate_backward(n, s, a, dy, ds, da);
  }
  static void rms_norm(std::size_t rows, std::size_t d, const float* x, const float* gain, float* y,
                       float* inverse) {
    k().activation.rms_norm(rows, d, x, gain, y, inverse);
  }
  static void rms_norm_backward(std::size_t rows, std::size_t d, const float* x, const float* gain,
                                const float* inverse, const float* dy, float* dx, float* dgain) {
    k().activation.rms_norm_backward(rows, d, x, gain, inverse, dy, dx, dgain);
  }
  static void dropout(std::size_t n, std::uint32_t key, std::uint32_t first,
                      std::uint32_t threshold, float factor, float* x) {
    k().activation.dropout(n, key, first, threshold, factor, x);
  }
};

/// A matrix op(B) (k, n) made ready for many products. It keeps no copy for scalars other than
/// float: B must then outlive it.
template <class S>
class Packed {
 public:
  void set(bool transpose, std::size_t n, std::size_t k, const S* b, std::size_t ldb) {
    n_ = n, k_ = k, b_ = b, ldb_ = ldb, transpose_ = transpose;
    if constexpr (std::is_same_v<S, float>) {
      const auto& gemm = kernels::table().gemm;
      data_.resize(gemm.packed_size(n, k));
      gemm.pack(transpose, n, k, b, ldb, data_.data());
    }
  }
  /// C (m, n) = op(A) (m, k) * op(B), or added to C.
  void multiply(bool ta, std::size_t m, const S* a, std::size_t lda, S* c, std::size_t ldc,
                bool add) const {
    if constexpr (std::is_same_v<S, float>)
      kernels::table().gemm.sgemm_packed(ta, m, n_, k_, a, lda, data_.data(), c, ldc, add);
    else
      Math<S>::gemm(ta, transpose_, m, n_, k_, a, lda, b_, ldb_, c, ldc, add);
  }
  std::size_t columns() const { return n_; }

 private:
  std::vector<S> data_;
  std::size_t n_ = 0, k_ = 0, ldb_ = 0;
  const S* b_ = nullptr;
  bool transpose_ = false;
};

}  // namespace limn::inline LIMN_ABI::nn
