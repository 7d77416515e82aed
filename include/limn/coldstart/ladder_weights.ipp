// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>

#include <limn/coldstart/ladder_weights.hpp>
#include <limn/core/parallel.hpp>
#include <limn/recommend/top_k.hpp>

namespace limn::inline LIMN_ABI::coldstart {

namespace detail {

/// A smaller share changes little and costs a whole rung to compute.
inline constexpr double least_weight = 0.03;

LIMN_INLINE double ideal_gain(std::int64_t hits) {
  double sum = 0.0;
  for (std::int64_t i = 0; i < hits; ++i) sum += 1.0 / std::log2(2.0 + static_cast<double>(i));
  return sum;
}

LIMN_INLINE double case_ndcg(const LadderCase& asked, const Vector& weights, std::int64_t k) {
  VectorF fused = VectorF::Zero(asked.scores.cols());
  bool any = false;
  for (Index r = 0; r < weights.size(); ++r) {
    if (weights[r] <= 0.0 || !asked.available[static_cast<std::size_t>(r)]) continue;
    fused += static_cast<float>(weights[r]) * asked.scores.row(r).transpose();
    any = true;
  }
  if (!any) fused = asked.scores.row(0).transpose();
  std::vector<std::int32_t> items(static_cast<std::size_t>(k));
  std::vector<float> best(items.size());
  recommend::top_k({fused.data(), static_cast<std::size_t>(fused.size())}, items, best);
  double gain = 0.0;
  for (std::size_t i = 0; i < items.size(); ++i)
    if (items[i] >= 0 && asked.taken[static_cast<std::size_t>(items[i])])
      gain += 1.0 / std::log2(2.0 + static_cast<double>(i));
  return gain / ideal_gain(std::min(k, asked.n_taken));
}

}  // namespace detail

LIMN_INLINE bool to_shares(std::span<float> scores) {
  double sum = 0.0;
  for (float& score : scores) {
    if (!(score > 0.0F)) score = 0.0F;
    sum += static_cast<double>(score);
  }
  if (!(sum > 0.0) || !std::isfinite(sum)) return false;
  for (float& score : scores) score = static_cast<float>(static_cast<double>(score) / sum);
  return true;
}

LIMN_INLINE double mean_ndcg(std::span<const LadderCase> cases, const Vector& weights,
                             std::int64_t k) {
  if (cases.empty()) return 0.0;
  const double sum = core::parallel_reduce(
      cases.size(), 64, 0.0,
      [&](std::size_t begin, std::size_t end) {
        double part = 0.0;
        for (std::size_t c = begin; c < end; ++c) part += detail::case_ndcg(cases[c], weights, k);
        return part;
      },
      [](double a, double b) { return a + b; });
  return sum / static_cast<double>(cases.size());
}

LIMN_INLINE Vector search_weights(std::span<const LadderCase> cases, std::int64_t k,
                                  const Monitor& monitor) {
  const Index n = cases.front().scores.rows();
  Vector best = Vector::Constant(n, 1.0 / static_cast<double>(n));
  double reached = mean_ndcg(cases, best, k);
  const auto try_weights = [&](const Vector& weights) {
    monitor.check();
    const double ndcg = mean_ndcg(cases, weights, k);
    if (!(ndcg > reached + 1e-6)) return false;
    best = weights;
    reached = ndcg;
    return true;
  };
  for (Index r = 0; r < n; ++r) try_weights(Vector::Unit(n, r));
  for (const double step : {0.4, 0.15, 0.05}) {
    bool better = true;
    for (int round = 0; better && round < 4; ++round) {
      better = false;
      for (Index from = 0; from < n; ++from) {
        for (Index to = 0; to < n; ++to) {
          if (from == to || best[from] <= 0.0) continue;
          Vector moved = best;
          const double mass = std::min(step, moved[from]);
          moved[from] -= mass;
          moved[to] += mass;
          better = try_weights(moved) || better;
        }
      }
    }
  }
  return best;
}

LIMN_INLINE Vector best_rung(std::span<const LadderCase> cases, std::int64_t k) {
  const Index n = cases.front().scores.rows();
  Vector best = Vector::Unit(n, 0);
  double reached = mean_ndcg(cases, best, k);
  for (Index r = 1; r < n; ++r)
    if (const double ndcg = mean_ndcg(cases, Vector::Unit(n, r), k); ndcg > reached + 1e-6)
      best = Vector::Unit(n, r), reached = ndcg;
  return best;
}

namespace detail {

/// NDCG of weights beyond that of others, case by case.
LIMN_INLINE Vector gains(std::span<const LadderCase> cases, const Vector& weights,
                         const Vector& others, std::int64_t k) {
  Vector out(std::ssize(cases));
  core::parallel_rows(cases.size(), 64, [&](std::size_t begin, std::size_t end) {
    for (std::size_t c = begin; c < end; ++c)
      out(static_cast<Index>(c)) = case_ndcg(cases[c], weights, k) - case_ndcg(cases[c], others, k);
  });
  return out;
}

/// Mean and standard error of what was gained, case by case.
struct Gained {
  double mean = 0.0, error = 0.0;
  explicit Gained(const Vector& gain) : mean(gain.mean()) {
    const double n = static_cast<double>(gain.size());
    error = std::sqrt((gain.array() - mean).square().sum() / n / n);
  }
};

}  // namespace detail

LIMN_INLINE Vector search_beyond(std::span<const LadderCase> cases, const Vector& plain,
                                 std::int64_t k, const Monitor& monitor) {
  if (cases.size() < 2) return plain;
  const auto first = cases.first((cases.size() + 1) / 2), second = cases.subspan(first.size());
  const Vector a = search_weights(first, k, monitor), b = search_weights(second, k, monitor);
  Vector gain(std::ssize(cases));
  gain << detail::gains(second, a, plain, k), detail::gains(first, b, plain, k);
  const detail::Gained gained(gain);
  if (!(gained.mean > gained.error)) return plain;
  return 0.5 * a + 0.5 * b;
}

LIMN_INLINE Matrix smooth_weights(const Matrix& weights, const Matrix& allowed, double smoothing) {
  Matrix out = weights;
  const Index last = weights.rows() - 1;
  for (Index step = 0; step <= last; ++step) {
    Vector around = Vector::Zero(weights.cols());
    double n = 0.0;
    if (step > 0) around += weights.row(step - 1).transpose(), n += 1.0;
    if (step < last) around += weights.row(step + 1).transpose(), n += 1.0;
    Vector row = weights.row(step).transpose();
    if (n > 0.0) row = (1.0 - smoothing) * row + smoothing / n * around;
    row = row.cwiseProduct(allowed.row(step).transpose());
    row = (row.array() < detail::least_weight * row.sum()).select(0.0, row);
    const double sum = row.sum();
    if (sum > 0.0) out.row(step) = (row / sum).transpose();
  }
  return out;
}

}  // namespace limn::inline LIMN_ABI::coldstart
