// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

namespace limn::inline LIMN_ABI::features::detail {

/// Value of a continued fraction 1 / (b(0) + a(1) / (b(1) + ...)).
/// Source: Lentz (1976), Generating Bessel functions in Mie scattering calculations.
template <class A, class B>
double continued_fraction(A&& a, B&& b) {
  constexpr double tiny = 1e-300;
  const auto off_zero = [](double v) { return std::abs(v) < tiny ? tiny : v; };
  double f = off_zero(b(0)), c = f, d = 0.0;
  for (int i = 1; i < 100'000; ++i) {
    d = 1.0 / off_zero(b(i) + a(i) * d);
    c = off_zero(b(i) + a(i) / c);
    f *= c * d;
    if (std::abs(c * d - 1.0) < 1e-16) break;
  }
  return 1.0 / f;
}

/// Share of the beta distribution (p, q) below x: the regularised incomplete beta function.
inline double beta_below(double x, double p, double q) {
  if (!(x > 0.0)) return 0.0;
  if (!(x < 1.0)) return 1.0;
  if (x > (p + 1.0) / (p + q + 2.0)) return 1.0 - beta_below(1.0 - x, q, p);
  const double front = std::exp(std::lgamma(p + q) - std::lgamma(p) - std::lgamma(q) +
                                p * std::log(x) + q * std::log1p(-x)) /
                       p;
  const auto a = [&](int i) {
    const double m = i / 2;
    if (i % 2 == 0) return m * (q - m) * x / ((p + 2 * m - 1) * (p + 2 * m));
    return -(p + m) * (p + q + m) * x / ((p + 2 * m) * (p + 2 * m + 1));
  };
  return front * continued_fraction(a, [](int) { return 1.0; });
}

/// Chance that F with these freedoms exceeds f.
inline double f_above(double f, double above, double below) {
  if (!(f > 0.0)) return 1.0;
  if (!std::isfinite(f)) return 0.0;
  return beta_below(below / (below + above * f), 0.5 * below, 0.5 * above);
}

/// Chance that chi squared with this freedom exceeds v.
inline double chi_squared_above(double v, double freedom) {
  const double s = 0.5 * freedom, x = 0.5 * v;
  if (!(x > 0.0)) return 1.0;
  if (!std::isfinite(x)) return 0.0;
  const double front = std::exp(s * std::log(x) - x - std::lgamma(s));
  if (x < s + 1.0) {
    double term = 1.0 / s, sum = term;
    for (int i = 1; i < 100'000 && term > sum * 1e-17; ++i) sum += term *= x / (s + i);
    return std::max(0.0, 1.0 - front * sum);
  }
  return front * continued_fraction([&](int i) { return -i * (i - s); },
                                    [&](int i) { return x + 2 * i + 1 - s; });
}

}  // namespace limn::inline LIMN_ABI::features::detail
