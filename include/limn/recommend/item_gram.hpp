// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include <limn/core/monitor.hpp>
#include <limn/core/types.hpp>
#include <limn/recommend/user_items.hpp>

namespace limn::inline LIMN_ABI::recommend {

/// How many users each pair of items shares: X'X of a user x item matrix of ones.
struct ItemGram {
  std::vector<std::int32_t> order;  ///< (n_items) the item of each row, the most taken first
  MatrixF counts;                   ///< (n_items, n_items), lower triangle with diagonal
};

/// Cost: about the smaller, for each row, of walking its users' lists and of counting bits of
/// n_users / 64 words a pair: heads of the catalogue are counted as bit sets, the tail by lists.
/// Exact up to 16,777,216 users of a pair.
ItemGram item_gram(const UserItems& seen, std::size_t n_items, const Monitor& monitor = {});

}  // namespace limn::inline LIMN_ABI::recommend

#ifdef LIMN_HEADER_ONLY
#include <limn/recommend/item_gram.ipp>
#endif
