// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <numbers>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::features::detail {

/// Share of a standard normal distribution below z.
inline double normal_share(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

/// The z below which a share p (0 < p < 1) of a standard normal distribution lies.
/// Source: Abramowitz, Stegun (1964), 26.2.23 as the start (error below 4.5e-4), then Halley's
/// method, which triples the correct digits twice.
inline double normal_quantile(double p) {
  if (p > 0.5) return -normal_quantile(1.0 - p);
  const double t = std::sqrt(-2.0 * std::log(p));
  double z = (2.515517 + t * (0.802853 + t * 0.010328)) /
                 (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308))) -
             t;
  for (int step = 0; step < 2; ++step) {
    const double error = normal_share(z) - p;
    const double u = error * std::sqrt(2.0 * std::numbers::pi) * std::exp(0.5 * z * z);
    z -= u / (1.0 + 0.5 * z * u);
  }
  return z;
}

}  // namespace limn::inline LIMN_ABI::features::detail
