// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>

#include <limn/core/parallel.hpp>
#include <limn/recommend/fusion_weights.hpp>

namespace limn::inline LIMN_ABI::recommend {

LIMN_INLINE std::string_view text_of(FusionForm form) {
  return form == FusionForm::share ? "share" : form == FusionForm::log ? "log" : "rank";
}

LIMN_INLINE void to_form(FusionForm form, bool log_odds, std::span<const std::int32_t> items,
                         std::span<const float> scores, std::span<float> out) {
  double sum = 0.0;
  const double largest = scores.empty() ? 0.0 : static_cast<double>(scores.front());
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto score = static_cast<double>(scores[i]);
    const double share = items[i] < 0 ? 0.0 : log_odds ? std::exp(score - largest) : score;
    out[i] = share > 0.0 && std::isfinite(share) ? static_cast<float>(share) : 0.0F;
    sum += static_cast<double>(out[i]);
  }
  if (!(sum > 0.0)) return;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (out[i] == 0.0F) continue;
    const double share = static_cast<double>(out[i]) / sum;
    const double said = form == FusionForm::share ? share
                        : form == FusionForm::log ? std::log1p(1000.0 * share)
                                                  : 60.0 / (61.0 + static_cast<double>(i));
    out[i] = static_cast<float>(said);
  }
}

LIMN_INLINE double mean_gain(std::span<const FusionCase> cases, const VectorF& weights,
                             std::int64_t k) {
  if (cases.empty()) return 0.0;
  const double sum = core::parallel_reduce(
      cases.size(), 64, 0.0,
      [&](std::size_t begin, std::size_t end) {
        double part = 0.0;
        for (std::size_t c = begin; c < end; ++c) {
          const MatrixF& said = cases[c].said;
          const float wanted = said.row(0).dot(weights);
          if (!(wanted > 0.0F)) continue;
          std::int64_t rank = 1;
          for (Index i = 1; i < said.rows() && rank <= k; ++i)
            rank += said.row(i).dot(weights) >= wanted ? 1 : 0;
          if (rank <= k) part += 1.0 / std::log2(1.0 + static_cast<double>(rank));
        }
        return part;
      },
      [](double a, double b) { return a + b; });
  return sum / static_cast<double>(cases.size());
}

LIMN_INLINE VectorF search_weights(std::span<const FusionCase> cases, Index n_members,
                                   std::int64_t k, const Monitor& monitor) {
  VectorF best = VectorF::Unit(n_members, 0);
  double reached = mean_gain(cases, best, k);
  const auto better = [&](const VectorF& weights) {
    monitor.check();
    const double gain = mean_gain(cases, weights, k);
    if (!(gain > reached + 1e-9)) return false;
    best = weights;
    reached = gain;
    return true;
  };
  for (Index m = 1; m < n_members; ++m) better(VectorF::Unit(n_members, m));
  better(VectorF::Constant(n_members, 1.0F / static_cast<float>(n_members)));
  for (const float step : {0.4F, 0.2F, 0.1F, 0.05F, 0.02F}) {
    bool moved = true;
    for (int round = 0; moved && round < 6; ++round) {
      moved = false;
      for (Index from = 0; from < n_members; ++from)
        for (Index to = 0; to < n_members; ++to) {
          if (from == to || best[from] <= 0.0F) continue;
          VectorF next = best;
          const float mass = std::min(step, next[from]);
          next[from] -= mass;
          next[to] += mass;
          moved = better(next) || moved;
        }
    }
  }
  return best;
}

}  // namespace limn::inline LIMN_ABI::recommend
