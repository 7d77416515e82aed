// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include <limn/core/monitor.hpp>
#include <limn/core/parallel.hpp>
#include <limn/core/types.hpp>
#include <limn/kernels/kernels.hpp>

namespace limn::inline LIMN_ABI::impute::detail {

/// A table (n, d) on its way: cells that are known keep their value, gaps hold what the last
/// shrinking said. Rows are padded to `stride`, a multiple of 8.
class SoftTable {
 public:
  SoftTable(Matrix z, MaskMatrix known)
      : d_(z.cols()), z_(Matrix::Zero(z.rows(), (d_ + 7) / 8 * 8)), known_(std::move(known)) {
    z_.leftCols(d_) = z;
    decompose();
  }

  double largest() const { return values_.size() ? values_(values_.size() - 1) : 0.0; }
  double cell(Index r, Index c) const { return z_(r, c); }

  /// Right singular vectors whose singular value is above the penalty, (d, k).
  Matrix basis(double penalty) const { return basis_.rightCols(n_above(penalty)); }
  /// penalty / (singular value - penalty) for each of them: what a row pays along it, (k).
  Vector ridge(double penalty) const {
    return penalty / (values_.tail(n_above(penalty)).array() - penalty);
  }

  /// From the largest penalty, under which every gap is the mean, down to this one. The objective
  /// after each iteration with the last penalty, where `objective` asks for it.
  void descend(double penalty, std::int64_t max_iter, double tol, const Monitor& monitor,
               std::vector<double>* objective = nullptr) {
    constexpr double ratio = 0.75;
    for (double each = largest() * ratio; each > penalty; each *= ratio)
      run(each, max_iter, tol, monitor, nullptr);
    run(penalty, max_iter, tol, monitor, objective);
  }

  /// Fills and shrinks by turns until the fill moves by less than tol of the table.
  void run(double penalty, std::int64_t max_iter, double tol, const Monitor& monitor,
           std::vector<double>* objective) {
    for (std::int64_t i = 0; i < max_iter; ++i) {
      monitor.check();
      if (objective) objective->push_back(loss(penalty));
      const auto [moved, all] = fill(penalty);
      if (moved == 0.0 && !objective) break;
      decompose();
      if (!(moved > tol * tol * all)) break;
    }
  }

 private:
  Index n_above(double penalty) const { return (values_.array() > penalty).count(); }

  /// Right singular vectors and values of the filled table, from the smaller of its Gram matrices.
  void decompose();

  /// Z'Z: entries on and below the diagonal.
  Matrix gram() const {
    const kernels::GramKernels& kernel = kernels::table().gram;
    const auto width = static_cast<std::size_t>(z_.cols());
    return core::parallel_reduce(
        static_cast<std::size_t>(z_.rows()), 1024, Matrix(Matrix::Zero(z_.cols(), z_.cols())),
        [&](std::size_t begin, std::size_t end) {
          Matrix sum = Matrix::Zero(z_.cols(), z_.cols());
          kernel.lower(end - begin, width, &z_(static_cast<Index>(begin), 0), width, sum.data(),
                       width);
          return sum;
        },
        [](Matrix a, const Matrix& b) -> Matrix { return a + b; });
  }

  /// V diag(1 - penalty / singular value) V': a row times it is the shrunk row. (d, stride)
  Matrix shrinkage(double penalty) const {
    const Matrix v = basis(penalty);
    const Vector share = 1.0 - penalty / values_.tail(v.cols()).array();
    Matrix out = Matrix::Zero(d_, z_.cols());
    if (v.cols() > 0) out.leftCols(d_) = v * share.asDiagonal() * v.transpose();
    return out;
  }

  struct Sums {
    double moved = 0.0, all = 0.0;
  };
  /// The gaps anew; squares of what they moved by, and of the table.
  Sums fill(double penalty) {
    const Matrix shrink = shrinkage(penalty);
    return core::parallel_reduce(
        static_cast<std::size_t>(z_.rows()), 512, Sums{},
        [&](std::size_t begin, std::size_t end) {
          Sums out;
          Vector before(z_.cols());
          for (auto r = static_cast<Index>(begin); r < static_cast<Index>(end); ++r) {
            before = z_.row(r).transpose();
            for (Index c = 0; c < d_; ++c)
              if (!known_(r, c)) z_(r, c) = shrink.row(c).dot(before);
            out.moved += (z_.row(r).transpose() - before).squaredNorm();
            out.all += before.squaredNorm();
          }
          return out;
        },
        [](Sums a, const Sums& b) { return Sums{a.moved + b.moved, a.all + b.all}; });
  }

  /// Half the squares of what the shrunk table misses of the known cells, and penalty times the sum
  /// of its singular values.
  double loss(double penalty) const {
    const Matrix shrink = shrinkage(penalty);
    const double missed = core::parallel_reduce(
        static_cast<std::size_t>(z_.rows()), 512, 0.0,
        [&](std::size_t begin, std::size_t end) {
          double out = 0.0;
          for (auto r = static_cast<Index>(begin); r < static_cast<Index>(end); ++r)
            for (Index c = 0; c < d_; ++c)
              if (known_(r, c)) out += std::pow(shrink.row(c).dot(z_.row(r)) - z_(r, c), 2);
          return out;
        },
        [](double a, double b) { return a + b; });
    return 0.5 * missed + penalty * (values_.array() - penalty).cwiseMax(0.0).sum();
  }

  Index d_;
  Matrix z_;  // (n, stride)
  MaskMatrix known_;
  Matrix basis_;   // (d, min(n, d))
  Vector values_;  // (min(n, d)) rising
};

}  // namespace limn::inline LIMN_ABI::impute::detail

#ifdef LIMN_HEADER_ONLY
#include <limn/impute/detail/soft_table.ipp>
#endif
