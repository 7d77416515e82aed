// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <vector>

#include <limn/recommend/item_nearest.hpp>
#include <limn/recommend/rank_rows.hpp>
#include <limn/recommend/top_k.hpp>
#include <limn/recommend/user_items.hpp>

namespace limn::inline LIMN_ABI::recommend {

LIMN_INLINE ItemNearest& ItemNearest::fit(const data::EventLog& log, const Monitor& monitor) {
  require_events(log, name);
  monitor.report(0.0, "items");
  const UserItems seen = distinct_items(log, params_.max_history);
  const data::Occurrences where = data::occurrences(seen.items, log.n_items());
  VectorF counts(static_cast<Index>(log.n_items()));
  for (Index i = 0; i < counts.size(); ++i)
    counts[i] = static_cast<float>(where.of(static_cast<std::int32_t>(i)).size());
  ItemGraph graph = make_graph(
      log.n_items(), params_.n_neighbors,
      [&](std::int32_t item, RowSums& sums) {
        for (const std::int64_t entry : where.of(item)) {
          const auto user = static_cast<std::size_t>(seen.users[static_cast<std::size_t>(entry)]);
          for (std::int64_t e = seen.offsets[user]; e < seen.offsets[user + 1]; ++e)
            if (const auto other = seen.items[static_cast<std::size_t>(e)]; other != item)
              sums.add(other, 1.0);
        }
      },
      [&](std::int32_t from, std::int32_t to, double both) {
        const double product = static_cast<double>(counts[from]) * static_cast<double>(counts[to]);
        return both / (std::sqrt(product) + params_.shrinkage);
      },
      monitor);
  data::Vocabulary items = log.items();
  items_ = std::move(items);
  counts_ = std::move(counts);
  graph_ = std::move(graph);
  return *this;
}

LIMN_INLINE Ranked ItemNearest::recommend(const data::EventLog& log, std::int64_t k,
                                          bool exclude_seen) const {
  core::require_fitted(counts_.size() > 0, name);
  require_k(k, name);
  return rank_rows(graph_, counts_, items_, log, weigh_events(params_.half_life, items_.size()), k,
                   exclude_seen);
}

LIMN_INLINE Ranked ItemNearest::recommend_one(const data::History& history, std::int64_t k,
                                              bool exclude_seen) const {
  require_k(k, name);
  VectorF scores = score(history);
  const std::span<float> out(scores.data(), items_.size());
  fill_by_count(counts_, out);
  return rank_one(out, history.items, k, exclude_seen);
}

LIMN_INLINE VectorF ItemNearest::score(const data::History& history) const {
  core::require_fitted(counts_.size() > 0, name);
  VectorF out(counts_.size());
  score_into(history, {out.data(), items_.size()});
  return out;
}

LIMN_INLINE void ItemNearest::score_into(const data::History& history, std::span<float> out) const {
  graph_.score(history.items, params_.half_life, out);
}

LIMN_INLINE Reason ItemNearest::reason(const data::History& history, std::int32_t item) const {
  return graph_.reason(history.items, params_.half_life, item, "together");
}

LIMN_INLINE void ItemNearest::check_state() {
  items_.check_state();
  core::require_state(counts_.size() == static_cast<Index>(items_.size()), name, "counts");
  if (counts_.size() > 0) graph_.check(items_.size(), name);
}

}  // namespace limn::inline LIMN_ABI::recommend
