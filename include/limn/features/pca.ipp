// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Dense>

#include <limn/core/check.hpp>
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/data/column_summary.hpp>
#include <limn/features/pca.hpp>

namespace limn::inline LIMN_ABI::features {
namespace detail {

/// Axes (k, d) and the sums of squares along them, falling.
struct Axes {
  Matrix rows;
  Vector squares;
};

inline constexpr std::size_t pca_chunk = 2048;

/// The sum over chunks of rows of part(centred rows), in fixed order.
template <class Part>
Eigen::MatrixXd over_rows(MatrixView x, const Vector& mean, Index rows, Index cols,
                          const Monitor& monitor, Part&& part) {
  return core::parallel_reduce(
      static_cast<std::size_t>(x.rows()), pca_chunk,
      Eigen::MatrixXd(Eigen::MatrixXd::Zero(rows, cols)),
      [&](std::size_t begin, std::size_t end) {
        monitor.check();
        const Matrix centred =
            x.middleRows(static_cast<Index>(begin), static_cast<Index>(end - begin)).rowwise() -
            mean.transpose();
        return part(centred);
      },
      [](Eigen::MatrixXd all, const Eigen::MatrixXd& one) {
        all += one;
        return all;
      });
}

/// The k greatest eigenpairs of a symmetric matrix, falling.
inline Axes greatest(const Eigen::MatrixXd& symmetric, Index k) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(symmetric);
  return {eigen.eigenvectors().rightCols(k).rowwise().reverse().transpose(),
          eigen.eigenvalues().tail(k).reverse().cwiseMax(0.0)};
}

inline Axes tall_axes(MatrixView x, const Vector& mean, Index k, const Monitor& monitor) {
  return greatest(
      over_rows(x, mean, x.cols(), x.cols(), monitor,
                [](const Matrix& rows) -> Eigen::MatrixXd { return rows.transpose() * rows; }),
      k);
}

inline Axes wide_axes(MatrixView x, const Vector& mean, Index k, const Monitor& monitor) {
  monitor.check();
  const Matrix centred = x.rowwise() - mean.transpose();
  const Axes left = greatest(centred * centred.transpose(), k);
  // Axes without variance have no direction of their own: QR completes the others.
  Eigen::MatrixXd axes = (left.rows * centred).transpose();
  const double least = left.squares(0) * 1e-13;
  for (Index i = 0; i < k; ++i)
    if (left.squares(i) > least)
      axes.col(i).normalize();
    else
      axes.col(i) = Vector::Unit(x.cols(), i);
  const Eigen::HouseholderQR<Eigen::MatrixXd> qr(axes);
  Eigen::MatrixXd q = qr.householderQ() * Eigen::MatrixXd::Identity(x.cols(), k);
  return {q.transpose(), left.squares};
}

/// Products with a random subspace, sharpened by seven rounds of powers.
inline Axes random_axes(MatrixView x, const Vector& mean, Index k, std::uint64_t seed,
                        const Monitor& monitor) {
  const Index d = x.cols(), width = std::min(std::min(x.rows(), d), k + 10);
  core::Random random(seed, 0x9ca);
  Eigen::MatrixXd basis(d, width);
  for (Index i = 0; i < basis.size(); ++i) basis.data()[i] = random.normal();
  const auto thin = [&](const Eigen::MatrixXd& m) {
    const Eigen::HouseholderQR<Eigen::MatrixXd> qr(m);
    return Eigen::MatrixXd(qr.householderQ() * Eigen::MatrixXd::Identity(d, width));
  };
  basis = thin(basis);
  constexpr int rounds = 8;
  for (int round = 0; round < rounds; ++round) {
    monitor.report(static_cast<double>(round) / (rounds + 1), "axes");
    basis = thin(over_rows(x, mean, d, width, monitor, [&](const Matrix& rows) -> Eigen::MatrixXd {
      return rows.transpose() * (rows * basis);
    }));
  }
  const Eigen::MatrixXd small =
      over_rows(x, mean, width, width, monitor, [&](const Matrix& rows) -> Eigen::MatrixXd {
        const Eigen::MatrixXd y = rows * basis;
        return y.transpose() * y;
      });
  Axes inner = greatest(small, k);
  return {inner.rows * basis.transpose(), inner.squares};
}

/// The entry of each axis that is greatest in size becomes positive.
inline void turn_signs(Matrix& axes) {
  for (Index i = 0; i < axes.rows(); ++i) {
    Index at = 0;
    axes.row(i).cwiseAbs().maxCoeff(&at);
    if (axes(i, at) < 0.0) axes.row(i) *= -1.0;
  }
}

inline Index wanted_axes(MatrixView x, std::optional<std::int64_t> asked,
                         std::string_view component) {
  core::require_rows(x.rows(), x.cols(), component);
  const Index most = std::min(x.rows(), x.cols());
  const Index k = asked.value_or(most);
  if (x.rows() >= 2 && k <= most) return k;
  throw DataError(
      ErrorCode::data_empty,
      {.component = std::string(component),
       .place = "shape of x",
       .got = std::to_string(x.rows()) + " rows, " + std::to_string(x.cols()) + " columns",
       .expected = "at least 2 rows, and n_components = " + std::to_string(k) + " rows and columns",
       .fix = "pass more rows or lower n_components"});
}

}  // namespace detail

LIMN_INLINE Pca& Pca::fit(MatrixView x, const Monitor& monitor) {
  const Index k = detail::wanted_axes(x, params_.n_components, name);
  core::require_finite(x, name, core::Missing::refused);
  monitor.check();
  const data::Moments m = data::moments(x);
  const Index side = std::min(x.rows(), x.cols());
  const bool random = params_.svd_solver == "randomized" ||
                      (params_.svd_solver == "auto" && side > 1000 && k < side / 10);
  detail::Axes axes = random ? detail::random_axes(x, m.mean, k, params_.random_state, monitor)
                      : x.cols() <= x.rows() ? detail::tall_axes(x, m.mean, k, monitor)
                                             : detail::wide_axes(x, m.mean, k, monitor);
  const double total = m.m2.sum();
  if (!axes.rows.allFinite() || !std::isfinite(total))
    throw DataError(ErrorCode::data_value,
                    {.component = std::string(name),
                     .place = "cells of x, column unknown",
                     .got = "values whose squares overflow",
                     .expected = "columns of a usual size",
                     .fix = "scale the columns, see limn.features.Standard"});
  detail::turn_signs(axes.rows);
  components_ = std::move(axes.rows);
  mean_ = m.mean;
  variance_ = axes.squares / static_cast<double>(x.rows() - 1);
  ratio_ = total > 0.0 ? Vector(axes.squares / total) : Vector(Vector::Zero(k));
  return *this;
}

/// What each new column is divided by.
LIMN_INLINE Vector Pca::scale() const {
  if (!params_.whiten) return Vector::Ones(variance_.size());
  const double least = variance_.size() ? variance_(0) * 1e-15 : 0.0;
  return (variance_.array() > least).select(variance_.array().sqrt(), 1.0);
}

LIMN_INLINE Matrix Pca::transform(MatrixView x) const {
  core::require_fitted(mean_.size() > 0, name);
  core::require_width(x.cols(), mean_.size(), name);
  core::require_finite(x, name, core::Missing::refused);
  Matrix out(x.rows(), components_.rows());
  const Vector divisor = scale();
  core::parallel_rows(static_cast<std::size_t>(x.rows()), 256,
                      [&](std::size_t begin, std::size_t end) {
                        const auto from = static_cast<Index>(begin);
                        const auto n = static_cast<Index>(end - begin);
                        const Matrix rows = x.middleRows(from, n).rowwise() - mean_.transpose();
                        out.middleRows(from, n).noalias() = rows * components_.transpose();
                        out.middleRows(from, n).array().rowwise() /= divisor.transpose().array();
                      });
  return out;
}

LIMN_INLINE Matrix Pca::inverse_transform(MatrixView x) const {
  core::require_fitted(mean_.size() > 0, name);
  core::require_width(x.cols(), components_.rows(), name);
  core::require_finite(x, name, core::Missing::refused);
  const Matrix rows = x.array().rowwise() * scale().transpose().array();
  return (rows * components_).rowwise() + mean_.transpose();
}

LIMN_INLINE std::vector<std::string> Pca::feature_names(
    const std::vector<std::string>& names) const {
  core::require_fitted(mean_.size() > 0, name);
  core::require_width(std::ssize(names), mean_.size(), name);
  std::vector<std::string> out;
  for (Index i = 0; i < components_.rows(); ++i) out.push_back("pca" + std::to_string(i));
  return out;
}

LIMN_INLINE void Pca::check_state() const {
  const Index k = components_.rows();
  core::require_state(components_.cols() == mean_.size() || k == 0, name, "components");
  core::require_state(variance_.size() == k && ratio_.size() == k, name, "variance");
  core::require_state(components_.allFinite() && mean_.allFinite() && variance_.allFinite() &&
                          (variance_.array() >= 0.0).all(),
                      name, "components");
}

}  // namespace limn::inline LIMN_ABI::features
