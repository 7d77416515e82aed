// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/features/detail/categories.hpp>
#include <limn/features/detail/cells.hpp>

namespace limn::inline LIMN_ABI::features {

/// Replaces each category (a number or code) by the mean answer of its rows, drawn towards the mean
/// of all: one column instead of one a category.
///
/// Choose it for columns of many categories (cities, items); prefer OneHot for few, Woe for a score
/// card. A row's own answer must not sit in its own feature: encode the rows you train on with
/// fit_transform, which takes each row's encoding from the other folds.
/// Shapes: x (n, d), y (n) numbers or 0/1 -> (n, d), never missing. Missing cells are a category of
/// their own; categories unknown at fit get the mean of all. Cost: one sort a column at fit, one
/// binary search a cell.
/// **Source:** Micci-Barreca (2001), A Preprocessing Scheme for High-Cardinality Categorical
/// Attributes (equations 3 to 7).
/// **Differs:** nothing; the numbers are those of scikit-learn's TargetEncoder on the same folds.
class Target {
 public:
  static constexpr std::string_view name = "features.target";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{
      .allows_missing = true, .allows_categories = true, .needs_labels = true};

  struct Params {
    std::optional<double> smooth = {};  ///< rows of the mean added to each; not set = by variances
    std::int64_t cv = 5;                ///< folds of fit_transform
    bool shuffle = true;             ///< rows go to folds by chance; false: in blocks, as they lie
    std::uint64_t random_state = 0;  ///< seed of the folds
  };
  template <class V>
  static void describe(V&& v) {
    v("smooth", &Params::smooth,
      "rows of the overall mean added to each category; not set = by the variances",
      core::at_least(0));
    v("cv", &Params::cv, "folds of fit_transform", core::between(2, 1000));
    v("shuffle", &Params::shuffle, "rows go to folds by chance; off: in blocks, as they lie",
      core::anything());
    v("random_state", &Params::random_state, "seed of the folds", core::at_least(0));
  }

  Target() = default;
  explicit Target(Params params) : params_(core::checked<Target>(params)) {}
  const Params& params() const { return params_; }

  /// Learns the encoding of each category of x (n, d) from y (n), all rows together.
  /// Errors: DataError when empty, with an infinite cell, or an answer that is not finite;
  /// ShapeError for the length of y; CancelledError.
  Target& fit(MatrixView x, VectorView y, const Monitor& monitor = {});
  /// fit, and the training rows (n, d) encoded each by the folds it is not in. Errors: as fit;
  /// DataError with fewer rows than folds.
  Matrix fit_transform(MatrixView x, VectorView y, const Monitor& monitor = {});
  /// New rows encoded (n, d). Errors: NotFittedError, ShapeError, DataError with an infinite cell.
  Matrix transform(MatrixView x) const;

  /// The encodings of column c in order of its categories. Errors: NotFittedError.
  std::vector<double> encodings(Index c) const;
  double target_mean() const { return mean_; }

  template <class V>
  void state(V&& v) {
    v("categories", categories_);
    v("encodings", encodings_);
    v("missing", missing_);
    v("mean", mean_);
  }
  void check_state() const;

 private:
  Params params_;
  detail::Categories categories_;
  std::vector<double> encodings_;  // by position in categories_.values
  Vector missing_;                 // (d), what a missing cell becomes
  double mean_ = 0.0;
};

}  // namespace limn::inline LIMN_ABI::features

#ifdef LIMN_HEADER_ONLY
#include <limn/features/target.ipp>
#endif
