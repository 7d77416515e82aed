// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include <limn/core/component.hpp>
#include <limn/outlier/detail/distance_member.hpp>
#include <limn/outlier/isolation_forest.hpp>
#include <limn/outlier/threshold.hpp>

namespace limn::inline LIMN_ABI::outlier {

/// Says how strange each row is by the agreement of members that fail in different ways: forests of
/// random, joined, well-placed and heavy-tail cuts, counted by depth and by density, and a robust
/// distance. One setting for all tables.
///
/// Choose it where quality counts more than a millisecond; prefer IsolationForest for one forest
/// that is quick and small. Each score becomes the surprise -log(share of the training rows at
/// least as strange). The half of the forests whose surprises go along least with those of the
/// others is left out, which needs no labels; those that stay and the distance, which sees what
/// cuts do not (columns that move together), count alike. Shapes: x (n, d) of double; no scaling.
/// Missing and categories: as IsolationForest does by default; the distance takes medians and the
/// numbers alone, and is left out above 256 columns or n / 5. Cost: some ten times that of a
/// forest, scores take the deep trees' way; memory a few megabytes, no row is kept. Same bits for
/// any number of threads.
/// **Source:** Aggarwal, Sathe (2017), Outlier Ensembles; Zimek, Campello, Sander (2014), Ensembles
/// for Unsupervised Outlier Detection; Klementiev, Roth, Small (2007), An Unsupervised Learning
/// Algorithm for Rank Aggregation (trust by agreement); Croux, Haesbroeck (1999), Influence
/// Function and Efficiency of the Minimum Covariance Determinant Scatter Matrix Estimator (three
/// quarters).
/// **Differs:** the mean of surprises, the logarithms of ranks, so that the top counts most.
class Ensemble {
 public:
  static constexpr std::string_view name = "outlier.ensemble";
  static constexpr std::uint32_t format = 2;
  static constexpr core::Tags tags{
      .allows_missing = true, .allows_categories = true, .row_order_free = false};

  struct Params {
    std::int64_t n_estimators = 100;  ///< trees of the slower forests; twice that in the others
    std::vector<double> categorical = {};      ///< columns (0-based) that hold codes
    std::uint64_t random_state = 0;            ///< seed
    std::optional<double> contamination = {};  ///< share called strange; none: an automatic fence
    std::string threshold = "automatic";       ///< automatic or conformal
  };
  template <class V>
  static void describe(V&& v) {
    v("n_estimators", &Params::n_estimators, "trees of each forest", core::between(1, 10'000));
    v("categorical", &Params::categorical, "columns (counted from 0) that hold category codes",
      core::between(0, 1 << 24));
    v("random_state", &Params::random_state, "seed of the trees", core::at_least(0));
    v("contamination", &Params::contamination,
      "share of the training rows that predict calls strange; none: above the upper fence of their "
      "surprises",
      core::Rule{.low = 0.0, .high = 0.5, .low_open = true});
    v("threshold", &Params::threshold, detail::threshold_help, detail::threshold_rule());
  }

  Ensemble() = default;
  explicit Ensemble(Params params) : params_(core::checked<Ensemble>(params)) {}
  const Params& params() const { return params_; }

  /// Learns from x (n, d). Errors: DataError when empty or infinite somewhere, or with a cell of a
  /// category column that is no code; ParamError when a category column is not there;
  /// CancelledError.
  Ensemble& fit(MatrixView x, const Monitor& monitor = {});
  /// The same; columns the frame calls categories are taken so beside those of the options.
  Ensemble& fit(const data::FrameView& x, const Monitor& monitor = {});
  template <class Derived>
  Ensemble& fit(const Eigen::DenseBase<Derived>& x, const Monitor& monitor = {}) {
    return fit(MatrixView(x.derived()), monitor);
  }

  /// How strange each row of x (n, d) is: (n), in (0, 1), 1 - exp(-mean surprise).
  /// Errors: NotFittedError, ShapeError, DataError as fit.
  Vector anomaly_score(MatrixView x) const;
  /// The same upside down, as scikit-learn has it: -anomaly_score, and threshold - anomaly_score.
  Vector score_samples(MatrixView x) const { return -anomaly_score(x); }
  Vector decision_function(MatrixView x) const { return threshold_ - anomaly_score(x).array(); }
  /// -1 for rows of x (n, d) whose score is above `threshold()`, else 1: (n). Errors: as above.
  Labels predict(MatrixView x) const { return detail::labels_above(anomaly_score(x), threshold_); }
  /// Which columns made a row strange: (n, d), the trusted forests' reasons in their mean. Errors:
  /// as above.
  Matrix explain(MatrixView x) const;

  /// How much each member counts: (members), sum 1, 0 = left out; the forests, then the distance
  /// where there is one.
  const Vector& weights() const { return weights_; }
  /// Scores above it are called strange by predict.
  double threshold() const { return threshold_; }

  template <class V>
  void state(V&& v) {
    v("n_features", n_features_);
    v("forests", forests_);
    v("distance", distance_);
    v("usual", usual_);
    v("weights", weights_);
    v("threshold", threshold_);
  }
  void check_state() const;

 private:
  Matrix member_scores(MatrixView x) const;
  Vector surprises(const Matrix& scores) const;
  void learn_trust(MatrixView x, const Monitor& monitor);

  Params params_;
  std::int64_t n_features_ = 0;
  std::vector<IsolationForest> forests_;
  detail::DistanceMember distance_;
  Matrix usual_;    ///< (members, m) training scores of each member, rising, m at most 65,536
  Vector weights_;  ///< (members) trust, 0 = left out; their sum is 1
  double threshold_ = 0.0;
};

}  // namespace limn::inline LIMN_ABI::outlier

#ifdef LIMN_HEADER_ONLY
#include <limn/outlier/ensemble.ipp>
#endif
