// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <limn/core/component.hpp>
#include <limn/core/monitor.hpp>
#include <limn/data/event_log.hpp>
#include <limn/recommend/reason.hpp>

namespace limn::inline LIMN_ABI::recommend {

/// Offers what a linear model expects next: ridge regression of the next item on the fading
/// history, in closed form.
///
/// Choose it for histories with an order and catalogues up to some twenty thousand items:
/// Transitions whose items share the evidence instead of each counting it anew; no training loop,
/// and on dense histories near an encoder. Prefer Transitions for larger catalogues and short
/// histories, Ease where order means nothing. After each event but the last of a user, x[i] = sum
/// of 2^(-n / half_life) over the events of item i, the n-th from the end, n < window; y = the item
/// that came next. B = (X'X + l2 I)^-1 X'Y; score(j) = sum over the last `window` events of 2^(-n /
/// half_life) B[i_n, j]. Scores may be negative; users without a known event are answered by count.
/// Cost: fit n_events * window additions and 3 n_items^3 floating-point operations (3,400 items:
/// two seconds on one core), 8 n_items^2 bytes of which half are kept; an answer window x n_items
/// additions.
/// **Source:** Choi, Kim, Lee, Shim, Lee (2021), Session-aware Linear Item-Item Models for
/// Session-based Recommendation (its transition part). **Differs:** one next item as target, fading
/// by events, all prefixes of a history at once by sums over pairs, float arithmetic (diagonal
/// blocks in double).
class Linear {
 public:
  static constexpr std::string_view name = "recommend.linear";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{};

  struct Params {
    double l2 = 300.0;               // ridge, weighted events of an item
    double half_life = 4.0;          // events of the history after which one counts half
    std::int64_t window = 20;        // last events of the history that are looked at
    std::int64_t max_items = 20000;  // catalogue that is still taken: memory grows by its square
  };
  template <class V>
  static void describe(V&& v) {
    v("l2", &Params::l2, "ridge on the item weights: smaller for short histories",
      core::between(1e-3, 1e9));
    v("half_life", &Params::half_life, "events of the history after which one counts half",
      core::above(0));
    v("window", &Params::window, "last events of the history that are looked at",
      core::between(1, 1000));
    v("max_items", &Params::max_items, "largest catalogue: 4 bytes times its square are kept",
      core::between(1, 100000));
  }

  Linear() = default;
  explicit Linear(Params params) : params_(core::checked<Linear>(params)) {}
  const Params& params() const { return params_; }

  /// Errors: DataError for a log without events, and when l2 is too small for float arithmetic;
  /// LimitError for a catalogue above max_items.
  Linear& fit(const data::EventLog& log, const Monitor& monitor = {});

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
  /// "follows": the event of the history that says most for `item`.
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
  VectorF counts_;  ///< (n_items) events of each item: answers for users without known events
};

}  // namespace limn::inline LIMN_ABI::recommend

#ifdef LIMN_HEADER_ONLY
#include <limn/recommend/linear.ipp>
#endif
