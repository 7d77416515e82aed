// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>

#include <limn/core/random.hpp>
#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::impute::detail {

/// Bayesian ridge in the axes of X'X: eigenvalues s (q), right side b = V'X'y (q), y'y and the
/// number of rows, all centred. Never sees a row.
/// **Source:** MacKay (1992), Bayesian Interpolation; Tipping (2001), appendix A.
struct Evidence {
  Vector weight;       ///< (q) coefficients in the axes
  double noise = 1.0;  ///< variance of what is left of y
  double ratio = 1.0;  ///< noise variance over the variance of the coefficients
  double used = 0.0;   ///< number of coefficients the data decide

  static Evidence of(const Vector& s, const Vector& b, double yy, double n) {
    constexpr double prior = 1e-6, tol = 1e-3;
    Evidence out;
    out.weight = Vector::Zero(s.size());
    double noise_precision = 1.0 / std::max(yy / n, 1e-12), coefficient_precision = 1.0;
    for (int round = 0; round < 300; ++round) {
      const double ratio = coefficient_precision / noise_precision;
      const Vector next = b.array() / (s.array() + ratio);
      const double change = (next - out.weight).lpNorm<1>();
      out.weight = next;
      out.ratio = ratio;
      out.used = (s.array() / (s.array() + ratio)).sum();
      const double left =
          std::max(0.0, yy + (next.array() * (s.array() * next.array() - 2.0 * b.array())).sum());
      coefficient_precision = (out.used + 2.0 * prior) / (next.squaredNorm() + 2.0 * prior);
      noise_precision = (std::max(n - out.used, 0.0) + 2.0 * prior) / (left + 2.0 * prior);
      out.noise = 1.0 / noise_precision;
      if (round > 0 && change < tol) break;
    }
    return out;
  }

  /// One draw of noise and coefficients from their posterior.
  void draw(const Vector& s, double n, core::Random random) {
    const double freedom = std::max(n - used, 1.0);
    noise *= freedom / chi_squared(freedom, random);
    for (Index i = 0; i < s.size(); ++i)
      weight(i) += std::sqrt(noise / (s(i) + ratio)) * random.normal();
  }

 private:
  /// Source: Marsaglia and Tsang (2000), A Simple Method for Generating Gamma Variables.
  static double chi_squared(double freedom, core::Random& random) {
    const double shape = freedom / 2.0;
    const double d = (shape < 1.0 ? shape + 1.0 : shape) - 1.0 / 3.0, c = 1.0 / std::sqrt(9.0 * d);
    for (;;) {
      const double x = random.normal(), t = 1.0 + c * x;
      if (t <= 0.0) continue;
      const double v = t * t * t, u = 1.0 - random.uniform();
      if (std::log(u) >= 0.5 * x * x + d * (1.0 - v + std::log(v))) continue;
      const double boost = shape < 1.0 ? std::pow(1.0 - random.uniform(), 1.0 / shape) : 1.0;
      return std::max(2.0 * d * v * boost, 1e-12);
    }
  }
};

}  // namespace limn::inline LIMN_ABI::impute::detail
