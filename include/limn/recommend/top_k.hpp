// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <limn/core/parallel.hpp>
#include <limn/core/types.hpp>
#include <limn/data/event_log.hpp>

namespace limn::inline LIMN_ABI::recommend {

/// The k best of what is offered; ties: the lower code. Asked for them, it starts anew. Twice as
/// many are gathered before the worse half is dropped: cheaper than to keep them in order.
class Best {
 public:
  explicit Best(std::size_t k) : k_(k) {}
  /// NaN and -infinity are passed by.
  void offer(float score, std::int32_t item) {
    if (score >= worst_) enter(score, item);
  }
  bool full() const { return gathered_.size() >= k_; }
  /// What a score must reach to enter: k of those offered so far reach it; -infinity before any
  /// were dropped.
  float worst() const { return worst_; }
  /// Best first; places left over hold -1 and -infinity. Both of length k.
  void take(std::span<std::int32_t> items, std::span<float> scores);

 private:
  void enter(float score, std::int32_t item);
  void drop_worse();

  std::size_t k_;
  float worst_ = -std::numeric_limits<float>::infinity();
  std::vector<std::pair<float, std::int32_t>> gathered_;
};

/// The k best of `scores`, best first, into `items` and `best` (both of length k). Ties: the lower
/// code first. -infinity and NaN are never offered; places left over hold -1 and -infinity.
/// Cost: one pass, little for each score that enters, and k log k.
void top_k(std::span<const float> scores, std::span<std::int32_t> items, std::span<float> best);

/// Sets the scores of the known items to -infinity; codes out of range (-1 = unknown) are skipped.
void hide(std::span<const std::int32_t> known, std::span<float> scores);

/// Errors: ParamError unless 1 <= k <= 1,000,000.
void require_k(std::int64_t k, std::string_view component);
/// Errors: DataError when the log has no event.
void require_events(const data::EventLog& log, std::string_view component);

/// The answer for one user: (1, k).
Ranked rank_one(std::span<float> scores, std::span<const std::int32_t> known, std::int64_t k,
                bool exclude_seen);

namespace detail {

/// History of a user of `log` with items told in the codes of a recommender.
struct Translated {
  std::vector<std::int32_t> items;
  data::History view(const data::History& from, std::span<const std::int32_t> codes);
};

}  // namespace detail

/// Ranks the catalogue `items` for each user of `log`: `score(user, history, out)` fills out
/// (n_items) from a history in codes of `items` (-1 = an item the catalogue lacks). Users are done
/// in blocks, in parallel; no users x items matrix is ever made.
template <class Score>
Ranked rank_users(const data::EventLog& log, const data::Vocabulary& items, std::int64_t k,
                  bool exclude_seen, Score&& score) {
  const std::vector<std::int32_t> codes = items.translate(log.items());
  const auto width = static_cast<std::size_t>(k);
  Ranked out{CodeMatrix(static_cast<Index>(log.n_users()), k),
             MatrixF(static_cast<Index>(log.n_users()), k)};
  core::parallel_rows(log.n_users(), 32, [&](std::size_t begin, std::size_t end) {
    std::vector<float> scores(items.size());
    detail::Translated translated;
    for (std::size_t user = begin; user < end; ++user) {
      const data::History history = translated.view(log.history(user), codes);
      score(user, history, std::span<float>(scores));
      if (exclude_seen) hide(history.items, scores);
      const std::size_t at = user * width;
      top_k(scores, {out.items.data() + at, width}, {out.scores.data() + at, width});
    }
  });
  return out;
}

}  // namespace limn::inline LIMN_ABI::recommend

#ifdef LIMN_HEADER_ONLY
#include <limn/recommend/top_k.ipp>
#endif
