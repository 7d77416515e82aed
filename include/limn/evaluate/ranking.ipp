// SPDX-License-Identifier: MIT
#pragma once

#include <limits>

#include <limn/core/parallel.hpp>
#include <limn/evaluate/detail/lists.hpp>
#include <limn/evaluate/ranking.hpp>

namespace limn::inline LIMN_ABI::evaluate {
namespace detail {

template <class Score>
std::int64_t count_rank(std::span<const Score> scores, std::size_t target) {
  if (target >= scores.size())
    throw ShapeError(
        ErrorCode::shape_length,
        {.component = "evaluate.rank_of",
         .place = "target",
         .got = std::to_string(target),
         .expected = "below " + std::to_string(scores.size()) + ", the number of scores",
         .fix = "pass the place of the wanted item"});
  const Score own = scores[target];
  std::int64_t rank = 0;
  bool broken = false;
  for (const Score score : scores) {
    rank += score >= own;
    broken |= score != score;
  }
  if (broken)
    for (std::size_t i = 0; i < scores.size(); ++i)
      if (std::isnan(scores[i]))
        refuse("rank_of", "scores", static_cast<Index>(i), "NaN", "a number");
  return rank;
}

inline double discount(std::int64_t rank) {
  return 1.0 / std::log2(static_cast<double>(rank) + 1.0);
}

inline RankingPerUser unknown_users(Index n, std::int64_t k) {
  const Vector none = Vector::Constant(n, missing);
  return {.k = k,
          .hit_rate = none,
          .precision = none,
          .recall = none,
          .ndcg = none,
          .mrr = none,
          .map = none};
}

/// Fills row u of out from the ranks of its hits (rising) and the number of wanted items.
inline void score_user(RankingPerUser& out, Index u, std::span<const std::int64_t> hits,
                       std::size_t n_wanted) {
  const auto ideal = std::min(out.k, static_cast<std::int64_t>(n_wanted));
  double gain = 0, best = 0, precisions = 0;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    gain += discount(hits[i]);
    precisions += static_cast<double>(i + 1) / static_cast<double>(hits[i]);
  }
  for (std::int64_t rank = 1; rank <= ideal; ++rank) best += discount(rank);
  const auto n = static_cast<double>(hits.size());
  out.hit_rate(u) = hits.empty() ? 0.0 : 1.0;
  out.precision(u) = n / static_cast<double>(out.k);
  out.recall(u) = n / static_cast<double>(n_wanted);
  out.ndcg(u) = gain / best;
  out.mrr(u) = hits.empty() ? 0.0 : 1.0 / static_cast<double>(hits[0]);
  out.map(u) = precisions / static_cast<double>(ideal);
}

/// Ranks of the hits among the first k of row u, rising. In a run of equal scores hits stand last.
class HitRanks {
 public:
  HitRanks(const Ranked& ranked, std::int64_t k) : ranked_(ranked), k_(k) {}

  const std::vector<std::int64_t>& operator()(Index u, const std::vector<std::int32_t>& wanted) {
    hits_.clear();
    taken_.clear();
    for (Index begin = 0; begin < ranked_.items.cols() && begin < k_;) {
      const Index end = run_end(u, begin);
      std::int64_t n_hits = 0;
      for (Index i = begin; i < end; ++i) n_hits += is_hit(ranked_.items(u, i), wanted);
      for (std::int64_t rank = end - n_hits + 1; rank <= end; ++rank)
        if (rank <= k_) hits_.push_back(rank);
      begin = end;
    }
    return hits_;
  }

 private:
  Index run_end(Index u, Index begin) const {
    if (ranked_.scores.size() == 0) return begin + 1;
    if (std::isnan(ranked_.scores(u, begin))) refuse("ranking", "scores", u, "NaN", "a number");
    Index end = begin + 1;
    while (end < ranked_.items.cols() && ranked_.items(u, end) >= 0 &&
           ranked_.scores(u, end) == ranked_.scores(u, begin))
      ++end;
    return end;
  }
  bool is_hit(std::int32_t item, const std::vector<std::int32_t>& wanted) {
    if (item < 0 || !std::binary_search(wanted.begin(), wanted.end(), item)) return false;
    if (std::find(taken_.begin(), taken_.end(), item) != taken_.end()) return false;
    taken_.push_back(item);
    return true;
  }

  const Ranked& ranked_;
  std::int64_t k_;
  std::vector<std::int64_t> hits_;
  std::vector<std::int32_t> taken_;
};

}  // namespace detail

LIMN_INLINE Relevant Relevant::one_each(std::span<const std::int32_t> items) {
  Relevant out;
  out.items.assign(items.begin(), items.end());
  for (std::size_t u = 0; u <= items.size(); ++u)
    out.offsets.push_back(static_cast<std::int64_t>(u));
  return out;
}

LIMN_INLINE std::int64_t rank_of(std::span<const double> scores, std::size_t target) {
  return detail::count_rank(scores, target);
}
LIMN_INLINE std::int64_t rank_of(std::span<const float> scores, std::size_t target) {
  return detail::count_rank(scores, target);
}

LIMN_INLINE RankingPerUser ranking_per_user(std::span<const std::int64_t> ranks, std::int64_t k) {
  detail::require_option(static_cast<double>(k), 1, std::numeric_limits<double>::infinity(),
                         "ranking", "k");
  const auto n = static_cast<Index>(ranks.size());
  core::require_rows(n, 1, "evaluate.ranking");
  RankingPerUser out = detail::unknown_users(n, k);
  for (Index u = 0; u < n; ++u) {
    const std::span<const std::int64_t> rank = ranks.subspan(static_cast<std::size_t>(u), 1);
    if (rank[0] < 0)
      detail::refuse("ranking", "ranks", u, "a negative rank", "1, 2, ... or 0 for not found");
    detail::score_user(out, u, rank[0] > 0 && rank[0] <= k ? rank : rank.first(0), 1);
  }
  return out;
}

LIMN_INLINE RankingPerUser ranking_per_user(const Ranked& ranked, const Relevant& wanted,
                                            std::int64_t k) {
  detail::require_lists(ranked, wanted, k);
  const Index n = ranked.items.rows();
  RankingPerUser out = detail::unknown_users(n, k);
  core::parallel_rows(static_cast<std::size_t>(n), 512, [&](std::size_t begin, std::size_t end) {
    detail::HitRanks hit_ranks(ranked, k);
    std::vector<std::int32_t> items;
    for (auto u = static_cast<Index>(begin); u < static_cast<Index>(end); ++u) {
      detail::collect_wanted(wanted, u, items);
      if (!items.empty()) detail::score_user(out, u, hit_ranks(u, items), items.size());
    }
  });
  return out;
}

LIMN_INLINE Ranking mean_of(const RankingPerUser& users) {
  const auto known = (!users.hit_rate.array().isNaN()).eval();
  const auto n = static_cast<double>(known.count());
  const auto mean = [&](const Vector& v) {
    return n > 0 ? known.select(v.array(), 0.0).sum() / n : missing;
  };
  return {.k = users.k,
          .n_users = static_cast<std::int64_t>(n),
          .hit_rate = mean(users.hit_rate),
          .precision = mean(users.precision),
          .recall = mean(users.recall),
          .ndcg = mean(users.ndcg),
          .mrr = mean(users.mrr),
          .map = mean(users.map)};
}

LIMN_INLINE Ranking ranking(std::span<const std::int64_t> ranks, std::int64_t k) {
  return mean_of(ranking_per_user(ranks, k));
}
LIMN_INLINE Ranking ranking(const Ranked& ranked, const Relevant& wanted, std::int64_t k) {
  return mean_of(ranking_per_user(ranked, wanted, k));
}

}  // namespace limn::inline LIMN_ABI::evaluate
