// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <limits>

#include <Eigen/Cholesky>

#include <limn/coldstart/lin_ucb.hpp>

namespace limn::inline LIMN_ABI::coldstart {

LIMN_INLINE void LinUcb::solve(Index item) {
  const Index d = width();
  const Eigen::Map<const Matrix> a(a_.row(item).data(), d, d);
  const Eigen::LLT<Eigen::MatrixXd> factors{Eigen::MatrixXd(a)};
  const Eigen::MatrixXd inverse = factors.solve(Eigen::MatrixXd::Identity(d, d));
  Eigen::Map<Matrix>(inverse_.row(item).data(), d, d) = inverse;
  theta_.row(item) = factors.solve(Vector(b_.row(item).transpose())).transpose();
}

LIMN_INLINE void LinUcb::estimate(const Vector& x, std::span<const data::Id> candidates,
                                  Vector& mean, Vector& error) const {
  const Index d = width();
  mean = Vector::Zero(std::ssize(candidates));
  error = Vector::Constant(mean.size(), x.norm() / std::sqrt(params_.regularization));
  for (Index i = 0; i < mean.size(); ++i) {
    const std::int32_t item = items_.find(candidates[static_cast<std::size_t>(i)]);
    if (item < 0) continue;
    const Eigen::Map<const Matrix> inverse(inverse_.row(item).data(), d, d);
    mean[i] = theta_.row(item).dot(x.transpose());
    error[i] = std::sqrt(std::max(0.0, x.dot(inverse * x)));
  }
}

LIMN_INLINE Vector LinUcb::expected(std::span<const double> context,
                                    std::span<const data::Id> candidates) const {
  const Vector x = detail::checked_context(context, params_.n_features, name);
  detail::require_candidates(candidates, name);
  Vector mean, error;
  estimate(x, candidates, mean, error);
  return mean;
}

LIMN_INLINE Vector LinUcb::probabilities(std::span<const double> context,
                                         std::span<const data::Id> candidates) const {
  const Vector x = detail::checked_context(context, params_.n_features, name);
  detail::require_candidates(candidates, name);
  Vector mean, error;
  estimate(x, candidates, mean, error);
  return detail::explore(detail::shares_of_best(mean + params_.alpha * error), params_.exploration);
}

LIMN_INLINE Choice LinUcb::choose(std::span<const double> context,
                                  std::span<const data::Id> candidates) {
  const Vector p = probabilities(context, candidates);
  const auto draw = static_cast<std::uint64_t>(n_offers_++);
  return detail::draw_candidate(candidates, p, core::Random(params_.random_state, draw));
}

LIMN_INLINE LinUcb& LinUcb::update(std::span<const double> context, const data::Id& item,
                                   double reward) {
  const Vector x = detail::checked_context(context, params_.n_features, name);
  detail::require_reward(reward, -std::numeric_limits<double>::max(),
                         std::numeric_limits<double>::max(), name);
  const Index d = width(), known = static_cast<Index>(items_.size());
  const Index at = items_.insert(item);
  if (at == known) {
    for (Matrix* m : {&a_, &inverse_}) m->conservativeResize(known + 1, d * d);
    for (Matrix* m : {&b_, &theta_}) m->conservativeResize(known + 1, d);
    Eigen::Map<Matrix>(a_.row(at).data(), d, d) = params_.regularization * Matrix::Identity(d, d);
    b_.row(at).setZero();
  }
  Eigen::Map<Matrix>(a_.row(at).data(), d, d) += x * x.transpose();
  b_.row(at) += reward * x.transpose();
  solve(at);
  return *this;
}

LIMN_INLINE void LinUcb::check_state() {
  items_.check_state();
  const Index n = static_cast<Index>(items_.size()), d = width();
  core::require_state(a_.rows() == n && b_.rows() == n && a_.allFinite() && b_.allFinite() &&
                          (n == 0 || (a_.cols() == d * d && b_.cols() == d)),
                      name, "a");
  core::require_state(n_offers_ >= 0, name, "n_offers");
  inverse_.resize(n, d * d);
  theta_.resize(n, d);
  for (Index item = 0; item < n; ++item) solve(item);
  core::require_state(inverse_.allFinite() && theta_.allFinite(), name, "a");
}

}  // namespace limn::inline LIMN_ABI::coldstart
