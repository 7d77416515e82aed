// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <limn/core/params.hpp>
#include <limn/recommend/top_k.hpp>

namespace limn::inline LIMN_ABI::recommend {

namespace detail {

LIMN_INLINE bool stands_before(const std::pair<float, std::int32_t>& a,
                               const std::pair<float, std::int32_t>& b) {
  return a.first > b.first || (a.first == b.first && a.second < b.second);
}

/// Scores that are looked at together: most blocks hold nothing that enters.
inline constexpr std::size_t scores_at_once = 16;

}  // namespace detail

LIMN_INLINE void Best::enter(float score, std::int32_t item) {
  if (k_ == 0 || !(score > -std::numeric_limits<float>::infinity())) return;
  const std::pair<float, std::int32_t> entry(score, item);
  if (heap_.size() == k_) {
    if (!detail::stands_before(entry, heap_.front())) return;
    std::pop_heap(heap_.begin(), heap_.end(), detail::stands_before);
    heap_.back() = entry;
  } else {
    heap_.push_back(entry);
  }
  std::push_heap(heap_.begin(), heap_.end(), detail::stands_before);
  if (heap_.size() == k_) worst_ = heap_.front().first;
}

LIMN_INLINE void Best::take(std::span<std::int32_t> items, std::span<float> scores) {
  std::sort_heap(heap_.begin(), heap_.end(), detail::stands_before);
  for (std::size_t i = 0; i < items.size(); ++i) {
    items[i] = i < heap_.size() ? heap_[i].second : -1;
    scores[i] = i < heap_.size() ? heap_[i].first : -std::numeric_limits<float>::infinity();
  }
  heap_.clear();
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
