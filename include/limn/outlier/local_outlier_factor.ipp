// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/parallel.hpp>
#include <limn/outlier/detail/calibration.hpp>
#include <limn/outlier/detail/own_row.hpp>
#include <limn/outlier/local_outlier_factor.hpp>

namespace limn::inline LIMN_ABI::outlier {
namespace detail {

/// What stands for a distance of nothing: 1e-10, and as much less as rows are on average nearer
/// than 1e-3, or it would drown the distances of a table of tiny cells.
inline double least_reach(const Vector& reach) {
  const double mean = reach.mean();
  return mean > 0.0 ? std::max(1e-300, 1e-10 * std::min(1.0, 1e3 * mean)) : 1e-10;
}

/// 1 / mean over the neighbours of max(distance, their own reach); least: see least_reach.
template <class Row>
double reachability_density(const Row& near, std::int64_t k, const Vector& reach, double least) {
  double sum = 0.0;
  for (std::int64_t i = 0; i < k; ++i) sum += std::max(near.distance(i), reach(near.index(i)));
  return 1.0 / (sum / static_cast<double>(k) + least);
}

template <class Row>
double density_ratio(const Row& near, std::int64_t k, const Vector& density, double own) {
  double sum = 0.0;
  for (std::int64_t i = 0; i < k; ++i) sum += density(near.index(i)) / own;
  return sum / static_cast<double>(k);
}

}  // namespace detail

LIMN_INLINE LocalOutlierFactor& LocalOutlierFactor::fit(MatrixView x, const Monitor& monitor) {
  core::require_rows(x.rows(), x.cols(), name);
  core::require_finite(x, name, core::Missing::refused);
  monitor.check();
  if (params_.threshold == "conformal") {
    auto [half, line] = detail::fit_half<LocalOutlierFactor>(params_, x, monitor);
    half.params_ = params_, half.threshold_ = line;
    return *this = std::move(half);
  }
  LocalOutlierFactor out(params_);
  out.rows_ = x;
  const Index n = x.rows();
  const std::int64_t k = std::min<std::int64_t>(params_.n_neighbors, n - 1);
  out.reach_ = Vector::Zero(n), out.density_ = Vector::Ones(n), out.factor_ = Vector::Ones(n);
  if (k > 0) {
    const learn::Neighbours near =
        learn::neighbours_within(MatrixView(out.rows_), k, monitor.part(0.0, 0.9));
    out.reach_ = near.distances.col(k - 1);
    const double least = detail::least_reach(out.reach_);
    for (Index r = 0; r < n; ++r)
      out.density_(r) =
          detail::reachability_density(detail::OwnRow(near, r, 0), k, out.reach_, least);
    for (Index r = 0; r < n; ++r)
      out.factor_(r) =
          detail::density_ratio(detail::OwnRow(near, r, 0), k, out.density_, out.density_(r));
  }
  out.threshold_ =
      params_.contamination ? quantile_threshold(out.factor_, *params_.contamination) : 1.5;
  monitor.report(1.0, "neighbours");
  return *this = std::move(out);
}

LIMN_INLINE Vector LocalOutlierFactor::anomaly_score(MatrixView x) const {
  core::require_fitted(rows_.rows() > 0, name);
  core::require_width(x.cols(), rows_.cols(), name);
  core::require_finite(x, name, core::Missing::refused);
  const std::int64_t k = std::min<std::int64_t>(params_.n_neighbors, rows_.rows() - 1);
  if (k == 0) return Vector::Ones(x.rows());
  const learn::Neighbours near = learn::neighbours(MatrixView(rows_), x, k + 1);
  const double least = detail::least_reach(reach_);
  Vector out(x.rows());
  for (Index r = 0; r < x.rows(); ++r) {
    const detail::OwnRow own(near, r, detail::is_own(near, r) ? 1 : 0);
    const double density = detail::reachability_density(own, k, reach_, least);
    out(r) = detail::density_ratio(own, k, density_, density);
  }
  return out;
}

LIMN_INLINE void LocalOutlierFactor::check_state() const {
  const Index n = rows_.rows();
  const bool finite = rows_.allFinite() && reach_.allFinite() && density_.allFinite() &&
                      factor_.allFinite() && std::isfinite(threshold_);
  core::require_state(finite, name, "rows");
  core::require_state(reach_.size() == n && density_.size() == n && factor_.size() == n, name,
                      "reach");
  core::require_state((density_.array() > 0.0).all(), name, "density");
}

}  // namespace limn::inline LIMN_ABI::outlier
