// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/component.hpp>

namespace limn::inline LIMN_ABI::cluster {

/// Joins the two groups that are nearest, again and again, until n_clusters are left; the whole
/// hierarchy is kept.
///
/// Choose linkage "genie" first: it finds groups of any shape, is not misled by single strange rows
/// and needs no tuning; "ward" for round groups of like spread, and where a centre is to be shown;
/// "single" only for clean shapes. Prefer KMeans for millions of rows, Hdbscan when rows may belong
/// nowhere or the number of groups is unknown.
/// Shapes: x (n, d), no missing values, scaled before; n >= n_clusters. New rows go to the nearest
/// centre (ward, average, complete) or to the group of the nearest row seen (single, genie), which
/// therefore stays in the model. Cost: ward about n log n * d at few columns, O(n d) memory; single
/// and genie that of an exact spanning tree, O(n d) memory; average and complete n^2 time and
/// memory, at most 32,768 rows. Same bits for any number of threads.
/// **Source:** Ward (1963), Hierarchical Grouping to Optimize an Objective Function; Murtagh (1983)
/// for the nearest-neighbour chain; Gagolewski, Bartoszuk and Cena (2016), Genie.
/// **Differs:** Ward's neighbours are sought in a k-d tree, so no matrix of distances is made;
/// groups are numbered by their first rows.
class Agglomerative {
 public:
  static constexpr std::string_view name = "cluster.agglomerative";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.row_order_free = false};

  struct Params {
    std::int64_t n_clusters = 2;   ///< groups
    std::string linkage = "ward";  ///< ward, average, complete, single, genie
    double gini_threshold = 0.3;   ///< genie: groups may grow as unequal as this
  };
  template <class V>
  static void describe(V&& v) {
    v("n_clusters", &Params::n_clusters, "number of groups", core::between(1, 1'000'000));
    v("linkage", &Params::linkage, "what the distance of two groups is",
      core::one_of({"ward", "average", "complete", "single", "genie"}));
    v("gini_threshold", &Params::gini_threshold,
      "genie: Gini index of the sizes above which a smallest group must be joined next; 1 = single",
      core::between(0, 1));
  }

  Agglomerative() = default;
  explicit Agglomerative(Params params) : params_(core::checked<Agglomerative>(params)) {}
  const Params& params() const { return params_; }

  /// Learns from x (n, d). Errors: DataError with fewer rows than n_clusters, a cell that is not
  /// finite or cells so large that distances overflow; LimitError for average and complete beyond
  /// 32,768 rows; CancelledError.
  Agglomerative& fit(MatrixView x, const Monitor& monitor = {});
  /// Group of each row of x (n, d): (n). Errors: NotFittedError, ShapeError, DataError.
  Labels predict(MatrixView x) const;

  std::int64_t n_clusters() const { return params_.n_clusters; }
  /// Groups of the rows of the last fit: (n). Errors: NotFittedError.
  const Labels& labels() const;
  /// The same with another number of groups, from the same hierarchy.
  /// Errors: NotFittedError; ParamError unless 1 <= n_clusters <= n.
  Labels labels_for(std::int64_t n_clusters) const;
  /// (n - 1, 2): step t joins these two into group n + t; 0 ... n-1 are the rows.
  const CodeMatrix& children() const { return children_; }
  /// (n - 1): distance of the two; of genie, weight of the edge: it may fall from step to step.
  const Vector& distances() const { return distances_; }
  /// (n_clusters, d): means of the groups.
  const Matrix& centers() const { return centers_; }

  template <class V>
  void state(V&& v) {
    v("labels", labels_);
    v("children", children_);
    v("distances", distances_);
    v("centers", centers_);
    v("rows", rows_);
  }
  void check_state() const;

 private:
  Params params_;
  Labels labels_;
  CodeMatrix children_;
  Vector distances_;
  Matrix centers_, rows_;  // rows_: (n, d) for single and genie, else empty
};

}  // namespace limn::inline LIMN_ABI::cluster

#ifdef LIMN_HEADER_ONLY
#include <limn/cluster/agglomerative.ipp>
#endif
