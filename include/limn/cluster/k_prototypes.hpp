// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include <limn/core/component.hpp>
#include <limn/data/frame.hpp>

namespace limn::inline LIMN_ABI::cluster {

/// k-means for tables of numbers and categories: a group is shown by the means of its numbers and
/// the most frequent value of each of its categories.
///
/// Choose it when columns such as city, plan or channel must count as they are. Prefer KMeans when
/// all columns are numbers. The distance of a row to a group is the squared distance of the numbers
/// plus gamma for each category that differs, so scale the numbers before (features.Standard).
/// Shapes: x (n, d), no missing cells; categories are the columns that data::FrameView calls so and
/// those of option `categorical`. Needs n >= n_clusters rows. A category unseen at fit differs from
/// every group. A group that runs empty takes the row farthest from its own. Cost: n * n_clusters *
/// d a round. Same bits for any number of threads.
/// **Source:** Huang (1998), Extensions to the k-Means Algorithm for Clustering Large Data Sets
/// with Categorical Values; Arthur and Vassilvitskii (2007), k-means++.
/// **Differs:** all rows are assigned before the groups are moved, so that the order of the rows
/// does not matter; the default gamma is half the mean variance of the numbers instead of a share
/// of their deviation: equal on standardised columns, and free of the unit on others. Of values
/// equally frequent the least is shown.
class KPrototypes {
 public:
  static constexpr std::string_view name = "cluster.k_prototypes";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_categories = true, .row_order_free = false};

  struct Params {
    std::int64_t n_clusters = 8;           ///< groups
    std::optional<double> gamma = {};      ///< squared distance of two categories; none = chosen
    std::vector<double> categorical = {};  ///< columns of categories, counted from 0
    std::int64_t n_init = 10;              ///< starts; the one of least inertia is kept
    std::int64_t max_iter = 100;           ///< rounds
    std::uint64_t random_state = 0;        ///< seed
  };
  template <class V>
  static void describe(V&& v) {
    v("n_clusters", &Params::n_clusters, "number of groups", core::between(1, 1'000'000));
    v("gamma", &Params::gamma,
      "what a differing category adds to the squared distance; None: half the mean variance of the "
      "numbers, 1 without numbers",
      core::at_least(0));
    v("categorical", &Params::categorical,
      "columns of categories, beside those the table itself calls so", core::at_least(0));
    v("n_init", &Params::n_init, "number of starts; the one of least inertia is kept",
      core::between(1, 10'000));
    v("max_iter", &Params::max_iter, "rounds at most", core::between(1, 1'000'000));
    v("random_state", &Params::random_state, "seed of the random starts", core::at_least(0));
  }

  KPrototypes() = default;
  explicit KPrototypes(Params params) : params_(core::checked<KPrototypes>(params)) {}
  const Params& params() const { return params_; }

  /// Learns from x (n, d). Errors: DataError with fewer rows than n_clusters, a cell that is not
  /// finite or numbers whose squared distances overflow; ParamError for a categorical column that x
  /// lacks; CancelledError.
  KPrototypes& fit(const data::FrameView& x, const Monitor& monitor = {});
  /// Nearest group of each row of x (n, d): (n). Errors: NotFittedError, ShapeError, DataError.
  Labels predict(MatrixView x) const;
  /// What the rows differ from each group by, in the unit of a distance: (n, n_clusters), the root
  /// of squared distance plus gamma * categories that differ. Errors: as predict.
  Matrix transform(MatrixView x) const;

  std::int64_t n_clusters() const { return params_.n_clusters; }
  /// (n_clusters, d): means, and for categories the most frequent value.
  const Matrix& centers() const { return centers_; }
  /// Groups of the rows of the last fit: (n); no part of a saved model. Errors: NotFittedError when
  /// not fitted or loaded.
  const Labels& labels() const;
  /// Sum over the rows of squared distance plus gamma * categories that differ.
  double inertia() const { return inertia_; }
  /// What a differing category costs. Errors: NotFittedError.
  double gamma() const;
  /// Rounds of the start that was kept.
  std::int64_t n_iter() const { return n_iter_; }

  template <class V>
  void state(V&& v) {
    v("centers", centers_);
    v("is_category", is_category_);
    v("gamma", gamma_);
    v("inertia", inertia_);
    v("n_iter", n_iter_);
  }
  void check_state() const;

 private:
  std::vector<std::uint8_t> categories_of(const data::FrameView& x) const;
  Matrix differences(MatrixView x) const;

  Params params_;
  Matrix centers_;
  std::vector<std::uint8_t> is_category_;  // (d)
  double gamma_ = 0.0, inertia_ = 0.0;
  std::int64_t n_iter_ = 0;
  Labels labels_;
};

}  // namespace limn::inline LIMN_ABI::cluster

#ifdef LIMN_HEADER_ONLY
#include <limn/cluster/k_prototypes.ipp>
#endif
