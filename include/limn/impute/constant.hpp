// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/component.hpp>
#include <limn/impute/detail/fill.hpp>

namespace limn::inline LIMN_ABI::impute {

/// Fills every gap with one fixed number.
///
/// Choose it when a gap has a known meaning (no purchase = 0); prefer Indicator beside it when the
/// gap itself may tell something, Median or Knn when the value exists but was not seen.
/// Shapes: x (n, d) -> (n, d), no gap left; columns without any value are filled too.
/// Cost: one pass at transform.
class Constant {
 public:
  static constexpr std::string_view name = "impute.constant";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true};

  struct Params {
    double fill_value = 0.0;  ///< goes into every gap, in units of the column
  };
  template <class V>
  static void describe(V&& v) {
    v("fill_value", &Params::fill_value, "goes into every gap, in units of the column",
      core::anything());
  }

  Constant() = default;
  explicit Constant(Params params) : params_(core::checked<Constant>(params)) {}
  const Params& params() const { return params_; }

  /// Learns the fill value of each column of x (n, d).
  /// Errors: DataError without rows or columns, or with an infinite cell.
  Constant& fit(MatrixView x) {
    detail::require_table(x, name);
    fill_ = Vector::Constant(x.cols(), params_.fill_value);
    return *this;
  }

  /// x (n, d) without gaps. Errors: NotFittedError, ShapeError, DataError with an infinite cell.
  Matrix transform(MatrixView x) const { return detail::filled(x, fill_, name); }

  /// What goes into the gaps of each column: (d).
  const Vector& fill() const { return fill_; }

  template <class V>
  void state(V&& v) {
    v("fill", fill_);
  }

 private:
  Params params_;
  Vector fill_;
};

}  // namespace limn::inline LIMN_ABI::impute
