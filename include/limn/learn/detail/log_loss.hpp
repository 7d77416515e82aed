// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <limn/core/monitor.hpp>
#include <limn/core/parallel.hpp>
#include <limn/data/column_summary.hpp>
#include <limn/learn/detail/target.hpp>

namespace limn::inline LIMN_ABI::learn::detail {

/// Value, gradient (p) and, where asked for, Hessian (p, p) of the penalised log loss at a point.
struct LossPoint {
  double value = 0.0;
  Vector gradient;
  Eigen::MatrixXd hessian;
};

/// Scores (n, m) to probabilities in place: of the second of two classes where m = 1, else of each.
template <class Scores>
void to_probabilities(Scores&& scores) {
  if (scores.cols() == 1) {
    for (Index r = 0; r < scores.rows(); ++r) {
      const double e = std::exp(-std::abs(scores(r, 0)));
      scores(r, 0) = (scores(r, 0) >= 0.0 ? 1.0 : e) / (1.0 + e);
    }
    return;
  }
  for (Index r = 0; r < scores.rows(); ++r) {
    scores.row(r) = (scores.row(r).array() - scores.row(r).maxCoeff()).exp();
    scores.row(r) /= scores.row(r).sum();
  }
}

/// The log loss of x (n, d) with class codes (n) and weights (n) as a function of m linear scores
/// of standardised columns. Letters: m scores (1 with two classes, else k), q = d (+ 1 with an
/// intercept, whose column comes last), p = m q; the point is an (m, q) matrix, row by row.
class LogLoss {
 public:
  LogLoss(MatrixView x, const std::vector<Index>& codes, const Vector& weights, Index n_scores,
          bool intercept, double penalty)
      : x_(x), codes_(codes), weights_(weights), m_(n_scores), q_(x.cols() + (intercept ? 1 : 0)) {
    const data::Moments moments = data::moments(x);
    mean_ = intercept ? moments.mean : Vector::Zero(x.cols());
    scale_ = Vector::Ones(x.cols());
    penalty_ = Vector::Zero(q_);
    for (Index c = 0; c < x.cols(); ++c) {
      if (const double sigma = moments.deviation(c); sigma > 0.0) scale_(c) = sigma;
      penalty_(c) = penalty / (scale_(c) * scale_(c));
    }
    total_ = weights.sum();
  }

  Index size() const { return m_ * q_; }
  Index n_scores() const { return m_; }
  Index width() const { return q_; }
  bool intercept() const { return q_ > x_.cols(); }
  double total_weight() const { return total_; }
  const Vector& mean() const { return mean_; }
  const Vector& scale() const { return scale_; }
  /// Penalty of each coordinate of a point: (p).
  Vector penalty() const { return penalty_.replicate(m_, 1); }

  LossPoint at(const Vector& point, bool with_hessian, const Monitor& monitor) const {
    const Eigen::Map<const Matrix> theta(point.data(), m_, q_);
    const Index p = with_hessian ? size() : 0;
    const LossPoint zero{0.0, Vector::Zero(size()), Eigen::MatrixXd::Zero(p, p)};
    LossPoint out = core::parallel_reduce(
        static_cast<std::size_t>(x_.rows()), chunk_rows(x_.rows(), p * p + size()), zero,
        [&](std::size_t begin, std::size_t end) {
          LossPoint part = zero;
          for (std::size_t at = begin; at < end; at += block_rows) {
            monitor.check();
            add_block(theta, static_cast<Index>(at),
                      static_cast<Index>(std::min(block_rows, end - at)), with_hessian, part);
          }
          return part;
        },
        [](LossPoint all, const LossPoint& part) {
          all.value += part.value;
          all.gradient += part.gradient;
          all.hessian += part.hessian;
          return all;
        });
    const Vector lambda = penalty();
    out.value += 0.5 * (lambda.array() * point.array().square()).sum();
    out.gradient += lambda.cwiseProduct(point);
    if (with_hessian) out.hessian.diagonal() += lambda;
    return out;
  }

 private:
  static constexpr std::size_t block_rows = 256;

  /// Standardised rows [from, from + n) with a last column of ones for the intercept: (n, q).
  Matrix block(Index from, Index n) const {
    const Index d = x_.cols();
    Matrix z = Matrix::Ones(n, q_);
    z.leftCols(d) = ((x_.middleRows(from, n).rowwise() - mean_.transpose()).array().rowwise() /
                     scale_.transpose().array())
                        .matrix();
    return z;
  }

  double row_loss(const Matrix& scores, Index r, Index code) const {
    if (m_ == 1) {
      const double s = code == 1 ? -scores(r, 0) : scores(r, 0);
      return std::max(s, 0.0) + std::log1p(std::exp(-std::abs(s)));
    }
    const double top = scores.row(r).maxCoeff();
    return top + std::log((scores.row(r).array() - top).exp().sum()) - scores(r, code);
  }

  void add_block(const Eigen::Map<const Matrix>& theta, Index from, Index n, bool with_hessian,
                 LossPoint& part) const {
    const Matrix z = block(from, n);
    Matrix scores = z * theta.transpose();
    const auto w = weights_.segment(from, n);
    for (Index r = 0; r < n; ++r)
      part.value += w(r) * row_loss(scores, r, codes_[static_cast<std::size_t>(from + r)]);
    to_probabilities(scores);
    if (with_hessian) add_hessian(z, scores, w, part.hessian);
    for (Index r = 0; r < n; ++r) {  // probabilities become weighted errors
      const Index code = codes_[static_cast<std::size_t>(from + r)];
      if (m_ > 1)
        scores(r, code) -= 1.0;
      else
        scores(r, 0) -= static_cast<double>(code);
      scores.row(r) *= w(r);
    }
    Eigen::Map<Matrix>(part.gradient.data(), m_, q_).noalias() += scores.transpose() * z;
  }

  void add_hessian(const Matrix& z, const Matrix& probability, const Vector& w,
                   Eigen::MatrixXd& hessian) const {
    for (Index a = 0; a < m_; ++a)
      for (Index b = 0; b <= a; ++b) {
        const auto pa = probability.col(a).array(), pb = probability.col(b).array();
        const Vector curvature = (w.array() * pa * ((a == b ? 1.0 : 0.0) - pb)).matrix();
        hessian.block(a * q_, b * q_, q_, q_).noalias() +=
            z.transpose() * (curvature.asDiagonal() * z);
      }
  }

  MatrixView x_;
  const std::vector<Index>& codes_;
  const Vector& weights_;
  Index m_, q_;
  Vector mean_, scale_, penalty_;
  double total_ = 0.0;
};

}  // namespace limn::inline LIMN_ABI::learn::detail
