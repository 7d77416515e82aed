// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/outlier/threshold.hpp>

namespace limn::inline LIMN_ABI::outlier {

/// Says how far out in the tails of the columns each row lies, by the share of rows beyond it.
///
/// Choose it for a quick answer with nothing to set, in any number of columns, with a reason per
/// column; prefer IsolationForest for rows that are odd by a combination of usual values. Shapes:
/// x (n, d). Missing: a gap counts as a usual value (1, what a row scores in a column on average).
/// Cost: fit sorts each column, score looks two numbers up a cell; memory n * d. Same bits for any
/// number of threads.
/// **Source:** Li, Zhao, Hu, Botta, Ionescu, Chen (2022), ECOD: Unsupervised Outlier Detection
/// Using Empirical Cumulative Distribution Functions.
/// **Differs:** missing values; a value beyond all of fit has a share of 1 / (n + 1).
class Ecod {
 public:
  static constexpr std::string_view name = "outlier.ecod";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true};

  struct Params {
    std::optional<double> contamination = {};  ///< share called strange; none: an automatic fence
    std::string threshold = "automatic";       ///< automatic or conformal
  };
  template <class V>
  static void describe(V&& v) {
    v("contamination", &Params::contamination,
      "share of the training rows that predict calls strange; none: above the upper fence of their "
      "scores",
      core::Rule{.low = 0.0, .high = 0.5, .low_open = true});
    v("threshold", &Params::threshold, detail::threshold_help, detail::threshold_rule());
  }

  Ecod() = default;
  explicit Ecod(Params params) : params_(core::checked<Ecod>(params)) {}
  const Params& params() const { return params_; }

  /// Learns from x (n, d). Errors: DataError when empty or infinite somewhere; CancelledError.
  Ecod& fit(MatrixView x, const Monitor& monitor = {});

  /// How strange each row of x (n, d) is: (n), higher = stranger.
  /// Errors: NotFittedError, ShapeError, DataError as fit.
  Vector anomaly_score(MatrixView x) const;
  /// The same upside down, as scikit-learn has it: -anomaly_score, and threshold - anomaly_score.
  Vector score_samples(MatrixView x) const { return -anomaly_score(x); }
  Vector decision_function(MatrixView x) const { return threshold_ - anomaly_score(x).array(); }
  /// -1 for rows of x (n, d) whose score is above `threshold()`, else 1: (n). Errors: as above.
  Labels predict(MatrixView x) const { return detail::labels_above(anomaly_score(x), threshold_); }
  /// Each column's part of the score: (n, d), the tail that makes the row strangest as a whole.
  /// Errors: as above.
  Matrix explain(MatrixView x) const;
  /// Scores above it are called strange by predict.
  double threshold() const { return threshold_; }

  template <class V>
  void state(V&& v) {
    v("n_rows", n_rows_);
    v("sorted", sorted_);
    v("counts", counts_);
    v("skew", skew_);
    v("threshold", threshold_);
  }
  void check_state() const;

 private:
  Params params_;
  std::int64_t n_rows_ = 0;
  std::vector<double> sorted_;        ///< the values of each column, rising, columns in order
  std::vector<std::int64_t> counts_;  ///< (d) values of each column
  std::vector<double> skew_;          ///< (d)
  double threshold_ = 0.0;
};

}  // namespace limn::inline LIMN_ABI::outlier

#ifdef LIMN_HEADER_ONLY
#include <limn/outlier/ecod.ipp>
#endif
