// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/data/column_summary.hpp>
#include <limn/filter/detail/bounds.hpp>

namespace limn::inline LIMN_ABI::filter {

/// Marks cells more than some standard deviations away from the column's mean, and looks again
/// without them until nothing new is found or `max_iter` is reached.
///
/// Choose it when a column is known to be close to normal; prefer Hampel when noise is frequent or
/// huge, since it inflates the mean and deviation it is judged by (masking).
/// Shapes: x (n, d). Missing cells are left out at fit and are never noise. A column without spread
/// (constant or all missing) offers no scale: nothing in it is noise, its bounds are infinite.
/// Cost: O(n d) a round; the deviation divides by n.
/// **Source:** Wright (1884), A Treatise on the Adjustment of Observations (the 3 sigma rule).
/// **Differs:** one round by default; more are the sigma clipping of astronomy.
class StandardDeviation {
 public:
  static constexpr std::string_view name = "filter.standard_deviation";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true};

  struct Params {
    double n_sigmas = 3.0;           ///< reach of the bounds, in standard deviations
    std::int64_t max_iter = 1;       ///< rounds, each without the noise of the one before
    std::string action = "missing";  ///< what transform does to noise: "missing", "clip" or "flag"
  };
  template <class V>
  static void describe(V&& v) {
    v("n_sigmas", &Params::n_sigmas, "reach of the bounds, in standard deviations", core::above(0));
    v("max_iter", &Params::max_iter, "rounds, each without the noise of the one before",
      core::at_least(1));
    v("action", &Params::action, detail::action_help, detail::action_rule());
  }

  StandardDeviation() = default;
  explicit StandardDeviation(Params params) : params_(core::checked<StandardDeviation>(params)) {}
  const Params& params() const { return params_; }

  /// Learns the bounds of each column of x (n, d).
  /// Errors: DataError without rows or columns, or with an infinite cell.
  StandardDeviation& fit(MatrixView x) {
    detail::require_table(x, name);
    detail::Bounds bounds = detail::Bounds::open(x.cols());
    data::for_each_column(x, [&](Index c, std::vector<double>& values) {
      for (std::int64_t round = 0; round < params_.max_iter && !values.empty(); ++round) {
        const Eigen::Map<const Matrix> column(values.data(), static_cast<Index>(values.size()), 1);
        const data::Moments m = data::moments(column);
        const double sigma = m.deviation(0);
        if (!(sigma > 0.0)) return;
        bounds.around(c, m.mean(0), params_.n_sigmas * sigma);
        if (std::erase_if(values, [&](double v) { return bounds.noise(c, v); }) == 0) return;
      }
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
