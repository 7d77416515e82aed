// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <limn/coldstart/arms.hpp>
#include <limn/core/component.hpp>

namespace limn::inline LIMN_ABI::coldstart {

/// Offers the item that could be best: a ridge regression of the reward on the context for each
/// item, and the upper end of its confidence interval decides. Learns from each reward at once.
///
/// Choose it for rewards of any size that grow linearly with the context; prefer Thompson for
/// clicks (0 or 1), for rewards that come late, or without a context. Per item A = regularization *
/// I + sum of x x', b = sum of r x; an item offers A^-1 b . x + alpha * sqrt(x' A^-1 x); an item
/// never offered starts at the width alone, so new items are tried. The best item (several equal
/// ones share) has probability 1 - exploration, all candidates share the rest, so that every
/// propensity is above zero and the log can judge other policies (evaluate::off_policy). context:
/// n_features finite numbers; with n_features = 0 none, and the ridge is a mean. Cost: an update
/// O(d^3), an offer O(d^2) a candidate; d^2 numbers an item.
/// **Source:** Li, Chu, Langford, Schapire (2010), A Contextual-Bandit Approach to Personalized
/// News Article Recommendation (LinUCB with disjoint models). **Differs:** a share of even
/// exploration, for propensities above zero; equal bounds share.
class LinUcb {
 public:
  static constexpr std::string_view name = "coldstart.lin_ucb";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{};

  struct Params {
    std::int64_t n_features = 0;  // numbers of a context; 0 = no context
    double alpha = 1.0;           // standard errors that the bound lies above the mean
    double regularization = 1.0;  // weight of squared coefficients
    double exploration = 0.02;    // share of offers drawn evenly from the candidates
    std::uint64_t random_state = 0;
  };
  template <class V>
  static void describe(V&& v) {
    v("n_features", &Params::n_features, "numbers of a context; 0 = no context",
      core::between(0, 1024));
    v("alpha", &Params::alpha, "standard errors that the bound lies above the mean",
      core::between(0, 1e6));
    v("regularization", &Params::regularization, "weight of squared coefficients", core::above(0));
    v("exploration", &Params::exploration, "share of offers drawn evenly from the candidates",
      core::between(0, 1));
    v("random_state", &Params::random_state, "seed of the draws", core::at_least(0));
  }

  LinUcb() = default;
  explicit LinUcb(Params params) : params_(core::checked<LinUcb>(params)) {}
  const Params& params() const { return params_; }

  /// Offers one candidate and says how probable it was. The n-th offer of equal objects is equal.
  /// Errors: ShapeError unless the context has n_features numbers; DataError for a context that is
  /// not finite, and for no candidate or one named twice.
  Choice choose(std::span<const double> context, std::span<const data::Id> candidates);
  /// (n_candidates) with which `choose` would draw; they sum to 1. Errors: as choose.
  Vector probabilities(std::span<const double> context, std::span<const data::Id> candidates) const;
  /// Takes the reward of an item offered in a context. Errors: as choose; DataError unless the
  /// reward is finite.
  LinUcb& update(std::span<const double> context, const data::Id& item, double reward);
  /// (n_candidates) mean reward expected. Errors: as choose.
  Vector expected(std::span<const double> context, std::span<const data::Id> candidates) const;

  const data::Vocabulary& items() const { return items_; }  ///< those with a reward
  /// (n_items, d) coefficients of each item; d = 1 without a context.
  const Matrix& coef() const { return theta_; }
  std::int64_t n_offers() const { return n_offers_; }

  template <class V>
  void state(V&& v) {
    v("items", items_);
    v("a", a_);
    v("b", b_);
    v("n_offers", n_offers_);
  }
  void check_state();

 private:
  Index width() const {
    return params_.n_features == 0 ? 1 : static_cast<Index>(params_.n_features);
  }
  void solve(Index item);
  /// Mean, and half the width of the interval in units of alpha, of each candidate.
  void estimate(const Vector& x, std::span<const data::Id> candidates, Vector& mean,
                Vector& error) const;

  Params params_;
  data::Vocabulary items_;
  Matrix a_, b_;  ///< (n_items, d * d) and (n_items, d)
  std::int64_t n_offers_ = 0;
  // Made anew from the above by solve():
  Matrix inverse_, theta_;
};

}  // namespace limn::inline LIMN_ABI::coldstart

#ifdef LIMN_HEADER_ONLY
#include <limn/coldstart/lin_ucb.ipp>
#endif
