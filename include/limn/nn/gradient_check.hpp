// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <span>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::nn {

/// The largest relative difference between a gradient and central differences of `loss`, over
/// every number of x: |a - b| / max(|a| + |b|, floor). Four-point formula, error O(step^4). `loss`
/// reads x anew at each call; x is left as it was.
inline double gradient_error(std::span<double> x, std::span<const double> gradient,
                             const std::function<double()>& loss, double step = 1e-3,
                             double floor = 1e-2) {
  double worst = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double old = x[i];
    const auto at = [&](double shift) {
      x[i] = old + shift;
      return loss();
    };
    const double slope =
        (8.0 * (at(step) - at(-step)) - (at(2.0 * step) - at(-2.0 * step))) / (12.0 * step);
    x[i] = old;
    const double size = std::max(std::abs(slope) + std::abs(gradient[i]), floor);
    worst = std::max(worst, std::abs(slope - gradient[i]) / size);
  }
  return worst;
}

}  // namespace limn::inline LIMN_ABI::nn
