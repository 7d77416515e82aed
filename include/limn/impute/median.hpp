// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/component.hpp>
#include <limn/data/column_summary.hpp>
#include <limn/impute/detail/fill.hpp>

namespace limn::inline LIMN_ABI::impute {

/// Fills gaps with the median of the column (the mean of the two middle values when even).
///
/// Choose it as the plain default for user tables, whose amounts and counts have heavy tails;
/// prefer Mode for codes of categories, Knn when columns depend on each other. Shapes: x (n, d) ->
/// (n, d), no gap left; a column that was all missing at fit gets `fallback`. Cost: O(n d) at fit
/// by selection, without sorting; one pass at transform.
/// **Source:** Little and Rubin (1987), Statistical Analysis with Missing Data, section 4.2.
/// **Differs:** nothing.
class Median {
 public:
  static constexpr std::string_view name = "impute.median";
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

  Median() = default;
  explicit Median(Params params) : params_(core::checked<Median>(params)) {}
  const Params& params() const { return params_; }

  /// Learns the fill value of each column of x (n, d).
  /// Errors: DataError without rows or columns, or with an infinite cell.
  Median& fit(MatrixView x) {
    detail::require_table(x, name);
    Vector fill = Vector::Constant(x.cols(), params_.fallback);
    data::for_each_column(x, [&](Index c, std::vector<double>& values) {
      if (!values.empty()) fill(c) = data::median(values);
    });
    fill_ = std::move(fill);
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
