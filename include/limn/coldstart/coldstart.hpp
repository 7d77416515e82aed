// SPDX-License-Identifier: MIT
#pragma once

// And if we hardly know them?
// In: an event log of known users, their attributes (n_users, d) where there are any, and for the
// new user an attribute row and the first few events, or nothing at all.
// Out: a guess of the segment, similar users, and items that always say where they come from;
// offers made to learn from, with their propensities.
// Neighbours: recommend for users with a history; cluster makes the segments PreClassify guesses.

#include <limn/coldstart/attributes.hpp>
#include <limn/coldstart/ladder.hpp>
#include <limn/coldstart/lin_ucb.hpp>
#include <limn/coldstart/new_items.hpp>
#include <limn/coldstart/pre_classify.hpp>
#include <limn/coldstart/similar_users.hpp>
#include <limn/coldstart/thompson.hpp>
#include <limn/core/type_list.hpp>

namespace limn::inline LIMN_ABI::coldstart {

using components =
    core::type_list<PreClassify, SimilarUsers, Attributes, Ladder, NewItems, Thompson, LinUcb>;

}  // namespace limn::inline LIMN_ABI::coldstart
