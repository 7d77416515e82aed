// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include <limn/coldstart/arms.hpp>
#include <limn/core/error.hpp>

namespace limn::inline LIMN_ABI::coldstart::detail {

LIMN_INLINE Choice draw_candidate(std::span<const data::Id> candidates, const Vector& probabilities,
                                  core::Random random) {
  double left = random.uniform() * probabilities.sum();
  std::size_t chosen = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const double p = probabilities[static_cast<Index>(i)];
    if (!(p > 0.0)) continue;
    chosen = i;  // the last one where rounding leaves a rest
    left -= p;
    if (left < 0.0) break;
  }
  return {candidates[chosen], probabilities[static_cast<Index>(chosen)]};
}

LIMN_INLINE Vector shares_of_best(const Vector& values) {
  const Vector best = (values.array() == values.maxCoeff()).cast<double>();
  return best / best.sum();
}

LIMN_INLINE Vector explore(const Vector& probabilities, double exploration) {
  const double even = exploration / static_cast<double>(probabilities.size());
  return ((1.0 - exploration) * probabilities).array() + even;
}

LIMN_INLINE Vector checked_context(std::span<const double> context, std::int64_t n_features,
                                   std::string_view component) {
  core::require_width(static_cast<Index>(context.size()), static_cast<Index>(n_features),
                      component);
  if (n_features == 0) return Vector::Ones(1);
  const Eigen::Map<const Vector> x(context.data(), static_cast<Index>(context.size()));
  if (!x.allFinite())
    throw DataError(ErrorCode::data_value, {.component = std::string(component),
                                            .place = "context",
                                            .got = "a number that is missing or infinite",
                                            .expected = "finite numbers",
                                            .fix = "impute the context first"});
  return x;
}

LIMN_INLINE void require_candidates(std::span<const data::Id> candidates,
                                    std::string_view component) {
  if (candidates.empty())
    throw DataError(ErrorCode::data_empty, {.component = std::string(component),
                                            .place = "candidates",
                                            .got = "none",
                                            .expected = "at least one item",
                                            .fix = "offer at least one item"});
  std::vector<data::Id> sorted(candidates.begin(), candidates.end());
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end()) return;
  throw DataError(ErrorCode::data_value, {.component = std::string(component),
                                          .place = "candidates",
                                          .got = "an item twice",
                                          .expected = "each item once",
                                          .fix = "name each candidate once"});
}

LIMN_INLINE void require_reward(double reward, double low, double high,
                                std::string_view component) {
  if (reward >= low && reward <= high) return;
  const bool any = low < -1e300;
  throw DataError(ErrorCode::data_value,
                  {.component = std::string(component),
                   .place = "reward",
                   .got = std::isfinite(reward) ? "a number out of range" : "no finite number",
                   .expected = any ? "a finite number" : "a number in [0, 1]",
                   .fix = any ? "leave out events without a reward"
                              : "scale the reward to [0, 1], or take coldstart.lin_ucb"});
}

LIMN_INLINE double draw_gamma(core::Random& random, double shape) {
  const double lift = shape < 1.0 ? std::pow(1.0 - random.uniform(), 1.0 / shape) : 1.0;
  const double d = (shape < 1.0 ? shape + 1.0 : shape) - 1.0 / 3.0, c = 1.0 / std::sqrt(9.0 * d);
  while (true) {
    const double x = random.normal(), v = std::pow(1.0 + c * x, 3);
    if (!(v > 0.0)) continue;
    if (std::log(1.0 - random.uniform()) < 0.5 * x * x + d - d * v + d * std::log(v))
      return d * v * lift;
  }
}

LIMN_INLINE double draw_beta(core::Random& random, double a, double b) {
  const double x = draw_gamma(random, a), y = draw_gamma(random, b);
  return x + y > 0.0 ? x / (x + y) : a / (a + b);
}

}  // namespace limn::inline LIMN_ABI::coldstart::detail
