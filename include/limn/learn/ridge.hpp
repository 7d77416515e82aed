// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/component.hpp>

namespace limn::inline LIMN_ABI::learn {

/// Linear regression with squared coefficients held small: minimises the weighted sum of squared
/// errors plus alpha times the sum of squared coefficients; the intercept is free.
///
/// Choose it for amounts and counts with many correlated columns, and wherever coefficients must be
/// read; prefer LogisticRegression for classes. Columns should be on one scale (features.Standard).
/// Shapes: x (n, d) without missing values, y (n). alpha = 0 is least squares; where columns depend
/// on each other it then takes the solution of smallest norm.
/// Cost: one pass, O(n d^2 + d^3); d^2 numbers of memory.
/// **Source:** Hoerl, Kennard (1970), Ridge Regression: Biased Estimation for Nonorthogonal
/// Problems.
/// **Differs:** normal equations of centred columns in double precision, by Cholesky.
class Ridge {
 public:
  static constexpr std::string_view name = "learn.ridge";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.needs_labels = true};

  struct Params {
    double alpha = 1.0;         ///< weight of the squared coefficients
    bool fit_intercept = true;  ///< false: x and y are centred already
  };
  template <class V>
  static void describe(V&& v) {
    v("alpha", &Params::alpha, "weight of the squared coefficients", core::between(0, 1e300));
    v("fit_intercept", &Params::fit_intercept, "learn a constant; off when x and y are centred",
      core::anything());
  }

  Ridge() = default;
  explicit Ridge(Params params) : params_(core::checked<Ridge>(params)) {}
  const Params& params() const { return params_; }

  /// Learns from x (n, d), y (n) and, optionally, weights (n) of at least 0.
  /// Errors: DataError when empty, missing or infinite somewhere, or on impossible weights;
  /// ShapeError when lengths differ; CancelledError.
  Ridge& fit(MatrixView x, VectorView y, const Monitor& monitor = {});
  Ridge& fit(MatrixView x, VectorView y, VectorView weights, const Monitor& monitor = {});

  /// The expected y of each row of x (n, d): (n). Errors: NotFittedError, ShapeError, DataError.
  Vector predict(MatrixView x) const;
  /// What each column adds to the prediction, compared with a row of means: (n, d). Errors: as
  /// predict.
  Matrix explain(MatrixView x) const;

  const Vector& coef() const { return coef_; }  ///< (d), in units of y by units of the column
  double intercept() const { return intercept_; }

  template <class V>
  void state(V&& v) {
    v("coef", coef_);
    v("mean", mean_);
    v("intercept", intercept_);
  }
  void check_state() const { core::require_state(mean_.size() == coef_.size(), name, "mean"); }

 private:
  void require_input(MatrixView x) const;

  Params params_;
  Vector coef_, mean_;  // (d); mean of the columns at fit, or 0 without intercept
  double intercept_ = 0.0;
};

}  // namespace limn::inline LIMN_ABI::learn

#ifdef LIMN_HEADER_ONLY
#include <limn/learn/ridge.ipp>
#endif
