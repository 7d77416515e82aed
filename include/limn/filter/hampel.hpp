// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/data/column_summary.hpp>
#include <limn/filter/detail/bounds.hpp>

namespace limn::inline LIMN_ABI::filter {

/// Marks cells far from the column's median, in units of its median absolute deviation.
///
/// Choose it as the default for single wild values: up to half of a column may be noise without
/// moving the bounds. Prefer Iqr for skewed columns, StandardDeviation where a normal distribution
/// is known.
/// Shapes: x (n, d). Missing cells are left out at fit and are never noise. A column whose median
/// absolute deviation is 0 (constant, all missing, or more than half of it one value, as counts of
/// rare events) offers no scale: nothing in it is noise, its bounds are infinite.
/// Cost: O(n d) by selection.
/// **Source:** Hampel (1974), The Influence Curve and its Role in Robust Estimation.
/// **Differs:** over whole columns instead of a moving window; columns without scale are let alone.
class Hampel {
 public:
  static constexpr std::string_view name = "filter.hampel";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true};

  struct Params {
    double n_sigmas = 3.0;           ///< reach of the bounds, in robust standard deviations
    std::string action = "missing";  ///< what transform does to noise: "missing", "clip" or "flag"
  };
  template <class V>
  static void describe(V&& v) {
    v("n_sigmas", &Params::n_sigmas, "reach of the bounds, in robust standard deviations",
      core::above(0));
    v("action", &Params::action, detail::action_help, detail::action_rule());
  }

  Hampel() = default;
  explicit Hampel(Params params) : params_(core::checked<Hampel>(params)) {}
  const Params& params() const { return params_; }

  /// Learns the bounds of each column of x (n, d).
  /// Errors: DataError without rows or columns, or with an infinite cell.
  Hampel& fit(MatrixView x) {
    detail::require_table(x, name);
    detail::Bounds bounds = detail::Bounds::open(x.cols());
    data::for_each_column(x, [&](Index c, std::vector<double>& values) {
      if (values.empty()) return;
      const double centre = data::median(values);
      for (double& v : values) v = std::abs(v - centre);
      // 1.4826 = 1 / 0.6745, which makes the deviation that of a normal distribution.
      const double sigma = 1.4826 * data::median(values);
      if (sigma > 0.0) bounds.around(c, centre, params_.n_sigmas * sigma);
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
