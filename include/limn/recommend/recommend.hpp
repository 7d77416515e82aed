// SPDX-License-Identifier: MIT
#pragma once

// What to offer?
// In: an event log (who took what when); for one user a history in the codes of items().
// Out: the k best items of each user with scores, best first, and a reason for each.
// Ties go to the lower code; an item with a negative score has no evidence and stands by its count.
// Neighbours: coldstart answers for users with few events or none; encoder makes what Sequence
// asks.

#include <limn/core/type_list.hpp>
#include <limn/recommend/als.hpp>
#include <limn/recommend/ease.hpp>
#include <limn/recommend/fusion.hpp>
#include <limn/recommend/item_gram.hpp>
#include <limn/recommend/item_graph.hpp>
#include <limn/recommend/item_nearest.hpp>
#include <limn/recommend/linear.hpp>
#include <limn/recommend/popular.hpp>
#include <limn/recommend/rank_rows.hpp>
#include <limn/recommend/repeats.hpp>
#include <limn/recommend/rerank.hpp>
#include <limn/recommend/rerank_lists.hpp>
#include <limn/recommend/sequence.hpp>
#include <limn/recommend/spd_inverse.hpp>
#include <limn/recommend/top_k.hpp>
#include <limn/recommend/transitions.hpp>
#include <limn/recommend/user_items.hpp>

namespace limn::inline LIMN_ABI::recommend {

using components = core::type_list<Popular, Transitions, ItemNearest, Ease, Linear, Als, Repeats,
                                   Sequence, Fusion, Rerank>;

}  // namespace limn::inline LIMN_ABI::recommend
