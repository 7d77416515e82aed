// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include <limn/coldstart/thompson.hpp>

namespace limn::inline LIMN_ABI::coldstart {

namespace detail {

LIMN_INLINE double logistic(double score) {
  return score >= 0.0 ? 1.0 / (1.0 + std::exp(-score)) : std::exp(score) / (1.0 + std::exp(score));
}

/// The g that solves g = reward - logistic(score + g * spread): what the most probable coefficients
/// after one event are moved by, in units of their variances times the context.
LIMN_INLINE double pull(double score, double spread, double reward) {
  double low = reward - 1.0, high = reward;
  for (int i = 0; i < 60; ++i) {
    const double g = 0.5 * (low + high);
    (g < reward - logistic(score + g * spread) ? low : high) = g;
  }
  return 0.5 * (low + high);
}

/// What is believed of a candidate: Beta(a, b), or a normal score of mean a and deviation b.
struct Belief {
  double a = 0.0, b = 0.0;
};

}  // namespace detail

LIMN_INLINE Vector Thompson::expected(std::span<const double> context,
                                      std::span<const data::Id> candidates) const {
  const Vector x = detail::checked_context(context, params_.n_features, name);
  detail::require_candidates(candidates, name);
  Vector out(std::ssize(candidates));
  for (Index i = 0; i < out.size(); ++i) {
    const Index item = items_.find(candidates[static_cast<std::size_t>(i)]);
    if (counts()) {
      const double a = params_.prior_successes + (item < 0 ? 0.0 : mean_(item, 0));
      const double b = params_.prior_failures + (item < 0 ? 0.0 : precision_(item, 0));
      out[i] = a / (a + b);
    } else {
      out[i] = item < 0 ? 0.5 : detail::logistic(mean_.row(item).dot(x.transpose()));
    }
  }
  return out;
}

LIMN_INLINE Vector Thompson::probabilities(std::span<const double> context,
                                           std::span<const data::Id> candidates) const {
  const Vector x = detail::checked_context(context, params_.n_features, name);
  detail::require_candidates(candidates, name);
  std::vector<detail::Belief> beliefs;
  for (const data::Id& id : candidates) {
    const Index item = items_.find(id);
    if (counts())
      beliefs.push_back({params_.prior_successes + (item < 0 ? 0.0 : mean_(item, 0)),
                         params_.prior_failures + (item < 0 ? 0.0 : precision_(item, 0))});
    else if (item < 0)
      beliefs.push_back({0.0, x.norm() / std::sqrt(params_.regularization)});
    else
      beliefs.push_back(
          {mean_.row(item).dot(x.transpose()),
           std::sqrt((x.transpose().array().square() / precision_.row(item).array()).sum())});
  }
  core::Random random(params_.random_state, 2 * static_cast<std::uint64_t>(n_offers_));
  Vector wins = Vector::Zero(std::ssize(candidates));
  for (std::int64_t draw = 0; draw < params_.n_draws; ++draw) {
    std::size_t best = 0;
    double reached = -std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < beliefs.size(); ++i) {
      const auto [a, b] = beliefs[i];
      const double drawn = counts() ? detail::draw_beta(random, a, b) : a + b * random.normal();
      if (drawn > reached) best = i, reached = drawn;
    }
    wins[static_cast<Index>(best)] += 1.0;
  }
  return detail::explore(wins / static_cast<double>(params_.n_draws), params_.exploration);
}

LIMN_INLINE Choice Thompson::choose(std::span<const double> context,
                                    std::span<const data::Id> candidates) {
  const Vector p = probabilities(context, candidates);
  const auto draw = 2 * static_cast<std::uint64_t>(n_offers_++) + 1;
  return detail::draw_candidate(candidates, p, core::Random(params_.random_state, draw));
}

LIMN_INLINE Thompson& Thompson::update(std::span<const double> context, const data::Id& item,
                                       double reward) {
  const Vector x = detail::checked_context(context, params_.n_features, name);
  detail::require_reward(reward, 0.0, 1.0, name);
  const Index d = width(), known = static_cast<Index>(items_.size());
  const Index at = items_.insert(item);
  if (at == known) {
    for (Matrix* m : {&mean_, &precision_}) m->conservativeResize(known + 1, d);
    mean_.row(at).setZero();
    precision_.row(at).setConstant(counts() ? 0.0 : params_.regularization);
  }
  if (counts()) {
    mean_(at, 0) += reward;
    precision_(at, 0) += 1.0 - reward;
    return *this;
  }
  const Vector step = x.array() / precision_.row(at).transpose().array();
  const double g = detail::pull(mean_.row(at).dot(x.transpose()), step.dot(x), reward);
  mean_.row(at) += g * step.transpose();
  const double p = detail::logistic(mean_.row(at).dot(x.transpose()));
  precision_.row(at) += p * (1.0 - p) * x.transpose().cwiseAbs2();
  return *this;
}

LIMN_INLINE void Thompson::check_state() {
  items_.check_state();
  const Index n = static_cast<Index>(items_.size());
  core::require_state(mean_.rows() == n && precision_.rows() == n && mean_.allFinite() &&
                          precision_.allFinite() &&
                          (n == 0 || (mean_.cols() == width() && precision_.cols() == width())),
                      name, "mean");
  if (n > 0)
    core::require_state(counts() ? mean_.minCoeff() >= 0.0 && precision_.minCoeff() >= 0.0
                                 : precision_.minCoeff() > 0.0,
                        name, "precision");
  core::require_state(n_offers_ >= 0, name, "n_offers");
}

}  // namespace limn::inline LIMN_ABI::coldstart
