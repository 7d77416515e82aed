// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <limn/core/component.hpp>

namespace limn::inline LIMN_ABI::features {

/// Turns the axes so that few columns carry most of the variance, and keeps those.
///
/// Choose it for many correlated columns before distances, clusters or plots; scale the columns
/// before (Standard), or the largest unit decides. Prefer a selector when columns must keep their
/// meaning. Shapes: x (n, d) without missing values, n >= 2 -> (n, k). whiten makes every new
/// column's variance 1 (columns without variance stay 0).
/// Signs: the entry of each axis that is greatest in size is positive, as in scikit-learn.
/// Cost: n d^2 + d^3, or n^2 d + n^3 for wide tables; "randomized" n d k for k of many columns
/// ("auto" takes it when the smaller side exceeds 1,000 and k is below a tenth of it).
/// **Source:** Pearson (1901), On Lines and Planes of Closest Fit; Halko, Martinsson, Tropp (2011),
/// Finding Structure with Randomness.
/// **Differs:** by the covariance in double precision: axes of relative variance below 1e-15 are
/// noise.
class Pca {
 public:
  static constexpr std::string_view name = "features.pca";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{};

  struct Params {
    std::optional<std::int64_t> n_components = {};  ///< columns kept; not set = all
    bool whiten = false;                            ///< each new column of variance 1
    std::string svd_solver = "auto";                ///< "auto", "full" or "randomized"
    std::uint64_t random_state = 0;                 ///< seed of "randomized"
  };
  template <class V>
  static void describe(V&& v) {
    v("n_components", &Params::n_components, "columns kept; not set = the smaller of n and d",
      core::at_least(1));
    v("whiten", &Params::whiten, "scale each new column to variance 1", core::anything());
    v("svd_solver", &Params::svd_solver, "how the axes are found",
      core::one_of({"auto", "full", "randomized"}));
    v("random_state", &Params::random_state, "seed of svd_solver = randomized", core::at_least(0));
  }

  Pca() = default;
  explicit Pca(Params params) : params_(core::checked<Pca>(params)) {}
  const Params& params() const { return params_; }

  /// Learns the axes of x (n, d). Errors: DataError with fewer than 2 rows, n_components above n or
  /// d, a cell that is not finite, or squares that overflow; CancelledError.
  Pca& fit(MatrixView x, const Monitor& monitor = {});
  /// x (n, d) along the axes: (n, k). Errors: NotFittedError, ShapeError, DataError.
  Matrix transform(MatrixView x) const;
  /// Rows (n, d) from (n, k). Errors: as transform.
  Matrix inverse_transform(MatrixView x) const;

  const Matrix& components() const { return components_; }        ///< (k, d), rows of length 1
  const Vector& mean() const { return mean_; }                    ///< (d)
  const Vector& explained_variance() const { return variance_; }  ///< (k), falling
  /// Share of the variance of all columns: (k).
  const Vector& explained_variance_ratio() const { return ratio_; }
  std::vector<std::string> feature_names(const std::vector<std::string>& names) const;

  template <class V>
  void state(V&& v) {
    v("components", components_);
    v("mean", mean_);
    v("variance", variance_);
    v("ratio", ratio_);
  }
  void check_state() const;

 private:
  Vector scale() const;

  Params params_;
  Matrix components_;
  Vector mean_, variance_, ratio_;
};

}  // namespace limn::inline LIMN_ABI::features

#ifdef LIMN_HEADER_ONLY
#include <limn/features/pca.ipp>
#endif
