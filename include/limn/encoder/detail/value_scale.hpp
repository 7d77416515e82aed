// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::encoder::detail {

/// Values of events (prices, amounts, counts) as a network reads them: the bucket among the
/// quantiles of what fit saw, and the logarithm on a scale of mean 0 and deviation 1, cut at 4.
struct ValueScale {
  static constexpr std::size_t n_buckets = 16;
  Vector edges;  ///< inner borders of the buckets, rising; at most n_buckets - 1
  double mean = 0.0, inverse = 0.0;

  static double squeeze(double v) { return std::copysign(std::log1p(std::abs(v)), v); }
  void fit(std::vector<double> values) {
    std::erase_if(values, [](double v) { return !std::isfinite(v); });
    *this = {};
    if (values.empty()) return;
    std::sort(values.begin(), values.end());
    std::vector<double> cuts;
    for (std::size_t b = 1; b < n_buckets; ++b) {
      const double cut = values[b * values.size() / n_buckets];
      if (cut > values.front() && (cuts.empty() || cut > cuts.back())) cuts.push_back(cut);
    }
    edges = Eigen::Map<const Vector>(cuts.data(), static_cast<Index>(cuts.size()));
    double squares = 0.0;
    for (const double v : values) mean += squeeze(v) / static_cast<double>(values.size());
    for (const double v : values) squares += (squeeze(v) - mean) * (squeeze(v) - mean);
    const double deviation = std::sqrt(squares / static_cast<double>(values.size()));
    inverse = deviation > 1e-12 ? 1.0 / deviation : 0.0;
  }
  /// -1 where the value is missing or infinite.
  std::int32_t bucket(double v) const {
    if (!std::isfinite(v)) return -1;
    return static_cast<std::int32_t>(std::upper_bound(edges.begin(), edges.end(), v) -
                                     edges.begin());
  }
  float amount(double v) const {
    if (!std::isfinite(v)) return 0.0f;
    return static_cast<float>(std::clamp((squeeze(v) - mean) * inverse, -4.0, 4.0));
  }
  template <class V>
  void state(V&& v) {
    v("edges", edges);
    v("mean", mean);
    v("inverse", inverse);
  }
};

}  // namespace limn::inline LIMN_ABI::encoder::detail
