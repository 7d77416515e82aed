// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/impute/detail/flags.hpp>
#include <limn/impute/detail/ridge_chain.hpp>
#include <limn/learn/detail/histogram_trees.hpp>

namespace limn::inline LIMN_ABI::impute {

/// Fills each column by a random forest on all others, behind the answers of Iterative, and says
/// how good the answers are.
///
/// Choose it for the best single guess: columns that bend, interact, or mix numbers and categories.
/// Prefer Iterative where straight lines do or time is short, draws of Iterative where the spread
/// of the gaps matters. Shapes: x (n, d) -> (n, d), with `add_indicator` (n, d + k); no gap left;
/// categories get levels known at fit, a column without a value at fit `fallback`. A row's answer
/// depends on no other row. Cost: fit grows max_iter * d * n_estimators trees of O(n log n) byte
/// reads a column tried; memory two copies of the table, and the trees.
/// **Source:** Stekhoven, Buehlmann (2012), MissForest: non-parametric missing value imputation for
/// mixed-type data.
/// **Differs:** trees read columns cut into bins and also see the linear prediction; forest and
/// line are weighed by what they say about rows the trees have not seen. While a column is learned
/// its known cells are hidden and the other gaps of the row filled without them, as they are in the
/// rows to be answered; rounds are stages, each learned on the answers of the one before.
class Forest {
 public:
  static constexpr std::string_view name = "impute.forest";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{
      .allows_missing = true, .allows_categories = true, .row_order_free = false};

  struct Params {
    std::int64_t n_estimators = 60;        ///< trees for each column
    std::int64_t max_iter = 2;             ///< stages of forests
    double max_features = 0.4;             ///< share of the columns tried at a split
    std::int64_t min_samples_leaf = 3;     ///< rows in a leaf, at least
    std::vector<double> min_value = {};    ///< least answer: one for all columns, or one a column
    std::vector<double> max_value = {};    ///< largest answer: one for all columns, or one a column
    bool integers = false;                 ///< columns of whole numbers get whole numbers
    std::vector<double> categorical = {};  ///< columns (0-based) that hold codes
    bool add_indicator = false;            ///< append a flag for each column with gaps at fit
    double fallback = 0.0;                 ///< fills columns that had no value at fit
    std::int64_t random_state = 0;         ///< seed of the trees
  };
  template <class V>
  static void describe(V&& v) {
    v("n_estimators", &Params::n_estimators, "trees for each column", core::between(1, 10000));
    v("max_iter", &Params::max_iter, "stages of forests", core::between(1, 2));
    v("max_features", &Params::max_features, "share of the columns tried at a split",
      core::Rule{.low = 0.0, .high = 1.0, .low_open = true});
    v("min_samples_leaf", &Params::min_samples_leaf, "rows in a leaf, at least", core::at_least(1));
    detail::describe_answers<Params>(v);
    v("random_state", &Params::random_state, "seed of the trees", core::at_least(0));
  }

  Forest() = default;
  explicit Forest(Params params) : params_(core::checked<Forest>(params)) {}
  const Params& params() const { return params_; }

  /// Learns the forests from x (n, d); columns the frame calls categories are taken so beside those
  /// of the options. Errors: DataError without rows or columns or with an infinite cell; ParamError
  /// when bounds or categories do not fit the columns; LimitError; CancelledError.
  Forest& fit(data::FrameView x, const Monitor& monitor = {});

  /// x (n, d) without gaps. Errors: NotFittedError, ShapeError, DataError with an infinite cell,
  /// LimitError, CancelledError.
  Matrix transform(MatrixView x, const Monitor& monitor = {}) const;

  /// How wrong answers are expected to be, from rows that trees have not seen, (d): of a column of
  /// numbers the root mean squared error over its deviation (1 = no better than the mean), of a
  /// category the share of wrong answers.
  const Vector& errors() const { return errors_; }
  /// `names` (d) and "<name>_missing" for each flag. Errors: NotFittedError, ShapeError.
  std::vector<std::string> feature_names(std::vector<std::string> names) const;

  template <class V>
  void state(V&& v) {
    v("schema", schema_);
    v("design", design_);
    v("chain", chain_);
    v("flags", flags_.columns);
    v("edges", edges_);
    v("stages", stages_);
    v("errors", errors_);
  }
  void check_state() const;

 private:
  /// The forests of one stage and what they are mixed with: all (d).
  struct Stage {
    std::vector<Vector> line_edges;
    std::vector<learn::detail::BinnedForest> forests;
    Matrix mixture;  // (d, 3) constant, forest, line

    template <class V>
    void state(V&& v) {
      v("line_edges", line_edges);
      v("forests", forests);
      v("mixture", mixture);
    }
  };
  /// One row on its way: regressors, bins, which columns are gaps.
  struct Row {
    Vector z;
    std::vector<std::uint8_t> bins, gap;
    std::vector<double> value, shares;
  };
  struct Lesson;  // what one column is learned from

  std::uint8_t code(Index c, double v) const;
  Row room() const;
  void start(MatrixView x, Index r, Index hidden, Row& row) const;
  void apply(const Stage& stage, Index hidden, Row& row) const;
  double answer(const Stage& stage, Index c, Row& row) const;
  Lesson lesson(MatrixView x, Index c, const Stage* before) const;
  void learn(Stage& stage, Lesson& lesson, std::int64_t n_trees, std::uint64_t step,
             const Monitor& monitor);
  void weigh(Stage& stage, const Lesson& lesson, const std::vector<double>& left_out,
             const std::vector<double>& n_left_out);

  Params params_;
  detail::Schema schema_;
  detail::Design design_;
  detail::RidgeChain chain_;
  detail::Flags flags_;
  std::vector<Vector> edges_;  ///< (d) of the bins; empty for categories
  std::vector<Stage> stages_;
  Vector errors_;  ///< (d)
};

}  // namespace limn::inline LIMN_ABI::impute

#ifdef LIMN_HEADER_ONLY
#include <limn/impute/forest.ipp>
#endif
