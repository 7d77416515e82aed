// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>

#include <limn/core/parallel.hpp>
#include <limn/outlier/detail/calibration.hpp>
#include <limn/outlier/hbos.hpp>

namespace limn::inline LIMN_ABI::outlier {
namespace detail {

/// The bin of v: 0 ... n - 1, n = beyond the ends, n + 1 = a gap. A column of one value has one
/// bin.
inline Index histogram_bin(double v, double low, double high, Index n) {
  if (std::isnan(v)) return n + 1;
  if (!(v >= low && v <= high)) return n;
  if (!(high > low)) return 0;
  const double share = (v / 2 - low / 2) / (high / 2 - low / 2);
  return std::min(static_cast<Index>(share * static_cast<double>(n)), n - 1);
}

}  // namespace detail

LIMN_INLINE Hbos& Hbos::fit(MatrixView x, const Monitor& monitor) {
  core::require_rows(x.rows(), x.cols(), name);
  core::require_finite(x, name, core::Missing::allowed);
  monitor.check();
  if (params_.threshold == "conformal") {
    auto [half, line] = detail::fit_half<Hbos>(params_, x, monitor);
    half.params_ = params_, half.threshold_ = line;
    return *this = std::move(half);
  }
  const Index d = x.cols(), bins = params_.n_bins;
  Hbos out(params_);
  out.low_ = Vector::Zero(d), out.high_ = Vector::Constant(d, -1.0);  // nothing lies between
  out.rarity_.resize(d, bins + 2);
  core::parallel_for(static_cast<std::size_t>(d), [&](std::size_t column) {
    monitor.check();
    const auto c = static_cast<Index>(column);
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (Index r = 0; r < x.rows(); ++r) {
      const double v = x(r, c);
      low = v < low ? v : low, high = v > high ? v : high;
    }
    if (low <= high) out.low_(c) = low, out.high_(c) = high;
    Vector count = Vector::Constant(bins + 2, params_.alpha);
    for (Index r = 0; r < x.rows(); ++r)
      count(detail::histogram_bin(x(r, c), out.low_(c), out.high_(c), bins)) += 1.0;
    out.rarity_.row(c) = -(count / count.maxCoeff()).array().log();
  });
  out.threshold_ = detail::threshold_of(out.anomaly_score(x), params_.contamination);
  monitor.report(1.0, "columns");
  return *this = std::move(out);
}

LIMN_INLINE Matrix Hbos::explain(MatrixView x) const {
  core::require_fitted(low_.size() > 0, name);
  core::require_width(x.cols(), low_.size(), name);
  core::require_finite(x, name, core::Missing::allowed);
  Matrix out(x.rows(), x.cols());
  const Index bins = rarity_.cols() - 2;
  core::parallel_rows(
      static_cast<std::size_t>(x.rows()), 1024, [&](std::size_t begin, std::size_t end) {
        for (auto r = static_cast<Index>(begin); r < static_cast<Index>(end); ++r)
          for (Index c = 0; c < x.cols(); ++c)
            out(r, c) = rarity_(c, detail::histogram_bin(x(r, c), low_(c), high_(c), bins));
      });
  return out;
}

LIMN_INLINE Vector Hbos::anomaly_score(MatrixView x) const { return explain(x).rowwise().sum(); }

LIMN_INLINE void Hbos::check_state() const {
  const bool sizes = high_.size() == low_.size() && rarity_.rows() == low_.size() &&
                     (low_.size() == 0 || rarity_.cols() >= 3);
  core::require_state(sizes, name, "rarity");
  core::require_state(
      low_.allFinite() && high_.allFinite() && rarity_.allFinite() && std::isfinite(threshold_),
      name, "low");
}

}  // namespace limn::inline LIMN_ABI::outlier
