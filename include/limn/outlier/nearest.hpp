// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include <limn/core/component.hpp>
#include <limn/outlier/threshold.hpp>

namespace limn::inline LIMN_ABI::outlier {

/// Says how far each row is from its nearest neighbours.
///
/// Choose it for rows far from everybody and from one another, in few and comparable columns;
/// prefer LocalOutlierFactor where groups differ in density, IsolationForest for many rows or
/// columns of mixed units. Scale the columns before (features.Robust). Shapes: x (n, d), no missing
/// values; keeps the rows, so the object is as personal as they are. Cost: fit and score are
/// searches for n_neighbors neighbours (learn.Nearest). Same bits for any number of threads.
/// **Source:** Ramaswamy, Rastogi, Shim (2000), Efficient Algorithms for Mining Outliers from Large
/// Data Sets; Angiulli, Pizzuti (2002), Fast Outlier Detection in High Dimensional Spaces.
/// **Differs:** a row asked for that equals a row of fit is not its own neighbour.
class Nearest {
 public:
  static constexpr std::string_view name = "outlier.nearest";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{};

  struct Params {
    std::int64_t n_neighbors = 5;              ///< neighbours (all others where fewer)
    std::string method = "largest";            ///< which of their distances: largest, mean, median
    std::optional<double> contamination = {};  ///< share called strange; none: an automatic fence
    std::string threshold = "automatic";       ///< automatic or conformal
  };
  template <class V>
  static void describe(V&& v) {
    v("n_neighbors", &Params::n_neighbors, "neighbours whose distance counts",
      core::between(1, 1 << 20));
    v("method", &Params::method, "which of their distances is the score",
      core::one_of({"largest", "mean", "median"}));
    v("contamination", &Params::contamination,
      "share of the training rows that predict calls strange; none: above the upper fence of their "
      "scores",
      core::Rule{.low = 0.0, .high = 0.5, .low_open = true});
    v("threshold", &Params::threshold, detail::threshold_help, detail::threshold_rule());
  }

  Nearest() = default;
  explicit Nearest(Params params) : params_(core::checked<Nearest>(params)) {}
  const Params& params() const { return params_; }

  /// Learns from x (n, d). Errors: DataError when empty, missing or infinite somewhere;
  /// CancelledError.
  Nearest& fit(MatrixView x, const Monitor& monitor = {});

  /// How strange each row of x (n, d) is: (n), higher = stranger.
  /// Errors: NotFittedError, ShapeError, DataError as fit.
  Vector anomaly_score(MatrixView x) const;
  /// The same upside down, as scikit-learn has it: -anomaly_score, and threshold - anomaly_score.
  Vector score_samples(MatrixView x) const { return -anomaly_score(x); }
  Vector decision_function(MatrixView x) const { return threshold_ - anomaly_score(x).array(); }
  /// -1 for rows of x (n, d) whose score is above `threshold()`, else 1: (n). Errors: as above.
  Labels predict(MatrixView x) const { return detail::labels_above(anomaly_score(x), threshold_); }

  /// Scores above it are called strange by predict.
  double threshold() const { return threshold_; }

  template <class V>
  void state(V&& v) {
    v("rows", rows_);
    v("threshold", threshold_);
  }
  void check_state() const;

 private:
  Params params_;
  Matrix rows_;  ///< (n, d)
  double threshold_ = 0.0;
};

}  // namespace limn::inline LIMN_ABI::outlier

#ifdef LIMN_HEADER_ONLY
#include <limn/outlier/nearest.ipp>
#endif
