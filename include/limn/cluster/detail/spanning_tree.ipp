// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cmath>
#include <numeric>

#include <limn/cluster/detail/prim.hpp>
#include <limn/cluster/detail/spanning_tree.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

inline constexpr Index most_columns_for_boxes = 24;

LIMN_INLINE void require_distances(const Matrix& x, std::string_view component) {
  const Vector low = x.colwise().minCoeff(), high = x.colwise().maxCoeff();
  if (std::isfinite((high - low).squaredNorm() * static_cast<double>(x.rows()))) return;
  throw DataError(ErrorCode::data_value, {.component = std::string(component),
                                          .place = "cells of x",
                                          .got = "values whose squared distance is no number",
                                          .expected = "columns of like size",
                                          .fix = "scale the columns, see limn.features.Standard"});
}

/// For each row the first row equal to it. Empty when all rows differ.
inline std::vector<std::int32_t> first_of_equals(const Matrix& x) {
  std::vector<std::pair<std::uint64_t, std::int32_t>> order(static_cast<std::size_t>(x.rows()));
  core::parallel_rows(order.size(), 4096, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) {
      std::uint64_t hash = 0;
      for (Index k = 0; k < x.cols(); ++k) {
        hash ^= std::bit_cast<std::uint64_t>(x(static_cast<Index>(row), k) + 0.0);
        hash = (hash ^ hash >> 29) * 0xBF58476D1CE4E5B9u;
      }
      order[row] = {hash, static_cast<std::int32_t>(row)};
    }
  });
  std::ranges::sort(order);
  std::vector<std::int32_t> out;
  for (std::size_t i = 0; i < order.size();) {
    std::vector<std::int32_t> firsts;  // rows of one hash that differ: nearly always one
    std::size_t j = i;
    for (; j < order.size() && order[j].first == order[i].first; ++j) {
      const std::int32_t row = order[j].second;
      const auto same = std::ranges::find_if(
          firsts, [&](std::int32_t first) { return x.row(first) == x.row(row); });
      if (same == firsts.end()) {
        firsts.push_back(row);
        continue;
      }
      if (out.empty()) {
        out.resize(order.size());
        std::iota(out.begin(), out.end(), 0);
      }
      out[static_cast<std::size_t>(row)] = *same;
    }
    i = j;
  }
  return out;
}

/// Core distances (squared) by row.
inline std::vector<double> squared_cores(const BoxTree& tree, Index n_neighbours,
                                         const Monitor& monitor) {
  const NearPlaces near(tree, 0, static_cast<std::size_t>(n_neighbours), monitor);
  std::vector<double> out(near.core.size());
  for (std::size_t place = 0; place < out.size(); ++place)
    out[static_cast<std::size_t>(tree.row_of(static_cast<Index>(place)))] = near.core[place];
  return out;
}

using SquaredEdges = std::vector<Boruvka::SquaredEdge>;

/// Rows that all differ. core: squared, by row; where empty it is filled from n_neighbours.
inline SquaredEdges tree_of_different(const Matrix& x, Index n_neighbours,
                                      std::vector<double>& core, const Monitor& monitor) {
  const bool few_columns = x.cols() <= most_columns_for_boxes;
  if (!few_columns) {
    if (core.empty() && n_neighbours > 0)
      core = squared_cores(BoxTree(x), n_neighbours, monitor.part(0.0, 0.4));
    core.resize(static_cast<std::size_t>(x.rows()), 0.0);
    return Prim(x, core).run(monitor.part(0.4, 1.0));
  }
  const BoxTree tree(x);
  const std::size_t kept = std::clamp<std::size_t>(static_cast<std::size_t>(n_neighbours), 5, 16);
  const auto asked = static_cast<std::size_t>(core.empty() ? n_neighbours : 0);
  NearPlaces near(tree, kept, asked, monitor.part(0.0, 0.5));
  const bool known = !core.empty();
  core.resize(static_cast<std::size_t>(x.rows()), 0.0);
  for (std::size_t place = 0; place < near.core.size(); ++place) {
    const auto row = static_cast<std::size_t>(tree.row_of(static_cast<Index>(place)));
    if (known)
      near.core[place] = core[row];
    else
      core[row] = near.core[place];
  }
  return Boruvka(tree, near).run(monitor.part(0.5, 1.0));
}

/// Equal rows hang on the first of them by their own core distance; the rest as if they were one.
inline SquaredEdges tree_of_equals(const Matrix& x, const std::vector<std::int32_t>& first,
                                   Index n_neighbours, std::vector<double>& core,
                                   const Monitor& monitor) {
  if (n_neighbours > 0) core = squared_cores(BoxTree(x), n_neighbours, monitor.part(0.0, 0.4));
  core.resize(first.size(), 0.0);
  SquaredEdges out;
  std::vector<std::int32_t> different;
  for (std::size_t row = 0; row < first.size(); ++row) {
    if (first[row] == static_cast<std::int32_t>(row))
      different.push_back(static_cast<std::int32_t>(row));
    else
      out.emplace_back(core[row], 0.0, first[row], static_cast<std::int32_t>(row));
  }
  Matrix unique(std::ssize(different), x.cols());
  std::vector<double> own;
  for (std::size_t i = 0; i < different.size(); ++i) {
    unique.row(static_cast<Index>(i)) = x.row(different[i]);
    own.push_back(core[static_cast<std::size_t>(different[i])]);
  }
  if (different.size() > 1)
    for (auto [weight, distance, a, b] : tree_of_different(unique, 0, own, monitor.part(0.4, 1.0)))
      out.emplace_back(weight, distance, different[static_cast<std::size_t>(a)],
                       different[static_cast<std::size_t>(b)]);
  return out;
}

LIMN_INLINE SpanningTree spanning_tree(const Matrix& x, Index n_neighbours,
                                       std::string_view component, const Monitor& monitor) {
  require_distances(x, component);
  if (x.rows() <= n_neighbours)
    throw DataError(ErrorCode::data_empty,
                    {.component = std::string(component),
                     .place = "rows",
                     .got = std::to_string(x.rows()),
                     .expected = "more than " + std::to_string(n_neighbours),
                     .fix = "lower the number of neighbours or pass more rows"});
  SpanningTree out;
  std::vector<double> core;
  const std::vector<std::int32_t> first = first_of_equals(x);
  SquaredEdges edges;
  if (!first.empty())
    edges = tree_of_equals(x, first, n_neighbours, core, monitor);
  else if (x.rows() > 1)
    edges = tree_of_different(x, n_neighbours, core, monitor);
  std::ranges::sort(edges);
  out.edges.reserve(edges.size());
  for (const auto& [weight, distance, a, b] : edges) out.edges.push_back({std::sqrt(weight), a, b});
  core.resize(static_cast<std::size_t>(x.rows()), 0.0);
  out.core.resize(x.rows());
  for (Index row = 0; row < x.rows(); ++row)
    out.core(row) = std::sqrt(core[static_cast<std::size_t>(row)]);
  return out;
}

}  // namespace limn::inline LIMN_ABI::cluster::detail
