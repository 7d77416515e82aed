// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <limits>
#include <vector>

#include <limn/nn/math.hpp>

namespace limn::inline LIMN_ABI::nn {

/// Vectors of one user should be alike, those of different users not: rows of z (n, d) come in
/// groups of `group` rows. With unit rows h and s(a, b) = h_a h_b / temperature, the sum over rows
/// a and the other rows p of its group of -log(e^s(a, p) / sum over b != a of e^s(a, b)), divided
/// by group - 1. Returns that sum; dz is set to `weight` times its gradient. A row of zeros stays
/// where it is. Cost: O(n^2 d). Source: Khosla et al. (2020), Supervised Contrastive Learning.
template <class S>
class ContrastiveLoss {
 public:
  S run(std::size_t n, std::size_t d, std::size_t group, const S* z, S temperature, S weight,
        S* dz) {
    normalise(n, d, z);
    scores_.resize(n * n);
    Math<S>::gemm(false, true, n, n, d, unit_.data(), d, unit_.data(), d, scores_.data(), n, false);
    S loss = 0;
    for (std::size_t a = 0; a < n; ++a) loss += row_gradient(n, group, a, S(1) / temperature);
    // d loss / d h_a = sum over b of (G(a, b) + G(b, a)) h_b / temperature
    Math<S>::gemm(false, false, n, d, n, scores_.data(), n, unit_.data(), d, dz, d, false);
    Math<S>::gemm(true, false, n, d, n, scores_.data(), n, unit_.data(), d, dz, d, true);
    for (std::size_t a = 0; a < n; ++a) {
      S* out = dz + a * d;
      const S* h = unit_.data() + a * d;
      const S along = Math<S>::dot(d, out, h);
      Math<S>::axpy(d, -along, h, out);
      Math<S>::scale(d, weight * inverse_[a] / temperature, out);
    }
    return loss;
  }

 private:
  void normalise(std::size_t n, std::size_t d, const S* z) {
    unit_.assign(z, z + n * d);
    inverse_.resize(n);
    for (std::size_t a = 0; a < n; ++a) {
      const S length = std::sqrt(Math<S>::dot(d, z + a * d, z + a * d));
      inverse_[a] = length > S(1e-12) ? S(1) / length : S(0);
      Math<S>::scale(d, inverse_[a], unit_.data() + a * d);
    }
  }

  /// Products of a row become soft-max minus the wanted shares; returns the row's loss.
  S row_gradient(std::size_t n, std::size_t group, std::size_t a, S sharpness) {
    S* row = scores_.data() + a * n;
    const std::size_t first = a / group * group;
    const S share = S(1) / static_cast<S>(group - 1);
    Math<S>::scale(n, sharpness, row);
    S wanted = 0;
    for (std::size_t p = first; p < first + group; ++p)
      if (p != a) wanted += share * row[p];
    row[a] = -std::numeric_limits<S>::infinity();
    const S top = Math<S>::maximum(n, row);
    const S sum = Math<S>::exp_sum(n, top, row);
    Math<S>::scale(n, S(1) / sum, row);
    for (std::size_t p = first; p < first + group; ++p)
      if (p != a) row[p] -= share;
    row[a] = S(0);
    return std::log(sum) + top - wanted;
  }

  std::vector<S> unit_, inverse_, scores_;
};

}  // namespace limn::inline LIMN_ABI::nn
