// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <limn/core/params.hpp>
#include <limn/recommend/top_k.hpp>

namespace limn::inline LIMN_ABI::recommend {

LIMN_INLINE void top_k(std::span<const float> scores, std::span<std::int32_t> items,
                       std::span<float> best) {
  constexpr float nothing = -std::numeric_limits<float>::infinity();
  using Entry = std::pair<float, std::int32_t>;
  const auto better = [](const Entry& a, const Entry& b) {
    return a.first > b.first || (a.first == b.first && a.second < b.second);
  };
  const std::size_t k = items.size();
  std::vector<Entry> heap;  // its front is the worst of the best
  heap.reserve(std::min(k, scores.size()));
  for (std::size_t code = 0; code < scores.size(); ++code) {
    const float score = scores[code];
    if (std::isnan(score) || score == nothing) continue;
    if (heap.size() < k) {
      heap.emplace_back(score, static_cast<std::int32_t>(code));
      std::push_heap(heap.begin(), heap.end(), better);
    } else if (k > 0 && score > heap.front().first) {  // codes rise, so a tie never enters
      std::pop_heap(heap.begin(), heap.end(), better);
      heap.back() = {score, static_cast<std::int32_t>(code)};
      std::push_heap(heap.begin(), heap.end(), better);
    }
  }
  std::sort_heap(heap.begin(), heap.end(), better);
  for (std::size_t i = 0; i < k; ++i) {
    items[i] = i < heap.size() ? heap[i].second : -1;
    best[i] = i < heap.size() ? heap[i].first : nothing;
  }
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
