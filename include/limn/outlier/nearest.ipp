// SPDX-License-Identifier: MIT
#pragma once

#include <limn/outlier/detail/calibration.hpp>
#include <limn/outlier/detail/own_row.hpp>
#include <limn/outlier/nearest.hpp>

namespace limn::inline LIMN_ABI::outlier {
namespace detail {

template <class Row>
double neighbour_distance(const Row& near, std::int64_t k, const std::string& method) {
  if (method == "largest") return near.distance(k - 1);
  if (method == "median") return (near.distance((k - 1) / 2) + near.distance(k / 2)) / 2.0;
  double sum = 0.0;
  for (std::int64_t i = 0; i < k; ++i) sum += near.distance(i);
  return sum / static_cast<double>(k);
}

}  // namespace detail

LIMN_INLINE Nearest& Nearest::fit(MatrixView x, const Monitor& monitor) {
  core::require_rows(x.rows(), x.cols(), name);
  core::require_finite(x, name, core::Missing::refused);
  monitor.check();
  if (params_.threshold == "conformal") {
    auto [half, line] = detail::fit_half<Nearest>(params_, x, monitor);
    half.params_ = params_, half.threshold_ = line;
    return *this = std::move(half);
  }
  Nearest out(params_);
  out.rows_ = x;
  const std::int64_t k = std::min<std::int64_t>(params_.n_neighbors, x.rows() - 1);
  Vector scores = Vector::Zero(x.rows());
  if (k > 0) {
    const learn::Neighbours near =
        learn::neighbours_within(MatrixView(out.rows_), k, monitor.part(0.0, 0.9));
    for (Index r = 0; r < x.rows(); ++r)
      scores(r) = detail::neighbour_distance(detail::OwnRow(near, r, 0), k, params_.method);
  }
  out.threshold_ = detail::threshold_of(scores, params_.contamination);
  monitor.report(1.0, "neighbours");
  return *this = std::move(out);
}

LIMN_INLINE Vector Nearest::anomaly_score(MatrixView x) const {
  core::require_fitted(rows_.rows() > 0, name);
  core::require_width(x.cols(), rows_.cols(), name);
  core::require_finite(x, name, core::Missing::refused);
  const std::int64_t k = std::min<std::int64_t>(params_.n_neighbors, rows_.rows() - 1);
  const learn::Neighbours near = learn::neighbours(MatrixView(rows_), x, k + 1);
  Vector out(x.rows());
  for (Index r = 0; r < x.rows(); ++r) {
    if (k == 0) {
      out(r) = near.distances(r, 0);
      continue;
    }
    const detail::OwnRow own(near, r, detail::is_own(near, r) ? 1 : 0);
    out(r) = detail::neighbour_distance(own, k, params_.method);
  }
  return out;
}

LIMN_INLINE void Nearest::check_state() const {
  core::require_state(rows_.allFinite() && std::isfinite(threshold_), name, "rows");
}

}  // namespace limn::inline LIMN_ABI::outlier
