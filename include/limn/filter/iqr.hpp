// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/data/column_summary.hpp>
#include <limn/filter/detail/bounds.hpp>

namespace limn::inline LIMN_ABI::filter {

/// Marks cells far below the first or above the third quartile, in units of their distance.
///
/// Choose it for skewed columns, whose two bounds should differ, and where the box plot's rule is
/// what readers know; prefer Hampel when more than a quarter of a column may be noise.
/// Shapes: x (n, d). Missing cells are left out at fit and are never noise. A column whose
/// quartiles are equal (constant, all missing, or more than half of it one value) offers no scale:
/// nothing in it is noise, its bounds are infinite. Cost: O(n d) by selection.
/// **Source:** Tukey (1977), Exploratory Data Analysis, section 2C.
/// **Differs:** quartiles by linear interpolation; columns without scale are let alone.
class Iqr {
 public:
  static constexpr std::string_view name = "filter.iqr";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true};

  struct Params {
    double factor = 1.5;             ///< reach beyond the quartiles, in interquartile ranges
    std::string action = "missing";  ///< what transform does to noise: "missing", "clip" or "flag"
  };
  template <class V>
  static void describe(V&& v) {
    v("factor", &Params::factor, "reach beyond the quartiles, in interquartile ranges",
      core::above(0));
    v("action", &Params::action, detail::action_help, detail::action_rule());
  }

  Iqr() = default;
  explicit Iqr(Params params) : params_(core::checked<Iqr>(params)) {}
  const Params& params() const { return params_; }

  /// Learns the bounds of each column of x (n, d).
  /// Errors: DataError without rows or columns, or with an infinite cell.
  Iqr& fit(MatrixView x) {
    detail::require_table(x, name);
    detail::Bounds bounds = detail::Bounds::open(x.cols());
    data::for_each_column(x, [&](Index c, std::vector<double>& values) {
      if (values.empty()) return;
      const double first = data::quantile(values, 0.25), third = data::quantile(values, 0.75);
      if (!(third > first)) return;
      bounds.lower(c) = first - params_.factor * (third - first);
      bounds.upper(c) = third + params_.factor * (third - first);
    });
    bounds_ = std::move(bounds);
    return *this;
  }

  /// Noise of x (n, d): 1 outside the bounds, 0 inside or missing.
  /// Errors: NotFittedError, ShapeError, DataError with an infinite cell.
  MaskMatrix mask(MatrixView x) const { return detail::mask(x, bounds_, name); }
  /// x (n, d) with its noise set missing, moved to the nearer bound, or left. Errors: as mask.
  Matrix transform(MatrixView x) const { return detail::act(x, bounds_, params_.action, name); }
  /// Every cell that is noise, in row order, with its bounds. Errors: as mask.
  std::vector<AuditEntry> audit(MatrixView x) const {
    return detail::audit(x, bounds_, params_.action, name);
  }
  /// Smallest value that is not noise, a column: (d), -infinity where nothing is.
  const Vector& lower() const { return bounds_.lower; }
  /// Greatest value that is not noise, a column: (d), infinity where nothing is.
  const Vector& upper() const { return bounds_.upper; }

  template <class V>
  void state(V&& v) {
    v("bounds", bounds_);
  }
  void check_state() const { bounds_.check(name); }

 private:
  Params params_;
  detail::Bounds bounds_;
};

}  // namespace limn::inline LIMN_ABI::filter
