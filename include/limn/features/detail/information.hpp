// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <vector>

#include <limn/core/random.hpp>
#include <limn/features/detail/column_kinds.hpp>

namespace limn::inline LIMN_ABI::features::detail {

/// psi(m) of whole numbers 1 ... n.
class Digammas {
 public:
  explicit Digammas(std::size_t n) : at_(n + 1, -std::numbers::egamma) {
    for (std::size_t m = 2; m <= n; ++m) at_[m] = at_[m - 1] + 1.0 / static_cast<double>(m - 1);
  }
  double operator()(std::size_t m) const { return at_[m]; }

 private:
  std::vector<double> at_;
};

/// Points of a plane in nested halves; distances are the larger of the two gaps.
class PlaneTree {
 public:
  using Point = std::array<double, 2>;

  PlaneTree(const std::vector<double>& x, const std::vector<double>& y)
      : points_(x.size()), axis_(x.size(), 0), cut_(x.size(), 0.0), index_(x.size()) {
    std::iota(index_.begin(), index_.end(), std::size_t{0});
    const auto at = [&](std::size_t i, std::size_t axis) { return axis ? y[i] : x[i]; };
    split(0, x.size(), at);
    for (std::size_t i = 0; i < x.size(); ++i) points_[i] = {x[index_[i]], y[index_[i]]};
  }

  /// (n) Distance of each point to its k-th other; 1 <= k < n.
  std::vector<double> kth_distances(std::size_t k) const {
    std::vector<double> out(points_.size()), near(k);
    for (std::size_t i = 0; i < points_.size(); ++i) {
      std::ranges::fill(near, std::numeric_limits<double>::infinity());
      search(0, points_.size(), i, near);
      out[index_[i]] = near.back();
    }
    return out;
  }

 private:
  static constexpr std::size_t leaf = 12;

  template <class At>
  void split(std::size_t begin, std::size_t end, const At& at) {
    if (end - begin <= leaf) return;
    std::array<double, 2> width{};
    for (const std::size_t axis : {0u, 1u}) {
      double low = at(index_[begin], axis), high = low;
      for (std::size_t i = begin; i < end; ++i) {
        low = std::min(low, at(index_[i], axis));
        high = std::max(high, at(index_[i], axis));
      }
      width[axis] = high - low;
    }
    const std::size_t axis = width[1] > width[0] ? 1 : 0, mid = (begin + end) / 2;
    const auto first = index_.begin();
    std::nth_element(first + static_cast<std::ptrdiff_t>(begin),
                     first + static_cast<std::ptrdiff_t>(mid),
                     first + static_cast<std::ptrdiff_t>(end),
                     [&](std::size_t a, std::size_t b) { return at(a, axis) < at(b, axis); });
    axis_[mid] = static_cast<std::uint8_t>(axis);
    cut_[mid] = at(index_[mid], axis);
    split(begin, mid, at);
    split(mid, end, at);
  }

  void search(std::size_t begin, std::size_t end, std::size_t self,
              std::vector<double>& near) const {
    const Point& p = points_[self];
    if (end - begin <= leaf) {
      for (std::size_t i = begin; i < end; ++i) {
        const Point& q = points_[i];
        const double d = std::max(std::abs(q[0] - p[0]), std::abs(q[1] - p[1]));
        if (i == self || !(d < near.back())) continue;
        std::size_t slot = near.size() - 1;
        for (; slot > 0 && near[slot - 1] > d; --slot) near[slot] = near[slot - 1];
        near[slot] = d;
      }
      return;
    }
    const std::size_t mid = (begin + end) / 2, axis = axis_[mid];
    const double gap = p[axis] - cut_[mid];  // all left of mid lie at or below it
    const bool left = gap < 0.0;
    search(left ? begin : mid, left ? mid : end, self, near);
    if (std::abs(gap) < near.back()) search(left ? mid : begin, left ? end : mid, self, near);
  }

  std::vector<Point> points_;
  std::vector<std::uint8_t> axis_;  ///< by the middle of a range
  std::vector<double> cut_;         ///< the same
  std::vector<std::size_t> index_;
};

/// How many of the sorted values lie at most `radius` from v.
inline std::size_t count_within(const std::vector<double>& sorted, double v, double radius) {
  const auto low = std::partition_point(sorted.begin(), sorted.end(),
                                        [&](double u) { return u < v && v - u > radius; });
  const auto high =
      std::partition_point(low, sorted.end(), [&](double u) { return u < v || u - v <= radius; });
  return static_cast<std::size_t>(high - low);
}

inline double just_below(double distance) { return std::nextafter(distance, 0.0); }

/// Divided by its deviation and moved by 1e-10 of its size, so that no two values are equal.
inline std::vector<double> untied(std::vector<double> values, core::Random random) {
  const auto n = static_cast<double>(values.size());
  double largest = 0.0;
  for (const double v : values) largest = std::max(largest, std::abs(v));
  if (!(largest > 0.0)) largest = 1.0;
  double mean = 0.0, squares = 0.0;
  for (double& v : values) mean += (v /= largest) / n;
  for (const double v : values) squares += (v - mean) * (v - mean) / n;
  const double scale = squares > 0.0 ? std::sqrt(squares) : 1.0;
  double size = 0.0;
  for (double& v : values) size += std::abs(v /= scale) / n;
  for (double& v : values) v += 1e-10 * std::max(1.0, size) * random.normal();
  return values;
}

/// Of two numbers. Source: Kraskov, Stoegbauer and Grassberger (2004), Estimating mutual
/// information, the first estimator.
inline double information_of_numbers(const std::vector<double>& x, const std::vector<double>& y,
                                     std::size_t n_neighbors) {
  const std::size_t n = x.size();
  if (n < 2) return 0.0;
  const std::size_t k = std::min(n_neighbors, n - 1);
  const std::vector<double> distance = PlaneTree(x, y).kth_distances(k);
  const Digammas psi(n + 1);
  double sum = 0.0;
  for (const std::vector<double>* side : {&x, &y}) {
    std::vector<double> sorted = *side;
    std::ranges::sort(sorted);
    for (std::size_t i = 0; i < n; ++i)
      sum += psi(count_within(sorted, (*side)[i], just_below(distance[i])));
  }
  return std::max(0.0, psi(n) + psi(k) - sum / static_cast<double>(n));
}

/// Distance of sorted[i] to its k-th other; 1 <= k < n.
inline double kth_on_line(const std::vector<double>& sorted, std::size_t i, std::size_t k) {
  std::size_t low = i, high = i;
  double out = 0.0;
  for (; k > 0; --k) {
    const double below =
        low > 0 ? sorted[i] - sorted[low - 1] : std::numeric_limits<double>::infinity();
    const double above = high + 1 < sorted.size() ? sorted[high + 1] - sorted[i]
                                                  : std::numeric_limits<double>::infinity();
    if (below < above) {
      --low;
      out = below;
    } else {
      ++high;
      out = above;
    }
  }
  return out;
}

/// Of a number and a group. Groups of one row are left out.
/// Source: Ross (2014), Mutual Information between Discrete and Continuous Data Sets.
inline double information_of_groups(const std::vector<double>& x, const Groups& groups,
                                    std::size_t n_neighbors) {
  std::vector<std::vector<double>> members(groups.sizes.size());
  std::vector<double> all;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (groups.sizes[groups.of[i]] < 2) continue;
    members[groups.of[i]].push_back(x[i]);
    all.push_back(x[i]);
  }
  if (all.empty()) return 0.0;
  std::ranges::sort(all);
  const Digammas psi(all.size() + 1);
  double sum = 0.0;
  for (std::vector<double>& own : members) {
    if (own.empty()) continue;
    std::ranges::sort(own);
    const std::size_t k = std::min(n_neighbors, own.size() - 1);
    for (std::size_t i = 0; i < own.size(); ++i)
      sum += psi(k) - psi(own.size()) -
             psi(count_within(all, own[i], just_below(kth_on_line(own, i, k))));
  }
  return std::max(0.0, psi(all.size()) + sum / static_cast<double>(all.size()));
}

/// Of two groups, by their shares.
inline double information_of_shares(const Groups& a, const Groups& b) {
  std::vector<std::size_t> both;
  for (std::size_t i = 0; i < a.of.size(); ++i) both.push_back(a.of[i] * b.sizes.size() + b.of[i]);
  std::ranges::sort(both);
  const auto n = static_cast<double>(a.of.size());
  double out = 0.0;
  for (std::size_t i = 0, j = 0; i < both.size(); i = j) {
    while (j < both.size() && both[j] == both[i]) ++j;
    const auto here = static_cast<double>(j - i);
    const auto one = static_cast<double>(a.sizes[both[i] / b.sizes.size()]);
    const auto other = static_cast<double>(b.sizes[both[i] % b.sizes.size()]);
    out += here / n * std::log(here / one * (n / other));
  }
  return std::max(0.0, out);
}

}  // namespace limn::inline LIMN_ABI::features::detail
