// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>

#include <limn/evaluate/detail/input.hpp>
#include <limn/evaluate/off_policy.hpp>

namespace limn::inline LIMN_ABI::evaluate {

namespace detail {

/// (n) min(target / propensity, clip), after the checks all estimators share.
LIMN_INLINE Vector policy_weights(VectorView rewards, VectorView propensities, VectorView target,
                                  double clip, std::string_view measure) {
  require_pair(rewards.size(), propensities.size(), measure, "propensities");
  require_pair(rewards.size(), target.size(), measure, "target");
  require_numbers(rewards, measure, "rewards");
  for (Index i = 0; i < rewards.size(); ++i) {
    if (!(propensities(i) > 0.0 && propensities(i) <= 1.0))
      refuse(measure, "propensities", i, std::isnan(propensities(i)) ? "NaN" : "a value outside",
             "a number above 0, at most 1");
    if (!(target(i) >= 0.0 && target(i) <= 1.0))
      refuse(measure, "target", i, std::isnan(target(i)) ? "NaN" : "a value outside",
             "a number in [0, 1]");
  }
  require_option(clip, std::numeric_limits<double>::min(), std::numeric_limits<double>::infinity(),
                 measure, "clip");
  return (target.array() / propensities.array()).min(clip);
}

LIMN_INLINE PolicyValue policy_value(const Vector& weights, double value, double standard_error) {
  const double sum = weights.sum(), squares = weights.squaredNorm();
  return {.value = value,
          .standard_error = standard_error,
          .effective_n = squares > 0.0 ? sum * sum / squares : 0.0,
          .largest_weight = weights.maxCoeff(),
          .n = weights.size()};
}

/// The mean of one number an offer.
LIMN_INLINE PolicyValue mean_of(const Vector& weights, const Vector& each) {
  const auto n = static_cast<double>(each.size());
  const double mean = each.mean();
  const double error =
      each.size() > 1 ? std::sqrt((each.array() - mean).square().sum() / (n - 1.0) / n) : missing;
  return policy_value(weights, mean, error);
}

}  // namespace detail

LIMN_INLINE PolicyValue ips(VectorView rewards, VectorView propensities, VectorView target,
                            double clip) {
  const Vector weights = detail::policy_weights(rewards, propensities, target, clip, "ips");
  return detail::mean_of(weights, weights.cwiseProduct(rewards));
}

LIMN_INLINE PolicyValue snips(VectorView rewards, VectorView propensities, VectorView target,
                              double clip) {
  const Vector weights = detail::policy_weights(rewards, propensities, target, clip, "snips");
  const double sum = weights.sum();
  if (!(sum > 0.0)) return detail::policy_value(weights, missing, missing);
  const double value = weights.dot(rewards) / sum;
  const double error =
      std::sqrt((weights.array() * (rewards.array() - value)).square().sum()) / sum;
  return detail::policy_value(weights, value, error);
}

LIMN_INLINE PolicyValue doubly_robust(VectorView rewards, VectorView propensities,
                                      VectorView target, VectorView predicted, VectorView baseline,
                                      double clip) {
  constexpr std::string_view measure = "doubly_robust";
  const Vector weights = detail::policy_weights(rewards, propensities, target, clip, measure);
  detail::require_pair(rewards.size(), predicted.size(), measure, "predicted");
  detail::require_pair(rewards.size(), baseline.size(), measure, "baseline");
  detail::require_numbers(predicted, measure, "predicted");
  detail::require_numbers(baseline, measure, "baseline");
  return detail::mean_of(weights, baseline + weights.cwiseProduct(rewards - predicted));
}

}  // namespace limn::inline LIMN_ABI::evaluate
