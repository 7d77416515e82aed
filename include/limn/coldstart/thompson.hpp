// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <limn/coldstart/arms.hpp>
#include <limn/core/component.hpp>

namespace limn::inline LIMN_ABI::coldstart {

/// Offers each item as often as it is likely to be the best one, as far as is known. Learns from
/// each reward in [0, 1] (a click, a sale, a rating) at once.
///
/// Choose it first: it needs no tuning, rewards may come late and in batches, and new items are
/// tried by themselves. Prefer LinUcb for rewards beyond [0, 1]. Without a context (n_features = 0)
/// the chance of an item is Beta(prior_successes + rewards, prior_failures + misses). With one it
/// is a logistic regression for each item with independent normal coefficients: mean 0 and
/// precision regularization at first; an update moves the means to the most probable ones and adds
/// p (1 - p) x^2 to the precisions. `n_draws` times all chances are drawn, and the items' shares of
/// wins are their probabilities; `exploration` of them is spread evenly over the candidates, so
/// that every propensity is above zero and the log can judge other policies (evaluate::off_policy).
/// Cost: an update O(d), an offer O(d + n_draws) a candidate; 2 d numbers an item.
/// **Source:** Thompson (1933), On the Likelihood that One Unknown Probability Exceeds Another;
/// Chapelle, Li (2011), An Empirical Evaluation of Thompson Sampling, algorithms 2 and 3.
/// **Differs:** propensities are the shares of wins of n_draws draws, not of one, and known
/// exactly; a share of even exploration.
class Thompson {
 public:
  static constexpr std::string_view name = "coldstart.thompson";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{};

  struct Params {
    std::int64_t n_features = 0;   // numbers of a context; 0 = no context
    double prior_successes = 1.0;  // successes counted before the first, without a context
    double prior_failures = 1.0;   // failures counted before the first, without a context
    double regularization = 1.0;   // precision of each coefficient at first, with a context
    std::int64_t n_draws = 100;    // draws that the propensities are counted from
    double exploration = 0.02;     // share of offers drawn evenly from the candidates
    std::uint64_t random_state = 0;
  };
  template <class V>
  static void describe(V&& v) {
    v("n_features", &Params::n_features, "numbers of a context; 0 = no context",
      core::between(0, 100000));
    v("prior_successes", &Params::prior_successes,
      "successes counted before the first, without a context", core::above(0));
    v("prior_failures", &Params::prior_failures,
      "failures counted before the first, without a context", core::above(0));
    v("regularization", &Params::regularization,
      "precision of each coefficient at first, with a context", core::above(0));
    v("n_draws", &Params::n_draws, "draws that the propensities are counted from",
      core::between(1, 100000));
    v("exploration", &Params::exploration, "share of offers drawn evenly from the candidates",
      core::between(0, 1));
    v("random_state", &Params::random_state, "seed of the draws", core::at_least(0));
  }

  Thompson() = default;
  explicit Thompson(Params params) : params_(core::checked<Thompson>(params)) {}
  const Params& params() const { return params_; }

  /// Offers one candidate and says how probable it was. The n-th offer of equal objects is equal.
  /// Errors: ShapeError unless the context has n_features numbers; DataError for a context that is
  /// not finite, and for no candidate or one named twice.
  Choice choose(std::span<const double> context, std::span<const data::Id> candidates);
  /// (n_candidates) with which the next `choose` will draw; they sum to 1. Errors: as choose.
  Vector probabilities(std::span<const double> context, std::span<const data::Id> candidates) const;
  /// Takes the reward of an item offered in a context. Errors: as choose; DataError unless the
  /// reward is in [0, 1].
  Thompson& update(std::span<const double> context, const data::Id& item, double reward);
  /// (n_candidates) mean reward expected. Errors: as choose.
  Vector expected(std::span<const double> context, std::span<const data::Id> candidates) const;

  const data::Vocabulary& items() const { return items_; }  ///< those with a reward
  /// (n_items, d) means of the coefficients; without a context (n_items, 1) successes.
  const Matrix& coef() const { return mean_; }
  /// (n_items, d) precisions of the coefficients; without a context (n_items, 1) failures.
  const Matrix& precision() const { return precision_; }
  std::int64_t n_offers() const { return n_offers_; }

  template <class V>
  void state(V&& v) {
    v("items", items_);
    v("mean", mean_);
    v("precision", precision_);
    v("n_offers", n_offers_);
  }
  void check_state();

 private:
  Index width() const {
    return params_.n_features == 0 ? 1 : static_cast<Index>(params_.n_features);
  }
  bool counts() const { return params_.n_features == 0; }

  Params params_;
  data::Vocabulary items_;
  Matrix mean_, precision_;
  std::int64_t n_offers_ = 0;
};

}  // namespace limn::inline LIMN_ABI::coldstart

#ifdef LIMN_HEADER_ONLY
#include <limn/coldstart/thompson.ipp>
#endif
