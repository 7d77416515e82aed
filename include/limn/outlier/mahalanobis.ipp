// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include <Eigen/Eigenvalues>

#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/outlier/detail/calibration.hpp>
#include <limn/outlier/detail/chi_squared.hpp>
#include <limn/outlier/detail/column_scale.hpp>
#include <limn/outlier/detail/row_sample.hpp>
#include <limn/outlier/mahalanobis.hpp>

namespace limn::inline LIMN_ABI::outlier {
namespace detail {

/// A centre and a covariance, ready to measure.
struct Cloud {
  Vector mean;
  Matrix covariance, whiten;
  double log_determinant = HUGE_VAL;

  static Cloud of(const Matrix& z, const std::vector<Index>& rows) {
    Cloud out;
    const auto n = static_cast<double>(rows.size());
    out.mean = Vector::Zero(z.cols());
    for (const Index r : rows) out.mean += z.row(r).transpose() / n;
    Matrix centred(static_cast<Index>(rows.size()), z.cols());
    for (std::size_t i = 0; i < rows.size(); ++i)
      centred.row(static_cast<Index>(i)) = z.row(rows[i]) - out.mean.transpose();
    out.covariance = centred.transpose() * centred / n;
    out.prepare();
    return out;
  }
  void prepare() {
    const Eigen::SelfAdjointEigenSolver<Matrix> solver(covariance);
    const double least = std::max(1e-12 * solver.eigenvalues().maxCoeff(), 1e-30);
    const Vector spread = solver.eigenvalues().cwiseMax(least);
    log_determinant = spread.array().log().sum();
    whiten = spread.cwiseSqrt().cwiseInverse().asDiagonal() * solver.eigenvectors().transpose();
  }
  Vector squared_distances(const Matrix& z) const {
    Vector out(z.rows());
    core::parallel_rows(static_cast<std::size_t>(z.rows()), 512, [&](std::size_t b, std::size_t e) {
      for (auto r = static_cast<Index>(b); r < static_cast<Index>(e); ++r)
        out(r) = (whiten * (z.row(r).transpose() - mean)).squaredNorm();
    });
    return out;
  }
};

/// The h rows of least distance; of equal ones the first.
inline std::vector<Index> closest_rows(const Vector& distance, Index h) {
  std::vector<Index> rows = all_rows(distance.size());
  const auto nearer = [&](Index a, Index b) {
    return distance(a) != distance(b) ? distance(a) < distance(b) : a < b;
  };
  if (h < distance.size()) {
    std::nth_element(rows.begin(), rows.begin() + h, rows.end(), nearer);
    rows.resize(static_cast<std::size_t>(h));
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

/// Concentrates on the h closest rows until the determinant no longer falls.
inline Cloud concentrate(const Matrix& z, Cloud cloud, Index h, int steps, const Monitor& monitor) {
  for (int i = 0; i < steps; ++i) {
    monitor.check();
    Cloud next = Cloud::of(z, closest_rows(cloud.squared_distances(z), h));
    const bool rest = i > 0 && !(next.log_determinant < cloud.log_determinant - 1e-12);
    if (i == 0 || next.log_determinant <= cloud.log_determinant) cloud = std::move(next);
    if (rest) break;
  }
  return cloud;
}

/// Clouds of the `keep` least determinants after two steps from 30 random starts.
inline std::vector<Cloud> best_starts(const Matrix& z, Index h, std::size_t keep,
                                      std::uint64_t seed, const Monitor& monitor) {
  std::vector<Cloud> clouds(30);
  core::parallel_for(clouds.size(), [&](std::size_t i) {
    core::Random random(seed, i);
    const Index few = std::min<Index>(z.cols() + 1, z.rows());
    std::vector<Index> rows = sample_rows(z.rows(), i % 2 ? few : h, random);
    clouds[i] = concentrate(z, Cloud::of(z, rows), h, 2, monitor);
  });
  std::stable_sort(clouds.begin(), clouds.end(), [](const Cloud& a, const Cloud& b) {
    return a.log_determinant < b.log_determinant;
  });
  clouds.resize(std::min(keep, clouds.size()));
  return clouds;
}

inline Cloud least_determinant(const Matrix& z, double share, std::uint64_t seed,
                               const Monitor& monitor) {
  const auto part = [&](Index n) {
    return std::clamp<Index>(static_cast<Index>(std::ceil(share * static_cast<double>(n))), 1, n);
  };
  Matrix pool = z;
  if (z.rows() > 1500) {
    core::Random random(seed, 1000);
    const std::vector<Index> rows = sample_rows(z.rows(), 1500, random);
    pool.resize(1500, z.cols());
    for (std::size_t i = 0; i < rows.size(); ++i) pool.row(static_cast<Index>(i)) = z.row(rows[i]);
  }
  Cloud best;
  for (Cloud& start : best_starts(pool, part(pool.rows()), 10, seed, monitor)) {
    Cloud cloud = concentrate(pool, std::move(start), part(pool.rows()), 30, monitor);
    if (cloud.log_determinant < best.log_determinant) best = std::move(cloud);
  }
  if (z.rows() <= 1500) return best;
  return concentrate(z, std::move(best), part(z.rows()), 30, monitor);
}

/// |whiten * (row - location) / divisor| of a row whose steps pass the greatest double on the way:
/// at most that double. The quotients are taken with their common power of two apart.
template <class Row>
double far_distance(const Row& row, const Vector& location, const Vector& divisor,
                    const Matrix& whiten) {
  const auto d = location.size();
  Vector part(d);
  std::vector<int> power(static_cast<std::size_t>(d), 0);
  int most = std::numeric_limits<int>::min();
  for (Index c = 0; c < d; ++c) {
    int above = 0, below = 0;
    part(c) = std::frexp(0.5 * row(c) - 0.5 * location(c), &above) / std::frexp(divisor(c), &below);
    power[static_cast<std::size_t>(c)] = above - below;
    if (part(c) != 0.0) most = std::max(most, above - below);
  }
  for (Index c = 0; c < d; ++c)
    if (part(c) != 0.0) part(c) = std::ldexp(part(c), power[static_cast<std::size_t>(c)] - most);
  const double out = std::ldexp((whiten * part).stableNorm(), most + 1);
  return std::isfinite(out) ? out : std::numeric_limits<double>::max();
}

}  // namespace detail

LIMN_INLINE Mahalanobis& Mahalanobis::fit(MatrixView x, const Monitor& monitor) {
  core::require_rows(x.rows(), x.cols(), name);
  core::require_finite(x, name, core::Missing::refused);
  monitor.check();
  if (params_.threshold == "conformal") {
    auto [half, line] = detail::fit_half<Mahalanobis>(params_, x, monitor);
    half.params_ = params_, half.threshold_ = line;
    return *this = std::move(half);
  }
  const detail::ColumnScale scale = detail::ColumnScale::of(x);
  const Matrix z = scale.apply(x);
  const auto n = static_cast<double>(x.rows()), d = static_cast<double>(x.cols());
  const double usual = std::min(1.0, std::ceil((n + d + 1.0) / 2.0) / n);
  detail::Cloud cloud = detail::least_determinant(z, params_.support_fraction.value_or(usual),
                                                  params_.random_state, monitor);
  Vector squared = cloud.squared_distances(z);
  Vector sorted = squared;
  std::sort(sorted.begin(), sorted.end());
  const double stretch =
      detail::sorted_quantile(sorted, 0.5) / detail::chi_squared_quantile(0.5, d);
  if (stretch > 0.0) squared /= stretch;
  const double fence = detail::chi_squared_quantile(0.975, d);
  std::vector<Index> usual_rows;
  for (Index r = 0; r < x.rows(); ++r)
    if (squared(r) < fence) usual_rows.push_back(r);
  if (!usual_rows.empty()) cloud = detail::Cloud::of(z, usual_rows);
  Mahalanobis out(params_);
  out.divisor_ = scale.divisor;
  out.location_ = cloud.mean.cwiseProduct(scale.divisor) + scale.centre;
  out.covariance_ = scale.divisor.asDiagonal() * cloud.covariance * scale.divisor.asDiagonal();
  out.whiten_ = cloud.whiten;
  out.threshold_ =
      params_.contamination
          ? quantile_threshold(cloud.squared_distances(z).cwiseSqrt(), *params_.contamination)
          : std::sqrt(fence);
  monitor.report(1.0, "starts");
  return *this = std::move(out);
}

LIMN_INLINE Vector Mahalanobis::anomaly_score(MatrixView x) const {
  core::require_fitted(location_.size() > 0, name);
  core::require_width(x.cols(), location_.size(), name);
  core::require_finite(x, name, core::Missing::refused);
  Vector out(x.rows());
  core::parallel_rows(static_cast<std::size_t>(x.rows()), 512, [&](std::size_t b, std::size_t e) {
    Vector z(x.cols());
    for (auto r = static_cast<Index>(b); r < static_cast<Index>(e); ++r) {
      for (Index c = 0; c < x.cols(); ++c)
        z(c) = x(r, c) / divisor_(c) - location_(c) / divisor_(c);
      const double length = (whiten_ * z).stableNorm();
      out(r) = std::isfinite(length) ? length
                                     : detail::far_distance(x.row(r), location_, divisor_, whiten_);
    }
  });
  return out;
}

LIMN_INLINE void Mahalanobis::check_state() const {
  const Index d = location_.size();
  const bool sizes = covariance_.rows() == d && covariance_.cols() == d && whiten_.rows() == d &&
                     whiten_.cols() == d && divisor_.size() == d;
  core::require_state(sizes, name, "covariance");
  core::require_state(location_.allFinite() && covariance_.allFinite() && whiten_.allFinite() &&
                          divisor_.allFinite() && (divisor_.array() > 0.0).all() &&
                          std::isfinite(threshold_),
                      name, "location");
}

}  // namespace limn::inline LIMN_ABI::outlier
