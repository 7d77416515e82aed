// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <limn/core/component.hpp>
#include <limn/core/monitor.hpp>
#include <limn/data/event_log.hpp>
#include <limn/recommend/reason.hpp>

namespace limn::inline LIMN_ABI::recommend {

/// Offers by a linear item model with a closed solution: how the whole history speaks for an item.
///
/// Choose it for catalogues up to some twenty thousand items and dense histories: no training loop,
/// one option, and hard to beat where order means little. Set `half_life` where order matters.
/// Prefer ItemNearest for larger catalogues, Transitions for short histories.
/// With P = (X'X + l2 I)^-1 over the user x item matrix X of ones, B[i, j] = -P[i, j] / P[j, j] and
/// B[j, j] = 0; score(j) = sum over the different items i of the history of w_i B[i, j], w = 1, or
/// 2^(-n / half_life) for the n-th event from the end. Scores may be negative.
/// Of each user the last `max_history` different items are learned from.
/// Cost: fit n_items^3 floating-point operations (3,400 items: about a second on one core) and
/// 4 n_items^2 bytes, kept; an answer history x n_items additions.
/// **Source:** Steck (2019), Embarrassingly Shallow Autoencoders for Sparse Data. **Differs:**
/// decayed query, float arithmetic (diagonal blocks in double).
class Ease {
 public:
  static constexpr std::string_view name = "recommend.ease";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{};

  struct Params {
    double l2 = 300.0;                  // ridge on the item weights, users
    std::optional<double> half_life{};  // events of the history after which one counts half
    std::int64_t max_history = 1000;    // last different items of a user that are learned from
    std::int64_t max_items = 20000;     // catalogue that is still taken: memory grows by its square
  };
  template <class V>
  static void describe(V&& v) {
    v("l2", &Params::l2, "ridge on the item weights: larger for small or sparse logs",
      core::between(1e-3, 1e9));
    v("half_life", &Params::half_life,
      "events of the history after which one counts half; all count the same when not set",
      core::above(0));
    v("max_history", &Params::max_history, "last different items of a user that are learned from",
      core::at_least(2));
    v("max_items", &Params::max_items, "largest catalogue: 4 bytes times its square are kept",
      core::between(1, 100000));
  }

  Ease() = default;
  explicit Ease(Params params) : params_(core::checked<Ease>(params)) {}
  const Params& params() const { return params_; }

  /// Errors: DataError for a log without events, and when l2 is too small for float arithmetic;
  /// LimitError for a catalogue above max_items.
  Ease& fit(const data::EventLog& log, const Monitor& monitor = {});

  /// Rows in the order of log.users(); codes of items().
  /// Errors: NotFittedError; ParamError unless 1 <= k <= 1,000,000.
  Ranked recommend(const data::EventLog& log, std::int64_t k = 10, bool exclude_seen = true) const;
  /// One user by their history in codes of items(): (1, k).
  Ranked recommend_one(const data::History& history, std::int64_t k = 10,
                       bool exclude_seen = true) const;

  /// (n_items) what the history says for each item.
  VectorF score(const data::History& history) const;
  /// As score, into out (n_items).
  void score_into(const data::History& history, std::span<float> out) const;
  /// "together": the item of the history that says most for `item`.
  Reason reason(const data::History& history, std::int32_t item) const;

  const data::Vocabulary& items() const { return items_; }
  /// B, (n_items, n_items): row = known item, column = offered item.
  const MatrixF& weights() const { return weights_; }

  template <class V>
  void state(V&& v) {
    v("items", items_);
    v("weights", weights_);
    v("counts", counts_);
  }
  void check_state();

 private:
  Params params_;
  data::Vocabulary items_;
  MatrixF weights_;
  VectorF counts_;  ///< (n_items) users of each item: answers for users without known events
};

}  // namespace limn::inline LIMN_ABI::recommend

#ifdef LIMN_HEADER_ONLY
#include <limn/recommend/ease.ipp>
#endif
