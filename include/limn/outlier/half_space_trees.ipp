// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>

#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/outlier/detail/calibration.hpp>
#include <limn/outlier/half_space_trees.hpp>

namespace limn::inline LIMN_ABI::outlier {
namespace detail {

/// Columns and splits of one perfect tree: each node halves a column of its own part of space. The
/// space is wider than the data by a random amount on a random side.
inline void halve_space(Index d, std::int64_t depth, core::Random& random, std::int32_t* column,
                        double* split) {
  struct Part {
    std::int64_t node;
    Vector low, high;
  };
  Part all{0, Vector(d), Vector(d)};
  for (Index c = 0; c < d; ++c) {
    const double at = random.uniform(), reach = 2.0 * std::max(at, 1.0 - at);
    all.low(c) = at - reach, all.high(c) = at + reach;
  }
  std::vector<Part> parts{std::move(all)};
  const std::int64_t inner = (std::int64_t{1} << depth) - 1;
  while (!parts.empty()) {
    Part part = std::move(parts.back());
    parts.pop_back();
    const auto c = static_cast<Index>(random.below(static_cast<std::uint64_t>(d)));
    column[part.node] = static_cast<std::int32_t>(c);
    const double middle = split[part.node] = (part.low(c) + part.high(c)) / 2.0;
    if (2 * part.node + 2 >= inner) continue;
    Part right = part;
    right.node = 2 * part.node + 2, right.low(c) = middle;
    part.node = 2 * part.node + 1, part.high(c) = middle;
    parts.push_back(std::move(right)), parts.push_back(std::move(part));
  }
}

}  // namespace detail

LIMN_INLINE void HalfSpaceTrees::start(MatrixView x) {
  low_ = x.colwise().minCoeff().transpose(), high_ = x.colwise().maxCoeff().transpose();
  const auto trees = static_cast<std::size_t>(params_.n_estimators);
  const std::size_t inner = (std::size_t{1} << params_.max_depth) - 1;
  column_.resize(trees * inner), split_.resize(trees * inner);
  core::parallel_for(trees, [&](std::size_t t) {
    core::Random random(params_.random_state, t);
    detail::halve_space(x.cols(), params_.max_depth, random, column_.data() + t * inner,
                        split_.data() + t * inner);
  });
  reference_.assign(trees * (2 * inner + 1), 0), latest_ = reference_;
  n_reference_ = n_latest_ = 0;
}

/// The values of a row in units of the range, drawn to its edge when far outside.
LIMN_INLINE Vector HalfSpaceTrees::placed(MatrixView x, Index row) const {
  Vector out(x.cols());
  for (Index c = 0; c < x.cols(); ++c) {
    const double range = high_(c) / 2 - low_(c) / 2;
    out(c) = range > 0.0 ? std::clamp((x(row, c) / 2 - low_(c) / 2) / range, -4.0, 5.0)
                         : (x(row, c) == low_(c) ? 0.5 : (x(row, c) < low_(c) ? -4.0 : 5.0));
  }
  return out;
}

LIMN_INLINE void HalfSpaceTrees::count(MatrixView x, Index begin, Index end,
                                       std::vector<std::int32_t>& masses) const {
  const auto trees = static_cast<std::size_t>(params_.n_estimators);
  const std::size_t inner = split_.size() / trees;
  Matrix placed_rows(end - begin, x.cols());
  for (Index r = begin; r < end; ++r) placed_rows.row(r - begin) = placed(x, r).transpose();
  core::parallel_for(trees, [&](std::size_t t) {
    std::int32_t* mass = masses.data() + t * (2 * inner + 1);
    for (Index r = 0; r < placed_rows.rows(); ++r) {
      std::size_t node = 0;
      while (true) {
        mass[node] += mass[node] < std::numeric_limits<std::int32_t>::max();
        if (node >= inner) break;
        const std::size_t at = t * inner + node;
        node = 2 * node + 1 + (placed_rows(r, column_[at]) > split_[at] ? 1 : 0);
      }
    }
  });
}

LIMN_INLINE HalfSpaceTrees& HalfSpaceTrees::fit(MatrixView x, const Monitor& monitor) {
  core::require_rows(x.rows(), x.cols(), name);
  core::require_finite(x, name, core::Missing::refused);
  monitor.check();
  if (params_.threshold == "conformal") {
    auto [half, line] = detail::fit_half<HalfSpaceTrees>(params_, x, monitor);
    half.params_ = params_, half.threshold_ = line;
    return *this = std::move(half);
  }
  HalfSpaceTrees out(params_);
  out.start(x);
  out.count(x, 0, x.rows(), out.reference_);
  out.n_reference_ = x.rows();
  out.threshold_ = detail::threshold_of(out.anomaly_score(x), params_.contamination);
  monitor.report(1.0, "rows");
  return *this = std::move(out);
}

LIMN_INLINE HalfSpaceTrees& HalfSpaceTrees::partial_fit(MatrixView x, const Monitor& monitor) {
  if (n_reference_ == 0) return fit(x, monitor);
  core::require_rows(x.rows(), x.cols(), name);
  core::require_width(x.cols(), low_.size(), name);
  core::require_finite(x, name, core::Missing::refused);
  monitor.check();
  HalfSpaceTrees out = *this;
  for (Index begin = 0; begin < x.rows();) {
    const Index end = std::min<Index>(x.rows(), begin + params_.window - out.n_latest_);
    out.count(x, begin, end, out.latest_);
    out.n_latest_ += end - begin;
    begin = end;
    if (out.n_latest_ < params_.window) break;
    out.reference_.swap(out.latest_);
    out.n_reference_ = out.n_latest_, out.n_latest_ = 0;
    std::fill(out.latest_.begin(), out.latest_.end(), 0);
  }
  monitor.report(1.0, "rows");
  return *this = std::move(out);
}

LIMN_INLINE Vector HalfSpaceTrees::anomaly_score(MatrixView x) const {
  core::require_fitted(n_reference_ > 0, name);
  core::require_width(x.cols(), low_.size(), name);
  core::require_finite(x, name, core::Missing::refused);
  const auto trees = static_cast<std::size_t>(params_.n_estimators);
  const std::size_t inner = split_.size() / trees;
  const auto few = static_cast<std::int32_t>(n_reference_ / 10);
  Vector out(x.rows());
  core::parallel_rows(static_cast<std::size_t>(x.rows()), 256, [&](std::size_t b, std::size_t e) {
    for (auto r = static_cast<Index>(b); r < static_cast<Index>(e); ++r) {
      const Vector row = placed(x, r);
      double density = 0.0;
      for (std::size_t t = 0; t < trees; ++t) {
        const std::int32_t* mass = reference_.data() + t * (2 * inner + 1);
        std::size_t node = 0;
        int depth = 0;
        while (node < inner && mass[node] > few) {
          const std::size_t at = t * inner + node;
          node = 2 * node + 1 + (row(column_[at]) > split_[at] ? 1 : 0);
          ++depth;
        }
        density += std::ldexp(static_cast<double>(mass[node]), depth);
      }
      out(r) =
          1.0 / (1.0 + density / static_cast<double>(trees) / static_cast<double>(n_reference_));
    }
  });
  return out;
}

LIMN_INLINE void HalfSpaceTrees::check_state() const {
  const auto require = [](bool ok, std::string_view what) { core::require_state(ok, name, what); };
  require(std::isfinite(threshold_) && low_.allFinite() && high_.allFinite(), "low");
  require(low_.size() == high_.size() && n_reference_ >= 0 && n_latest_ >= 0, "low");
  if (low_.size() == 0) {
    require(column_.empty() && split_.empty() && reference_.empty() && latest_.empty() &&
                n_reference_ == 0,
            "column");
    return;
  }
  const auto trees = static_cast<std::size_t>(params_.n_estimators);
  const std::size_t inner = (std::size_t{1} << params_.max_depth) - 1;
  require(n_reference_ > 0 && n_latest_ < params_.window, "n_latest");
  require(column_.size() == trees * inner && split_.size() == trees * inner, "column");
  require(reference_.size() == trees * (2 * inner + 1) && latest_.size() == reference_.size(),
          "reference");
  for (const std::int32_t c : column_) require(c >= 0 && c < low_.size(), "column");
  for (const double v : split_) require(std::isfinite(v), "split");
  for (const std::int32_t mass : reference_) require(mass >= 0, "reference");
  for (const std::int32_t mass : latest_) require(mass >= 0, "latest");
}

}  // namespace limn::inline LIMN_ABI::outlier
