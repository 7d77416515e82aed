// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include <limn/core/component.hpp>
#include <limn/outlier/threshold.hpp>

namespace limn::inline LIMN_ABI::outlier {

/// Says how rare the values of each row are by a histogram of each column.
///
/// Choose it for millions of rows where columns say different things; prefer Ecod when only the
/// tails are strange, IsolationForest when combinations are. Shapes: x (n, d). Missing: a gap is a
/// bin of its own. Cost: two passes at fit, one division a cell at score; memory n_bins * d. Same
/// bits for any number of threads.
/// **Source:** Goldstein, Dengel (2012), Histogram-based Outlier Score (HBOS): A Fast Unsupervised
/// Anomaly Detection Algorithm; bins of equal width.
/// **Differs:** every bin, also beyond the ends, holds `alpha` rows more than were seen, so that no
/// score is infinite; missing values.
class Hbos {
 public:
  static constexpr std::string_view name = "outlier.hbos";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true};

  struct Params {
    std::int64_t n_bins = 10;                  ///< bins of a column
    double alpha = 0.1;                        ///< rows every bin holds beside those seen
    std::optional<double> contamination = {};  ///< share called strange; none: an automatic fence
    std::string threshold = "automatic";       ///< automatic or conformal
  };
  template <class V>
  static void describe(V&& v) {
    v("n_bins", &Params::n_bins, "bins of equal width a column", core::between(1, 100'000));
    v("alpha", &Params::alpha, "rows every bin holds beside those seen", core::above(0));
    v("contamination", &Params::contamination,
      "share of the training rows that predict calls strange; none: above the upper fence of their "
      "scores",
      core::Rule{.low = 0.0, .high = 0.5, .low_open = true});
    v("threshold", &Params::threshold, detail::threshold_help, detail::threshold_rule());
  }

  Hbos() = default;
  explicit Hbos(Params params) : params_(core::checked<Hbos>(params)) {}
  const Params& params() const { return params_; }

  /// Learns from x (n, d). Errors: DataError when empty or infinite somewhere; CancelledError.
  Hbos& fit(MatrixView x, const Monitor& monitor = {});

  /// How strange each row of x (n, d) is: (n), higher = stranger.
  /// Errors: NotFittedError, ShapeError, DataError as fit.
  Vector anomaly_score(MatrixView x) const;
  /// The same upside down, as scikit-learn has it: -anomaly_score, and threshold - anomaly_score.
  Vector score_samples(MatrixView x) const { return -anomaly_score(x); }
  Vector decision_function(MatrixView x) const { return threshold_ - anomaly_score(x).array(); }
  /// -1 for rows of x (n, d) whose score is above `threshold()`, else 1: (n). Errors: as above.
  Labels predict(MatrixView x) const { return detail::labels_above(anomaly_score(x), threshold_); }
  /// Each column's part of the score: (n, d), 0 = the fullest bin. Errors: as above.
  Matrix explain(MatrixView x) const;
  /// Scores above it are called strange by predict.
  double threshold() const { return threshold_; }

  template <class V>
  void state(V&& v) {
    v("low", low_);
    v("high", high_);
    v("rarity", rarity_);
    v("threshold", threshold_);
  }
  void check_state() const;

 private:
  Params params_;
  Vector low_, high_;  ///< (d) ends of the bins
  Matrix rarity_;      ///< (d, n_bins + 2): the bins, beyond the ends, a gap
  double threshold_ = 0.0;
};

}  // namespace limn::inline LIMN_ABI::outlier

#ifdef LIMN_HEADER_ONLY
#include <limn/outlier/hbos.ipp>
#endif
