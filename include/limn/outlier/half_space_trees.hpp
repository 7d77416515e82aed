// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/outlier/threshold.hpp>

namespace limn::inline LIMN_ABI::outlier {

/// Says how empty the part of space is that each row falls into, counted over a window of the
/// latest rows of a stream.
///
/// Choose it for a stream whose usual behaviour drifts: partial_fit takes rows as they come and
/// forgets all but the latest window, in memory that never grows; prefer IsolationForest for a
/// table at rest. Shapes: x (n, d), no missing values. The range of the columns is learnt by the
/// first fit; a value outside it falls into the outermost part. Cost: n_estimators * max_depth a
/// row to learn and to score; memory n_estimators * 2^max_depth. Same bits for any number of
/// threads.
/// **Source:** Tan, Ting, Liu (2011), Fast Anomaly Detection for Streaming Data.
/// **Differs:** the score is 1 / (1 + mean density), density 1 = evenly filled, so that it lies in
/// (0, 1) and is higher for stranger rows; the first fit fills the reference window with all rows.
class HalfSpaceTrees {
 public:
  static constexpr std::string_view name = "outlier.half_space_trees";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{};

  struct Params {
    std::int64_t n_estimators = 25;            ///< trees
    std::int64_t max_depth = 10;               ///< halvings on a path
    std::int64_t window = 250;                 ///< rows after which the reference is renewed
    std::uint64_t random_state = 0;            ///< seed
    std::optional<double> contamination = {};  ///< share called strange; none: an automatic fence
    std::string threshold = "automatic";       ///< automatic or conformal
  };
  template <class V>
  static void describe(V&& v) {
    v("n_estimators", &Params::n_estimators, "number of trees", core::between(1, 10'000));
    v("max_depth", &Params::max_depth, "halvings on a path", core::between(1, 18));
    v("window", &Params::window, "rows after which the latest become the reference",
      core::between(1, 1 << 24));
    v("random_state", &Params::random_state, "seed of the trees", core::at_least(0));
    v("contamination", &Params::contamination,
      "share of the training rows that predict calls strange; none: above the upper fence of their "
      "scores",
      core::Rule{.low = 0.0, .high = 0.5, .low_open = true});
    v("threshold", &Params::threshold, detail::threshold_help, detail::threshold_rule());
  }

  HalfSpaceTrees() = default;
  explicit HalfSpaceTrees(Params params) : params_(core::checked<HalfSpaceTrees>(params)) {}
  const Params& params() const { return params_; }

  /// Learns from x (n, d). Errors: DataError when empty, missing or infinite somewhere;
  /// CancelledError.
  HalfSpaceTrees& fit(MatrixView x, const Monitor& monitor = {});
  /// Counts the rows of x (n, d) in order; whenever `window` rows have come, they are what rows are
  /// compared with from then on. The first call is a fit. The threshold stays. Errors: as fit;
  /// ShapeError.
  HalfSpaceTrees& partial_fit(MatrixView x, const Monitor& monitor = {});

  /// How empty the surroundings of each row of x (n, d) are: (n), in (0, 1); 0.5 = evenly filled.
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
    v("low", low_);
    v("high", high_);
    v("column", column_);
    v("split", split_);
    v("reference", reference_);
    v("latest", latest_);
    v("n_reference", n_reference_);
    v("n_latest", n_latest_);
    v("threshold", threshold_);
  }
  void check_state() const;

 private:
  void start(MatrixView x);
  Vector placed(MatrixView x, Index row) const;
  void count(MatrixView x, Index begin, Index end, std::vector<std::int32_t>& masses) const;

  Params params_;
  Vector low_, high_;                 ///< (d) range of the columns at the first fit
  std::vector<std::int32_t> column_;  ///< of each inner node, trees behind one another, root = 0
  std::vector<double> split_;         ///< in units of the range
  std::vector<std::int32_t> reference_, latest_;  ///< rows that came to each node
  std::int64_t n_reference_ = 0, n_latest_ = 0;
  double threshold_ = 0.0;
};

}  // namespace limn::inline LIMN_ABI::outlier

#ifdef LIMN_HEADER_ONLY
#include <limn/outlier/half_space_trees.ipp>
#endif
