// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/component.hpp>
#include <limn/data/column_summary.hpp>
#include <limn/impute/detail/fill.hpp>

namespace limn::inline LIMN_ABI::impute {

/// Fills gaps with the most frequent value of the column, the smallest one among equals.
///
/// Choose it for codes of categories and for flags; prefer Median for amounts, where hardly a value
/// comes twice.
/// Shapes: x (n, d) -> (n, d), no gap left; a column that was all missing at fit gets `fallback`.
/// Cost: O(n log n) a column at fit, one pass at transform.
/// **Source:** Little and Rubin (1987), Statistical Analysis with Missing Data, section 4.2.
/// **Differs:** nothing.
class Mode {
 public:
  static constexpr std::string_view name = "impute.mode";
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

  Mode() = default;
  explicit Mode(Params params) : params_(core::checked<Mode>(params)) {}
  const Params& params() const { return params_; }

  /// Learns the fill value of each column of x (n, d).
  /// Errors: DataError without rows or columns, or with an infinite cell.
  Mode& fit(MatrixView x) {
    detail::require_table(x, name);
    Vector fill = Vector::Constant(x.cols(), params_.fallback);
    data::for_each_column(x, [&](Index c, std::vector<double>& values) {
      std::ranges::sort(values);
      std::size_t most = 0;
      for (std::size_t i = 0, j; i < values.size(); i = j) {
        for (j = i; j < values.size() && values[j] == values[i]; ++j) {
        }
        if (j - i <= most) continue;
        most = j - i;
        fill(c) = values[i];
      }
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
