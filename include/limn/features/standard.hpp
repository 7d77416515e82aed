// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/component.hpp>
#include <limn/features/detail/scaling.hpp>

namespace limn::inline LIMN_ABI::features {

/// Scales each column to mean 0 and standard deviation 1.
///
/// Choose it for linear models, distances and clustering on columns without wild values; prefer
/// Robust with heavy tails, Quantile when only ranks matter.
/// Shapes: x (n, d) -> (n, d), float tables stay float. Missing cells are left out at fit and stay
/// missing. A constant column is only moved to 0; a column without any value at fit passes as it
/// is. Cost: two passes at fit, one at transform; same bits for any number of threads.
/// **Source:** Chan, Golub, LeVeque (1979), Updating Formulae and a Pairwise Algorithm.
/// **Differs:** the deviation divides by n, as in scikit-learn's StandardScaler.
class Standard {
 public:
  static constexpr std::string_view name = "features.standard";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true};

  struct Params {
    bool with_mean = true;  ///< move the mean to 0
    bool with_std = true;   ///< divide by the standard deviation
  };
  template <class V>
  static void describe(V&& v) {
    v("with_mean", &Params::with_mean, "move the mean to 0", core::anything());
    v("with_std", &Params::with_std, "divide by the standard deviation", core::anything());
  }

  Standard() = default;
  explicit Standard(Params params) : params_(core::checked<Standard>(params)) {}
  const Params& params() const { return params_; }

  /// Learns center and scale of each column of x (n, d).
  /// Errors: DataError without rows or columns, or with an infinite cell.
  Standard& fit(MatrixView x);
  Standard& fit(MatrixFView x);

  /// x (n, d) scaled. Errors: NotFittedError, ShapeError, DataError with an infinite cell.
  Matrix transform(MatrixView x) const { return detail::scaled(x, center_, scale_, name); }
  MatrixF transform(MatrixFView x) const { return detail::scaled(x, center_, scale_, name); }
  /// Scaled rows (n, d) back in their own units. Errors: as transform.
  Matrix inverse_transform(MatrixView x) const {
    return detail::unscaled(x, center_, scale_, name);
  }

  const Vector& mean() const { return center_; }  ///< (d), what becomes 0
  const Vector& scale() const { return scale_; }  ///< (d), what becomes 1 of the new unit

  template <class V>
  void state(V&& v) {
    v("center", center_);
    v("scale", scale_);
  }
  void check_state() const { detail::require_scale(center_, scale_, name); }

 private:
  template <class View>
  Standard& learn(const View& x);

  Params params_;
  Vector center_, scale_;
};

}  // namespace limn::inline LIMN_ABI::features

#ifdef LIMN_HEADER_ONLY
#include <limn/features/standard.ipp>
#endif
