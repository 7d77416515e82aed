// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::outlier::detail {

/// P(X <= x) for X gamma of shape a: the series below a + 1, the continued fraction above.
/// Source: Abramowitz, Stegun (1964), 6.5.29 and 6.5.31 (by the method of Lentz).
inline double gamma_share(double a, double x) {
  if (x <= 0.0) return 0.0;
  const double front = std::exp(a * std::log(x) - x - std::lgamma(a));
  if (x < a + 1.0) {
    double term = 1.0 / a, sum = term;
    for (int i = 1; i < 10'000 && term > sum * 1e-17; ++i) sum += term *= x / (a + i);
    return front * sum;
  }
  double b = x + 1.0 - a, c = 1e300, d = 1.0 / b, value = d;
  for (int i = 1; i < 10'000; ++i) {
    const double step = i * (a - i);
    b += 2.0;
    d = 1.0 / (step * d + b);
    c = b + step / c;
    value *= c * d;
    if (std::abs(c * d - 1.0) < 1e-16) break;
  }
  return 1.0 - front * value;
}

/// The value below which a chi-squared number of `freedom` degrees lies with probability p.
inline double chi_squared_quantile(double p, double freedom) {
  double low = 0.0, high = freedom + 20.0 * std::sqrt(2.0 * freedom) + 40.0;
  for (int i = 0; i < 200; ++i) {
    const double middle = (low + high) / 2.0;
    (gamma_share(freedom / 2.0, middle / 2.0) < p ? low : high) = middle;
  }
  return (low + high) / 2.0;
}

}  // namespace limn::inline LIMN_ABI::outlier::detail
