// SPDX-License-Identifier: MIT
#pragma once

#include <limn/cluster/detail/bounded_rounds.hpp>
#include <limn/core/monitor.hpp>
#include <limn/core/random.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// What a run of Lloyd ends with.
struct LloydResult {
  Matrix centers;
  Vector weights;
  Labels labels;
  double inertia = 0.0;
  std::int64_t n_iter = 0;
};

/// Rounds of assignment and mean from given centres, until no row changes its centre or the centres
/// move by less than `tolerance` (summed squares), or max_iter.
template <class View>
LloydResult lloyd(const WeightedRows<View>& rows, Matrix centers, std::int64_t max_iter,
                  double tolerance, const Monitor& monitor) {
  LloydResult out;
  BoundedRounds<View> rounds(rows, centers.colwise().mean().transpose());
  bool settled = false;
  for (std::int64_t round = 0; round < max_iter && !settled; ++round) {
    monitor.report(static_cast<double>(round) / static_cast<double>(max_iter), "rounds");
    settled = rounds.place(centers) == 0;
    Assignment now = rounds.assignment(centers);
    Matrix before = centers;
    for (Index j = 0; j < centers.rows(); ++j)
      if (now.weights(j) > 0.0) centers.row(j) = now.sums.row(j) / now.weights(j);
    out.n_iter = round + 1;
    if (!settled && (centers - before).squaredNorm() <= tolerance) break;
  }
  rounds.place(centers);
  out.weights = rounds.weights();
  out.labels = rounds.take_labels();
  out.inertia = inertia(rows, centers, out.labels);
  out.centers = std::move(centers);
  return out;
}

}  // namespace limn::inline LIMN_ABI::cluster::detail
