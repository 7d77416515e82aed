// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::kernels {

/// One step of Adam; the bias corrections are already inside `rate` and `epsilon`.
struct AdamStep {
  float rate;
  float beta1;
  float beta2;
  float epsilon;
  float gradient_scale;
};

struct OptimizerKernels {
  /// m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2, x -= rate * m / (sqrt(v) +
  /// epsilon) over n numbers, g = gradient_scale * gradient. The same bits on every level.
  void (*adam)(std::size_t n, const AdamStep& step, const float* gradient, float* m, float* v,
               float* x);
};

}  // namespace limn::inline LIMN_ABI::kernels
