// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include <limn/core/component.hpp>
#include <limn/data/frame.hpp>
#include <limn/data/sparse.hpp>
#include <limn/outlier/detail/isolation_fast.hpp>
#include <limn/outlier/detail/isolation_tree.hpp>
#include <limn/outlier/threshold.hpp>

namespace limn::inline LIMN_ABI::outlier {

/// Says how strange each row is by how few random cuts set it apart from a sample of the others.
///
/// Choose it first: it needs no scaling, no distance and no tuning, takes gaps and categories as
/// they are, and learns in milliseconds at any number of rows. Prefer Ensemble where quality counts
/// more than speed, a method of neighbours for rows that are strange only beside their own group.
/// `ndim` 2 or 3 cuts along sums of columns; prob_pick_pooled_gain = 1 with a deep max_depth places
/// cuts where they separate most ("fair cut"), which finds strange rows that come in clumps.
/// Shapes: x (n, d) of double or float, read in place. Missing: `divide` sends a row down both
/// sides of a cut it has no value for, each with the share of training rows there (the expected
/// path); `majority` sends it with the greater part; `refuse` is a DataError. While learning, a row
/// without a value takes a side by lot in proportion to the others. Category columns hold codes 0,
/// 1, 2 ...; a cut halves the codes at random; a code never seen falls on either side. Row weights
/// are chances to be drawn into a sample, where a row may then come more than once. Sparse rows are
/// taken as they are; what is not written is 0. With `build_imputer` impute() fills gaps by the
/// training rows that go a row's ways: quick, and of a model that is there anyway; see limn.impute
/// for better. feedback() hears what was found out about single rows. to_json() and to_sql() take
/// the forest elsewhere. Cost: fit n_estimators * max_samples * log(max_samples) whatever n (rows
/// no tree looks at are not checked either), and one scoring of x where contamination is set; a
/// score walks every tree. Same bits for any number of threads.
/// **Source:** Liu, Ting, Zhou (2008), Isolation Forest; Hariri, Carrasco Kind, Brunner (2021),
/// Extended Isolation Forest; Cortes (2021), Revisiting randomized choices in isolation forests
/// (pooled gain, kurtosis), Isolation forests: looking beyond tree depth (adjusted depth, density)
/// and Imputing missing values with unsupervised random trees (2019); Siddiqui, Fern, Dietterich,
/// Wright, Theriault, Archer (2018), Feedback-guided anomaly discovery via online optimization
/// (linear loss); reasons after Palczewska, Palczewski, Marchese Robinson, Neagu (2013),
/// Interpreting random forest models using a feature contribution method.
/// **Differs:** exact harmonic numbers in c(n); columns that no longer vary are drawn again;
/// missing values and categories; contributions are taken on the path length; a cut that joins
/// columns shares its part equally among them; partial_fit keeps a window of trees; leaves speak
/// for gaps in inverse proportion to their rows; what is said of rows moves the steps of a path, a
/// gap's both, and then every tree is brought back to its mean path and the forest to its spread
/// (the order of rows stays that of the loss), so that threshold() keeps its meaning; a reader of
/// the forest needs not know it.
class IsolationForest {
 public:
  static constexpr std::string_view name = "outlier.isolation_forest";
  static constexpr std::uint32_t format = 3;
  static constexpr core::Tags tags{
      .allows_missing = true, .allows_categories = true, .row_order_free = false};

  struct Params {
    std::int64_t n_estimators = 100;             ///< trees
    std::int64_t max_samples = 256;              ///< rows a tree is grown on
    std::optional<double> contamination = {};    ///< share called strange; none: score > 0.5
    std::string threshold = "automatic";         ///< automatic or conformal
    std::optional<std::int64_t> max_depth = {};  ///< cuts on a path; none: log2 of the sample
    std::string missing = "divide";              ///< what a gap does: divide, majority, refuse
    std::vector<double> categorical = {};        ///< columns (0-based) that hold codes
    std::int64_t ndim = 1;                       ///< columns a cut joins (1: along one column)
    std::int64_t ntry = 1;                       ///< cuts tried where the gain chooses
    double prob_pick_pooled_gain = 0.0;  ///< share of the cuts placed by gain, not at random
    bool weigh_by_kurtosis = false;      ///< draw heavy-tailed columns more often
    std::string scoring = "depth";       ///< depth, adj_depth, density
    bool build_imputer = false;          ///< remember what leaves are like, for impute()
    std::int64_t new_trees = 10;         ///< trees partial_fit grows
    std::uint64_t random_state = 0;      ///< seed
  };
  template <class V>
  static void describe(V&& v) {
    v("n_estimators", &Params::n_estimators, "number of trees", core::between(1, 100'000));
    v("max_samples", &Params::max_samples, "rows each tree is grown on (all where there are fewer)",
      core::between(1, 1 << 24));
    v("contamination", &Params::contamination,
      "share of the training rows that predict calls strange; none: those with a score above 0.5",
      core::Rule{.low = 0.0, .high = 0.5, .low_open = true});
    v("threshold", &Params::threshold, detail::threshold_help, detail::threshold_rule());
    v("max_depth", &Params::max_depth,
      "cuts on a path at most; none: log2 of the sample, rounded up", core::between(1, 1 << 24));
    v("missing", &Params::missing,
      "a gap sends a row down both sides (divide), with the greater part (majority), or is an "
      "error",
      core::one_of({"divide", "majority", "refuse"}));
    v("categorical", &Params::categorical, "columns (counted from 0) that hold category codes",
      core::between(0, 1 << 24));
    v("ndim", &Params::ndim, "columns a cut joins; 1 cuts along one column", core::between(1, 3));
    v("ntry", &Params::ntry, "cuts tried where the gain chooses", core::between(1, 1000));
    v("prob_pick_pooled_gain", &Params::prob_pick_pooled_gain,
      "share of the cuts placed where they separate most (pooled gain) instead of at random",
      core::between(0, 1));
    v("weigh_by_kurtosis", &Params::weigh_by_kurtosis,
      "draw columns in proportion to their kurtosis in the sample of the tree", core::anything());
    v("scoring", &Params::scoring,
      "what a path counts: its cuts (depth), cuts weighed by how densely their side is filled "
      "(adj_depth), or that density alone (density)",
      core::one_of({"depth", "adj_depth", "density"}));
    v("build_imputer", &Params::build_imputer,
      "remember what the rows of each leaf are like, so that impute can fill gaps",
      core::anything());
    v("new_trees", &Params::new_trees, "trees partial_fit grows; the oldest beyond n_estimators go",
      core::between(1, 100'000));
    v("random_state", &Params::random_state, "seed; forests to be merged need different ones",
      core::at_least(0));
  }

  IsolationForest() = default;
  explicit IsolationForest(Params params);
  const Params& params() const { return params_; }

  /// Grows the trees on x (n, d). One row is enough: its score, and everybody's, is then 0.5.
  /// Errors: DataError without rows or columns, with an infinite cell, or with a cell of a category
  /// column that is no code; ParamError when a category column is not there; CancelledError.
  IsolationForest& fit(MatrixView x, const Monitor& monitor = {});
  IsolationForest& fit(MatrixFView x, const Monitor& monitor = {});
  /// The same; columns the frame calls categories are taken so beside those of the options.
  IsolationForest& fit(const data::FrameView& x, const Monitor& monitor = {});
  /// The same with a weight a row: rows are drawn in proportion to them, rows of weight 0 never.
  /// Where weights differ a row may be drawn again, so that they count in small tables too.
  /// Errors: ShapeError for another length, DataError for a weight that is negative or not finite,
  /// or when all are 0.
  IsolationForest& fit(MatrixView x, VectorView weights, const Monitor& monitor = {});
  IsolationForest& fit(MatrixFView x, VectorView weights, const Monitor& monitor = {});
  IsolationForest& fit(const data::FrameView& x, VectorView weights, const Monitor& monitor = {});
  template <class Derived>
  IsolationForest& fit(const Eigen::DenseBase<Derived>& x, const Monitor& monitor = {}) {
    if constexpr (std::same_as<typename Derived::Scalar, float>)
      return fit(MatrixFView(x.derived()), monitor);
    else
      return fit(MatrixView(x.derived()), monitor);
  }
  template <class Derived>
  IsolationForest& fit(const Eigen::DenseBase<Derived>& x, const VectorView& weights,
                       const Monitor& monitor = {}) {
    if constexpr (std::same_as<typename Derived::Scalar, float>)
      return fit(MatrixFView(x.derived()), weights, monitor);
    else
      return fit(MatrixView(x.derived()), weights, monitor);
  }

  /// The same for sparse rows: the forest of the dense table, bit for bit.
  IsolationForest& fit(const data::SparseView& x, const Monitor& monitor = {});
  IsolationForest& fit(const data::SparseView& x, VectorView weights, const Monitor& monitor = {});

  /// Grows `new_trees` trees on x (n, d) and lets the oldest beyond n_estimators go: a forest of
  /// the latest rows. The first call is a fit. The threshold stays. Errors: as fit; ShapeError.
  IsolationForest& partial_fit(MatrixView x, const Monitor& monitor = {});
  /// The same with a weight a row, as fit. Errors: those of fit with weights too.
  IsolationForest& partial_fit(MatrixView x, VectorView weights, const Monitor& monitor = {});
  /// Lets the `count` oldest trees go, at least one stays. Errors: ParamError.
  IsolationForest& drop_trees(std::int64_t count);

  /// How strange each row of x (n, d) is: (n), in (0, 1), higher = stranger, 0.5 = like anybody.
  /// Errors: NotFittedError, ShapeError, DataError as fit.
  Vector anomaly_score(MatrixView x) const;
  Vector anomaly_score(MatrixFView x) const;
  Vector anomaly_score(const data::SparseView& x) const;

  /// The same upside down, as scikit-learn has it: -anomaly_score, and threshold - anomaly_score.
  Vector score_samples(MatrixView x) const { return -anomaly_score(x); }
  Vector decision_function(MatrixView x) const;
  Vector decision_function(const data::SparseView& x) const {
    return threshold_ - anomaly_score(x).array();
  }

  /// -1 for rows of x (n, d) whose score is above `threshold()`, else 1: (n). Errors: as above.
  Labels predict(MatrixView x) const;
  Labels predict(const data::SparseView& x) const;

  /// Which columns made a row strange: (n, d), signed. Each cut moves the path length a row may
  /// still expect; a column's reason is the sum of what its cuts took away, over c(max_samples),
  /// averaged over the trees. A row's reasons sum to `baseline()` plus log2 of its score (of
  /// score / (1 - score) where scoring is density). A cut on a missing value gives no reason in the
  /// `divide` mode. Errors: as above.
  Matrix explain(MatrixView x) const;
  Matrix explain(MatrixFView x) const;

  /// How alike rows of x (n, d) are: (n, n), the share of trees in which two rows end in the same
  /// leaf; 1 on the diagonal. A gap goes with the majority. Errors: as above; LimitError above
  /// 20,000 rows.
  Matrix proximity(MatrixView x) const;

  /// x (n, d) with its gaps filled by what the leaves of each row are like; a column nobody knew at
  /// fit stays a gap. Errors: as above; ParamError unless fitted with build_imputer.
  Matrix impute(MatrixView x) const;

  /// Hears of rows of x (n, d) what they turned out to be: labels (n), -1 = strange, 1 = usual, 0 =
  /// not known. Steps on the way of strange rows count `rate` times their length less for each,
  /// those of usual rows more; rows that go the same ways are judged with them. Then all paths are
  /// moved and stretched alike, to the mean of each tree and the spread of the forest there were
  /// before: news changes who is strange, not how many are, and scores stay within (0, 1). To be
  /// called as often as there is news; fit forgets it all, and threshold() stays. Errors: as above;
  /// ShapeError for another length; DataError for another label; ParamError for a rate not in
  /// (0, 10].
  IsolationForest& feedback(MatrixView x, const Labels& labels, double rate = 1.0);

  /// The forest as JSON: format, version, n_features, scoring, missing, threshold, categorical, and
  /// for each tree its nodes. A cut {rows, column, at, left, right} sends a value above `at` to
  /// node `right`; one that joins columns compares the sum of `weights` times `columns`. A category
  /// cut has `seed` for `at`, and sends a code right when bit 0 of f(z) is set: z = seed * 2^32 +
  /// code, z = f(z) * 0xff51afd7ed558ccd, z = f(z) * 0xc4ceb9fe1a85ec53 in 64 bits, f(z) = z ^ z
  /// >> 33. A leaf {rows, length} ends the path; the score is 2^-(mean length), of scoring density
  /// 1 / (1 + 2^(mean length)). Errors: NotFittedError.
  std::string to_json() const;
  /// One SELECT of `table` (with dots: schema and table) with all its columns and `anomaly_score`,
  /// equal to anomaly_score up to rounding; `columns` (d) names those the forest sees. A gap is
  /// NULL. Errors: NotFittedError; ShapeError for another number of names; ParamError for a forest
  /// with category columns, whose halving SQL does not know.
  std::string to_sql(std::string_view table, const std::vector<std::string>& columns) const;

  /// Takes over the trees of `other`: the forest of both parts of the data, trees in order.
  /// A forest not fitted adds nothing. Errors: ParamError unless all options but random_state are
  /// equal; ShapeError unless the widths are.
  IsolationForest& merge(const IsolationForest& other);

  Index n_features() const { return n_features_; }
  Index n_trees() const { return static_cast<Index>(tree_nodes_.size()); }
  /// Mean path length of the training rows over c(max_samples): what a row is compared with.
  double baseline() const;
  /// Scores above it are called strange by predict.
  double threshold() const { return threshold_; }

  template <class V>
  void state(V&& v) {
    v("n_features", n_features_);
    v("n_rows", n_rows_);
    v("n_grown", n_grown_);
    v("threshold", threshold_);
    v("is_category", is_category_);
    v("tree_nodes", tree_nodes_);
    v("tree_depth", tree_depth_);
    v("nodes", nodes_);
  }
  void check_state();

 private:
  template <class View>
  IsolationForest& fit_view(const View& x, std::vector<std::uint8_t> is_category,
                            const VectorView* weights, const Monitor& monitor);
  IsolationForest& learn_more(MatrixView x, const VectorView* weights, const Monitor& monitor);
  template <class View>
  void grow(const View& x, const VectorView* weights, std::int64_t n_trees, const Monitor& monitor);
  template <class View>
  IsolationForest& fit_half(const View& x, const std::vector<std::uint8_t>& is_category,
                            const VectorView* weights, const Monitor& monitor);
  template <class View>
  Vector score_view(const View& x) const;
  Vector score_view(const data::SparseView& x) const;
  template <class View>
  Matrix explain_view(const View& x) const;
  template <class View>
  void require_input(const View& x) const;
  double score_of(double sum) const;

  Params params_;
  std::int64_t n_features_ = 0;
  std::int64_t n_rows_ = 0;
  std::int64_t n_grown_ = 0;  ///< trees ever grown: the next stream of random numbers
  double threshold_ = 0.5;
  std::vector<std::uint8_t> is_category_;  ///< (n_features)
  std::vector<std::int32_t> tree_nodes_;   ///< nodes of each tree
  std::vector<std::int32_t> tree_depth_;
  detail::IsolationNodes nodes_;
  detail::FastForest fast_;  ///< the nodes laid out for scoring
};

}  // namespace limn::inline LIMN_ABI::outlier

#ifdef LIMN_HEADER_ONLY
#include <limn/outlier/isolation_forest.ipp>
#endif
