// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <limn/core/component.hpp>
#include <limn/features/detail/scaling.hpp>

namespace limn::inline LIMN_ABI::features {

/// Scales each column to median 0 and a distance of 1 between two quantiles (the quartiles).
///
/// Choose it for amounts and counts with heavy tails, where a few wild values would set the scale
/// of Standard; prefer Quantile when even the shape of the tail should not matter. Shapes: x (n, d)
/// -> (n, d). Missing cells are left out at fit and stay missing. A column whose two quantiles are
/// equal is only moved; a column without any value at fit passes as it is. Cost: one pass at fit,
/// which counts what a sample has set aside, one at transform.
/// **Source:** Huber (1981), Robust Statistics, chapter 5; quantiles by linear interpolation.
/// **Differs:** nothing.
class Robust {
 public:
  static constexpr std::string_view name = "features.robust";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true};

  struct Params {
    bool with_centering = true;                       ///< move the median to 0
    bool with_scaling = true;                         ///< divide by the distance of the quantiles
    std::vector<double> quantile_range = {25., 75.};  ///< the two quantiles, in percent
  };
  template <class V>
  static void describe(V&& v) {
    v("with_centering", &Params::with_centering, "move the median to 0", core::anything());
    v("with_scaling", &Params::with_scaling, "divide by the distance of the quantiles",
      core::anything());
    v("quantile_range", &Params::quantile_range, "the two quantiles, in percent, rising",
      core::between(0, 100));
  }

  Robust() = default;
  /// Errors: ParamError also unless quantile_range holds two rising numbers.
  explicit Robust(Params params) : params_(core::checked<Robust>(params)) {
    detail::require_rising_pair(params_.quantile_range, name, "quantile_range");
  }
  const Params& params() const { return params_; }

  /// Learns center and scale of each column of x (n, d).
  /// Errors: DataError without rows or columns, or with an infinite cell.
  Robust& fit(MatrixView x);
  Robust& fit(MatrixFView x);

  /// x (n, d) scaled. Errors: NotFittedError, ShapeError, DataError with an infinite cell.
  Matrix transform(MatrixView x) const { return detail::scaled(x, center_, scale_, name); }
  MatrixF transform(MatrixFView x) const { return detail::scaled(x, center_, scale_, name); }
  /// Scaled rows (n, d) back in their own units. Errors: as transform.
  Matrix inverse_transform(MatrixView x) const {
    return detail::unscaled(x, center_, scale_, name);
  }

  const Vector& center() const { return center_; }  ///< (d), what becomes 0
  const Vector& scale() const { return scale_; }    ///< (d), what becomes 1 of the new unit

  template <class V>
  void state(V&& v) {
    v("center", center_);
    v("scale", scale_);
  }
  void check_state() const { detail::require_scale(center_, scale_, name); }

 private:
  template <class View>
  Robust& learn(const View& x);

  Params params_;
  Vector center_, scale_;
};

}  // namespace limn::inline LIMN_ABI::features

#ifdef LIMN_HEADER_ONLY
#include <limn/features/robust.ipp>
#endif
