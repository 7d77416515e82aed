// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

#include <limn/core/params.hpp>
#include <limn/recommend/top_k.hpp>

namespace limn::inline LIMN_ABI::recommend {

namespace detail {

struct StandsBefore {
  bool operator()(const std::pair<float, std::int32_t>& a,
                  const std::pair<float, std::int32_t>& b) const {
    return a.first > b.first || (a.first == b.first && a.second < b.second);
  }
};

/// Scores that are looked at together: most blocks hold nothing that enters.
inline constexpr std::size_t scores_at_once = 16;

}  // namespace detail

LIMN_INLINE void Best::enter(float score, std::int32_t item) {
  constexpr std::size_t spare = 16;
  if (k_ == 0 || !(score > -std::numeric_limits<float>::infinity())) return;
  gathered_.emplace_back(score, item);
  if (gathered_.size() >= 2 * k_ + spare) drop_worse();
}

LIMN_INLINE void Best::drop_worse() {
  if (gathered_.size() <= k_) return;
  const auto last = gathered_.begin() + static_cast<std::ptrdiff_t>(k_) - 1;
  std::nth_element(gathered_.begin(), last, gathered_.end(), detail::StandsBefore{});
  worst_ = last->first;
  gathered_.resize(k_);
}

LIMN_INLINE void Best::take(std::span<std::int32_t> items, std::span<float> scores) {
  drop_worse();
  std::sort(gathered_.begin(), gathered_.end(), detail::StandsBefore{});
  for (std::size_t i = 0; i < items.size(); ++i) {
    const bool there = i < gathered_.size();
    items[i] = there ? gathered_[i].second : -1;
    scores[i] = there ? gathered_[i].first : -std::numeric_limits<float>::infinity();
  }
  gathered_.clear();
  worst_ = -std::numeric_limits<float>::infinity();
}

LIMN_INLINE void top_k(std::span<const float> scores, std::span<std::int32_t> items,
                       std::span<float> best) {
  Best chosen(items.size());
  for (std::size_t begin = 0; begin < scores.size(); begin += detail::scores_at_once) {
    const std::size_t end = std::min(begin + detail::scores_at_once, scores.size());
    if (chosen.full() && end - begin == detail::scores_at_once) {
      const float worst = chosen.worst();
      unsigned any = 0;  // codes rise, so an equal score never enters
      for (std::size_t i = 0; i < detail::scores_at_once; ++i)
        any |= static_cast<unsigned>(scores[begin + i] > worst);
      if (any == 0) continue;
    }
    for (std::size_t code = begin; code < end; ++code)
      chosen.offer(scores[code], static_cast<std::int32_t>(code));
  }
  chosen.take(items, best);
}

LIMN_INLINE void hide(std::span<const std::int32_t> known, std::span<float> scores) {
  for (const std::int32_t code : known)
    if (code >= 0 && static_cast<std::size_t>(code) < scores.size())
      scores[static_cast<std::size_t>(code)] = -std::numeric_limits<float>::infinity();
}

LIMN_INLINE void require_k(std::int64_t k, std::string_view component) {
  core::check_rule(component, "k", core::Value{k}, core::between(1, 1e6));
}

LIMN_INLINE void require_events(const data::EventLog& log, std::string_view component) {
  if (log.n_events() > 0) return;
  throw DataError(ErrorCode::data_empty, {.component = std::string(component),
                                          .place = "events",
                                          .got = "0",
                                          .expected = "at least 1",
                                          .fix = "pass a log with at least one event"});
}

LIMN_INLINE Ranked rank_one(std::span<float> scores, std::span<const std::int32_t> known,
                            std::int64_t k, bool exclude_seen) {
  Ranked out{CodeMatrix(1, k), MatrixF(1, k)};
  if (exclude_seen) hide(known, scores);
  const auto width = static_cast<std::size_t>(k);
  top_k(scores, {out.items.data(), width}, {out.scores.data(), width});
  return out;
}

namespace detail {

LIMN_INLINE data::History Translated::view(const data::History& from,
                                           std::span<const std::int32_t> codes) {
  items.resize(from.size());
  for (std::size_t i = 0; i < items.size(); ++i)
    items[i] = from.items[i] < 0 ? -1 : codes[static_cast<std::size_t>(from.items[i])];
  data::History out = from;
  out.items = items;
  return out;
}

}  // namespace detail
}  // namespace limn::inline LIMN_ABI::recommend
