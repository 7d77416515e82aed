// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/component.hpp>
#include <limn/impute/detail/fill.hpp>

namespace limn::inline LIMN_ABI::impute {

/// Fills gaps with the mean of the column.
///
/// Choose it when a column is roughly symmetric and a model needs its mean unchanged; prefer Median
/// with heavy tails (amounts, counts), Knn when columns depend on each other.
/// Shapes: x (n, d) -> (n, d), no gap left; a column that was all missing at fit gets `fallback`.
/// Cost: two passes at fit, one at transform; same bits for any number of threads.
/// **Source:** Little and Rubin (1987), Statistical Analysis with Missing Data, section 4.2.
/// **Differs:** nothing.
class Mean {
 public:
  static constexpr std::string_view name = "impute.mean";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true};

  struct Params {
    double fallback = 0.0;  ///< fills columns that had no value at fit, in units of the column
  };
  template <class V>
  static void describe(V&& v) {
    v("fallback", &Params::fallback,
      "fills columns that had no value at fit, in units of the column", core::anything());
  }

  Mean() = default;
  explicit Mean(Params params) : params_(core::checked<Mean>(params)) {}
  const Params& params() const { return params_; }

  /// Learns the fill value of each column of x (n, d).
  /// Errors: DataError without rows or columns, or with an infinite cell.
  Mean& fit(MatrixView x) {
    fill_ = detail::means(x, params_.fallback, name);
    return *this;
  }
  Mean& fit(MatrixFView x) {
    fill_ = detail::means(x, params_.fallback, name);
    return *this;
  }

  /// x (n, d) without gaps. Errors: NotFittedError, ShapeError, DataError with an infinite cell.
  Matrix transform(MatrixView x) const { return detail::filled(x, fill_, name); }
  MatrixF transform(MatrixFView x) const { return detail::filled(x, fill_, name); }

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
