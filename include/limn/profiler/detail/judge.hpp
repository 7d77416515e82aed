// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include <limn/core/any.hpp>
#include <limn/profiler/config.hpp>
#include <limn/profiler/detail/next_action.hpp>
#include <limn/profiler/detail/split.hpp>
#include <limn/profiler/profile.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

/// How one part did, user by user (or cell by cell).
struct Judged {
  std::string part;
  Vector value;  ///< (n) NDCG@10, a hit, an error: what the row's metric names
};

/// Ranks the whole catalogue for the users judged, given their context.
Judged judge_recommender(const core::AnyRecommender& fitted, const LastEvents& split,
                         bool exclude_seen);
Judged judge_encoder(const core::AnySequenceEncoder& fitted, const LastEvents& split,
                     bool exclude_seen);
/// A line of the table: value, its interval, the baseline and the paired difference.
EvaluationRow compare(const Judged& own, const Judged& baseline, const std::string& protocol,
                      const std::string& split, std::uint64_t seed);
/// Accuracy of the next kind of event against the most frequent kind.
EvaluationRow judge_next_action(const LastEvents& split, std::uint64_t seed);
/// Error of the imputer against plain means, on known cells hidden at random, in units of each
/// column's spread. x (n, d) with gaps, as it comes to the imputer. Nothing: no known cell could be
/// hidden. The split is named by the fingerprint of the cells that were hidden.
std::optional<EvaluationRow> judge_imputer(const Config& config, const Matrix& x);

}  // namespace limn::inline LIMN_ABI::profiler::detail
