// SPDX-License-Identifier: MIT
#pragma once

#include <deque>

#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::learn::detail {

/// Memory of the last steps of a descent, which turns a gradient into a better direction.
/// Source: Nocedal, Wright (2006), Numerical Optimization, algorithm 7.4.
class Lbfgs {
 public:
  /// scale (p): inverse of a bound on the curvature along each coordinate.
  explicit Lbfgs(Vector scale) : scale_(std::move(scale)) {}

  /// Where to go from a point with this gradient (p).
  Vector direction(const Vector& gradient) const {
    Vector q = gradient;
    std::vector<double> alpha(pairs_.size());
    for (std::size_t i = pairs_.size(); i-- > 0;) {
      alpha[i] = pairs_[i].rho * pairs_[i].step.dot(q);
      q -= alpha[i] * pairs_[i].change;
    }
    q.array() *= scale_.array() * gamma_;
    for (std::size_t i = 0; i < pairs_.size(); ++i)
      q += (alpha[i] - pairs_[i].rho * pairs_[i].change.dot(q)) * pairs_[i].step;
    return -q;
  }

  /// A step (p) and the change of the gradient (p) along it.
  void remember(Vector step, Vector change) {
    const double curvature = step.dot(change);
    if (!(curvature > 1e-14 * step.norm() * change.norm())) return;
    gamma_ = curvature / (change.array().square() * scale_.array()).sum();
    if (pairs_.size() == 10) pairs_.pop_front();
    pairs_.push_back({std::move(step), std::move(change), 1.0 / curvature});
  }

 private:
  struct Pair {
    Vector step, change;
    double rho;
  };
  Vector scale_;
  double gamma_ = 1.0;
  std::deque<Pair> pairs_;
};

}  // namespace limn::inline LIMN_ABI::learn::detail
