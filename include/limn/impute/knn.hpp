// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include <limn/core/component.hpp>

namespace limn::inline LIMN_ABI::impute {

/// Fills each gap with the mean of that column over the nearest rows of the fitted table that have
/// it. Distance: Euclidean over the columns both rows have, scaled up for those they do not share.
///
/// Choose it when columns depend on each other and rows are at most some hundred thousand; prefer
/// Median when they do not or when time is short. Columns should be on one scale (features.Standard
/// or features.MinMax first), or the widest one decides alone.
/// Shapes: x (n, d) -> (n, d), no gap left. Rows at equal distance are taken in a
/// scattered order, always the same. A row that shares no column with any donor gets the column's
/// mean, a column without any value at fit gets `fallback`. Cost: fit copies the table; transform
/// O(rows with gaps
/// * n * d) in fast products of blocks, no distance matrix is kept: 20,000 x 20 in about a second.
/// **Source:** Troyanskaya et al. (2001), Missing value estimation methods for DNA microarrays.
/// **Differs:** distances over shared columns; ties in a fixed, scattered order; columns without
/// values stay. The products are in float and only sort out what is surely too far; distances are
/// in double.
class Knn {
 public:
  static constexpr std::string_view name = "impute.knn";
  static constexpr std::uint32_t format = 1;
  // Equal distances are settled by the order of the fitted rows.
  static constexpr core::Tags tags{.allows_missing = true, .row_order_free = false};

  struct Params {
    std::int64_t n_neighbors = 5;     ///< rows averaged for a gap
    std::string weights = "uniform";  ///< "uniform", or "distance" = by inverse distance
    double fallback = 0.0;            ///< fills columns that had no value at fit
  };
  template <class V>
  static void describe(V&& v) {
    v("n_neighbors", &Params::n_neighbors, "rows averaged for a gap", core::at_least(1));
    v("weights", &Params::weights, "weight of a neighbour: equal, or its inverse distance",
      core::one_of({"uniform", "distance"}));
    v("fallback", &Params::fallback,
      "fills columns that had no value at fit, in units of the column", core::anything());
  }

  Knn() = default;
  explicit Knn(Params params) : params_(core::checked<Knn>(params)) {}
  const Params& params() const { return params_; }

  /// Keeps the rows of x (n, d) as donors.
  /// Errors: DataError without rows or columns, or with an infinite cell.
  Knn& fit(MatrixView x);

  /// x (n, d) without gaps. Errors: NotFittedError, ShapeError, DataError with an infinite cell,
  /// CancelledError.
  Matrix transform(MatrixView x, const Monitor& monitor = {}) const;

  /// Number of rows kept.
  Index n_donors() const { return donors_.rows(); }

  template <class V>
  void state(V&& v) {
    v("donors", donors_);
    v("mean", mean_);
  }
  void check_state() const {
    core::require_state(donors_.cols() == mean_.size(), name, "mean");
    core::require_state(!donors_.array().isInf().any() && mean_.allFinite(), name, "donors");
  }

 private:
  Params params_;
  Matrix donors_;  // (n, d)
  Vector mean_;    // (d)
};

}  // namespace limn::inline LIMN_ABI::impute

#ifdef LIMN_HEADER_ONLY
#include <limn/impute/knn.ipp>
#endif
