// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/outlier/detail/column_scale.hpp>
#include <limn/outlier/threshold.hpp>

namespace limn::inline LIMN_ABI::outlier {

/// Says how far each row is from the nearest large group of rows.
///
/// Choose it for tables of a few round groups, where small groups of strange rows should not count
/// as company; prefer LocalOutlierFactor where groups differ in density, IsolationForest without a
/// notion of distance. Shapes: x (n, d), no missing values; columns are standardised inside. Cost:
/// some 30 rounds of n * n_clusters * d; a score is n_clusters * d a row. Same bits for any number
/// of threads.
/// **Source:** He, Xu, Deng (2003), Discovering cluster-based local outliers; k-means++ starts of
/// Arthur, Vassilvitskii (2007).
/// **Differs:** distances are not weighed by the size of the group.
class Cblof {
 public:
  static constexpr std::string_view name = "outlier.cblof";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.row_order_free = false};

  struct Params {
    std::int64_t n_clusters = 8;  ///< groups
    double alpha = 0.9;           ///< share of the rows the large groups hold together
    double beta = 5.0;            ///< or: how many times larger than the next the last of them is
    std::uint64_t random_state = 0;            ///< seed of the starts
    std::optional<double> contamination = {};  ///< share called strange; none: an automatic fence
    std::string threshold = "automatic";       ///< automatic or conformal
  };
  template <class V>
  static void describe(V&& v) {
    v("n_clusters", &Params::n_clusters, "groups the rows are put into (all rows where fewer)",
      core::between(1, 10'000));
    v("alpha", &Params::alpha, "share of the rows the large groups hold together",
      core::inside(0.5, 1.0));
    v("beta", &Params::beta, "the last large group is this many times larger than the next",
      core::above(1));
    v("random_state", &Params::random_state, "seed of the starts", core::at_least(0));
    v("contamination", &Params::contamination,
      "share of the training rows that predict calls strange; none: above the upper fence of their "
      "scores",
      core::Rule{.low = 0.0, .high = 0.5, .low_open = true});
    v("threshold", &Params::threshold, detail::threshold_help, detail::threshold_rule());
  }

  Cblof() = default;
  explicit Cblof(Params params) : params_(core::checked<Cblof>(params)) {}
  const Params& params() const { return params_; }

  /// Learns from x (n, d). Errors: DataError when empty, missing or infinite somewhere;
  /// CancelledError.
  Cblof& fit(MatrixView x, const Monitor& monitor = {});

  /// Distance of each row of x (n, d) from the centre of the nearest large group: (n).
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
    v("scale", scale_);
    v("centres", centres_);
    v("large", large_);
    v("threshold", threshold_);
  }
  void check_state() const;

 private:
  Params params_;
  detail::ColumnScale scale_;
  Matrix centres_;                   ///< (k, d) in units of the scale, the largest group first
  std::vector<std::uint8_t> large_;  ///< (k)
  double threshold_ = 0.0;
};

}  // namespace limn::inline LIMN_ABI::outlier

#ifdef LIMN_HEADER_ONLY
#include <limn/outlier/cblof.ipp>
#endif
