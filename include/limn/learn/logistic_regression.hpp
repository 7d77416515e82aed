// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include <limn/core/component.hpp>

namespace limn::inline LIMN_ABI::learn {

/// Probabilities of two or more classes from a linear score: minimises the weighted log loss plus
/// the sum of squared coefficients / (2 C); intercepts are free.
///
/// Choose it for churn, purchase and other yes/no questions whose answer must be a probability with
/// readable coefficients; prefer boosted trees when columns act together. Columns may differ in
/// scale for the solver, but the penalty is on the coefficients as they are: scale them
/// (features.Standard) to have columns penalised alike.
/// Shapes: x (n, d) without missing values; y (n), any numbers, one per class.
/// Cost: a handful of passes of O(n p^2 / k) by Newton's method up to p = 256 coefficients of k
/// classes, some tens of passes of O(n p) by L-BFGS beyond.
/// **Source:** Hastie, Tibshirani, Friedman (2009), The Elements of Statistical Learning, section
/// 4.4; Nocedal, Wright (2006), Numerical Optimization, chapters 3 and 7.
/// **Differs:** columns are standardised inside the solver only. When max_iter ends the search
/// `converged()` is false; nothing is printed.
class LogisticRegression {
 public:
  static constexpr std::string_view name = "learn.logistic_regression";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.needs_labels = true};

  struct Params {
    double C = 1.0;                     ///< inverse weight of the squared coefficients
    bool fit_intercept = true;          ///< learn a constant for each class
    std::string class_weight = "none";  ///< "balanced": rare classes weigh as much as frequent ones
    std::int64_t max_iter = 200;        ///< most steps of the solver
    double tol = 1e-6;                  ///< gradient, per unit of weight, at which the search ends
  };
  template <class V>
  static void describe(V&& v) {
    v("C", &Params::C, "inverse weight of the squared coefficients", core::inside(0, 1e300));
    v("fit_intercept", &Params::fit_intercept, "learn a constant for each class", core::anything());
    v("class_weight", &Params::class_weight,
      "balanced: rare classes weigh as much as frequent ones", core::one_of({"none", "balanced"}));
    v("max_iter", &Params::max_iter, "most steps of the solver", core::at_least(1));
    v("tol", &Params::tol, "largest gradient, per unit of weight, at which the search ends",
      core::inside(0, 1));
  }

  LogisticRegression() = default;
  explicit LogisticRegression(Params params) : params_(core::checked<LogisticRegression>(params)) {}
  const Params& params() const { return params_; }

  /// Learns from x (n, d), the class y (n) of each row and, optionally, weights (n) of at least 0.
  /// Errors: DataError when empty, missing or infinite somewhere, with fewer than 2 classes or more
  /// than 1024, or on impossible weights; ShapeError when lengths differ; CancelledError.
  LogisticRegression& fit(MatrixView x, VectorView y, const Monitor& monitor = {});
  LogisticRegression& fit(MatrixView x, VectorView y, VectorView weights,
                          const Monitor& monitor = {});

  /// The most probable class of each row of x (n, d), as given in y: (n).
  /// Errors: NotFittedError, ShapeError, DataError when missing or infinite somewhere.
  Vector predict(MatrixView x) const;
  /// Probability of each class: (n, k), columns in the order of classes(). Errors: as predict.
  Matrix predict_proba(MatrixView x) const;
  /// Linear scores: (n, 1) with two classes (log odds of the second), else (n, k). Errors: as
  /// predict.
  Matrix decision_function(MatrixView x) const;
  /// What each column adds to the score of the second of two classes, or of the most probable of
  /// more, compared with a row of means: (n, d). Errors: as predict.
  Matrix explain(MatrixView x) const;

  const Vector& classes() const { return classes_; }      ///< (k), rising
  const Matrix& coef() const { return coef_; }            ///< (1, d) with two classes, else (k, d)
  const Vector& intercept() const { return intercept_; }  ///< (1) or (k)
  bool converged() const { return converged_ != 0; }
  std::int64_t n_iter() const { return n_iter_; }

  template <class V>
  void state(V&& v) {
    v("classes", classes_);
    v("coef", coef_);
    v("intercept", intercept_);
    v("mean", mean_);
    v("n_iter", n_iter_);
    v("converged", converged_);
  }
  void check_state() const;

 private:
  void require_input(MatrixView x) const;

  Params params_;
  Vector classes_, intercept_, mean_;
  Matrix coef_;
  std::int64_t n_iter_ = 0;
  std::uint8_t converged_ = 0;
};

}  // namespace limn::inline LIMN_ABI::learn

#ifdef LIMN_HEADER_ONLY
#include <limn/learn/logistic_regression.ipp>
#endif
