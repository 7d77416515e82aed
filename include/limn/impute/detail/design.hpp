// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include <limn/core/archive.hpp>
#include <limn/impute/detail/schema.hpp>

namespace limn::inline LIMN_ABI::impute::detail {

/// A table as regressors: numbers centred and scaled, a category as one flag a level, likewise. A
/// gap is 0, the mean; answers stay within the range seen at fit, widened by `room` times it on
/// either side, and within the schema's bounds. Letters: d columns of the table, p regressors;
/// column c owns the regressors [start[c], start[c + 1]), its block.
class Design {
 public:
  Index cols() const { return static_cast<Index>(start_.size()) - 1; }
  Index width() const { return mean_.size(); }
  Index begin(Index c) const { return static_cast<Index>(start_[static_cast<std::size_t>(c)]); }
  Index end(Index c) const { return begin(c + 1); }
  /// A regressor that never changed tells nothing.
  bool varies(Index j) const { return scale_(j) > 0.0; }

  void learn(MatrixView x, const Schema& schema, double fallback, double room) {
    start_ = {0};
    for (Index c = 0; c < x.cols(); ++c)
      start_.push_back(start_.back() + (schema.is_category(c) ? schema.n_levels(c) : 1));
    mean_ = Vector::Zero(start_.back());
    scale_ = low_ = high_ = Vector::Zero(start_.back());
    for (Index c = 0; c < x.cols(); ++c)
      if (schema.is_category(c))
        learn_levels(x, schema, c, room);
      else
        learn_numbers(x, schema, c, fallback, room);
  }

  /// z within what regressor j may be.
  double bounded(Index j, double z) const { return std::clamp(z, low_(j), high_(j)); }

  /// The block of column c for the value v: gaps and unknown levels are 0. False where v is a gap.
  bool encode(const Schema& schema, Index c, double v, double* z) const {
    const Index from = begin(c), to = end(c);
    std::fill(z + from, z + to, 0.0);
    if (std::isnan(v)) return false;
    if (!schema.is_category(c)) {
      if (varies(from)) z[from] = (v - mean_(from)) / scale_(from);
      return true;
    }
    const Index level = schema.level_of(c, v);
    if (level < 0) return false;
    for (Index j = from; j < to; ++j)
      if (varies(j)) z[j] = ((j - from == level ? 1.0 : 0.0) - mean_(j)) / scale_(j);
    return true;
  }

  /// What regressor j stands for: a number in units of the column, or the share of a level.
  double plain(Index j, double z) const { return mean_(j) + scale_(j) * z; }

  /// The answer for column c that a row z (p) means.
  double decode(const Schema& schema, Index c, const double* z) const {
    const Index from = begin(c);
    if (!schema.is_category(c)) return schema.allowed(c, plain(from, z[from]));
    Index best = from;
    for (Index j = from + 1; j < end(c); ++j)
      if (plain(j, z[j]) > plain(best, z[best])) best = j;
    return schema.level(c, best - from);
  }

  template <class V>
  void state(V&& v) {
    v("start", start_);
    v("mean", mean_);
    v("scale", scale_);
    v("low", low_);
    v("high", high_);
  }
  void require(const Schema& schema, Index d, std::string_view component) const {
    core::require_state(static_cast<Index>(start_.size()) == d + 1 && start_[0] == 0, component,
                        "start");
    for (Index c = 0; c < d; ++c)
      core::require_state(end(c) - begin(c) == (schema.is_category(c) ? schema.n_levels(c) : 1),
                          component, "start");
    core::require_state(width() == begin(d) && scale_.size() == width() && mean_.allFinite() &&
                            scale_.allFinite() && (scale_.array() >= 0.0).all(),
                        component, "scale");
    core::require_state(low_.size() == width() && high_.size() == width() && low_.allFinite() &&
                            high_.allFinite() && (low_.array() <= high_.array()).all(),
                        component, "low");
  }

 private:
  /// Two passes over values divided by the largest one, so that nothing overflows.
  void learn_numbers(MatrixView x, const Schema& schema, Index c, double fallback, double room) {
    double unit = 0.0, first = fallback, sum = 0.0, squares = 0.0, n = 0.0;
    double least = std::numeric_limits<double>::max(), most = -least;
    for (Index r = 0; r < x.rows(); ++r) {
      const double v = x(r, c);
      if (std::isnan(v)) continue;
      if (n++ == 0.0) first = v;
      least = std::min(least, v);
      most = std::max(most, v);
      unit = std::max(unit, std::abs(v));
    }
    mean_(begin(c)) = first;
    if (n == 0.0 || least == most) return;
    for (Index r = 0; r < x.rows(); ++r)
      if (!std::isnan(x(r, c))) sum += x(r, c) / unit;
    const double mean = sum / n;
    for (Index r = 0; r < x.rows(); ++r)
      if (const double v = x(r, c) / unit - mean; !std::isnan(v)) squares += v * v;
    const double deviation = std::sqrt(squares / n);
    mean_(begin(c)) = mean * unit;
    if (!(deviation > 1e-15)) return;
    scale_(begin(c)) = deviation * unit;
    const auto z = [&](double v) { return (v / unit - mean) / deviation; };
    const double more = room * (z(most) - z(least));
    const double low = z(schema.allowed(c, least)), high = z(schema.allowed(c, most));
    low_(begin(c)) = std::max(z(least) - more, std::min(z(schema.low(c)), low));
    high_(begin(c)) = std::min(z(most) + more, std::max(z(schema.high(c)), high));
    if (low_(begin(c)) > high_(begin(c))) low_(begin(c)) = high_(begin(c)) = low;
  }

  void learn_levels(MatrixView x, const Schema& schema, Index c, double room) {
    double n = 0.0;
    for (Index r = 0; r < x.rows(); ++r)
      if (const Index level = schema.level_of(c, x(r, c)); level >= 0) {
        mean_(begin(c) + level) += 1.0;
        n += 1.0;
      }
    for (Index j = begin(c); j < end(c); ++j) {
      mean_(j) /= n;
      scale_(j) = std::sqrt(mean_(j) * (1.0 - mean_(j)));
      if (!varies(j)) continue;
      low_(j) = (-room - mean_(j)) / scale_(j);
      high_(j) = (1.0 + room - mean_(j)) / scale_(j);
    }
  }

  std::vector<std::int64_t> start_;   // (d + 1)
  Vector mean_, scale_, low_, high_;  // (p)
};

}  // namespace limn::inline LIMN_ABI::impute::detail
