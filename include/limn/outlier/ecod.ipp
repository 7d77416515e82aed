// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>

#include <limn/core/parallel.hpp>
#include <limn/outlier/detail/calibration.hpp>
#include <limn/outlier/ecod.hpp>

namespace limn::inline LIMN_ABI::outlier {
namespace detail {

/// Third standardised moment of n values, 0 for equal ones.
inline double skewness(const double* values, std::int64_t n) {
  double mean = 0.0, scale = 0.0, square = 0.0, cube = 0.0;
  for (std::int64_t i = 0; i < n; ++i) mean += values[i] / static_cast<double>(n);
  for (std::int64_t i = 0; i < n; ++i) scale = std::max(scale, std::abs(values[i] - mean));
  if (!(scale > 0.0) || !std::isfinite(scale)) return 0.0;
  for (std::int64_t i = 0; i < n; ++i) {
    const double d = (values[i] - mean) / scale;
    square += d * d, cube += d * d * d;
  }
  const double variance = square / static_cast<double>(n);
  return cube / static_cast<double>(n) / (variance * std::sqrt(variance));
}

/// -log of the shares of the values that are not above, and not below, v.
struct Tails {
  double left, right;
};
inline Tails tails(const double* first, std::int64_t n, double v) {
  const double* last = first + n;
  const auto share = [&](std::int64_t count) {
    return -std::log(count > 0 ? static_cast<double>(count) / static_cast<double>(n)
                               : 1.0 / (static_cast<double>(n) + 1.0));
  };
  return {share(std::upper_bound(first, last, v) - first),
          share(last - std::lower_bound(first, last, v))};
}

}  // namespace detail

LIMN_INLINE Ecod& Ecod::fit(MatrixView x, const Monitor& monitor) {
  core::require_rows(x.rows(), x.cols(), name);
  core::require_finite(x, name, core::Missing::allowed);
  monitor.check();
  if (params_.threshold == "conformal") {
    auto [half, line] = detail::fit_half<Ecod>(params_, x, monitor);
    half.params_ = params_, half.threshold_ = line;
    return *this = std::move(half);
  }
  const auto d = static_cast<std::size_t>(x.cols());
  std::vector<std::vector<double>> columns(d);
  Ecod out(params_);
  out.n_rows_ = x.rows();
  out.skew_.resize(d);
  core::parallel_for(d, [&](std::size_t c) {
    monitor.check();
    for (Index r = 0; r < x.rows(); ++r)
      if (const double v = x(r, static_cast<Index>(c)); !std::isnan(v)) columns[c].push_back(v);
    std::sort(columns[c].begin(), columns[c].end());
    out.skew_[c] = detail::skewness(columns[c].data(), std::ssize(columns[c]));
  });
  for (const std::vector<double>& column : columns) {
    out.counts_.push_back(std::ssize(column));
    out.sorted_.insert(out.sorted_.end(), column.begin(), column.end());
  }
  out.threshold_ = detail::threshold_of(out.anomaly_score(x), params_.contamination);
  monitor.report(1.0, "columns");
  return *this = std::move(out);
}

LIMN_INLINE Matrix Ecod::explain(MatrixView x) const {
  core::require_fitted(n_rows_ > 0, name);
  const auto d = static_cast<Index>(counts_.size());
  core::require_width(x.cols(), d, name);
  core::require_finite(x, name, core::Missing::allowed);
  Matrix out(x.rows(), d);
  core::parallel_rows(static_cast<std::size_t>(x.rows()), 256,
                      [&](std::size_t begin, std::size_t end) {
                        Matrix part(3, d);
                        for (auto r = static_cast<Index>(begin); r < static_cast<Index>(end); ++r) {
                          const double* first = sorted_.data();
                          for (Index c = 0; c < d; ++c) {
                            const std::int64_t n = counts_[static_cast<std::size_t>(c)];
                            const bool known = n > 0 && !std::isnan(x(r, c));
                            const detail::Tails t =
                                known ? detail::tails(first, n, x(r, c)) : detail::Tails{1.0, 1.0};
                            part.col(c) << t.left, t.right,
                                skew_[static_cast<std::size_t>(c)] < 0.0 ? t.left : t.right;
                            first += n;
                          }
                          Index strongest = 0;
                          part.rowwise().sum().maxCoeff(&strongest);
                          out.row(r) = part.row(strongest);
                        }
                      });
  return out;
}

LIMN_INLINE Vector Ecod::anomaly_score(MatrixView x) const { return explain(x).rowwise().sum(); }

LIMN_INLINE void Ecod::check_state() const {
  const auto require = [](bool ok, std::string_view what) { core::require_state(ok, name, what); };
  std::int64_t total = 0;
  for (const std::int64_t n : counts_) {
    require(n >= 0 && n <= n_rows_ && n <= std::ssize(sorted_) - total, "counts");
    require(std::is_sorted(sorted_.begin() + total, sorted_.begin() + total + n), "sorted");
    total += n;
  }
  require(total == std::ssize(sorted_), "sorted");
  require(skew_.size() == counts_.size() && std::isfinite(threshold_), "skew");
  for (const double v : sorted_) require(std::isfinite(v), "sorted");
}

}  // namespace limn::inline LIMN_ABI::outlier
