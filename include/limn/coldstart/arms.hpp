// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <limn/core/random.hpp>
#include <limn/core/types.hpp>
#include <limn/data/vocabulary.hpp>

namespace limn::inline LIMN_ABI::coldstart {

/// An offer made to learn from. Log it with its context and reward: evaluate::off_policy weighs
/// logged rewards by the propensity.
struct Choice {
  data::Id item;
  double propensity = 0.0;  ///< probability with which this item was to be chosen, above 0
};

namespace detail {

/// Draws one candidate by its probability.
Choice draw_candidate(std::span<const data::Id> candidates, const Vector& probabilities,
                      core::Random random);
/// (n) equal shares for those of the largest value; 0 for the others.
Vector shares_of_best(const Vector& values);
/// (1 - exploration) * p + exploration / n.
Vector explore(const Vector& probabilities, double exploration);
/// The context, or a single 1 where the component takes none.
/// Errors: ShapeError on another width; DataError for a number that is missing or infinite.
Vector checked_context(std::span<const double> context, std::int64_t n_features,
                       std::string_view component);
/// Errors: DataError for no candidate or one named twice.
void require_candidates(std::span<const data::Id> candidates, std::string_view component);
/// Errors: DataError unless low <= reward <= high.
void require_reward(double reward, double low, double high, std::string_view component);
/// Gamma(shape, 1) and Beta(a, b) draws. Source: Marsaglia, Tsang (2000), A Simple Method for
/// Generating Gamma Variables.
double draw_gamma(core::Random& random, double shape);
double draw_beta(core::Random& random, double a, double b);

}  // namespace detail

}  // namespace limn::inline LIMN_ABI::coldstart

#ifdef LIMN_HEADER_ONLY
#include <limn/coldstart/arms.ipp>
#endif
