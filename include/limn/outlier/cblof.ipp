// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/outlier/cblof.hpp>
#include <limn/outlier/detail/calibration.hpp>

namespace limn::inline LIMN_ABI::outlier {
namespace detail {

/// The nearest of some centres, and the squared distance to it.
inline std::pair<Index, double> nearest_centre(const Matrix& centres, const double* row) {
  std::pair<Index, double> best{0, HUGE_VAL};
  for (Index k = 0; k < centres.rows(); ++k) {
    double sum = 0.0;
    for (Index c = 0; c < centres.cols(); ++c) {
      const double d = row[c] - centres(k, c);
      sum += d * d;
    }
    if (sum < best.second) best = {k, sum};
  }
  return best;
}

/// Centres far from one another: each next one drawn by its squared distance from those before.
inline Matrix spread_centres(const Matrix& z, Index count, core::Random& random) {
  Matrix centres = z.row(static_cast<Index>(random.below(static_cast<std::uint64_t>(z.rows()))));
  Vector distance = Vector::Constant(z.rows(), HUGE_VAL);
  while (centres.rows() < count) {
    for (Index r = 0; r < z.rows(); ++r)
      distance(r) =
          std::min(distance(r), (z.row(r) - centres.row(centres.rows() - 1)).squaredNorm());
    const double total = distance.sum();
    if (!(total > 0.0)) break;  // fewer distinct rows than centres
    double at = random.uniform() * total;
    Index drawn = 0;
    for (; drawn + 1 < z.rows() && (at -= distance(drawn)) >= 0.0; ++drawn) {
    }
    centres.conservativeResize(centres.rows() + 1, Eigen::NoChange);
    centres.row(centres.rows() - 1) = z.row(drawn);
  }
  return centres;
}

/// Lloyd's rounds; a group that lost all its rows stays where it was. Returns the group of each
/// row.
inline std::vector<Index> settle(const Matrix& z, Matrix& centres, const Monitor& monitor) {
  std::vector<Index> group(static_cast<std::size_t>(z.rows()), -1);
  for (int round = 0; round < 100; ++round) {
    monitor.report(round / 100.0, "rounds");
    std::vector<Index> next(group.size());
    core::parallel_rows(group.size(), 1024, [&](std::size_t b, std::size_t e) {
      for (std::size_t r = b; r < e; ++r)
        next[r] = nearest_centre(centres, z.row(static_cast<Index>(r)).data()).first;
    });
    if (next == group) break;
    group = std::move(next);
    Matrix sum = Matrix::Zero(centres.rows(), centres.cols());
    Vector count = Vector::Zero(centres.rows());
    for (std::size_t r = 0; r < group.size(); ++r)
      sum.row(group[r]) += z.row(static_cast<Index>(r)), count(group[r]) += 1.0;
    for (Index k = 0; k < centres.rows(); ++k)
      if (count(k) > 0.0) centres.row(k) = sum.row(k) / count(k);
  }
  return group;
}

/// How many of the groups, sorted by size, are large.
inline std::size_t count_large(const std::vector<std::int64_t>& sizes, double alpha, double beta) {
  const double total =
      static_cast<double>(std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0}));
  double held = 0.0;
  for (std::size_t k = 0; k + 1 < sizes.size(); ++k) {
    held += static_cast<double>(sizes[k]);
    const bool most = held >= alpha * total;
    const bool gap = static_cast<double>(sizes[k]) >= beta * static_cast<double>(sizes[k + 1]);
    if (most || gap) return k + 1;
  }
  return sizes.size();
}

}  // namespace detail

LIMN_INLINE Cblof& Cblof::fit(MatrixView x, const Monitor& monitor) {
  core::require_rows(x.rows(), x.cols(), name);
  core::require_finite(x, name, core::Missing::refused);
  monitor.check();
  if (params_.threshold == "conformal") {
    auto [half, line] = detail::fit_half<Cblof>(params_, x, monitor);
    half.params_ = params_, half.threshold_ = line;
    return *this = std::move(half);
  }
  Cblof out(params_);
  out.scale_ = detail::ColumnScale::of(x);
  const Matrix z = out.scale_.apply(x);
  core::Random random(params_.random_state);
  Matrix centres = detail::spread_centres(z, std::min<Index>(params_.n_clusters, z.rows()), random);
  const std::vector<Index> group = detail::settle(z, centres, monitor);
  std::vector<std::int64_t> count(static_cast<std::size_t>(centres.rows()), 0), sizes;
  for (const Index k : group) ++count[static_cast<std::size_t>(k)];
  std::vector<std::size_t> order(count.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return count[a] > count[b]; });
  out.centres_.resize(centres.rows(), centres.cols());
  for (std::size_t k = 0; k < order.size(); ++k) {
    sizes.push_back(count[order[k]]);
    out.centres_.row(static_cast<Index>(k)) = centres.row(static_cast<Index>(order[k]));
  }
  out.large_.assign(order.size(), 0);
  std::fill_n(out.large_.begin(), detail::count_large(sizes, params_.alpha, params_.beta), 1);
  out.threshold_ = detail::threshold_of(out.anomaly_score(x), params_.contamination);
  monitor.report(1.0, "rounds");
  return *this = std::move(out);
}

LIMN_INLINE Vector Cblof::anomaly_score(MatrixView x) const {
  core::require_fitted(centres_.rows() > 0, name);
  core::require_width(x.cols(), centres_.cols(), name);
  core::require_finite(x, name, core::Missing::refused);
  const Matrix z = scale_.apply(x);
  const Index n_large = std::count(large_.begin(), large_.end(), 1);
  const Matrix large = centres_.topRows(n_large);
  Vector out(x.rows());
  core::parallel_rows(static_cast<std::size_t>(x.rows()), 1024, [&](std::size_t b, std::size_t e) {
    for (auto r = static_cast<Index>(b); r < static_cast<Index>(e); ++r)
      out(r) = std::min(std::sqrt(detail::nearest_centre(large, z.row(r).data()).second),
                        std::numeric_limits<double>::max());
  });
  return out;
}

LIMN_INLINE void Cblof::check_state() const {
  const bool sizes = scale_.centre.size() == centres_.cols() &&
                     scale_.divisor.size() == centres_.cols() &&
                     std::ssize(large_) == centres_.rows();
  core::require_state(sizes, name, "centres");
  core::require_state(centres_.allFinite() && scale_.centre.allFinite() &&
                          scale_.divisor.allFinite() && (scale_.divisor.array() > 0.0).all() &&
                          std::isfinite(threshold_),
                      name, "centres");
  core::require_state(large_.empty() || large_.front() == 1, name, "large");
  core::require_state(std::is_sorted(large_.rbegin(), large_.rend()), name, "large");
  for (const std::uint8_t flag : large_) core::require_state(flag <= 1, name, "large");
}

}  // namespace limn::inline LIMN_ABI::outlier
