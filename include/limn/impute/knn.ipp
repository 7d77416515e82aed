// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include <limn/data/column_summary.hpp>
#include <limn/impute/detail/fill.hpp>
#include <limn/impute/knn.hpp>

namespace limn::inline LIMN_ABI::impute {
namespace detail {

/// The donors by column, so that one pass of plain arithmetic compares a row with many of them.
struct DonorColumns {
  Matrix value;  // (d, n), 0 where missing
  Matrix there;  // (d, n), 1 or 0

  explicit DonorColumns(const Matrix& donors)
      : value(donors.cols(), donors.rows()), there(donors.cols(), donors.rows()) {
    for (Index r = 0; r < donors.rows(); ++r)
      for (Index c = 0; c < donors.cols(); ++c) {
        const bool is_there = !std::isnan(donors(r, c));
        value(c, r) = is_there ? donors(r, c) : 0.0;
        there(c, r) = is_there ? 1.0 : 0.0;
      }
  }
};

struct Neighbour {
  double distance;  // mean squared difference over the shared columns
  Index row;
};

/// One gap and the nearest donors met so far, nearest first.
struct Gap {
  Index column;
  std::vector<Neighbour> nearest;

  void offer(Neighbour candidate, std::size_t k) {
    if (nearest.size() == k) {
      if (!(candidate.distance < nearest.back().distance)) return;
      nearest.pop_back();
    }
    auto at = nearest.end();
    while (at != nearest.begin() && candidate.distance < (at - 1)->distance) --at;
    nearest.insert(at, candidate);
  }
};

/// Gaps of one row, and the columns it has.
struct Query {
  Index row;
  std::vector<Index> present;
  std::vector<Gap> gaps;
};

inline constexpr Index donor_tile =
    256;  // keeps a tile of 20 columns within the second-level cache
using TileArray = Eigen::Array<double, donor_tile, 1>;

/// Mean squared difference between a query's row and donors [begin, begin + n), over the columns
/// present in that row; not a number where nothing is shared.
inline void tile_distances(const DonorColumns& donors, MatrixView x, const Query& query,
                           Index begin, Index n, TileArray& distance) {
  using Strip = Eigen::Map<const Eigen::ArrayXd>;
  TileArray shared_columns;
  auto sum = distance.head(n);
  auto shared = shared_columns.head(n);
  sum.setZero();
  shared.setZero();
  for (const Index c : query.present) {
    const Strip there(&donors.there(c, begin), n), value(&donors.value(c, begin), n);
    sum += ((value - x(query.row, c)) * there).square();
    shared += there;
  }
  sum /= shared;
}

inline std::vector<Query> queries_of(MatrixView x, Index begin, Index end) {
  std::vector<Query> out;
  for (Index r = begin; r < end; ++r) {
    Query query{r, {}, {}};
    for (Index c = 0; c < x.cols(); ++c) {
      if (std::isnan(x(r, c)))
        query.gaps.push_back({c, {}});
      else
        query.present.push_back(c);
    }
    if (!query.gaps.empty()) out.push_back(std::move(query));
  }
  return out;
}

inline void search(const DonorColumns& donors, MatrixView x, std::vector<Query>& queries,
                   std::size_t k) {
  TileArray distance;
  const Index n = donors.value.cols();
  for (Index begin = 0; begin < n; begin += donor_tile) {
    const Index size = std::min(donor_tile, n - begin);
    for (Query& query : queries) {
      tile_distances(donors, x, query, begin, size, distance);
      for (Gap& gap : query.gaps) {
        for (Index i = 0; i < size; ++i) {
          const bool full = gap.nearest.size() == k;
          if (std::isnan(distance(i)) || (full && distance(i) >= gap.nearest.back().distance))
            continue;
          if (donors.there(gap.column, begin + i) != 0.0) gap.offer({distance(i), begin + i}, k);
        }
      }
    }
  }
}

/// The (weighted) mean of the neighbours' values; donors at distance 0 outweigh all others.
inline double average(const Gap& gap, const Matrix& donors, bool by_distance) {
  const bool exact = by_distance && gap.nearest.front().distance == 0.0;
  double sum = 0.0, total = 0.0, plain = 0.0;
  for (const Neighbour& n : gap.nearest) {
    double weight = by_distance && !exact ? 1.0 / std::sqrt(n.distance) : 1.0;
    if (exact && n.distance > 0.0) weight = 0.0;
    sum += weight * donors(n.row, gap.column);
    total += weight;
    plain += donors(n.row, gap.column);
  }
  // Distances beyond the range of a double leave no weight: then all neighbours count alike.
  return total > 0.0 ? sum / total : plain / static_cast<double>(gap.nearest.size());
}

}  // namespace detail

LIMN_INLINE Knn& Knn::fit(MatrixView x) {
  detail::require_table(x, name);
  const data::Moments m = data::moments(x);
  Vector mean = (m.count.array() > 0).select(m.mean, params_.fallback);
  donors_ = x;
  mean_ = std::move(mean);
  return *this;
}

LIMN_INLINE Matrix Knn::transform(MatrixView x, const Monitor& monitor) const {
  core::require_fitted(mean_.size() > 0, name);
  core::require_width(x.cols(), mean_.size(), name);
  core::require_finite(x, name, core::Missing::allowed);
  const detail::DonorColumns donors(donors_);
  const auto k = static_cast<std::size_t>(std::min<std::int64_t>(params_.n_neighbors, n_donors()));
  const bool by_distance = params_.weights == "distance";
  Matrix out = x;
  const auto n = static_cast<std::size_t>(x.rows());
  core::parallel_rows(n, 32, [&](std::size_t begin, std::size_t end) {
    monitor.report(static_cast<double>(begin) / static_cast<double>(n), "searching neighbours");
    auto queries = detail::queries_of(x, static_cast<Index>(begin), static_cast<Index>(end));
    detail::search(donors, x, queries, k);
    for (const detail::Query& query : queries)
      for (const detail::Gap& gap : query.gaps)
        out(query.row, gap.column) =
            gap.nearest.empty() ? mean_(gap.column) : detail::average(gap, donors_, by_distance);
  });
  return out;
}

}  // namespace limn::inline LIMN_ABI::impute
