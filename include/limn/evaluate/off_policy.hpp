// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <limits>

#include <limn/core/error.hpp>
#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::evaluate {

/// What a policy would have earned, read from the log of another one.
struct PolicyValue {
  double value = 0;           ///< mean reward of an offer
  double standard_error = 0;  ///< of the value
  double effective_n = 0;  ///< (sum of weights)^2 / sum of squared weights; few = do not trust it
  double largest_weight = 0;
  std::int64_t n = 0;  ///< offers logged
};

/// Inverse propensity scores. For each offer logged: its reward, the propensity with which it was
/// made, and target = the probability with which the policy judged would have made it; (n) each.
/// weight = min(target / propensity, clip); value = mean of weight * reward. Unbiased without a
/// clip where every offer of the policy had a propensity above zero; wide where the two differ.
/// Errors: ShapeError on unequal lengths; DataError when n = 0, for a reward that is not finite, a
/// propensity outside (0, 1] or a target outside [0, 1]; ParamError unless clip > 0.
/// **Source:** Horvitz, Thompson (1952); Li, Chu, Langford, Wang (2011), Unbiased Offline
/// Evaluation of Contextual-Bandit-Based News Article Recommendation Algorithms.
PolicyValue ips(VectorView rewards, VectorView propensities, VectorView target,
                double clip = std::numeric_limits<double>::infinity());

/// The same divided by the mean weight: a little biased, much narrower, never beyond the rewards
/// seen. NaN where all weights are zero. Errors: as ips.
/// **Source:** Swaminathan, Joachims (2015), The Self-Normalized Estimator for Counterfactual
/// Learning.
PolicyValue snips(VectorView rewards, VectorView propensities, VectorView target,
                  double clip = std::numeric_limits<double>::infinity());

/// With a model of the reward: predicted (n) what it expects of the offer made, baseline (n) what
/// it expects of the policy judged in this context (its predictions weighed by the policy). value =
/// mean of baseline + weight * (reward - predicted): right where either the model or the
/// propensities are. Errors: as ips; DataError for predictions that are not finite.
/// **Source:** Dudik, Langford, Li (2011), Doubly Robust Policy Evaluation and Learning.
PolicyValue doubly_robust(VectorView rewards, VectorView propensities, VectorView target,
                          VectorView predicted, VectorView baseline,
                          double clip = std::numeric_limits<double>::infinity());

}  // namespace limn::inline LIMN_ABI::evaluate

#ifdef LIMN_HEADER_ONLY
#include <limn/evaluate/off_policy.ipp>
#endif
