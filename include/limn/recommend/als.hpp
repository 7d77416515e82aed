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

/// Factors of implicit feedback: what is taken counts 1 with confidence 1 + alpha * times taken,
/// all else counts 0 with confidence 1; users and items in turn are solved exactly.
///
/// Choose it for large catalogues, where Ease's square of the items does not fit, and for item
/// vectors that serve elsewhere. Prefer Ease below twenty thousand items, Transitions where the
/// order of events counts.
/// Minimises sum c (p - x'y)^2 + regularization (|X|^2 + |Y|^2). Every user of an answer is folded
/// in from their history by the same exact solve, so new users are users like all others and no
/// user vector is kept. With `half_life`, the n-th event from the end of such a history weighs
/// 2^(-n / half_life) of a time taken. Missing: events of unknown items are passed over.
/// Cost: an iteration 1.3 factors^2 operations an event and 1/3 factors^3 a user and item; folding
/// in takes microseconds; the same bits for any number of threads.
/// **Source:** Hu, Koren, Volinsky (2008), Collaborative Filtering for Implicit Feedback Datasets.
/// **Differs:** Cholesky in float on the cached Gram matrix, no user vectors kept.
class Als {
 public:
  static constexpr std::string_view name = "recommend.als";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{};

  struct Params {
    std::int64_t factors = 64;          // length of the vectors
    std::int64_t iterations = 15;       // rounds over users and items
    double regularization = 10.0;       // ridge on every vector, events
    double alpha = 1.0;                 // confidence added by each time an item was taken
    std::optional<double> half_life{};  // events of an asking history after which one counts half
    std::uint64_t random_state = 0;
  };
  template <class V>
  static void describe(V&& v) {
    v("factors", &Params::factors, "length of the vectors", core::between(1, 1024));
    v("iterations", &Params::iterations, "rounds over users and items", core::between(1, 100000));
    v("regularization", &Params::regularization, "ridge on every vector: larger for sparse logs",
      core::between(1e-6, 1e9));
    v("alpha", &Params::alpha, "confidence added by each time an item was taken",
      core::between(0, 1e6));
    v("half_life", &Params::half_life,
      "events of an asking history after which one counts half; all count the same when not set",
      core::above(0));
    v("random_state", &Params::random_state, "seed of the first item vectors", core::at_least(0));
  }

  Als() = default;
  explicit Als(Params params) : params_(core::checked<Als>(params)) {}
  const Params& params() const { return params_; }

  /// Errors: DataError for a log without events.
  Als& fit(const data::EventLog& log, const Monitor& monitor = {});

  /// Rows in the order of log.users(); codes of items().
  /// Errors: NotFittedError; ParamError unless 1 <= k <= 1,000,000.
  Ranked recommend(const data::EventLog& log, std::int64_t k = 10, bool exclude_seen = true) const;
  /// One user by their history in codes of items(): (1, k).
  Ranked recommend_one(const data::History& history, std::int64_t k = 10,
                       bool exclude_seen = true) const;

  /// (factors) the vector of a user with this history; all 0 when nothing in it is known.
  VectorF fold_in(const data::History& history) const;
  /// (n_items) product of the user's vector with each item's.
  VectorF score(const data::History& history) const;
  /// As score, into out (n_items).
  void score_into(const data::History& history, std::span<float> out) const;
  /// "together": the item of the history that says most for `item`.
  Reason reason(const data::History& history, std::int32_t item) const;

  const data::Vocabulary& items() const { return items_; }
  /// (n_items, factors)
  MatrixF item_vectors() const { return vectors_.leftCols(params_.factors); }
  /// What was minimised, after the last round.
  double loss() const { return loss_; }

  template <class V>
  void state(V&& v) {
    v("items", items_);
    v("vectors", vectors_);
    v("counts", counts_);
    v("loss", loss_);
  }
  void check_state();

 private:
  void cache();
  VectorF padded_user(const data::History& history) const;

  Params params_;
  data::Vocabulary items_;
  MatrixF vectors_;  ///< (n_items, factors up to a multiple of 16), 0 beyond the factors
  VectorF counts_;   ///< (n_items) users of each item: answers for users without known events
  double loss_ = 0.0;
  MatrixF gram_;  ///< vectors' vectors + regularization, made anew from the above
};

}  // namespace limn::inline LIMN_ABI::recommend

#ifdef LIMN_HEADER_ONLY
#include <limn/recommend/als.ipp>
#endif
