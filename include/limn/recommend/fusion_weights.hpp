// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <limn/core/monitor.hpp>
#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::recommend {

/// How the score of an item in a member's list becomes a number that members can be weighed by.
/// All are 0 for items outside the list and rise with the score.
enum class FusionForm : std::uint8_t {
  share,  ///< part of the sum of the list
  log,    ///< log(1 + 1000 share): agreement of members counts more than one loud member
  rank,   ///< 60 / (60 + rank), deaf to the size of scores
};
std::string_view text_of(FusionForm form);

/// The scores of one list, best first, in one form. `log_odds`: they become probabilities first;
/// otherwise what is not above zero is no evidence and gets 0. Places without an item (-1) get 0.
void to_form(FusionForm form, bool log_odds, std::span<const std::int32_t> items,
             std::span<const float> scores, std::span<float> out);

/// One user of whom the next item is known: what each member says for each item that any of them
/// offers, (n_candidates, n_members); row 0 is the item that came next.
struct FusionCase {
  MatrixF said;
};

/// Mean over the cases of 1 / log2(1 + rank) of the wanted item where its rank is at most k; equal
/// scores count against it, and so does a sum of zero.
double mean_gain(std::span<const FusionCase> cases, const VectorF& weights, std::int64_t k);

/// Weights (n_members, at least 0, sum 1) of largest mean_gain: the best single member, then moves
/// of mass between members, as long as they help. So never below the best member on these cases.
VectorF search_weights(std::span<const FusionCase> cases, Index n_members, std::int64_t k,
                       const Monitor& monitor);

}  // namespace limn::inline LIMN_ABI::recommend

#ifdef LIMN_HEADER_ONLY
#include <limn/recommend/fusion_weights.ipp>
#endif
