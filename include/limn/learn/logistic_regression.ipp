// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Dense>

#include <limn/core/check.hpp>
#include <limn/learn/detail/lbfgs.hpp>
#include <limn/learn/detail/log_loss.hpp>
#include <limn/learn/logistic_regression.hpp>

namespace limn::inline LIMN_ABI::learn {
namespace detail {

inline constexpr Index newton_limit = 256;   // beyond, the Hessian costs more than it saves
inline constexpr Index most_classes = 1024;  // more are a sign that y is an amount

struct Solution {
  Vector point;
  std::int64_t n_iter = 0;
  bool converged = false;
};

/// Newton's direction. The shift of all intercepts by one number leaves the loss of more than two
/// classes as it is: a little curvature there gives the system one solution.
inline Vector newton_direction(const LogLoss& loss, const LossPoint& here) {
  Eigen::MatrixXd hessian = here.hessian;
  if (loss.n_scores() > 1 && loss.intercept())
    for (Index i = loss.width() - 1; i < loss.size(); i += loss.width())
      hessian(i, i) += 1e-9 * loss.total_weight();
  return -Eigen::LDLT<Eigen::MatrixXd, Eigen::Lower>(hessian).solve(here.gradient);
}

/// Halves the step until the loss falls enough (Armijo). False when it never does.
inline bool line_search(const LogLoss& loss, const Vector& direction, bool with_hessian,
                        const Monitor& monitor, Vector& point, LossPoint& here) {
  const double slope = here.gradient.dot(direction);
  double step = 1.0;
  for (int halving = 0; halving < 40; ++halving, step *= 0.5) {
    const Vector next = point + step * direction;
    LossPoint there = loss.at(next, with_hessian, monitor);
    const double rounding = 1e-14 * std::abs(here.value);
    if (!(there.value <= here.value + 1e-4 * step * slope + rounding)) continue;
    point = next;
    here = std::move(there);
    return true;
  }
  return false;
}

inline Solution minimise(const LogLoss& loss, const LogisticRegression::Params& params,
                         const Monitor& monitor) {
  const bool newton = loss.size() <= newton_limit;
  Lbfgs memory((0.25 * loss.total_weight() + loss.penalty().array()).inverse().matrix());
  Solution out{Vector::Zero(loss.size())};
  LossPoint here = loss.at(out.point, newton, monitor);
  while (true) {
    monitor.report(static_cast<double>(out.n_iter) / static_cast<double>(params.max_iter + 1),
                   "fitting probabilities");
    const Vector direction =
        newton ? newton_direction(loss, here) : memory.direction(here.gradient);
    // The decrement tells what is left to gain whatever the columns' scales; it is only known
    // where the curvature is.
    const double decrement = newton ? -here.gradient.dot(direction) : 0.0;
    out.converged = here.gradient.cwiseAbs().maxCoeff() <= params.tol * loss.total_weight() &&
                    decrement <= params.tol * params.tol * loss.total_weight();
    if (out.converged || out.n_iter == params.max_iter) break;
    const Vector before = out.point, gradient = here.gradient;
    if (!line_search(loss, direction, newton, monitor, out.point, here)) break;
    if (!newton) memory.remember(out.point - before, here.gradient - gradient);
    ++out.n_iter;
  }
  return out;
}

/// Distinct values of y, rising. Errors: DataError when fewer than 2 or more than most_classes.
inline Vector classes_of(VectorView y) {
  std::vector<double> values(y.begin(), y.end());
  std::ranges::sort(values);
  values.erase(std::ranges::unique(values).begin(), values.end());
  const auto n = static_cast<Index>(values.size());
  if (n < 2)
    throw_target(LogisticRegression::name, "y", "one class", "at least 2 classes",
                 "pass rows of every class");
  if (n > most_classes)
    throw_target(LogisticRegression::name, "y", std::to_string(n) + " different values",
                 "at most " + std::to_string(most_classes) + " classes",
                 "for amounts see limn.learn.Ridge");
  return Eigen::Map<const Vector>(values.data(), n);
}

inline std::vector<Index> codes_of(VectorView y, const Vector& classes) {
  std::vector<Index> out;
  out.reserve(static_cast<std::size_t>(y.size()));
  for (const double v : y)
    out.push_back(std::lower_bound(classes.begin(), classes.end(), v) - classes.begin());
  return out;
}

/// Weights that give every class the same sum: total / (k * sum of the class).
inline Vector balanced(VectorView weights, const std::vector<Index>& codes, Index n_classes) {
  Vector sum = Vector::Zero(n_classes), out = weights;
  for (Index r = 0; r < out.size(); ++r) sum(codes[static_cast<std::size_t>(r)]) += out(r);
  const double share = sum.sum() / static_cast<double>(n_classes);
  for (Index r = 0; r < out.size(); ++r)
    if (out(r) > 0.0) out(r) *= share / sum(codes[static_cast<std::size_t>(r)]);
  return out;
}

}  // namespace detail

LIMN_INLINE LogisticRegression& LogisticRegression::fit(MatrixView x, VectorView y,
                                                        const Monitor& monitor) {
  return fit(x, y, Vector::Ones(x.rows()), monitor);
}

LIMN_INLINE LogisticRegression& LogisticRegression::fit(MatrixView x, VectorView y,
                                                        VectorView weights,
                                                        const Monitor& monitor) {
  detail::require_supervised(x, y, weights, name);
  Vector classes = detail::classes_of(y);
  const std::vector<Index> codes = detail::codes_of(y, classes);
  const Vector w = params_.class_weight == "balanced"
                       ? detail::balanced(weights, codes, classes.size())
                       : Vector(weights);
  const Index m = classes.size() == 2 ? 1 : classes.size(), d = x.cols();
  const detail::LogLoss loss(x, codes, w, m, params_.fit_intercept, 1.0 / params_.C);
  const detail::Solution found = detail::minimise(loss, params_, monitor);
  const Eigen::Map<const Matrix> theta(found.point.data(), m, loss.size() / m);
  Matrix coef = (theta.leftCols(d).array().rowwise() / loss.scale().transpose().array()).matrix();
  Vector intercept = Vector::Zero(m);
  if (params_.fit_intercept) {
    intercept = theta.col(d) - coef * loss.mean();
    if (m > 1) intercept.array() -= intercept.mean();  // only differences matter
  }
  coef_ = std::move(coef);
  intercept_ = std::move(intercept);
  classes_ = std::move(classes);
  mean_ = loss.mean();
  n_iter_ = found.n_iter;
  converged_ = found.converged ? 1 : 0;
  return *this;
}

LIMN_INLINE void LogisticRegression::require_input(MatrixView x) const {
  core::require_fitted(classes_.size() > 0, name);
  core::require_width(x.cols(), coef_.cols(), name);
  core::require_finite(x, name, core::Missing::refused);
}

LIMN_INLINE Matrix LogisticRegression::decision_function(MatrixView x) const {
  require_input(x);
  Matrix out(x.rows(), coef_.rows());
  // One dot product each, so that a row's answer is the same bits in any company.
  for (Index r = 0; r < x.rows(); ++r)
    for (Index k = 0; k < coef_.rows(); ++k) out(r, k) = intercept_(k) + x.row(r).dot(coef_.row(k));
  return out;
}

LIMN_INLINE Matrix LogisticRegression::predict_proba(MatrixView x) const {
  Matrix scores = decision_function(x);
  detail::to_probabilities(scores);
  if (scores.cols() > 1) return scores;
  Matrix out(x.rows(), 2);
  out.col(0) = (1.0 - scores.col(0).array()).matrix();
  out.col(1) = scores.col(0);
  return out;
}

LIMN_INLINE Vector LogisticRegression::predict(MatrixView x) const {
  const Matrix probability = predict_proba(x);
  Vector out(x.rows());
  for (Index r = 0; r < x.rows(); ++r) {
    Index best = 0;
    probability.row(r).maxCoeff(&best);
    out(r) = classes_(best);
  }
  return out;
}

LIMN_INLINE Matrix LogisticRegression::explain(MatrixView x) const {
  const Matrix scores = decision_function(x);
  Matrix out(x.rows(), x.cols());
  for (Index r = 0; r < x.rows(); ++r) {
    Index best = 0;
    if (scores.cols() > 1) scores.row(r).maxCoeff(&best);
    out.row(r) = (x.row(r) - mean_.transpose()).cwiseProduct(coef_.row(best));
  }
  return out;
}

LIMN_INLINE void LogisticRegression::check_state() const {
  const Index k = classes_.size(), m = k == 2 ? 1 : k;
  core::require_state(k != 1 && coef_.rows() == m && intercept_.size() == m, name, "coef");
  core::require_state(mean_.size() == coef_.cols(), name, "mean");
}

}  // namespace limn::inline LIMN_ABI::learn
