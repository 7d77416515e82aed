// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Eigenvalues>

#include <limn/impute/detail/soft_table.hpp>

namespace limn::inline LIMN_ABI::impute::detail {

LIMN_INLINE void SoftTable::decompose() {
  const Index n = z_.rows();
  if (n < d_) {
    const auto z = z_.leftCols(d_);
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> axes(z * z.transpose());
    values_ = axes.eigenvalues().cwiseMax(0.0).cwiseSqrt();
    basis_ = z.transpose() * axes.eigenvectors();
    for (Index i = 0; i < n; ++i) {
      if (!(values_(i) > 1e-9 * values_(n - 1))) values_(i) = 0.0;
      basis_.col(i) *= values_(i) > 0.0 ? 1.0 / values_(i) : 0.0;
    }
    return;
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> axes(gram().topLeftCorner(d_, d_));
  values_ = axes.eigenvalues().cwiseMax(0.0).cwiseSqrt();
  basis_ = axes.eigenvectors();
}

}  // namespace limn::inline LIMN_ABI::impute::detail
