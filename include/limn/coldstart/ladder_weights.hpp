// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include <limn/core/monitor.hpp>
#include <limn/core/random.hpp>
#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::coldstart {

/// The steps of knowing a user: 0, 1, 2-3, 4-7, 8-15, 16-63, 64-255, 256 and more known events.
inline constexpr std::array<std::int64_t, 8> ladder_steps{0, 1, 2, 4, 8, 16, 64, 256};
inline constexpr std::size_t n_ladder_steps = ladder_steps.size();

/// The step of a number of known events.
inline std::size_t ladder_step(std::int64_t n_events) {
  std::size_t step = 0;
  while (step + 1 < n_ladder_steps && n_events >= ladder_steps[step + 1]) ++step;
  return step;
}

/// One user set aside, of whom some events were shown: what each rung says about the items that
/// came into question, and which of them the user took later.
struct LadderCase {
  MatrixF scores;                       ///< (n_rungs, n_candidates) made comparable
  std::vector<std::uint8_t> available;  ///< (n_rungs) 1 = the rung had something to say
  std::vector<std::uint8_t> taken;      ///< (n_candidates)
  std::int64_t n_taken = 0;             ///< all that the user took later, candidates or not
};

/// Makes scores of different rungs comparable: negative scores (no evidence) and -infinity become
/// 0, and all are divided by their sum. False: there was no evidence at all.
bool to_shares(std::span<float> scores);

/// Mean NDCG@k of the weighted sum over the cases; ideal = min(k, n_taken) hits; ties: the lower
/// candidate. Rungs not available to a case are left out; where no weight is left, rung 0 answers.
double mean_ndcg(std::span<const LadderCase> cases, const Vector& weights, std::int64_t k);

/// Weights (n_rungs) on the simplex with the best mean NDCG@k found by direct search: from the best
/// corner or the middle, mass is moved between two rungs in shrinking steps while that helps.
Vector search_weights(std::span<const LadderCase> cases, std::int64_t k, const Monitor& monitor);

/// All weight on the rung with the best mean NDCG@k; ties: the lower rung.
Vector best_rung(std::span<const LadderCase> cases, std::int64_t k);

/// The mean of the weights found on either half of the cases where these foresee the other half
/// better than `plain` does, by more than a standard error over both halves; else `plain`.
Vector search_beyond(std::span<const LadderCase> cases, const Vector& plain, std::int64_t k,
                     const Monitor& monitor);

/// (n_steps, n_rungs): each row drawn towards the mean of its neighbours by `smoothing`; where
/// allowed(step, rung) is 0 the weight is 0, as it is under 0.03; rows sum to 1.
Matrix smooth_weights(const Matrix& weights, const Matrix& allowed, double smoothing);

}  // namespace limn::inline LIMN_ABI::coldstart

#ifdef LIMN_HEADER_ONLY
#include <limn/coldstart/ladder_weights.ipp>
#endif
