// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::kernels {

/// The element-wise parts of a network, forward and backward; the same bits on every level.
struct ActivationKernels {
  /// x = e^(x - shift) in place; returns the sum.
  float (*exp_sum)(std::size_t n, float shift, float* x);
  /// Rows of x (rows, n) become soft-max weights in place.
  void (*softmax)(std::size_t rows, std::size_t n, float* x);
  /// Gradient of one row of soft-max weights p: dp = p * (dp - sum(p * dp)) in place.
  void (*softmax_backward)(std::size_t n, const float* p, float* dp);
  void (*sigmoid)(std::size_t n, const float* x, float* y);
  void (*silu)(std::size_t n, const float* x, float* y);
  /// tanh form
  void (*gelu)(std::size_t n, const float* x, float* y);
  /// y = silu(g) * u
  void (*swiglu)(std::size_t n, const float* g, const float* u, float* y);
  /// Gradients of swiglu for dy; dg and du may be g and u themselves.
  void (*swiglu_backward)(std::size_t n, const float* g, const float* u, const float* dy, float* dg,
                          float* du);
  /// y = x + sigmoid(s) * a
  void (*gate)(std::size_t n, const float* s, const float* a, const float* x, float* y);
  /// da = dy * sigmoid(s), ds = dy * a * sigmoid'(s); ds and da may be s and a themselves.
  void (*gate_backward)(std::size_t n, const float* s, const float* a, const float* dy, float* ds,
                        float* da);
  /// y = gain * x / rms(x) for each row of x (rows, d); inverse (rows) keeps 1 / rms.
  void (*rms_norm)(std::size_t rows, std::size_t d, const float* x, const float* gain, float* y,
                   float* inverse);
  /// dx += gradient of rms_norm, dgain += its gradient.
  void (*rms_norm_backward)(std::size_t rows, std::size_t d, const float* x, const float* gain,
                            const float* inverse, const float* dy, float* dx, float* dgain);
  /// x[i] = keep ? x[i] * scale : 0, keep = hash(key, first + i) >= threshold: nothing is stored,
  /// the same call in the backward pass draws the same mask.
  void (*dropout)(std::size_t n, std::uint32_t key, std::uint32_t first, std::uint32_t threshold,
                  float scale, float* x);
};

}  // namespace limn::inline LIMN_ABI::kernels
