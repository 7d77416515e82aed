// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::outlier::detail {

/// H(n) = 1 + 1/2 + ... + 1/n: summed to n = 256, beyond that the expansion around ln n + gamma,
/// whose error there (1 / 252 n^6) is below the last bit.
inline double harmonic(std::int64_t n) {
  if (n > 256) {
    const double m = static_cast<double>(n), inverse = 1.0 / (m * m);
    return std::log(m) + std::numbers::egamma + 0.5 / m - inverse * (1.0 / 12.0 - inverse / 120.0);
  }
  double sum = 0.0;
  for (std::int64_t i = n; i > 0; --i) sum += 1.0 / static_cast<double>(i);
  return sum;
}

/// c(n): the mean depth at which a random binary search tree of n rows ends a failed search, which
/// stands for the part of a path that was never grown. c(0) = c(1) = 0, c(2) = 1.
inline double average_path(std::int64_t n) {
  if (n < 2) return 0.0;
  const double m = static_cast<double>(n);
  return 2.0 * harmonic(n - 1) - 2.0 * (m - 1.0) / m;
}

/// c(0) ... c(n).
inline std::vector<double> average_paths(std::int64_t n) {
  std::vector<double> out(static_cast<std::size_t>(n) + 1);
  for (std::int64_t i = 0; i <= n; ++i) out[static_cast<std::size_t>(i)] = average_path(i);
  return out;
}

}  // namespace limn::inline LIMN_ABI::outlier::detail
