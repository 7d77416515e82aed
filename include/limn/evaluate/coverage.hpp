// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include <limn/evaluate/ranking.hpp>
#include <limn/evaluate/views.hpp>

// What lists offer beside being right: how much of the catalogue, how fresh, how varied.
//
// lists (n_users, k): item codes 0 ... n_items-1, best first, -1 = none (skipped everywhere).
// Errors: DataError without users or with a code outside the catalogue, ParamError when n_items <
// 1, ShapeError when tables do not fit each other. A measure of nothing (all lists empty) is NaN.
namespace limn::inline LIMN_ABI::evaluate {

/// Share of the catalogue that stands in at least one list.
double catalogue_coverage(CodesView lists, std::int64_t n_items);
/// Share of users whose list is full.
double user_coverage(CodesView lists);

/// Mean self-information of a recommended item in bits, -log2(users of the item / n_users); an item
/// nobody has used counts as used by one. item_users (n_items).
/// **Source:** Zhou et al. (2010), Solving the apparent diversity-accuracy dilemma.
double novelty(CodesView lists, std::span<const std::int64_t> item_users, std::int64_t n_users);

/// Mean popularity (events, users ...) of a recommended item: counts (n_items).
double average_popularity(CodesView lists, std::span<const std::int64_t> counts);
/// Share of recommended items outside the head: the most popular items that together hold
/// `head_share` of all counts.
double tail_share(CodesView lists, std::span<const std::int64_t> counts, double head_share = 0.8);

/// Mean over lists of the mean 1 - cosine over pairs of their items: in [0, 2]. embeddings
/// (n_items, d); an item without a direction (all 0) has cosine 0 with every other. Lists of one
/// item are left out.
/// **Source:** Ziegler et al. (2005), Improving recommendation lists through topic diversification.
double intra_list_diversity(CodesView lists, MatrixFView embeddings);

/// How unevenly recommendations fall on the catalogue: 0 = all items equally often, 1 - 1/n = one.
double gini(CodesView lists, std::int64_t n_items);

/// Mean over users who want something of hits that a plain baseline did not offer, over k.
/// **Source:** Ge, Delgado-Battenfeld, Jannach (2010), Beyond accuracy.
double serendipity(CodesView lists, CodesView baseline, const Relevant& wanted);

/// Mean over users of the Jaccard similarity of two lists: agreement with a baseline, or stability
/// between two trainings. Users with two empty lists are left out.
double overlap(CodesView lists, CodesView others);

/// Mean overlap of every two of several trainings (other seeds, other days): 1 = always the same
/// lists. runs: tables (n_users, k) of the same users; NaN below two.
double stability(std::span<const CodesView> runs);

}  // namespace limn::inline LIMN_ABI::evaluate

#ifdef LIMN_HEADER_ONLY
#include <limn/evaluate/coverage.ipp>
#endif
