// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/impute/detail/flags.hpp>
#include <limn/impute/detail/ridge_chain.hpp>

namespace limn::inline LIMN_ABI::impute {

/// Fills each column by Bayesian ridge regression on all others, in turn, round after round, until
/// nothing moves any more.
///
/// Choose it for columns that depend on each other along straight lines: it costs little more than
/// Median and leaves out no row. Prefer Forest where they bend or mix numbers and categories,
/// draws (`sample_posterior`, several seeds) where the uncertainty of the gaps matters, Median for
/// single independent columns.
/// `method = "pmm"` (predictive mean matching) answers with a value seen at fit, that of the row
/// whose prediction is nearest: no impossible amounts, skewed columns stay skewed.
/// Shapes: x (n, d) -> (n, d), with `add_indicator` (n, d + k). No gap left; a column without a
/// value at fit gets `fallback`, a category a level known at fit. A row's answer depends on no
/// other row; with `sample_posterior` it is a draw that depends on its place in the table. Cost: a
/// round is O(gaps * p^2 + d * p^3), p = d with categories counted by level; memory two copies of
/// the table. Transform O(gaps * p) a round.
/// **Source:** van Buuren, Groothuis-Oudshoorn (2011), mice; Tipping (2001) for the ridge.
/// **Differs:** the regressions read sums of products kept up to date, never rows; columns are
/// scaled first, so units do not matter; best guesses stay within the range seen at fit, which
/// halves the harm of columns that a line does not fit; matching happens once, after the last
/// round, with at most 16,384 donors.
class Iterative {
 public:
  static constexpr std::string_view name = "impute.iterative";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true, .allows_categories = true};

  struct Params {
    std::string method = "ridge";          ///< "ridge", or "pmm": a value seen at fit
    std::int64_t max_iter = 10;            ///< rounds at most
    double tol = 1e-3;                     ///< rest: the largest move in a round, in deviations
    std::int64_t n_donors = 5;             ///< pmm with draws: nearest rows drawn among
    bool sample_posterior = false;         ///< answers are draws, not best guesses
    std::vector<double> min_value = {};    ///< least answer: one for all columns, or one a column
    std::vector<double> max_value = {};    ///< largest answer: one for all columns, or one a column
    bool integers = false;                 ///< columns of whole numbers get whole numbers
    std::vector<double> categorical = {};  ///< columns (0-based) that hold codes
    bool add_indicator = false;            ///< append a flag for each column with gaps at fit
    double fallback = 0.0;                 ///< fills columns that had no value at fit
    std::int64_t random_state = 0;         ///< seed of the draws
  };
  template <class V>
  static void describe(V&& v) {
    v("method", &Params::method,
      "the prediction itself, or the value seen of the row nearest to it",
      core::one_of({"ridge", "pmm"}));
    v("max_iter", &Params::max_iter, "rounds at most", core::at_least(1));
    v("tol", &Params::tol, "largest move in a round, in deviations of the column, that means rest",
      core::at_least(0));
    v("n_donors", &Params::n_donors, "nearest rows drawn among, with pmm and sample_posterior",
      core::at_least(1));
    v("sample_posterior", &Params::sample_posterior, "answers are draws, not best guesses",
      core::anything());
    detail::describe_answers<Params>(v);
    v("random_state", &Params::random_state, "seed of the draws", core::at_least(0));
  }

  Iterative() = default;
  explicit Iterative(Params params) : params_(core::checked<Iterative>(params)) {}
  const Params& params() const { return params_; }

  /// Learns the regressions from x (n, d); columns the frame calls categories are taken so beside
  /// those of the options. Errors: DataError without rows or columns or with an infinite cell;
  /// ParamError when bounds or categories do not fit the columns; LimitError; CancelledError.
  Iterative& fit(data::FrameView x, const Monitor& monitor = {});

  /// x (n, d) without gaps. Errors: NotFittedError, ShapeError, DataError with an infinite cell,
  /// LimitError, CancelledError.
  Matrix transform(MatrixView x, const Monitor& monitor = {}) const;

  Index cols() const { return schema_.cols(); }
  /// True where answers are levels known at fit.
  bool is_category(Index c) const { return schema_.is_category(c); }
  std::int64_t n_iter() const { return chain_.n_rounds(); }
  /// True: the columns came to rest within `max_iter` rounds.
  bool converged() const { return chain_.converged(); }
  /// `names` (d) and "<name>_missing" for each flag. Errors: NotFittedError, ShapeError.
  std::vector<std::string> feature_names(std::vector<std::string> names) const;

  template <class V>
  void state(V&& v) {
    v("schema", schema_);
    v("design", design_);
    v("chain", chain_);
    v("flags", flags_.columns);
    v("guesses", guesses_);
    v("values", values_);
  }
  void check_state() const;

 private:
  double matched(Index c, double guess, std::uint64_t row) const;

  Params params_;
  detail::Schema schema_;
  detail::Design design_;
  detail::RidgeChain chain_;
  detail::Flags flags_;
  std::vector<Vector> guesses_;  ///< (d) pmm: predictions for donors, rising
  std::vector<Vector> values_;   ///< (d) pmm: their values
};

}  // namespace limn::inline LIMN_ABI::impute

#ifdef LIMN_HEADER_ONLY
#include <limn/impute/iterative.ipp>
#endif
