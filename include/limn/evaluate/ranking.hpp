// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <limn/evaluate/views.hpp>

// Does the list put what the user wanted near its top? Ties always count against the model: among
// equal scores, what the user wanted stands last, so that constant scores cannot look good.
namespace limn::inline LIMN_ABI::evaluate {

/// What each user truly wanted: items of user u are items[offsets[u]] ... items[offsets[u + 1] -
/// 1], as codes of the ranked catalogue. A wanted item outside the catalogue is -1: never found,
/// still counted. A user may want nothing: such users are left out of every mean.
struct Relevant {
  std::vector<std::int64_t> offsets;  ///< (n_users + 1)
  std::vector<std::int32_t> items;

  /// One wanted item a user (leave-one-out).
  static Relevant one_each(std::span<const std::int32_t> items);
};

/// Means over the users who want something, each measure cut at the k best.
struct Ranking {
  std::int64_t k = 0, n_users = 0;
  double hit_rate = 0;   ///< share of users with at least one hit
  double precision = 0;  ///< hits / k
  double recall = 0;     ///< hits / wanted
  double ndcg = 0;       ///< sum of 1 / log2(1 + rank) over the best possible, min(k, wanted) hits
  double mrr = 0;        ///< 1 / rank of the first hit
  double map = 0;        ///< mean precision at each hit, over min(k, wanted)
};

/// The same for each user (n_users), NaN for users who want nothing: what the bootstrap takes.
struct RankingPerUser {
  std::int64_t k = 0;
  Vector hit_rate, precision, recall, ndcg, mrr, map;
};

/// Rank of `target` in a full list of scores: 1 + the number of other items that score at least as
/// high. Items left out of the race score -infinity.
/// Errors: ShapeError when target lies outside, DataError when a score is NaN.
std::int64_t rank_of(std::span<const double> scores, std::size_t target);
std::int64_t rank_of(std::span<const float> scores, std::size_t target);

/// One wanted item a user, known by its rank 1, 2, ...; 0 = it could not be found.
/// Errors: ParamError when k < 1, DataError without ranks or with a negative one.
RankingPerUser ranking_per_user(std::span<const std::int64_t> ranks, std::int64_t k);

/// Lists against wanted items. Equal neighbouring scores are ties; without scores (0 x 0) the lists
/// are taken as they stand. An item that stands twice in a list counts once.
/// Errors: ParamError when k < 1; ShapeError when k is wider than the lists, or users or scores do
/// not fit; DataError without users, with a NaN score or offsets that fall.
RankingPerUser ranking_per_user(const Ranked& ranked, const Relevant& wanted, std::int64_t k);

/// Means over users; all NaN when nobody wants anything.
Ranking mean_of(const RankingPerUser& users);

Ranking ranking(std::span<const std::int64_t> ranks, std::int64_t k);
Ranking ranking(const Ranked& ranked, const Relevant& wanted, std::int64_t k);

}  // namespace limn::inline LIMN_ABI::evaluate

#ifdef LIMN_HEADER_ONLY
#include <limn/evaluate/ranking.ipp>
#endif
