// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <limn/core/component.hpp>
#include <limn/data/column_summary.hpp>
#include <limn/features/detail/cells.hpp>
#include <limn/features/detail/scaling.hpp>

namespace limn::inline LIMN_ABI::features {

/// Scales each column so that its smallest and greatest value at fit become the ends of a range.
///
/// Choose it where a bounded input is asked for and the bounds are real (shares, scores); prefer
/// Robust when one wild value may set them.
/// Shapes: x (n, d) -> (n, d). Missing cells are left out at fit and stay missing. A constant
/// column becomes the lower end, a column without any value at fit is taken for a constant 0. New
/// values may leave the range unless `clip` is set. Cost: one pass each.
/// **Source:** Han, Kamber, Pei (2011), Data Mining: Concepts and Techniques, section 3.5.2.
/// **Differs:** nothing.
class MinMax {
 public:
  static constexpr std::string_view name = "features.min_max";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true};

  struct Params {
    std::vector<double> feature_range = {0.0, 1.0};  ///< what smallest and greatest value become
    bool clip = false;                               ///< hold new values inside the range
  };
  template <class V>
  static void describe(V&& v) {
    v("feature_range", &Params::feature_range,
      "what the smallest and greatest value become, rising", core::between(-1e15, 1e15));
    v("clip", &Params::clip, "hold new values inside the range", core::anything());
  }

  MinMax() = default;
  /// Errors: ParamError also unless feature_range holds two rising numbers.
  explicit MinMax(Params params) : params_(core::checked<MinMax>(params)) {
    detail::require_rising_pair(params_.feature_range, name, "feature_range");
  }
  const Params& params() const { return params_; }

  /// Learns center and scale of each column of x (n, d).
  /// Errors: DataError without rows or columns, or with an infinite cell.
  MinMax& fit(MatrixView x) {
    detail::require_table(x, name);
    Vector center = Vector::Zero(x.cols()), scale = Vector::Ones(x.cols());
    data::for_each_column(x, [&](Index c, const std::vector<double>& values) {
      if (values.empty()) return;
      const auto [least, most] = std::ranges::minmax(values);
      center(c) = least;
      if (most > least) scale(c) = most - least;
    });
    center_ = std::move(center);
    scale_ = std::move(scale);
    return *this;
  }

  /// x (n, d) scaled. Errors: NotFittedError, ShapeError, DataError with an infinite cell.
  Matrix transform(MatrixView x) const {
    detail::require_same(x, scale_.size(), name);
    const double low = params_.feature_range[0], high = params_.feature_range[1];
    return detail::each_cell(x, [&](Index c, double v) {
      const double out = low + (v - center_(c)) / scale_(c) * (high - low);
      return params_.clip ? std::clamp(out, low, high) : out;
    });
  }
  /// Scaled rows (n, d) back in their own units. Errors: as transform.
  Matrix inverse_transform(MatrixView x) const {
    detail::require_same(x, scale_.size(), name);
    return detail::each_cell(x, [&](Index c, double v) {
      const double low = params_.feature_range[0], high = params_.feature_range[1];
      return center_(c) + (v - low) / (high - low) * scale_(c);
    });
  }

  const Vector& center() const {
    return center_;
  }  ///< (d), what becomes the lower end of feature_range
  const Vector& scale() const { return scale_; }  ///< (d), what becomes 1 of the new unit

  template <class V>
  void state(V&& v) {
    v("center", center_);
    v("scale", scale_);
  }
  void check_state() const { detail::require_scale(center_, scale_, name); }

 private:
  Params params_;
  Vector center_, scale_;
};

}  // namespace limn::inline LIMN_ABI::features
