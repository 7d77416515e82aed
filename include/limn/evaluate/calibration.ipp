// SPDX-License-Identifier: MIT
#pragma once

#include <limn/evaluate/calibration.hpp>
#include <limn/evaluate/detail/input.hpp>

namespace limn::inline LIMN_ABI::evaluate {
namespace detail {

/// Upper edges of the bins, rising, the last one 1.
inline std::vector<double> bin_edges(VectorView probabilities, std::int64_t n_bins,
                                     Binning binning) {
  std::vector<double> out, sorted(probabilities.begin(), probabilities.end());
  std::sort(sorted.begin(), sorted.end());
  for (std::int64_t b = 1; b < n_bins; ++b) {
    const double share = static_cast<double>(b) / static_cast<double>(n_bins);
    const double edge = binning == Binning::uniform ? share : sorted_quantile(sorted, share);
    if (edge > (out.empty() ? 0.0 : out.back()) && edge < 1.0) out.push_back(edge);
  }
  out.push_back(1.0);
  return out;
}

/// Newton's method with backtracking on the likelihood of Platt's curve.
class PlattFit {
 public:
  PlattFit(VectorView truth, VectorView scores) : scores_(scores), target_(truth.size()) {
    const double positives = truth.sum(), negatives = static_cast<double>(truth.size()) - positives;
    for (Index i = 0; i < truth.size(); ++i)
      target_(i) = truth(i) == 1.0 ? (positives + 1) / (positives + 2) : 1 / (negatives + 2);
    at_ = {0.0, std::log((positives + 1) / (negatives + 1))};
  }

  /// In units of the scores given, which must be of moderate size.
  Platt run() {
    double loss = loss_at(at_);
    for (int round = 0; round < 100 && step(loss); ++round) {
    }
    return at_;
  }

 private:
  bool step(double& loss) {
    double gs = 0, go = 0, ss = 1e-12, so = 0, oo = 1e-12;
    for (Index i = 0; i < target_.size(); ++i) {
      const double p = at_(scores_(i)), w = p * (1 - p), e = p - target_(i), s = scores_(i);
      gs += e * s;
      go += e;
      ss += w * s * s;
      so += w * s;
      oo += w;
    }
    if (std::abs(gs) < 1e-9 && std::abs(go) < 1e-9) return false;
    const double det = ss * oo - so * so;
    const double ds = -(oo * gs - so * go) / det, d_o = -(ss * go - so * gs) / det;
    const double slope = gs * ds + go * d_o;
    for (double length = 1; length > 1e-10; length /= 2) {
      const Platt next{at_.slope + length * ds, at_.offset + length * d_o};
      const double reached = loss_at(next);
      if (!(reached < loss + 1e-4 * length * slope)) continue;
      at_ = next;
      loss = reached;
      return true;
    }
    return false;
  }

  double loss_at(const Platt& curve) const {
    double out = 0;
    for (Index i = 0; i < target_.size(); ++i) {
      const double z = curve.slope * scores_(i) + curve.offset;
      // ln(1 + exp(z)) - target * z, without overflow
      out += (z > 0 ? z + std::log1p(std::exp(-z)) : std::log1p(std::exp(z))) - target_(i) * z;
    }
    return out;
  }

  VectorView scores_;
  Vector target_;
  Platt at_;
};

/// Means of y at each distinct x, in order of x.
struct Step {
  double x, y, weight;
};

inline std::vector<Step> distinct_steps(VectorView truth, VectorView scores, VectorView weights) {
  std::vector<Index> order = order_by_falling(scores);
  std::reverse(order.begin(), order.end());
  std::vector<Step> out;
  for (const Index i : order) {
    const double w = weights.size() ? weights(i) : 1.0;
    if (w == 0) continue;
    if (out.empty() || out.back().x != scores(i)) out.push_back({scores(i), 0, 0});
    out.back().y += w * truth(i);
    out.back().weight += w;
  }
  for (Step& step : out) step.y /= step.weight;
  return out;
}

/// A run of steps that share one height.
struct Level {
  double y, weight;
  std::size_t first, last;
};

inline std::vector<Level> pooled(const std::vector<Step>& steps) {
  std::vector<Level> out;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    out.push_back({steps[i].y, steps[i].weight, i, i});
    while (out.size() > 1 && out[out.size() - 2].y >= out.back().y) {
      const Level top = out.back();
      out.pop_back();
      Level& below = out.back();
      below.y = (below.y * below.weight + top.y * top.weight) / (below.weight + top.weight);
      below.weight += top.weight;
      below.last = top.last;
    }
  }
  return out;
}

inline void require_curve(VectorView truth, VectorView scores, VectorView weights) {
  require_pair(truth.size(), scores.size(), "fit_isotonic", "scores");
  require_numbers(truth, "fit_isotonic", "truth");
  require_numbers(scores, "fit_isotonic", "scores");
  if (weights.size() == 0) return;
  core::require_length(weights.size(), truth.size(), "evaluate.fit_isotonic", "weights");
  require_numbers(weights, "fit_isotonic", "weights");
  double sum = 0;
  for (Index i = 0; i < weights.size(); ++i) {
    if (weights(i) < 0) refuse("fit_isotonic", "weights", i, "a negative weight", "0 or more");
    sum += weights(i);
  }
  if (!(sum > 0)) refuse("fit_isotonic", "weights", 0, "only zeros", "a weight above 0");
}

}  // namespace detail

LIMN_INLINE Reliability reliability(VectorView truth, VectorView probabilities, std::int64_t n_bins,
                                    Binning binning) {
  detail::require_pair(truth.size(), probabilities.size(), "reliability", "probabilities");
  detail::require_binary(truth, "reliability");
  detail::require_probabilities(probabilities, "reliability");
  detail::require_option(static_cast<double>(n_bins), 1, 10000, "reliability", "n_bins");
  const std::vector<double> edges = detail::bin_edges(probabilities, n_bins, binning);
  Reliability out;
  out.bins.resize(edges.size());
  std::vector<double> predicted(edges.size(), 0.0), observed(edges.size(), 0.0);
  for (Index i = 0; i < truth.size(); ++i) {
    const auto bin =
        std::upper_bound(edges.begin(), edges.end() - 1, probabilities(i)) - edges.begin();
    const auto b = static_cast<std::size_t>(bin);
    out.bins[b].count += 1;
    predicted[b] += probabilities(i);
    observed[b] += truth(i);
  }
  for (std::size_t b = 0; b < edges.size(); ++b) {
    Bin& bin = out.bins[b];
    bin.low = b ? edges[b - 1] : 0.0;
    bin.high = edges[b];
    if (bin.count == 0) continue;
    const auto n = static_cast<double>(bin.count);
    bin.predicted = predicted[b] / n;
    bin.observed = observed[b] / n;
    const double gap = std::abs(bin.predicted - bin.observed);
    out.ece += gap * n / static_cast<double>(truth.size());
    out.mce = std::max(out.mce, gap);
  }
  return out;
}

LIMN_INLINE double Isotonic::operator()(double score) const {
  if (std::isnan(score) || x.size() == 0) return missing;
  const Index right = std::upper_bound(x.begin(), x.end(), score) - x.begin();
  if (right == 0) return y(0);
  if (right == x.size()) return y(right - 1);
  const double share = (score - x(right - 1)) / (x(right) - x(right - 1));
  return y(right - 1) + share * (y(right) - y(right - 1));
}

LIMN_INLINE Vector Isotonic::operator()(VectorView scores) const {
  return scores.unaryExpr([this](double s) { return (*this)(s); });
}

LIMN_INLINE Vector Platt::operator()(VectorView scores) const {
  return scores.unaryExpr([this](double s) { return (*this)(s); });
}

LIMN_INLINE Isotonic fit_isotonic(VectorView truth, VectorView scores, VectorView weights) {
  detail::require_curve(truth, scores, weights);
  const std::vector<detail::Step> steps = detail::distinct_steps(truth, scores, weights);
  std::vector<double> x, y;
  for (const detail::Level& level : detail::pooled(steps)) {
    x.push_back(steps[level.first].x);
    y.push_back(level.y);
    if (level.last == level.first) continue;
    x.push_back(steps[level.last].x);
    y.push_back(level.y);
  }
  const auto n = static_cast<Index>(x.size());
  return {Eigen::Map<const Vector>(x.data(), n), Eigen::Map<const Vector>(y.data(), n)};
}

LIMN_INLINE Platt fit_platt(VectorView truth, VectorView scores) {
  detail::require_pair(truth.size(), scores.size(), "fit_platt", "scores");
  detail::require_binary(truth, "fit_platt");
  detail::require_numbers(scores, "fit_platt", "scores");
  const double middle = scores.mean(), reach = (scores.array() - middle).abs().maxCoeff();
  // Newton's tolerance needs a unit; equal scores teach an offset alone.
  const Vector scaled = (scores.array() - middle) / (reach > 0 ? reach : 1.0);
  const Platt fitted = detail::PlattFit(truth, scaled).run();
  if (!(reach > 0)) return {0.0, fitted.offset};
  return {fitted.slope / reach, fitted.offset - fitted.slope * middle / reach};
}

}  // namespace limn::inline LIMN_ABI::evaluate
