// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include <limn/core/component.hpp>
#include <limn/outlier/threshold.hpp>

namespace limn::inline LIMN_ABI::outlier {

/// Says how much thinner each row's surroundings are than those of its neighbours: 1 = as dense.
///
/// Choose it for rows that are strange only beside their own group, where groups differ in density;
/// prefer IsolationForest or Nearest for rows far from everybody, and beyond some 100,000 rows.
/// Scale the columns before (features.Robust). Shapes: x (n, d), no missing values; keeps the rows,
/// so the object is as personal as they are. Cost: fit and score are searches for n_neighbors
/// neighbours (learn.Nearest); memory n * n_neighbors. Same bits for any number of threads.
/// **Source:** Breunig, Kriegel, Ng, Sander (2000), LOF: Identifying Density-Based Local Outliers;
/// values are those of scikit-learn.
/// **Differs:** a row asked for that equals a row of fit gets the score of that row, which is not
/// its own neighbour, so that scoring the table of fit gives the factors of fit.
class LocalOutlierFactor {
 public:
  static constexpr std::string_view name = "outlier.local_outlier_factor";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{};

  struct Params {
    std::int64_t n_neighbors =
        20;  ///< neighbours that are its surroundings (all others where fewer)
    std::optional<double> contamination = {};  ///< share called strange; none: an automatic fence
    std::string threshold = "automatic";       ///< automatic or conformal
  };
  template <class V>
  static void describe(V&& v) {
    v("n_neighbors", &Params::n_neighbors, "neighbours that make up the surroundings of a row",
      core::between(1, 1 << 20));
    v("contamination", &Params::contamination,
      "share of the training rows that predict calls strange; none: above a factor of 1.5",
      core::Rule{.low = 0.0, .high = 0.5, .low_open = true});
    v("threshold", &Params::threshold, detail::threshold_help, detail::threshold_rule());
  }

  LocalOutlierFactor() = default;
  explicit LocalOutlierFactor(Params params) : params_(core::checked<LocalOutlierFactor>(params)) {}
  const Params& params() const { return params_; }

  /// Learns from x (n, d). Errors: DataError when empty, missing or infinite somewhere;
  /// CancelledError.
  LocalOutlierFactor& fit(MatrixView x, const Monitor& monitor = {});

  /// The local outlier factor of each row of x (n, d): (n), about 1 for usual rows.
  /// Errors: NotFittedError, ShapeError, DataError as fit.
  Vector anomaly_score(MatrixView x) const;
  /// The same upside down, as scikit-learn has it: -anomaly_score, and threshold - anomaly_score.
  Vector score_samples(MatrixView x) const { return -anomaly_score(x); }
  Vector decision_function(MatrixView x) const { return threshold_ - anomaly_score(x).array(); }
  /// -1 for rows of x (n, d) whose score is above `threshold()`, else 1: (n). Errors: as above.
  Labels predict(MatrixView x) const { return detail::labels_above(anomaly_score(x), threshold_); }
  /// -factor of each row of fit, in order: (n), as scikit-learn has it.
  Vector negative_outlier_factor() const { return -factor_; }
  /// Scores above it are called strange by predict.
  double threshold() const { return threshold_; }

  template <class V>
  void state(V&& v) {
    v("rows", rows_);
    v("reach", reach_);
    v("density", density_);
    v("factor", factor_);
    v("threshold", threshold_);
  }
  void check_state() const;

 private:
  Params params_;
  Matrix rows_;     ///< (n, d)
  Vector reach_;    ///< (n) distance to the last neighbour
  Vector density_;  ///< (n) local reachability density
  Vector factor_;   ///< (n) of the rows of fit
  double threshold_ = 0.0;
};

}  // namespace limn::inline LIMN_ABI::outlier

#ifdef LIMN_HEADER_ONLY
#include <limn/outlier/local_outlier_factor.ipp>
#endif
