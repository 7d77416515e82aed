# SPDX-License-Identifier: MIT
"""The text new_component.py writes: one header for all rooms, and what differs between them.

The rooms that learn from an event log are in component_patterns_log.py.
"""

from __future__ import annotations

from component_patterns_log import LOG_PATTERNS

HEADER = """\
// SPDX-License-Identifier: MIT
#pragma once

@includes@

namespace limn::inline LIMN_ABI::@room@ {

/// @what@
///
/// Choose it when @choose@; prefer another when @otherwise@.
/// Shapes: @shapes@. @missing@.
/// Cost: @cost@.
/// **Source:** @source@.
/// **Differs:** @differs@.
class @Class@ {
 public:
  static constexpr std::string_view name = "@room@.@name@";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{@tags@};

  struct Params {
    @params@
  };
  template <class V>
  static void describe(V&& v) {
    @describe@
  }

  @Class@() = default;
  explicit @Class@(Params params) : params_(core::checked<@Class@>(params)) {}
  const Params& params() const { return params_; }

@body@
};

}  // namespace limn::inline LIMN_ABI::@room@
"""

TEST = """\
// SPDX-License-Identifier: MIT
#include <limn/@room@/@name@.hpp>

@test_includes@#include "test.hpp"

using namespace limn;

// Expected numbers: by hand. The contract (bad input, save and load, threads) is checked for every
// component of the list in tests/contract/.
TEST_CASE("@Class@ @claim@", "[@room@]") {
@test@
}

TEST_CASE("@Class@ refuses options out of range", "[@room@]") {
  CHECK_THROWS_AS(@room@::@Class@({@bad_option@}), ParamError);
}
"""

# What a pattern need not say.
DEFAULTS = {
    "includes": """\
#include <algorithm>
#include <cmath>
#include <utility>

#include <limn/core/check.hpp>
#include <limn/core/component.hpp>""",
    "otherwise": "the columns depend on each other",
    "missing": "Missing cells are left out at fit",
    "cost": "O(n d)",
    "source": "the definition of the arithmetic mean",
    "differs": "nothing",
    "test_includes": "",
}

# fit of a column at a time: mean and standard deviation of what is there
_MOMENTS = """\
  /// Learns the mean and the spread of each column of x (n, d).
  /// Errors: DataError without rows or columns, or with an infinite cell.
  @Class@& fit(MatrixView x) {
    core::require_rows(x.rows(), x.cols(), name);
    core::require_finite(x, name, core::Missing::allowed);
    Vector center = Vector::Zero(x.cols()), spread = Vector::Zero(x.cols());
    for (Index c = 0; c < x.cols(); ++c) {
      double sum = 0.0, squares = 0.0, present = 0.0;
      for (Index r = 0; r < x.rows(); ++r)
        if (!std::isnan(x(r, c))) sum += x(r, c), present += 1.0;
      if (present > 0.0) center(c) = sum / present;
      for (Index r = 0; r < x.rows(); ++r)
        if (!std::isnan(x(r, c))) squares += (x(r, c) - center(c)) * (x(r, c) - center(c));
      if (present > 0.0) spread(c) = std::sqrt(squares / present);
    }
    center_ = std::move(center);
    spread_ = std::move(spread);
    return *this;
  }
"""

_MOMENTS_STATE = """\

  template <class V>
  void state(V&& v) {
    v("center", center_);
    v("spread", spread_);
  }
  void check_state() const {
    core::require_state(spread_.size() == center_.size(), name, "spread");
  }

 private:
  void require(MatrixView x) const {
    core::require_fitted(center_.size() > 0, name);
    core::require_width(x.cols(), center_.size(), name);
    core::require_finite(x, name, core::Missing::allowed);
  }

  Params params_;
  Vector center_, spread_;"""

_LIMIT = {
    "params": "double limit = 3.0;  ///< distance from the mean, in standard deviations",
    "describe": 'v("limit", &Params::limit, "distance from the mean, in standard deviations",\n'
    "      core::above(0));",
    "bad_option": ".limit = 0",
    "tags": ".allows_missing = true",
}

PATTERNS: dict[str, dict[str, str]] = {
    "impute": {
        "what": "Fills gaps with the mean of the column.",
        "choose": "columns are symmetric and speed is all",
        "shapes": "x (n, d) -> (n, d), no gap left",
        "tags": ".allows_missing = true",
        "params": "std::int64_t min_present = 1;  ///< a column with fewer values is filled with 0",
        "describe": 'v("min_present", &Params::min_present,\n'
        '      "a column with fewer values is filled with 0", core::at_least(1));',
        "bad_option": ".min_present = 0",
        "claim": "fills with the mean",
        "test": """\
  const Matrix x{{1.0, missing}, {3.0, 7.0}, {missing, missing}};
  const Matrix out = impute::@Class@({.min_present = 2}).fit(x).transform(x);
  CHECK(out(2, 0) == 2.0);
  CHECK(out(0, 1) == 0.0);
  CHECK(out(1, 0) == 3.0);""",
        "body": """\
  /// Learns the fill value of each column of x (n, d).
  /// Errors: DataError without rows or columns, or with an infinite cell.
  @Class@& fit(MatrixView x) {
    core::require_rows(x.rows(), x.cols(), name);
    core::require_finite(x, name, core::Missing::allowed);
    Vector fill = Vector::Zero(x.cols());
    for (Index c = 0; c < x.cols(); ++c) {
      double sum = 0.0, present = 0.0;
      for (Index r = 0; r < x.rows(); ++r)
        if (!std::isnan(x(r, c))) sum += x(r, c), present += 1.0;
      if (present >= static_cast<double>(params_.min_present)) fill(c) = sum / present;
    }
    fill_ = std::move(fill);
    return *this;
  }

  /// x (n, d) without gaps. Errors: NotFittedError, ShapeError, DataError with an infinite cell.
  Matrix transform(MatrixView x) const {
    core::require_fitted(fill_.size() > 0, name);
    core::require_width(x.cols(), fill_.size(), name);
    core::require_finite(x, name, core::Missing::allowed);
    return x.array().isNaN().select(fill_.transpose().replicate(x.rows(), 1), x);
  }

  template <class V>
  void state(V&& v) {
    v("fill", fill_);
  }

 private:
  Params params_;
  Vector fill_;""",
    },
    "filter": {
        **_LIMIT,
        "what": "Marks cells far from the mean of their column; transform sets them missing.",
        "choose": "columns are close to normal",
        "shapes": "x (n, d) -> mask (n, d), 1 = noise; missing cells are never noise",
        "claim": "marks what lies beyond the limit",
        "test": """\
  const Matrix x{{0.0}, {0.0}, {0.0}, {0.0}, {10.0}};  // mean 2, standard deviation 4
  const auto filter = filter::@Class@({.limit = 1.9}).fit(x);
  CHECK(filter.mask(x)(4, 0) == 1);
  CHECK(filter.mask(x)(0, 0) == 0);
  CHECK(std::isnan(filter.transform(x)(4, 0)));""",
        "body": _MOMENTS
        + """
  /// 1 where x (n, d) is noise. Errors: NotFittedError, ShapeError, DataError when infinite.
  MaskMatrix mask(MatrixView x) const {
    require(x);
    MaskMatrix out = MaskMatrix::Zero(x.rows(), x.cols());
    for (Index r = 0; r < x.rows(); ++r)
      for (Index c = 0; c < x.cols(); ++c)
        out(r, c) = std::abs(x(r, c) - center_(c)) > params_.limit * spread_(c) ? 1 : 0;
    return out;
  }
  /// x (n, d) with its noise set missing. Errors: as mask.
  Matrix transform(MatrixView x) const {
    Matrix out = x;
    const MaskMatrix noise = mask(x);
    for (Index r = 0; r < x.rows(); ++r)
      for (Index c = 0; c < x.cols(); ++c)
        if (noise(r, c) == 1) out(r, c) = missing;
    return out;
  }
"""
        + _MOMENTS_STATE,
    },
    "features": {
        **_LIMIT,
        "what": "Scales columns to mean 0 and standard deviation 1, cut at a limit.",
        "choose": "a distance or a gradient would be ruled by the column with the largest unit",
        "shapes": "x (n, d) -> (n, d); missing stays missing, a constant column becomes 0",
        "claim": "centres, scales and cuts",
        "test": """\
  const Matrix x{{0.0, 5.0}, {0.0, 5.0}, {0.0, 5.0}, {0.0, 5.0}, {10.0, missing}};
  const Matrix out = features::@Class@({.limit = 1.5}).fit(x).transform(x);
  CHECK(out(0, 0) == Approx(-0.5));  // (0 - 2) / 4
  CHECK(out(4, 0) == 1.5);           // (10 - 2) / 4, cut
  CHECK(out(0, 1) == 0.0);
  CHECK(std::isnan(out(4, 1)));""",
        "body": _MOMENTS
        + """
  /// x (n, d) scaled. Errors: NotFittedError, ShapeError, DataError with an infinite cell.
  Matrix transform(MatrixView x) const {
    require(x);
    Matrix out = x;
    for (Index r = 0; r < x.rows(); ++r)
      for (Index c = 0; c < x.cols(); ++c) {
        const double scale = spread_(c) > 0.0 ? spread_(c) : 1.0;
        const double z = (x(r, c) - center_(c)) / scale;
        out(r, c) = std::isnan(z) ? z : std::min(std::max(z, -params_.limit), params_.limit);
      }
    return out;
  }
"""
        + _MOMENTS_STATE,
    },
    "outlier": {
        **_LIMIT,
        "what": "Scores a row by its mean squared distance from the columns' means, in spreads.",
        "choose": "columns are close to normal",
        "shapes": "x (n, d) -> (n), higher = stranger",
        "claim": "scores the distance from the means",
        "test": """\
  const Matrix x{{0.0}, {0.0}, {0.0}, {0.0}, {10.0}};  // mean 2, standard deviation 4
  const Vector score = outlier::@Class@().fit(x).anomaly_score(x);
  CHECK(score(0) == Approx(0.25));
  CHECK(score(4) == Approx(4.0));""",
        "params": "double limit = 10.0;  ///< a column counts no further than this, "
        "in standard deviations",
        "describe": 'v("limit", &Params::limit, "a column counts no further, in deviations",'
        "\n      core::above(0));",
        "body": _MOMENTS
        + """
  /// How strange each row of x (n, d) is: (n). Missing cells do not count.
  /// Errors: NotFittedError, ShapeError, DataError with an infinite cell.
  Vector anomaly_score(MatrixView x) const {
    require(x);
    Vector score = Vector::Zero(x.rows());
    for (Index r = 0; r < x.rows(); ++r) {
      double present = 0.0;
      for (Index c = 0; c < x.cols(); ++c) {
        if (std::isnan(x(r, c))) continue;
        const double scale = spread_(c) > 0.0 ? spread_(c) : 1.0;
        const double z = std::min(std::abs(x(r, c) - center_(c)) / scale, params_.limit);
        score(r) += z * z, present += 1.0;
      }
      if (present > 0.0) score(r) /= present;
    }
    return score;
  }
"""
        + _MOMENTS_STATE,
    },
    "cluster": {
        "what": "Cuts the range of the rows' means into groups of equal width.",
        "choose": "one number says it all and the groups must be explained in a sentence",
        "shapes": "x (n, d) -> labels (n), -1 for a row without any value",
        "tags": ".allows_missing = true",
        "params": "std::int64_t n_clusters = 3;  ///< groups",
        "describe": 'v("n_clusters", &Params::n_clusters, "number of groups", core::at_least(1));',
        "bad_option": ".n_clusters = 0",
        "claim": "cuts the range into equal widths",
        "test": """\
  const Matrix x{{0.0}, {1.0}, {5.0}, {9.0}};  // widths of 3
  const Labels labels = cluster::@Class@({.n_clusters = 3}).fit(x).predict(x);
  CHECK(labels == Labels{{0, 0, 1, 2}});""",
        "body": """\
  /// Learns the range of the rows' means of x (n, d).
  /// Errors: DataError without rows or columns, or with an infinite cell.
  @Class@& fit(MatrixView x) {
    core::require_rows(x.rows(), x.cols(), name);
    core::require_finite(x, name, core::Missing::allowed);
    Vector range(2);
    range << 0.0, 0.0;
    bool first = true;
    for (Index r = 0; r < x.rows(); ++r) {
      const double mean = row_mean(x, r);
      if (std::isnan(mean)) continue;
      range(0) = first ? mean : std::min(range(0), mean);
      range(1) = first ? mean : std::max(range(1), mean);
      first = false;
    }
    range_ = std::move(range);
    width_ = x.cols();
    return *this;
  }

  /// The group of each row of x (n, d), or -1.
  /// Errors: NotFittedError, ShapeError, DataError with an infinite cell.
  Labels predict(MatrixView x) const {
    core::require_fitted(width_ > 0, name);
    core::require_width(x.cols(), width_, name);
    core::require_finite(x, name, core::Missing::allowed);
    Labels out(x.rows());
    const double groups = static_cast<double>(params_.n_clusters);
    const double length = range_(1) > range_(0) ? range_(1) - range_(0) : 1.0;
    for (Index r = 0; r < x.rows(); ++r) {
      const double group = std::floor((row_mean(x, r) - range_(0)) / length * groups);
      const double inside = std::min(std::max(group, 0.0), groups - 1.0);
      out(r) = std::isnan(group) ? -1 : static_cast<std::int32_t>(inside);
    }
    return out;
  }
  std::int64_t n_clusters() const { return params_.n_clusters; }

  template <class V>
  void state(V&& v) {
    v("range", range_);
    v("width", width_);
  }
  void check_state() const {
    core::require_state(width_ == 0 || range_.size() == 2, name, "range");
  }

 private:
  /// NaN for a row without any value.
  static double row_mean(MatrixView x, Index r) {
    double sum = 0.0, present = 0.0;
    for (Index c = 0; c < x.cols(); ++c)
      if (!std::isnan(x(r, c))) sum += x(r, c), present += 1.0;
    return present > 0.0 ? sum / present : missing;
  }

  Params params_;
  Vector range_;
  std::int64_t width_ = 0;""",
    },
    "learn": {
        "what": "Predicts by the mean of one straight line a column.",
        "choose": "there are more columns than rows and each says something",
        "missing": "Missing cells are refused",
        "shapes": "x (n, d), y (n) -> (n)",
        "source": "the definition of the least-squares line",
        "tags": ".needs_labels = true",
        "params": "double shrinkage = 0.0;  ///< added to the variance of each column",
        "describe": 'v("shrinkage", &Params::shrinkage, "added to the variance of each column",\n'
        "      core::at_least(0));",
        "bad_option": ".shrinkage = -1",
        "claim": "averages the lines of its columns",
        "test": """\
  const Matrix x{{0.0, 2.0}, {2.0, 2.0}};  // y = 1 + x0 by the first column, 2 by the second
  const Vector said = learn::@Class@().fit(x, Vector{{1.0, 3.0}}).predict(x);
  CHECK(said(0) == Approx(1.5));
  CHECK(said(1) == Approx(2.5));""",
        "body": """\
  /// Learns one line a column of x (n, d) towards y (n).
  /// Errors: DataError without rows or columns, or with a cell or answer that is not finite;
  /// ShapeError when the lengths differ.
  @Class@& fit(MatrixView x, VectorView y) {
    core::require_rows(x.rows(), x.cols(), name);
    core::require_length(y.size(), x.rows(), name, "y");
    core::require_finite(x, name, core::Missing::refused);
    core::require_finite(MatrixView(Matrix(y)), name, core::Missing::refused);
    Vector center = x.colwise().mean().transpose(), slope = Vector::Zero(x.cols());
    const double mean = y.mean();
    const double n = static_cast<double>(x.rows());
    for (Index c = 0; c < x.cols(); ++c) {
      double both = 0.0, squares = 0.0;
      for (Index r = 0; r < x.rows(); ++r) {
        both += (x(r, c) - center(c)) * (y(r) - mean);
        squares += (x(r, c) - center(c)) * (x(r, c) - center(c));
      }
      squares += n * params_.shrinkage;
      if (squares > 0.0) slope(c) = both / squares;
    }
    center_ = std::move(center);
    slope_ = std::move(slope);
    mean_ = mean;
    return *this;
  }

  /// The expected y of each row of x (n, d): (n).
  /// Errors: NotFittedError, ShapeError, DataError with a cell that is not finite.
  Vector predict(MatrixView x) const {
    core::require_fitted(center_.size() > 0, name);
    core::require_width(x.cols(), center_.size(), name);
    core::require_finite(x, name, core::Missing::refused);
    Vector out = Vector::Constant(x.rows(), mean_);
    const double d = static_cast<double>(x.cols());
    for (Index r = 0; r < x.rows(); ++r)
      for (Index c = 0; c < x.cols(); ++c) out(r) += slope_(c) * (x(r, c) - center_(c)) / d;
    return out;
  }

  template <class V>
  void state(V&& v) {
    v("center", center_);
    v("slope", slope_);
    v("mean", mean_);
  }
  void check_state() const {
    core::require_state(slope_.size() == center_.size(), name, "slope");
  }

 private:
  Params params_;
  Vector center_, slope_;  // (d)
  double mean_ = 0.0;""",
    },
    **LOG_PATTERNS,
}
