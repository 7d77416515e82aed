// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <limn/core/monitor.hpp>
#include <limn/impute/detail/design.hpp>

namespace limn::inline LIMN_ABI::impute::detail {

/// One stream of random numbers a (seed, step), never shared.
inline std::uint64_t step_seed(std::uint64_t seed, std::uint64_t step) {
  return seed * 0x9E3779B97F4A7C15u + (step + 1) * 0xBF58476D1CE4E5B9u;
}

struct ChainOptions {
  std::int64_t max_iter = 10;
  double tol = 1e-3;
  bool draw = false;
  std::uint64_t seed = 0;
};

/// Columns filled in turn, each by Bayesian ridge on all others, round after round; the regressions
/// of every round are kept, so that a new row goes the way the rows of fit went. Works on rows z
/// (p) of a Design; p + 1 coefficients each, the constant last.
class RidgeChain {
 public:
  /// Learns the chain from x (n, d). Errors: CancelledError.
  void fit(MatrixView x, const Schema& schema, const Design& design, const ChainOptions& options,
           const Monitor& monitor);

  std::int64_t n_rounds() const { return rounds_; }
  bool converged() const { return converged_; }

  /// Fills the blocks of the missing columns of z (p) in place, through all rounds. `draws`: add
  /// noise, addressed by (seed, row).
  void fill(const Design& design, const std::vector<std::uint8_t>& gap, double* z, bool draws,
            std::uint64_t seed, std::uint64_t row) const;
  /// Row r of x as regressors z (p), its gaps filled; gap (d) tells which were. False: there was
  /// none.
  bool complete(const Schema& schema, const Design& design, MatrixView x, Index r, bool draws,
                std::uint64_t seed, Vector& z, std::vector<std::uint8_t>& gap) const {
    bool any = false;
    for (Index c = 0; c < x.cols(); ++c) {
      const bool known = design.encode(schema, c, x(r, c), z.data());
      gap[static_cast<std::size_t>(c)] = !known;
      any = any || !known;
    }
    if (any) fill(design, gap, z.data(), draws, seed, static_cast<std::uint64_t>(r));
    return any;
  }
  /// What the last round says about regressor j, given the others.
  double predict(Index j, const double* z) const;

  template <class V>
  void state(V&& v) {
    v("order", order_);
    v("coef", coef_);
    v("sigma", sigma_);
    v("rounds", rounds_);
    v("converged", converged_);
  }
  void require(const Design& design, std::string_view component) const;

 private:
  std::vector<std::int64_t> order_;  // (d) columns, those with fewest gaps first
  Matrix coef_;                      // (rounds * p, p + 1)
  Vector sigma_;                     // (rounds * p)
  std::int64_t rounds_ = 0;
  bool converged_ = false;
};

}  // namespace limn::inline LIMN_ABI::impute::detail

#ifdef LIMN_HEADER_ONLY
#include <limn/impute/detail/ridge_chain.ipp>
#endif
