// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include <limn/core/component.hpp>

namespace limn::inline LIMN_ABI::cluster {

/// Finds groups that are denser than what lies between them, of any shape and number, and leaves
/// rows that belong nowhere as noise (-1).
///
/// Choose it when the number of groups is unknown, when groups differ in density, or when rows may
/// honestly belong nowhere. Prefer Agglomerative("genie") or KMeans when every user must be in one
/// of K groups: density trees are poor at that; noise = "nearest" is the middle way.
/// Shapes: x (n, d), no missing values, scaled before; n >= min_samples. The rows stay in the
/// model, since new rows are placed by those near them: each new row joins the group of the seen
/// row it is reached from, if the group still holds at that density. Cost: an exact spanning tree,
/// about n log n * d at few columns, n^2 * d at many; memory O(n * d). Same bits for any number of
/// threads.
/// **Source:** Campello, Moulavi and Sander (2013); Campello, Moulavi, Zimek and Sander (2015) for
/// GLOSH; McInnes, Healy and Astels (2017), hdbscan; Malzer and Baum (2020) for the least distance.
/// **Differs:** rows on one place are twice as dense as the densest others instead of infinitely
/// dense; min_samples counts the row itself, as in scikit-learn (not as in hdbscan). All ways out
/// of a row may weigh its core distance, so ties are no rarity: steps of one weight happen at once,
/// and a row between groups goes to the nearer one. The answer does not depend on the order of the
/// rows, which that of scikit-learn does where a tie decides.
class Hdbscan {
 public:
  static constexpr std::string_view name = "cluster.hdbscan";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.row_order_free = false};

  struct Params {
    std::int64_t min_cluster_size = 5;                  ///< rows that make a group
    std::optional<std::int64_t> min_samples = {};       ///< rows, itself counted; none = as above
    double cluster_selection_epsilon = 0.0;             ///< distance; closer groups are one
    std::optional<std::int64_t> max_cluster_size = {};  ///< rows; none = any (eom only)
    std::string cluster_selection_method = "eom";       ///< eom, leaf
    bool allow_single_cluster = false;                  ///< all rows may be one group
    std::string noise = "keep";                         ///< keep, nearest
  };
  template <class V>
  static void describe(V&& v) {
    v("min_cluster_size", &Params::min_cluster_size, "rows that make a group, at least",
      core::between(2, 2e9));
    v("min_samples", &Params::min_samples,
      "rows, itself counted, within the core distance of a row; none = min_cluster_size",
      core::between(1, 1'000'000));
    v("cluster_selection_epsilon", &Params::cluster_selection_epsilon,
      "groups that part at a distance below this stay together", core::at_least(0));
    v("max_cluster_size", &Params::max_cluster_size,
      "larger groups are split further, where they can; none = any size; only for eom",
      core::between(1, 2e9));
    v("cluster_selection_method", &Params::cluster_selection_method,
      "the most stable groups (eom) or the finest (leaf)", core::one_of({"eom", "leaf"}));
    v("allow_single_cluster", &Params::allow_single_cluster,
      "whether all rows may turn out to be one group", core::anything());
    v("noise", &Params::noise,
      "rows of no group: keep them as -1, or give them the group of the nearest row that has one",
      core::one_of({"keep", "nearest"}));
  }

  Hdbscan() = default;
  explicit Hdbscan(Params params) : params_(core::checked<Hdbscan>(params)) {}
  const Params& params() const { return params_; }

  /// Learns from x (n, d). Errors: DataError with fewer rows than min_samples, a cell that is not
  /// finite or cells so large that distances overflow; CancelledError.
  Hdbscan& fit(MatrixView x, const Monitor& monitor = {});
  /// Group of each row of x (n, d), -1 = noise: (n). Errors: NotFittedError, ShapeError, DataError.
  Labels predict(MatrixView x) const;
  /// How strongly each row of x (n, d) belongs to its group, in [0, 1], 0 = noise: (n).
  /// Errors: as predict.
  Vector strength(MatrixView x) const;

  /// Groups found by the last fit; may be 0.
  std::int64_t n_clusters() const { return n_clusters_; }
  /// Of the rows of the last fit: (n) each. Errors: NotFittedError.
  const Labels& labels() const { return fitted().labels_; }
  /// In [0, 1]: 1 = as dense as the group ever is, 0 = noise.
  const Vector& probabilities() const { return fitted().probabilities_; }
  /// GLOSH, in [0, 1]: how much less dense than the densest place of the same group.
  const Vector& outlier_scores() const { return fitted().outlier_scores_; }

  template <class V>
  void state(V&& v) {
    v("n_clusters", n_clusters_);
    v("rows", rows_);
    v("labels", labels_);
    v("probabilities", probabilities_);
    v("outlier_scores", outlier_scores_);
    v("core", core_);
    v("inside", inside_);
    v("unit", unit_);
    v("parent", parent_);
    v("birth", birth_);
    v("death", death_);
    v("label_of", label_of_);
  }
  void check_state() const;

 private:
  struct Placed {
    Labels labels;
    Vector strength;
  };
  const Hdbscan& fitted() const;
  Placed place(MatrixView x) const;
  void settle_noise(const Matrix& x, Labels& labels) const;
  std::int64_t min_samples() const {
    return params_.min_samples.value_or(params_.min_cluster_size);
  }

  Params params_;
  std::int64_t n_clusters_ = 0;
  Matrix rows_;  // (n, d)
  Labels labels_;
  Vector probabilities_, outlier_scores_;
  Vector core_;    // (n) core distance
  Labels inside_;  // (n) smallest group of the hierarchy
  double unit_ = 0.0;
  // By group of the hierarchy: its parent, density at birth and at the last leave, and the number
  // of the cluster it is part of, -1 = of none.
  std::vector<std::int32_t> parent_, label_of_;
  std::vector<double> birth_, death_;
};

}  // namespace limn::inline LIMN_ABI::cluster

#ifdef LIMN_HEADER_ONLY
#include <limn/cluster/hdbscan.ipp>
#endif
