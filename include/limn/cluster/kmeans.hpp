// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include <limn/core/component.hpp>

namespace limn::inline LIMN_ABI::cluster {
namespace detail {

/// Rows of a group, at least and at most.
struct SizeLimits {
  std::int64_t least = 0, most = 0;
};

}  // namespace detail

/// Splits rows into n_clusters groups around their means, so that the squared distances to them are
/// small.
///
/// Choose it first for segments of users: fast at any size, one centre to show for each segment,
/// and new users are placed in a microsecond. Scale the columns before (features.Standard,
/// features.Quantile): distance means nothing between days and money. Prefer a mixture for groups
/// of unequal spread, a density method for odd shapes and noise.
/// Shapes: x (n, d) of double or float, read in place; no missing values. Needs n >= n_clusters
/// rows. Distances are compared in single precision and, where two are close, again in double, so
/// that labels are those of a plain loop; sums, centres and inertia are double. A cluster that runs
/// empty takes the row farthest from its own centre. Of more than 65,536 rows (256 a cluster) the
/// start and its first rounds see a sample. Cost: n * n_clusters * d a round, less once most rows
/// stay where they are. Same bits for any number of threads.
/// With spherical, rows are compared by their direction: for embeddings and shares. With min_size
/// or max_size each round gives the rows to the groups at the least total cost under which the
/// sizes hold, exactly; that needs n * n_clusters numbers at a time, and predict still answers with
/// the nearest centre.
/// **Source:** Lloyd (1982), Least squares quantization in PCM; Arthur and Vassilvitskii (2007),
/// k-means++; Hamerly (2010), Making k-means even faster; Sculley (2010), Web-scale k-means
/// clustering (partial_fit); Dhillon and Modha (2001), Concept decompositions (spherical); Bradley,
/// Bennett and Demiriz (2000), Constrained K-Means Clustering (sizes).
/// **Differs:** the start tries 2 + ln k candidates a step and keeps the best; centres can be
/// frozen, so that segment numbers keep their meaning while users come and go.
class KMeans {
 public:
  static constexpr std::string_view name = "cluster.kmeans";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.row_order_free = false};

  struct Params {
    std::int64_t n_clusters = 8;     ///< groups
    std::string init = "k-means++";  ///< start: k-means++, random
    std::int64_t n_init = 1;         ///< starts; the one of least inertia is kept
    std::int64_t max_iter = 300;     ///< rounds
    double tol = 1e-4;               ///< stop below this squared move, in units of column variance
    double forgetting = 0.0;         ///< share of the past dropped at each partial_fit
    std::uint64_t random_state = 0;  ///< seed
    bool spherical = false;          ///< directions are compared, not places
    std::optional<std::int64_t> min_size = {};  ///< rows of a group at least; none = any
    std::optional<std::int64_t> max_size = {};  ///< rows of a group at most; none = any
  };
  template <class V>
  static void describe(V&& v) {
    v("n_clusters", &Params::n_clusters, "number of groups", core::between(1, 1'000'000));
    v("init", &Params::init, "how the first centres are chosen among the rows",
      core::one_of({"k-means++", "random"}));
    v("n_init", &Params::n_init, "number of starts; the one of least inertia is kept",
      core::between(1, 10'000));
    v("max_iter", &Params::max_iter, "rounds at most", core::between(1, 1'000'000));
    v("tol", &Params::tol,
      "stop when the squared move of the centres is below this, in units of mean column variance",
      core::at_least(0));
    v("forgetting", &Params::forgetting, "share of the past weight dropped at each partial_fit",
      core::from_below(0, 1));
    v("random_state", &Params::random_state, "seed of the random starts", core::at_least(0));
    v("spherical", &Params::spherical,
      "rows are compared by direction (cosine): they and the centres count at length 1",
      core::anything());
    v("min_size", &Params::min_size, "rows that fit puts into a group at least; None: any",
      core::at_least(0));
    v("max_size", &Params::max_size, "rows that fit puts into a group at most; None: any",
      core::at_least(1));
  }

  KMeans() = default;
  explicit KMeans(Params params) : params_(core::checked<KMeans>(params)) {}
  const Params& params() const { return params_; }

  /// Learns from x (n, d), with a weight >= 0 for each row where given: (n). A weight counts as so
  /// many equal rows. Errors: DataError with fewer rows than n_clusters, a cell or weight that is
  /// not finite, rows so far apart that squared distances are no numbers, weights that are negative
  /// or all 0; ShapeError for the number of weights; CancelledError.
  KMeans& fit(MatrixView x, const Monitor& monitor = {});
  KMeans& fit(MatrixView x, VectorView weights, const Monitor& monitor = {});
  KMeans& fit(MatrixFView x, const Monitor& monitor = {});
  KMeans& fit(MatrixFView x, VectorView weights, const Monitor& monitor = {});

  /// The same from given centres (n_clusters, d), one start: with the centres of an earlier fit,
  /// groups keep their numbers. weights (n) or empty. Errors: as fit; ShapeError for the centres.
  KMeans& fit_from(MatrixView x, MatrixView centers, VectorView weights = Vector(),
                   const Monitor& monitor = {});
  KMeans& fit_from(MatrixFView x, MatrixView centers, VectorView weights = Vector(),
                   const Monitor& monitor = {});

  /// Moves each centre towards the new rows nearest to it, by their share of all the weight it has
  /// seen. The first call chooses centres among its rows. Frozen centres stay; their weight grows.
  /// weights (n) or empty. Errors: as fit; ShapeError for another width.
  KMeans& partial_fit(MatrixView x, VectorView weights = Vector());
  KMeans& partial_fit(MatrixFView x, VectorView weights = Vector());

  /// From now on partial_fit leaves the centres where they are. fit starts anew and thaws.
  /// Errors: NotFittedError.
  KMeans& freeze(bool frozen = true);
  bool is_frozen() const { return frozen_ != 0; }

  /// Nearest centre of each row of x (n, d): (n). Errors: NotFittedError, ShapeError, DataError.
  Labels predict(MatrixView x) const;
  Labels predict(MatrixFView x) const;
  /// Distance of each row of x (n, d) to each centre, the greatest double at most: (n, n_clusters).
  /// Errors: as predict.
  Matrix transform(MatrixView x) const;
  Matrix transform(MatrixFView x) const;

  std::int64_t n_clusters() const { return params_.n_clusters; }
  /// (n_clusters, d)
  const Matrix& centers() const { return centers_; }
  /// Weight of the rows each centre has seen: (n_clusters).
  const Vector& counts() const { return counts_; }
  /// Groups of the rows of the last fit or partial_fit: (n). They are rows of somebody's data and
  /// so no part of a saved model. Errors: NotFittedError when not fitted or loaded.
  const Labels& labels() const;
  /// Sum of squared distances of the last rows learned to their centres, each times its weight.
  double inertia() const { return inertia_; }
  /// Rounds of the best start of the last fit; for partial_fit the number of calls.
  std::int64_t n_iter() const { return n_iter_; }

  template <class V>
  void state(V&& v) {
    v("centers", centers_);
    v("counts", counts_);
    v("inertia", inertia_);
    v("n_iter", n_iter_);
    v("frozen", frozen_);
  }
  void check_state() const;

 private:
  template <class View>
  KMeans& fit_view(const View& x, const VectorView* weights, const MatrixView* start,
                   const Monitor& monitor);
  template <class View>
  KMeans& learn(const View& x, const VectorView* weights, const MatrixView* start,
                const Monitor& monitor);
  template <class View>
  KMeans& partial_fit_view(const View& x, const VectorView* weights);
  template <class View>
  KMeans& learn_more(const View& x, const VectorView* weights);
  template <class View>
  void require_input(const View& x) const;
  bool limits_sizes() const { return params_.min_size || params_.max_size; }
  detail::SizeLimits size_limits(Index rows) const {
    return {params_.min_size.value_or(0), params_.max_size.value_or(rows)};
  }

  Params params_;
  Matrix centers_;
  Vector counts_;
  double inertia_ = 0.0;
  std::int64_t n_iter_ = 0;
  std::uint8_t frozen_ = 0;
  Labels labels_;
};

}  // namespace limn::inline LIMN_ABI::cluster

#ifdef LIMN_HEADER_ONLY
#include <limn/cluster/kmeans.ipp>
#endif
