// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include <limn/core/component.hpp>

namespace limn::inline LIMN_ABI::features {

/// Replaces each value by its place in the column's distribution: a share in [0, 1], or the value
/// a standard normal distribution has there.
///
/// Choose it when a column's tail must not matter at all, or a model needs normal columns; prefer
/// Robust when distances between values should survive.
/// Shapes: x (n, d) -> (n, d), float tables stay float. Missing cells are left out at fit and stay
/// missing. Values beyond those of fit become the ends; values repeated over many ranks get the
/// middle rank. In a constant column the constant gets the middle (0.5 or 0); a column without any
/// value gives the middle. Cost: one sort a column at fit, one binary search a cell at transform.
/// **Source:** Beasley, Erickson, Allison (2009), Rank-based inverse normal transformations.
/// **Differs:** all rows are used, no sample; constants sit in the middle.
class Quantile {
 public:
  static constexpr std::string_view name = "features.quantile";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true};

  struct Params {
    std::int64_t n_quantiles = 1000;              ///< landmarks kept, at most one a row
    std::string output_distribution = "uniform";  ///< "uniform" or "normal"
  };
  template <class V>
  static void describe(V&& v) {
    v("n_quantiles", &Params::n_quantiles, "landmarks kept, at most one a row",
      core::between(2, 1000000));
    v("output_distribution", &Params::output_distribution, "distribution of the answer",
      core::one_of({"uniform", "normal"}));
  }

  Quantile() = default;
  explicit Quantile(Params params) : params_(core::checked<Quantile>(params)) {}
  const Params& params() const { return params_; }

  /// Learns the landmarks of each column of x (n, d).
  /// Errors: DataError without rows or columns, or with an infinite cell.
  Quantile& fit(MatrixView x);
  Quantile& fit(MatrixFView x);

  /// The place of each cell of x (n, d).
  /// Errors: NotFittedError, ShapeError, DataError with an infinite cell.
  Matrix transform(MatrixView x) const;
  MatrixF transform(MatrixFView x) const;

  /// Values (n, d) at the given places. Errors: as transform.
  Matrix inverse_transform(MatrixView x) const;

  /// (d, k): rising along a row, missing in columns without any value at fit.
  const Matrix& landmarks() const { return landmarks_; }

  template <class V>
  void state(V&& v) {
    v("landmarks", landmarks_);
  }
  void check_state() const;

 private:
  template <class View>
  Quantile& learn(const View& x);
  template <class Out, class View>
  Out places(const View& x) const;

  Params params_;
  Matrix landmarks_;  // (d, k)
};

}  // namespace limn::inline LIMN_ABI::features

#ifdef LIMN_HEADER_ONLY
#include <limn/features/quantile.ipp>
#endif
