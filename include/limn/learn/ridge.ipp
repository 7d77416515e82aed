// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Dense>

#include <limn/core/check.hpp>
#include <limn/core/parallel.hpp>
#include <limn/learn/detail/target.hpp>
#include <limn/learn/ridge.hpp>

namespace limn::inline LIMN_ABI::learn {
namespace detail {

/// Weighted means of the columns and of y: sums (d), one number, and the total weight.
struct RidgeMeans {
  Vector x;
  double y = 0.0, weight = 0.0;
};

/// Weighted products of the centred columns: gram (d, d; lower half), with y (d).
struct NormalEquations {
  Eigen::MatrixXd gram;
  Vector right;
};

inline RidgeMeans ridge_means(MatrixView x, VectorView y, VectorView w) {
  RidgeMeans zero{Vector::Zero(x.cols())};
  RidgeMeans m = core::parallel_reduce(
      static_cast<std::size_t>(x.rows()), chunk_rows(x.rows(), x.cols()), zero,
      [&](std::size_t begin, std::size_t end) {
        RidgeMeans part = zero;
        for (auto r = static_cast<Index>(begin); r < static_cast<Index>(end); ++r) {
          part.x += w(r) * x.row(r).transpose();
          part.y += w(r) * y(r);
          part.weight += w(r);
        }
        return part;
      },
      [](RidgeMeans all, const RidgeMeans& part) {
        all.x += part.x;
        all.y += part.y;
        all.weight += part.weight;
        return all;
      });
  m.x /= m.weight;
  m.y /= m.weight;
  return m;
}

inline NormalEquations normal_equations(MatrixView x, VectorView y, VectorView w,
                                        const RidgeMeans& mean, const Monitor& monitor) {
  const Index d = x.cols();
  const NormalEquations zero{Eigen::MatrixXd::Zero(d, d), Vector::Zero(d)};
  return core::parallel_reduce(
      static_cast<std::size_t>(x.rows()), chunk_rows(x.rows(), d * d), zero,
      [&](std::size_t begin, std::size_t end) {
        NormalEquations part = zero;
        constexpr std::size_t block_rows = 256;
        Eigen::MatrixXd block;
        for (std::size_t at = begin; at < end; at += block_rows) {
          monitor.check();
          const auto from = static_cast<Index>(at);
          const auto n = static_cast<Index>(std::min(block_rows, end - at));
          const Vector root = w.segment(from, n).cwiseSqrt();
          block = x.middleRows(from, n).rowwise() - mean.x.transpose();
          block.array().colwise() *= root.array();
          part.gram.selfadjointView<Eigen::Lower>().rankUpdate(block.transpose());
          part.right.noalias() +=
              block.transpose() * ((y.segment(from, n).array() - mean.y) * root.array()).matrix();
        }
        return part;
      },
      [](NormalEquations all, const NormalEquations& part) {
        all.gram += part.gram;
        all.right += part.right;
        return all;
      });
}

/// The solution of smallest norm where the columns depend on each other.
inline Vector smallest_solution(const NormalEquations& equations) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(equations.gram);
  const Vector& values = eigen.eigenvalues();
  const double least = values.tail(1)(0) * static_cast<double>(values.size()) * 1e-15;
  const Vector along = eigen.eigenvectors().transpose() * equations.right;
  return eigen.eigenvectors() *
         (values.array() > least).select(along.array() / values.array(), 0.0).matrix();
}

inline Vector solve(NormalEquations equations, double alpha) {
  equations.gram.diagonal().array() += alpha;
  if (alpha > 0.0) {
    const Eigen::LLT<Eigen::MatrixXd> cholesky(equations.gram);
    if (cholesky.info() == Eigen::Success) return cholesky.solve(equations.right);
  }
  return smallest_solution(equations);
}

}  // namespace detail

LIMN_INLINE Ridge& Ridge::fit(MatrixView x, VectorView y, const Monitor& monitor) {
  return fit(x, y, Vector::Ones(x.rows()), monitor);
}

LIMN_INLINE Ridge& Ridge::fit(MatrixView x, VectorView y, VectorView weights,
                              const Monitor& monitor) {
  detail::require_supervised(x, y, weights, name);
  detail::RidgeMeans mean{Vector::Zero(x.cols())};
  if (params_.fit_intercept) mean = detail::ridge_means(x, y, weights);
  monitor.check();
  Vector coef =
      detail::solve(detail::normal_equations(x, y, weights, mean, monitor), params_.alpha);
  if (!coef.allFinite())
    detail::throw_target(name, "x", "columns whose squares overflow", "numbers of a usual size",
                         "scale the columns first, see limn.features.Standard");
  intercept_ = mean.y - coef.dot(mean.x);
  coef_ = std::move(coef);
  mean_ = std::move(mean.x);
  return *this;
}

LIMN_INLINE void Ridge::require_input(MatrixView x) const {
  core::require_fitted(coef_.size() > 0, name);
  core::require_width(x.cols(), coef_.size(), name);
  core::require_finite(x, name, core::Missing::refused);
}

LIMN_INLINE Vector Ridge::predict(MatrixView x) const {
  require_input(x);
  Vector out(x.rows());
  // Row by row, so that a row's answer is the same bits in any company.
  for (Index r = 0; r < x.rows(); ++r) out(r) = intercept_ + x.row(r).dot(coef_);
  return out;
}

LIMN_INLINE Matrix Ridge::explain(MatrixView x) const {
  require_input(x);
  return ((x.rowwise() - mean_.transpose()).array().rowwise() * coef_.transpose().array()).matrix();
}

}  // namespace limn::inline LIMN_ABI::learn
