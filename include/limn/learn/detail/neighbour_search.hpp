// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <limn/core/check.hpp>
#include <limn/core/parallel.hpp>
#include <limn/core/value.hpp>
#include <limn/learn/detail/neighbour_sieve.hpp>
#include <limn/learn/neighbours.hpp>

namespace limn::inline LIMN_ABI::learn::detail {

inline constexpr std::string_view searcher = "learn.nearest";

/// Errors: ParamError for k; DataError with fewer than k rows; ShapeError for widths; DataError for
/// cells.
template <class Rows, class Queries>
void require_search(const Rows& rows, const Queries& queries, std::int64_t k, bool own) {
  if (k < 1)
    throw ParamError(ErrorCode::param_range, {.component = std::string(searcher),
                                              .place = "option 'n_neighbors'",
                                              .got = std::to_string(k),
                                              .expected = "at least 1",
                                              .fix = "ask for at least one neighbour"});
  core::require_rows(rows.rows(), rows.cols(), searcher);
  core::require_width(queries.cols(), rows.cols(), searcher);
  if (rows.rows() - (own ? 1 : 0) < k)
    throw DataError(ErrorCode::data_empty,
                    {.component = std::string(searcher),
                     .place = "rows at fit",
                     .got = std::to_string(rows.rows()),
                     .expected = "at least " + std::to_string(k + (own ? 1 : 0)) + " for " +
                                 std::to_string(k) + " neighbours",
                     .fix = "lower n_neighbors or fit on more rows"});
}

/// How the pairs of queries and rows are cut into tasks.
struct SearchPlan {
  std::size_t block;  ///< queries a task
  std::size_t parts;  ///< pieces of the table
  std::size_t piece;  ///< rows a piece

  SearchPlan(std::size_t n_rows, std::size_t n_queries, Index d) {
    constexpr std::size_t tasks = 16, least_rows = 16'384;
    block = static_cast<std::size_t>(std::clamp<Index>(16'384 / d, 64, 1024)) / 32 * 32;
    const std::size_t blocks = core::chunk_count(n_queries, block);
    parts = std::clamp<std::size_t>(std::min(n_rows / least_rows, tasks / blocks), 1, tasks);
    piece = core::chunk_count(n_rows, parts);
  }
};

inline void put(NearestHeap& heap, Index query, Neighbours& out) {
  Index at = 0;
  for (const auto& [squared, row] : heap.sorted()) {
    out.distances(query, at) = std::sqrt(squared);
    out.indices(query, at++) = row;
  }
}

inline void require_distances(const Neighbours& found) {
  if (found.distances.allFinite()) return;
  throw DataError(ErrorCode::data_value, {.component = std::string(searcher),
                                          .place = "cells of x",
                                          .got = "values whose squared distance is no number",
                                          .expected = "columns of like size",
                                          .fix = "scale the columns, see limn.features.Standard"});
}

/// The same for a few queries, one after the other: each reads the table once, in pieces.
template <class Rows, class Queries>
Neighbours scan(const Rows& rows, const Queries& queries, std::int64_t wanted,
                const Monitor& monitor) {
  constexpr std::size_t least_rows = 16'384, most_pieces = 16;
  const auto n = static_cast<std::size_t>(rows.rows());
  const std::size_t pieces = std::clamp<std::size_t>(n / least_rows, 1, most_pieces);
  const std::size_t piece = core::chunk_count(n, pieces);
  Neighbours out{Matrix(queries.rows(), wanted), CodeMatrix(queries.rows(), wanted)};
  for (Index q = 0; q < queries.rows(); ++q) {
    const Vector query = queries.row(q).transpose().template cast<double>();
    std::vector<NearestHeap> found(pieces, NearestHeap(static_cast<std::size_t>(wanted)));
    core::parallel_rows(n, piece, [&](std::size_t begin, std::size_t end) {
      QueryScan<typename Rows::Scalar> one(query, static_cast<std::size_t>(wanted));
      one.scan(rows, static_cast<Index>(begin), static_cast<Index>(end), monitor);
      found[begin / piece] = std::move(one.heap());
    });
    for (std::size_t p = 1; p < pieces; ++p)
      for (const auto& entry : found[p].entries()) found[0].offer(entry);
    put(found[0], q, out);
  }
  require_distances(out);
  return out;
}

/// Rows are known to be finite.
template <class Rows, class Queries>
Neighbours search(const Rows& rows, const Queries& queries, std::int64_t wanted, bool own,
                  const Monitor& monitor) {
  require_search(rows, queries, wanted, own);
  const auto n = static_cast<std::size_t>(rows.rows()),
             m = static_cast<std::size_t>(queries.rows());
  const auto k = static_cast<std::size_t>(wanted);
  Neighbours out{Matrix(queries.rows(), wanted), CodeMatrix(queries.rows(), wanted)};
  if (m == 0) return out;
  constexpr std::size_t few = 4;
  if (m <= few && !own && QueryScan<typename Rows::Scalar>::suits(rows, queries))
    return scan(rows, queries, wanted, monitor);
  const NeighbourFrame frame = NeighbourFrame::of(rows);
  const SearchPlan plan(n, m, rows.cols());
  const std::size_t tasks = core::chunk_count(m, plan.block) * plan.parts;
  std::vector<std::vector<NearestHeap>> pieces(plan.parts > 1 ? tasks : 0);
  core::parallel_for(tasks, [&](std::size_t task) {
    monitor.report(static_cast<double>(task) / static_cast<double>(tasks), "searching neighbours");
    const core::Range asked = core::chunk_range(task / plan.parts, m, plan.block);
    const core::Range seen = core::chunk_range(task % plan.parts, n, plan.piece);
    const auto first = static_cast<Index>(asked.begin);
    QueryBlock block(queries, first, static_cast<Index>(asked.end), frame, k, own);
    block.scan(rows, static_cast<Index>(seen.begin), static_cast<Index>(seen.end), monitor);
    if (plan.parts > 1)
      pieces[task] = std::move(block.heaps());
    else
      for (std::size_t i = 0; i < block.heaps().size(); ++i)
        put(block.heaps()[i], first + static_cast<Index>(i), out);
  });
  for (std::size_t task = 0; task < pieces.size(); task += plan.parts)
    for (std::size_t i = 0; i < pieces[task].size(); ++i) {
      NearestHeap& all = pieces[task][i];
      for (std::size_t part = 1; part < plan.parts; ++part)
        for (const auto& entry : pieces[task + part][i].entries()) all.offer(entry);
      put(all, static_cast<Index>(task / plan.parts * plan.block + i), out);
    }
  require_distances(out);
  return out;
}

template <class Rows, class Queries>
Neighbours checked_search(const Rows& rows, const Queries& queries, std::int64_t k, bool own,
                          const Monitor& monitor) {
  core::require_finite(rows, searcher, core::Missing::refused);
  if (!own) core::require_finite(queries, searcher, core::Missing::refused);
  return search(rows, queries, k, own, monitor);
}

}  // namespace limn::inline LIMN_ABI::learn::detail
