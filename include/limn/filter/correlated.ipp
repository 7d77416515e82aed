// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>

#include <limn/data/column_summary.hpp>
#include <limn/filter/correlated.hpp>
#include <limn/filter/detail/bounds.hpp>

namespace limn::inline LIMN_ABI::filter {
namespace detail {

/// Sums over the rows that have both columns of a pair: all (d, d). Columns are standardised
/// before, so that nothing cancels or overflows.
struct PairSums {
  Matrix n, x, xx, xy;

  explicit PairSums(Index d) : n(Matrix::Zero(d, d)), x(n), xx(n), xy(n) {}

  /// Correlation of columns i and j, 0 where there is none to speak of.
  double correlation(Index i, Index j) const {
    const double count = n(i, j);
    if (count < 3.0) return 0.0;
    const double vi = xx(i, j) - x(i, j) * x(i, j) / count;
    const double vj = xx(j, i) - x(j, i) * x(j, i) / count;
    const double cov = xy(i, j) - x(i, j) * x(j, i) / count;
    const double scale = std::sqrt(vi) * std::sqrt(vj);
    if (!(vi > 1e-12 * count && vj > 1e-12 * count)) return 0.0;
    return std::clamp(cov / scale, -1.0, 1.0);
  }
};

inline PairSums pair_sums(MatrixView x, const Monitor& monitor) {
  const data::Moments m = data::moments(x);
  const Index d = x.cols();
  Vector scale = Vector::Zero(d);
  for (Index c = 0; c < d; ++c)
    if (const double sigma = m.deviation(c); sigma > 0.0 && std::isfinite(sigma))
      scale(c) = 1.0 / sigma;
  return core::parallel_reduce(
      static_cast<std::size_t>(x.rows()), 4096, PairSums(d),
      [&](std::size_t begin, std::size_t end) {
        monitor.check();
        const auto from = static_cast<Index>(begin), n = static_cast<Index>(end - begin);
        Matrix there(n, d), value(n, d);
        for (Index r = 0; r < n; ++r)
          for (Index c = 0; c < d; ++c) {
            const double v = x(from + r, c);
            there(r, c) = std::isnan(v) ? 0.0 : 1.0;
            value(r, c) = std::isnan(v) ? 0.0 : (v - m.mean(c)) * scale(c);
          }
        PairSums part(d);
        part.n.noalias() = there.transpose() * there;
        part.x.noalias() = value.transpose() * there;
        part.xx.noalias() = value.cwiseAbs2().transpose() * there;
        part.xy.noalias() = value.transpose() * value;
        return part;
      },
      [](PairSums all, const PairSums& part) {
        all.n += part.n, all.x += part.x, all.xx += part.xx, all.xy += part.xy;
        return all;
      });
}

}  // namespace detail

LIMN_INLINE Correlated& Correlated::fit(MatrixView x, const Monitor& monitor) {
  detail::require_table(x, name);
  monitor.check();
  const detail::PairSums sums = detail::pair_sums(x, monitor);
  const auto d = static_cast<std::size_t>(x.cols());
  std::vector<std::uint8_t> kept(d, 1);
  std::vector<std::int32_t> twin(d, -1);
  Vector correlation = Vector::Zero(x.cols());
  for (Index j = 0; j < x.cols(); ++j)
    for (Index i = 0; i < j; ++i) {
      if (!kept[static_cast<std::size_t>(i)]) continue;
      const double r = sums.correlation(i, j);
      // Equal columns differ from 1 by rounding; those are beyond a threshold of 1, too.
      if (std::abs(r) + 1e-12 <= params_.threshold) continue;
      if (std::abs(r) <= std::abs(correlation(j))) continue;
      kept[static_cast<std::size_t>(j)] = 0;
      twin[static_cast<std::size_t>(j)] = static_cast<std::int32_t>(i);
      correlation(j) = r;
    }
  kept_ = std::move(kept);
  twin_ = std::move(twin);
  correlation_ = std::move(correlation);
  return *this;
}

LIMN_INLINE Matrix Correlated::transform(MatrixView x) const {
  core::require_fitted(!kept_.empty(), name);
  core::require_width(x.cols(), std::ssize(kept_), name);
  core::require_finite(x, name, core::Missing::allowed);
  Matrix out(x.rows(), std::count(kept_.begin(), kept_.end(), 1));
  for (Index c = 0, at = 0; c < x.cols(); ++c)
    if (kept_[static_cast<std::size_t>(c)]) out.col(at++) = x.col(c);
  return out;
}

LIMN_INLINE Audit Correlated::audit() const {
  core::require_fitted(!kept_.empty(), name);
  Audit out;
  for (std::size_t c = 0; c < kept_.size(); ++c)
    if (!kept_[c])
      out.push_back({-1, static_cast<Index>(c), name, correlation_(static_cast<Index>(c)),
                     -params_.threshold, params_.threshold, "drop"});
  return out;
}

LIMN_INLINE std::vector<std::string> Correlated::feature_names(
    const std::vector<std::string>& names) const {
  core::require_fitted(!kept_.empty(), name);
  core::require_width(std::ssize(names), std::ssize(kept_), name);
  std::vector<std::string> out;
  for (std::size_t c = 0; c < kept_.size(); ++c)
    if (kept_[c]) out.push_back(names[c]);
  return out;
}

LIMN_INLINE void Correlated::check_state() const {
  const auto d = std::ssize(kept_);
  core::require_state(std::ssize(twin_) == d && correlation_.size() == d, name, "twin");
  for (const std::int32_t t : twin_) core::require_state(t >= -1 && t < d, name, "twin");
  for (const std::uint8_t k : kept_) core::require_state(k <= 1, name, "kept");
}

}  // namespace limn::inline LIMN_ABI::filter
