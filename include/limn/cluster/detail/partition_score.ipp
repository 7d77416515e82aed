// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <vector>

#include <limn/cluster/detail/mixture_rounds.ipp>
#include <limn/learn/neighbours.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// Links of rows to their nearest; of a large table those of every so many rows.
class NearLinks {
 public:
  NearLinks(MatrixView x, Index n_near, const Monitor& monitor) {
    constexpr Index most = 20'000;
    const Index step = (x.rows() + most - 1) / most, n = (x.rows() + step - 1) / step;
    const Index k = std::min(n_near, x.rows() - 1);
    if (k < 1) return;
    if (step == 1) {
      add(learn::neighbours_within(x, k, monitor).indices, 1);
      return;
    }
    const MatrixView some(Eigen::Map<const Matrix, 0, AnyStride>(
        x.data(), n, x.cols(), AnyStride(x.outerStride() * step, x.innerStride())));
    add(learn::neighbours(x, some, k + 1, monitor).indices, step);
  }

  /// Share of the links of a group that lead out of it, averaged over k groups; 0 = none does.
  double mean_cut(const Labels& labels, Index k) const {
    Vector cut = Vector::Zero(k), all = Vector::Zero(k);
    for (std::size_t i = 0; i < from_.size(); ++i) {
      const Index a = labels(from_[i]), b = labels(to_[i]);
      all(a) += 1.0, all(b) += 1.0;
      if (a != b) cut(a) += 1.0, cut(b) += 1.0;
    }
    return (cut.array() / all.array().max(1.0)).mean();
  }

 private:
  void add(const CodeMatrix& near, Index step) {
    for (Index r = 0; r < near.rows(); ++r)
      for (Index j = 0; j < near.cols(); ++j)
        if (near(r, j) >= 0 && near(r, j) != r * step) {
          from_.push_back(r * step);
          to_.push_back(near(r, j));
        }
  }

  std::vector<Index> from_, to_;
};

/// Mean log-likelihood of a row when each group is a normal of its own and its share is known.
inline double classification_likelihood(MatrixView x, const Labels& labels, Index k) {
  const ColumnMoments like = column_moments(WeightedRows<MatrixView>{x});
  const MixtureRounds<MatrixView> rounds(x, "full", like.mean,
                                         guard_of(1e-6, like.mean_variance(x.rows())));
  const Mixture groups = rounds.from_labels(labels, k);
  const double d = static_cast<double>(x.cols());
  double out = 0.0;
  for (Index j = 0; j < k; ++j) {
    double log_det = 0.0;
    for (Index p = 0; p < x.cols(); ++p) log_det += std::log(groups.factor(j, p, p));
    out += groups.weights(j) * (std::log(groups.weights(j)) + log_det -
                                0.5 * d * (1.0 + std::log(2.0 * std::numbers::pi)));
  }
  return out;
}

}  // namespace limn::inline LIMN_ABI::cluster::detail
