// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <limn/core/types.hpp>
#include <limn/data/event_log.hpp>

namespace limn::inline LIMN_ABI::recommend {

/// What else a list should be, besides right. Codes are those of the lists; empty parts do nothing.
struct RerankRules {
  double diversity = 0.0;  ///< 0 = by score alone ... 1 = by being different alone
  MatrixF vectors = {};    ///< (n_items, d) what items are like, for diversity
  VectorF boost = {};      ///< (n_items) factor on scores above zero: hour, place, margin
  Labels categories = {};  ///< (n_items), -1 = none
  std::int64_t max_per_category = 0;       ///< items of one category in a list, 0 = any number
  std::vector<std::int32_t> exclude = {};  ///< never offered
  std::vector<std::int32_t> pin = {};      ///< stand first, in this order, rules or not
};

/// The k best of lists of candidates (k and more wide, best first) under the rules.
///
/// Choose it behind any recommender asked for some hundred candidates; diversity 0.1 to 0.3 changes
/// lists visibly and costs little accuracy. Scores of a list are laid on 0 ... 1 from its worst to
/// its best; then the item of largest (1 - diversity) * score - diversity * (largest cosine to the
/// items already chosen) comes next. An item without a direction is like no other. Ties: the
/// candidate that stood higher. Answers hold the candidates' boosted scores; pinned items that were
/// no candidates have the score infinity. Excluded beats pinned.
/// Cost: candidates * k * d a user.
/// **Source:** Carbonell, Goldstein (1998), The Use of MMR, Diversity-Based Reranking.
/// Errors: ParamError unless 1 <= k <= 1,000,000, 0 <= diversity <= 1 and max_per_category >= 0;
/// ShapeError when lists do not fit each other or a rule has no row for a code in them; DataError
/// for vectors or boosts that are not finite, and boosts below 0.
Ranked rerank(const Ranked& candidates, const RerankRules& rules, std::int64_t k = 10);

/// How much more each item is taken in one context than otherwise: (n_items),
/// (n_jc + m p_c) / ((n_j + m) p_c), m = `shrinkage` events. context: one code an event of the log,
/// -1 = unknown (does not count); hours_of and weekdays_of make two.
/// Errors: ShapeError on another length; ParamError for a shrinkage not above 0. A context that
/// never occurs gives 1 for all.
VectorF context_boost(const data::EventLog& log, std::span<const std::int32_t> context,
                      std::int32_t asked, double shrinkage = 20.0);
/// Hour of the day, 0 ... 23, and day of the week, 0 = Monday, of each event (UTC).
/// Errors: DataError for a log that knows only an order.
std::vector<std::int32_t> hours_of(const data::EventLog& log);
std::vector<std::int32_t> weekdays_of(const data::EventLog& log);

}  // namespace limn::inline LIMN_ABI::recommend

#ifdef LIMN_HEADER_ONLY
#include <limn/recommend/rerank_lists.ipp>
#endif
