// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include <limn/core/component.hpp>
#include <limn/outlier/threshold.hpp>

namespace limn::inline LIMN_ABI::outlier {

/// Says how far each row is from the centre in units of a covariance that outliers have not bent:
/// that of the half of the rows whose covariance has the least determinant.
///
/// Choose it for one cloud of rows with correlated columns, d well below n / 5; prefer
/// GaussianMixture or LocalOutlierFactor for several groups, IsolationForest for many columns or
/// tails. Shapes: x (n, d), no missing values; units do not matter. Collinear columns: directions
/// without spread count as very narrow ones. Cost: some 100 passes over n * d^2, d^3 for each
/// start; a score is d^2 a row. Same bits for any number of threads.
/// **Source:** Rousseeuw, Van Driessen (1999), A Fast Algorithm for the Minimum Covariance
/// Determinant Estimator.
/// **Differs:** starts are drawn and concentrated on at most 1,500 rows, the best three of them on
/// all rows.
class Mahalanobis {
 public:
  static constexpr std::string_view name = "outlier.mahalanobis";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.row_order_free = false};

  struct Params {
    std::optional<double> support_fraction = {};  ///< share of rows that shape the covariance
    std::uint64_t random_state = 0;               ///< seed of the starts
    std::optional<double> contamination = {};  ///< share called strange; none: an automatic fence
    std::string threshold = "automatic";       ///< automatic or conformal
  };
  template <class V>
  static void describe(V&& v) {
    v("support_fraction", &Params::support_fraction,
      "share of the rows that shape the covariance; none: (n + d + 1) / 2 of them",
      core::Rule{.low = 0.0, .high = 1.0, .low_open = true});
    v("random_state", &Params::random_state, "seed of the starts", core::at_least(0));
    v("contamination", &Params::contamination,
      "share of the training rows that predict calls strange; none: a distance only one row of 40 "
      "of a normal cloud exceeds",
      core::Rule{.low = 0.0, .high = 0.5, .low_open = true});
    v("threshold", &Params::threshold, detail::threshold_help, detail::threshold_rule());
  }

  Mahalanobis() = default;
  explicit Mahalanobis(Params params) : params_(core::checked<Mahalanobis>(params)) {}
  const Params& params() const { return params_; }

  /// Learns from x (n, d). Errors: DataError when empty, missing or infinite somewhere;
  /// CancelledError.
  Mahalanobis& fit(MatrixView x, const Monitor& monitor = {});

  /// Mahalanobis distance of each row of x (n, d) from the robust centre, the greatest double at
  /// most: (n).
  /// Errors: NotFittedError, ShapeError, DataError as fit.
  Vector anomaly_score(MatrixView x) const;
  /// The same upside down, as scikit-learn has it: -anomaly_score, and threshold - anomaly_score.
  Vector score_samples(MatrixView x) const { return -anomaly_score(x); }
  Vector decision_function(MatrixView x) const { return threshold_ - anomaly_score(x).array(); }
  /// -1 for rows of x (n, d) whose score is above `threshold()`, else 1: (n). Errors: as above.
  Labels predict(MatrixView x) const { return detail::labels_above(anomaly_score(x), threshold_); }
  /// Centre (d) and covariance (d, d) of the rows that fit together.
  const Vector& location() const { return location_; }
  const Matrix& covariance() const { return covariance_; }
  /// Scores above it are called strange by predict.
  double threshold() const { return threshold_; }

  template <class V>
  void state(V&& v) {
    v("location", location_);
    v("covariance", covariance_);
    v("divisor", divisor_);
    v("whiten", whiten_);
    v("threshold", threshold_);
  }
  void check_state() const;

 private:
  Params params_;
  Vector location_;    ///< (d)
  Matrix covariance_;  ///< (d, d)
  Vector divisor_;     ///< (d) deviations; what follows is in their units
  Matrix whiten_;      ///< (d, d): the distance is the length of whiten * (x - location) / divisor
  double threshold_ = 0.0;
};

}  // namespace limn::inline LIMN_ABI::outlier

#ifdef LIMN_HEADER_ONLY
#include <limn/outlier/mahalanobis.ipp>
#endif
