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

/// How far rounds go.
struct LloydOptions {
  std::int64_t max_iter = 300;
  double tolerance = 0.0;  ///< stop when the centres move by less (summed squares)
  bool unit = false;       ///< centres are directions: brought back to length 1 each round
};

/// Rows at length 1; a row of zeros stays.
template <class Table>
void to_unit(Table& x) {
  for (Index r = 0; r < x.rows(); ++r) {
    const auto largest = x.row(r).cwiseAbs().maxCoeff();
    if (!(largest > 0)) continue;
    x.row(r) /= largest;
    x.row(r) /= x.row(r).norm();
  }
}

/// Rounds of assignment and mean from given centres, until no row changes its centre, the centres
/// hardly move, or max_iter.
template <class View>
LloydResult lloyd(const WeightedRows<View>& rows, Matrix centers, const LloydOptions& options,
                  const Monitor& monitor) {
  LloydResult out;
  const std::int64_t max_iter = options.max_iter;
  if (options.unit) to_unit(centers);
  BoundedRounds<View> rounds(rows, centers.colwise().mean().transpose());
  bool settled = false;
  for (std::int64_t round = 0; round < max_iter && !settled; ++round) {
    monitor.report(static_cast<double>(round) / static_cast<double>(max_iter), "rounds");
    settled = rounds.place(centers) == 0;
    Assignment now = rounds.assignment(centers);
    Matrix before = centers;
    for (Index j = 0; j < centers.rows(); ++j)
      if (now.weights(j) > 0.0) centers.row(j) = now.sums.row(j) / now.weights(j);
    if (options.unit) to_unit(centers);
    out.n_iter = round + 1;
    if (!settled && (centers - before).squaredNorm() <= options.tolerance) break;
  }
  rounds.place(centers);
  out.weights = rounds.weights();
  out.labels = rounds.take_labels();
  out.inertia = inertia(rows, centers, out.labels);
  out.centers = std::move(centers);
  return out;
}

}  // namespace limn::inline LIMN_ABI::cluster::detail
