// SPDX-License-Identifier: MIT
#pragma once

#include <limn/cluster/naming.hpp>
#include <limn/core/any.hpp>
#include <limn/data/frame.hpp>

namespace limn::inline LIMN_ABI::cluster {

/// Segments within segments: rows are grouped, then the rows of each group among themselves, and
/// every child is explained by what sets it apart from its siblings, not from everybody.
///
/// Choose it when a few large segments are to be steered by and each wants a closer look; prefer
/// one clusterer with more groups when the levels mean nothing to the reader. Shapes: x (n, d), no
/// missing values, scaled before; n >= n_clusters. A group of fewer than min_rows rows is not
/// split. Segments are numbered parent by parent. Cost: that of the clusterer, twice, and of
/// Naming. Same bits for any number of threads.
/// **Source:** Steinbach, Karypis and Kumar (2000), A Comparison of Document Clustering Techniques
/// (divisive levels); Naming for the words.
/// **Differs:** rules and lifts of a child are counted within its parent.
class Hierarchy {
 public:
  static constexpr std::string_view name = "cluster.hierarchy";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.row_order_free = false};

  struct Params {
    std::string clusterer = "kmeans";  ///< kmeans, ward, genie, hdbscan
    std::int64_t n_clusters = 3;       ///< parents; hdbscan finds its own number
    std::int64_t n_children = 2;       ///< of each parent
    std::int64_t min_rows = 20;        ///< a parent of fewer rows stays whole
    std::uint64_t random_state = 0;    ///< seed
  };
  template <class V>
  static void describe(V&& v) {
    v("clusterer", &Params::clusterer, "what makes the groups on both levels",
      core::one_of({"kmeans", "ward", "genie", "hdbscan"}));
    v("n_clusters", &Params::n_clusters, "number of parents; hdbscan finds its own",
      core::between(1, 1'000'000));
    v("n_children", &Params::n_children, "number of children of a parent",
      core::between(1, 1'000'000));
    v("min_rows", &Params::min_rows, "a parent of fewer rows is not split",
      core::between(1, 1'000'000'000));
    v("random_state", &Params::random_state, "seed of the clusterer", core::at_least(0));
  }

  Hierarchy() : Hierarchy(Params{}) {}
  explicit Hierarchy(Params params);
  const Params& params() const { return params_; }

  /// Learns from x (n, d). Errors: DataError as the clusterer; CancelledError.
  Hierarchy& fit(const data::FrameView& x, const Monitor& monitor = {});
  /// Explains the segments of the rows of the last fit anew, on a table in its own units (n, k).
  /// Errors: NotFittedError when not fitted or loaded; ShapeError unless there is a row for each.
  Hierarchy& explain_on(const data::FrameView& units);

  /// Segment (child) of each row of x (n, d), -1 = none: (n).
  /// Errors: NotFittedError, ShapeError, DataError.
  Labels predict(MatrixView x) const;
  /// Parent of each row of x (n, d): (n). Errors: as predict.
  Labels predict_parents(MatrixView x) const;

  /// Children of all parents.
  std::int64_t n_clusters() const { return std::ssize(parent_of_); }
  /// Of the rows of the last fit: (n). Errors: NotFittedError when not fitted or loaded.
  const Labels& labels() const;
  /// Parent of each segment: (n_clusters).
  const std::vector<std::int32_t>& parents() const { return parent_of_; }
  /// The parents in words, against everybody. Errors: NotFittedError.
  const std::vector<SegmentDescription>& parent_descriptions() const;
  /// The children of a parent in words, against each other; labels count from 0 within the parent.
  /// Empty for a parent that is not split. Errors: NotFittedError; ParamError for no such parent.
  std::vector<SegmentDescription> child_descriptions(std::int64_t parent) const;
  /// "parent > child: what sets it apart", by segment. Errors: NotFittedError.
  std::vector<std::string> texts() const;

  template <class V>
  void state(V&& v) {
    v("fitted", fitted_);
    v("top", top_);
    v("below", below_);
    v("first", first_);
    v("parent_of", parent_of_);
    v("top_words", top_words_);
    v("below_words", below_words_);
  }
  void check_state() const;

 private:
  core::AnyClusterer fresh(std::int64_t k, Index rows) const;
  void explain(const data::FrameView& x, const Labels& parents, const Labels& labels,
               const Monitor& monitor);

  Params params_;
  std::uint8_t fitted_ = 0;
  core::AnyClusterer top_;
  std::vector<core::AnyClusterer> below_;  // by parent; empty ones are not split
  std::vector<std::int32_t> first_;        // first segment of each parent
  std::vector<std::int32_t> parent_of_;    // by segment
  Naming top_words_;
  std::vector<Naming> below_words_;  // by parent
  Labels labels_, parents_;          // of the rows of the last fit
};

}  // namespace limn::inline LIMN_ABI::cluster

#ifdef LIMN_HEADER_ONLY
#include <limn/cluster/hierarchy.ipp>
#endif
