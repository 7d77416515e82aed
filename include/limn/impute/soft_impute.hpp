// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/impute/detail/design.hpp>
#include <limn/impute/detail/flags.hpp>

namespace limn::inline LIMN_ABI::impute {

/// Fills gaps by a table of low rank: a few hidden causes that all columns share.
///
/// Choose it for wide tables whose columns move together (ratings, spectra, survey items); prefer
/// Iterative for a dozen of columns, Forest where they bend, Knn for groups of like rows.
/// Shapes: x (n, d) -> (n, d), with `add_indicator` (n, d + k); no gap left, known cells untouched.
/// A row, new or of fit, is answered alone, by ridge regression of its known cells on the axes
/// learnt: the fill that shrinking leaves as it is. A column without a value at fit gets
/// `fallback`. Cost: O(n d^2) an iteration, some twenty for each penalty on the way down,
/// `max_iter` at most; transform O(k^2 d) a row, k axes; memory three copies of the table.
/// **Source:** Mazumder, Hastie, Tibshirani (2010), Spectral Regularization Algorithms for Learning
/// Large Incomplete Matrices.
/// **Differs:** columns are centred and scaled; singular values come from the smaller Gram matrix;
/// the penalty is the one that tells a tenth of the known cells best, hidden meanwhile, in at most
/// 16,384 rows; every fill starts from that of a larger penalty, the first being the mean; answers
/// stay within the range seen at fit.
class SoftImpute {
 public:
  static constexpr std::string_view name = "impute.soft_impute";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true, .row_order_free = false};

  struct Params {
    double penalty = 0.0;  ///< on singular values, in deviations times the root of rows; 0 = chosen
    std::int64_t n_penalties = 17;       ///< penalties tried where it is chosen
    std::int64_t max_iter = 200;         ///< iterations at most, for each penalty
    double tol = 1e-4;                   ///< rest: relative change of the filled table
    std::vector<double> min_value = {};  ///< least answer: one for all columns, or one a column
    std::vector<double> max_value = {};  ///< largest answer: one for all columns, or one a column
    bool integers = false;               ///< columns of whole numbers get whole numbers
    bool add_indicator = false;          ///< append a flag for each column with gaps at fit
    double fallback = 0.0;               ///< fills columns that had no value at fit
    std::int64_t random_state = 0;       ///< seed of the cells hidden to choose the penalty
  };
  template <class V>
  static void describe(V&& v) {
    v("penalty", &Params::penalty,
      "penalty on singular values, in deviations times the root of rows; 0 = chosen",
      core::at_least(0));
    v("n_penalties", &Params::n_penalties, "penalties tried where it is chosen",
      core::between(1, 1000));
    v("max_iter", &Params::max_iter, "iterations at most, for each penalty", core::at_least(1));
    v("tol", &Params::tol, "relative change of the filled table that means rest",
      core::at_least(0));
    detail::describe_answers<Params>(v);
    v("random_state", &Params::random_state, "seed of the cells hidden to choose the penalty",
      core::at_least(0));
  }

  SoftImpute() = default;
  explicit SoftImpute(Params params) : params_(core::checked<SoftImpute>(params)) {}
  const Params& params() const { return params_; }

  /// Learns the basis of x (n, d). Errors: DataError without rows or columns or with an infinite
  /// cell; ParamError when bounds do not fit the columns; LimitError; CancelledError.
  SoftImpute& fit(MatrixView x, const Monitor& monitor = {});

  /// x (n, d) without gaps. Errors: NotFittedError, ShapeError, DataError with an infinite cell,
  /// LimitError, CancelledError.
  Matrix transform(MatrixView x, const Monitor& monitor = {}) const;

  /// The penalty used, in the units of the option.
  double penalty() const { return penalty_; }
  /// Half the squared error on known cells plus penalty times the sum of singular values, before
  /// each iteration with the penalty used: it never rises.
  const std::vector<double>& objective() const { return objective_; }
  /// Axes that are left.
  std::int64_t rank() const { return basis_.cols(); }
  /// `names` (d) and "<name>_missing" for each flag. Errors: NotFittedError, ShapeError.
  std::vector<std::string> feature_names(std::vector<std::string> names) const;

  template <class V>
  void state(V&& v) {
    v("schema", schema_);
    v("design", design_);
    v("flags", flags_.columns);
    v("basis", basis_);
    v("ridge", ridge_);
    v("objective", objective_);
    v("penalty", penalty_);
  }
  void check_state() const;

 private:
  Vector completed(const Vector& z, const std::vector<Index>& known) const;

  Params params_;
  detail::Schema schema_;
  detail::Design design_;
  detail::Flags flags_;
  Matrix basis_;  ///< (d, k) right singular vectors
  Vector ridge_;  ///< (k)
  std::vector<double> objective_;
  double penalty_ = 0.0;
};

}  // namespace limn::inline LIMN_ABI::impute

#ifdef LIMN_HEADER_ONLY
#include <limn/impute/soft_impute.ipp>
#endif
