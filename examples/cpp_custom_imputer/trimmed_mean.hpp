// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include <limn/core/check.hpp>
#include <limn/core/component.hpp>

namespace shop {

/// Fills each gap with the column mean after cutting both tails.
/// Choose it when a few huge baskets drag the plain mean; prefer impute::Median for counts.
/// Shapes: x (n, d), NaN = missing; a column without values is filled with 0.
/// Cost: fit O(n d log n), transform O(n d).
/// **Source:** Tukey (1962), The Future of Data Analysis.
class TrimmedMean {
 public:
  static constexpr std::string_view name = "shop.trimmed_mean";
  static constexpr std::uint32_t format = 1;
  static constexpr limn::core::Tags tags{.allows_missing = true};

  struct Params {
    double trim = 0.05;  // share of the values cut at each tail
  };
  template <class V>
  static void describe(V&& v) {
    v("trim", &Params::trim, "share of the values cut at each tail",
      limn::core::from_below(0, 0.5));
  }

  TrimmedMean() = default;
  explicit TrimmedMean(Params params) : params_(limn::core::checked<TrimmedMean>(params)) {}
  const Params& params() const { return params_; }

  /// Errors: DataError for no rows, or an infinite value (its column is named).
  TrimmedMean& fit(limn::MatrixView x) {
    limn::core::require_rows(x.rows(), x.cols(), name);
    limn::core::require_finite(x, name, limn::core::Missing::allowed);
    limn::Vector fill(x.cols());
    for (limn::Index c = 0; c < x.cols(); ++c) fill(c) = trimmed_mean(x, c);
    fill_ = std::move(fill);
    return *this;
  }

  /// x (n, d) without gaps. Errors: NotFittedError, ShapeError.
  limn::Matrix transform(limn::MatrixView x) const {
    limn::core::require_fitted(fill_.size() > 0, name);
    limn::core::require_width(x.cols(), fill_.size(), name);
    return x.array().isNaN().select(fill_.transpose().replicate(x.rows(), 1), x);
  }

  template <class V>
  void state(V&& v) {
    v("fill", fill_);
  }

 private:
  double trimmed_mean(limn::MatrixView x, limn::Index column) const {
    std::vector<double> values;
    for (limn::Index r = 0; r < x.rows(); ++r)
      if (!std::isnan(x(r, column))) values.push_back(x(r, column));
    if (values.empty()) return 0.0;
    std::sort(values.begin(), values.end());
    const auto cut = static_cast<std::size_t>(params_.trim * static_cast<double>(values.size()));
    double sum = 0.0;
    for (std::size_t i = cut; i < values.size() - cut; ++i) sum += values[i];
    return sum / static_cast<double>(values.size() - 2 * cut);
  }

  Params params_;
  limn::Vector fill_;
};

}  // namespace shop
