// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>

#include <limn/recommend/item_graph.hpp>
#include <limn/recommend/repeats.hpp>
#include <limn/recommend/top_k.hpp>

namespace limn::inline LIMN_ABI::recommend {

LIMN_INLINE Repeats& Repeats::fit(const data::EventLog& log, const Monitor& monitor) {
  require_events(log, name);
  monitor.report(0.0, "items");
  VectorF counts = VectorF::Zero(static_cast<Index>(log.n_items()));
  for (const std::int32_t item : log.item_codes())
    if (item >= 0) counts[item] += 1.0F;
  data::Vocabulary items = log.items();
  items_ = std::move(items);
  counts_ = std::move(counts);
  return *this;
}

LIMN_INLINE Ranked Repeats::recommend(const data::EventLog& log, std::int64_t k,
                                      bool exclude_seen) const {
  core::require_fitted(counts_.size() > 0, name);
  require_k(k, name);
  return rank_users(log, items_, k, exclude_seen,
                    [&](std::size_t, const data::History& history, std::span<float> out) {
                      score_into(history, out);
                      fill_by_count(counts_, out);
                    });
}

LIMN_INLINE Ranked Repeats::recommend_one(const data::History& history, std::int64_t k,
                                          bool exclude_seen) const {
  require_k(k, name);
  VectorF scores = score(history);
  const std::span<float> out(scores.data(), items_.size());
  fill_by_count(counts_, out);
  return rank_one(out, history.items, k, exclude_seen);
}

LIMN_INLINE VectorF Repeats::score(const data::History& history) const {
  core::require_fitted(counts_.size() > 0, name);
  VectorF out(counts_.size());
  score_into(history, {out.data(), items_.size()});
  return out;
}

LIMN_INLINE void Repeats::score_into(const data::History& history, std::span<float> out) const {
  std::fill(out.begin(), out.end(), 0.0F);
  for (std::size_t n = 0; n < history.items.size(); ++n) {
    const std::int32_t item = history.items[history.items.size() - 1 - n];
    if (item < 0 || static_cast<std::size_t>(item) >= out.size()) continue;
    const double age = std::min(static_cast<double>(n) / params_.half_life, 100.0);
    out[static_cast<std::size_t>(item)] += static_cast<float>(std::exp2(-age));
  }
}

LIMN_INLINE Reason Repeats::reason(const data::History& history, std::int32_t item) const {
  const bool known = item >= 0 && std::find(history.items.begin(), history.items.end(), item) !=
                                      history.items.end();
  return known ? Reason{.kind = "again", .item = item, .share = 1.0} : Reason{};
}

LIMN_INLINE void Repeats::check_state() {
  items_.check_state();
  core::require_state(counts_.size() == static_cast<Index>(items_.size()), name, "counts");
}

}  // namespace limn::inline LIMN_ABI::recommend
