// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <limn/data/column_summary.hpp>
#include <limn/impute/detail/fill.hpp>
#include <limn/impute/detail/neighbour_search.hpp>
#include <limn/impute/detail/schema.hpp>
#include <limn/impute/knn.hpp>

namespace limn::inline LIMN_ABI::impute {
namespace detail {

inline std::vector<Query> queries_of(MatrixView x, Index begin, Index end) {
  std::vector<Query> out;
  for (Index r = begin; r < end; ++r) {
    Query query{r, {}};
    for (Index c = 0; c < x.cols(); ++c)
      if (std::isnan(x(r, c))) query.gaps.push_back({c, {}});
    if (!query.gaps.empty()) out.push_back(std::move(query));
  }
  return out;
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
  return detail::within_memory(name, [&]() -> Knn& {
    const data::Moments m = data::moments(x);
    Vector mean = (m.count.array() > 0).select(m.mean, params_.fallback);
    Matrix donors = x;
    donors_ = std::move(donors);
    mean_ = std::move(mean);
    return *this;
  });
}

LIMN_INLINE Matrix Knn::transform(MatrixView x, const Monitor& monitor) const {
  core::require_fitted(mean_.size() > 0, name);
  core::require_width(x.cols(), mean_.size(), name);
  core::require_finite(x, name, core::Missing::allowed);
  const auto k = static_cast<std::size_t>(std::min<std::int64_t>(params_.n_neighbors, n_donors()));
  const bool by_distance = params_.weights == "distance";
  const auto n = static_cast<std::size_t>(x.rows());
  return detail::within_memory(name, [&] {
    const detail::NeighbourFilter filter(donors_, mean_);
    Matrix out = x;
    core::parallel_rows(n, 192, [&](std::size_t begin, std::size_t end) {
      monitor.report(static_cast<double>(begin) / static_cast<double>(n), "searching neighbours");
      auto queries = detail::queries_of(x, static_cast<Index>(begin), static_cast<Index>(end));
      filter.search(x, queries, k);
      for (const detail::Query& query : queries)
        for (const detail::Gap& gap : query.gaps)
          out(query.row, gap.column) =
              gap.nearest.empty() ? mean_(gap.column) : detail::average(gap, donors_, by_distance);
    });
    return out;
  });
}

}  // namespace limn::inline LIMN_ABI::impute
