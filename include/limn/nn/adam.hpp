// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <numbers>

#include <limn/kernels/kernels.hpp>

namespace limn::inline LIMN_ABI::nn {

/// The numbers of step `t` (1, 2, ...) of Adam with both bias corrections folded in.
/// Source: Kingma and Ba (2015), Adam: A Method for Stochastic Optimization.
inline kernels::AdamStep adam_step(double learning_rate, std::int64_t t, double gradient_scale,
                                   double beta1 = 0.9, double beta2 = 0.98, double epsilon = 1e-8) {
  const auto n = static_cast<double>(t);
  const double first = 1.0 - std::pow(beta1, n), second = std::sqrt(1.0 - std::pow(beta2, n));
  return {.rate = static_cast<float>(learning_rate * second / first),
          .beta1 = static_cast<float>(beta1),
          .beta2 = static_cast<float>(beta2),
          .epsilon = static_cast<float>(epsilon * second),
          .gradient_scale = static_cast<float>(gradient_scale)};
}

/// The factor that cuts a gradient of this squared length to length `limit`; 1 when limit is 0.
inline double clip_scale(double squared_norm, double limit) {
  const double norm = std::sqrt(squared_norm);
  return limit > 0.0 && norm > limit ? limit / norm : 1.0;
}

/// A short linear start, then half a cosine from 1 down to `last` at `total` steps.
inline double warm_cosine(std::int64_t step, std::int64_t warm, std::int64_t total, double last) {
  if (step < warm) return static_cast<double>(step + 1) / static_cast<double>(warm);
  if (step >= total || total <= warm) return last;
  const double done = static_cast<double>(step - warm) / static_cast<double>(total - warm);
  return last + (1.0 - last) * 0.5 * (1.0 + std::cos(std::numbers::pi * done));
}

}  // namespace limn::inline LIMN_ABI::nn
