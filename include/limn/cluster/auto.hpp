// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include <limn/core/any.hpp>
#include <limn/core/component.hpp>

namespace limn::inline LIMN_ABI::cluster {

/// Splits rows by several clusterers, keeps the partition that suits the table, and answers new
/// rows with its clusterer.
///
/// Choose it when you do not know what the groups look like. Prefer KMeans or GaussianMixture above
/// some 100,000 rows, Hdbscan when rows may belong nowhere.
/// Tried are KMeans, GaussianMixture (full), Agglomerative (ward up to 20,000 rows; genie with
/// thresholds 0.1, 0.3 and 0.5 up to 200,000). With up to three columns, where near rows tell the
/// shape of a group, the partition that cuts fewest links of a row to its ten nearest wins, each
/// group counted alike (mean conductance); with more, the one under which normal distributions,
/// one a group, are likeliest. No labels are used. Without n_clusters, numbers from 2 to
/// max_clusters are tried, and chosen by silhouette up to three columns, by the information
/// criterion of the mixture above.
/// Shapes: x (n, d), no missing values, scaled before. Cost: that of all that is tried. Same bits
/// for any number of threads.
/// **Source:** Shi and Malik (2000), Normalized cuts and image segmentation; Celeux and Govaert
/// (1992), A classification EM algorithm (classification likelihood); Gagolewski (2021),
/// genieclust; Schwarz (1978), Estimating the dimension of a model.
/// **Differs:** the number of columns at which the measure changes was set on 43 open benchmark
/// sets, see benchmarks/results/cluster_accuracy.md.
class Auto {
 public:
  static constexpr std::string_view name = "cluster.auto";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.row_order_free = false};

  struct Params {
    std::optional<std::int64_t> n_clusters = {};  ///< groups; none = chosen
    std::int64_t max_clusters = 10;               ///< greatest number tried when chosen
    std::uint64_t random_state = 0;               ///< seed
  };
  template <class V>
  static void describe(V&& v) {
    v("n_clusters", &Params::n_clusters, "number of groups; None: chosen from the table",
      core::between(1, 100'000));
    v("max_clusters", &Params::max_clusters, "greatest number tried when n_clusters is None",
      core::between(2, 1'000));
    v("random_state", &Params::random_state, "seed of the random starts", core::at_least(0));
  }

  Auto();
  explicit Auto(Params params);
  const Params& params() const { return params_; }

  /// Learns from x (n, d). Errors: DataError with fewer rows than groups or a cell that is not
  /// finite; CancelledError.
  Auto& fit(MatrixView x, const Monitor& monitor = {});
  /// Group of each row of x (n, d): (n). Errors: NotFittedError, ShapeError, DataError.
  Labels predict(MatrixView x) const;

  std::int64_t n_clusters() const { return n_clusters_; }
  /// The name of the clusterer that was kept. Errors: NotFittedError.
  std::string chosen() const;
  /// (n_clusters, d): means of the groups.
  const Matrix& centers() const { return centers_; }
  /// Groups of the rows of the last fit: (n); no part of a saved model. Errors: NotFittedError when
  /// not fitted or loaded.
  const Labels& labels() const;

  template <class V>
  void state(V&& v) {
    v("kept", kept_);
    v("n_clusters", n_clusters_);
    v("centers", centers_);
  }
  void check_state() const;

 private:
  Params params_;
  core::AnyClusterer kept_;
  std::int64_t n_clusters_ = 0;
  Matrix centers_;
  Labels labels_;
};

}  // namespace limn::inline LIMN_ABI::cluster

#ifdef LIMN_HEADER_ONLY
#include <limn/cluster/auto.ipp>
#endif
