// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include <limn/core/types.hpp>
#include <limn/data/event_log.hpp>
#include <limn/recommend/item_graph.hpp>

namespace limn::inline LIMN_ABI::recommend {

/// What is known of some users: the score of an item is the sum over `rows` of weight * the row's
/// entry for the item, added in this order.
struct KnownRows {
  std::vector<std::int32_t> rows;
  std::vector<float> weights;
};
/// Appends what one history, in codes of the catalogue, makes known.
using Weigh = std::function<void(const data::History&, KnownRows&)>;

/// The events of a history from the latest on, 2^(-n / half_life) for the n-th; see
/// ItemGraph::score.
Weigh weigh_events(std::optional<double> half_life, std::size_t n_items);

/// The k best items of each user of `log` by sums of rows, exact over the whole catalogue; codes of
/// `items`. Items of score 0 stand by their count, -1 / (1 + counts). Users are done in blocks, in
/// parallel, and no users x items matrix is made. A sparse graph costs the links of the known rows;
/// a dense one is laid out in tiles that stay near while a block of users passes.
Ranked rank_rows(const ItemGraph& graph, const VectorF& counts, const data::Vocabulary& items,
                 const data::EventLog& log, const Weigh& weigh, std::int64_t k, bool exclude_seen);

/// The same for rows (n_items, n_items) without gaps. Only users of whom nothing is known are
/// answered by count.
Ranked rank_rows(const MatrixF& rows, const VectorF& counts, const data::Vocabulary& items,
                 const data::EventLog& log, const Weigh& weigh, std::int64_t k, bool exclude_seen);

}  // namespace limn::inline LIMN_ABI::recommend

#ifdef LIMN_HEADER_ONLY
#include <limn/recommend/rank_rows.ipp>
#endif
