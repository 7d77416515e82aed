// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/impute/detail/fill.hpp>

namespace limn::inline LIMN_ABI::impute {

/// Appends a column of flags (1 = was missing, 0 = was there) for each column that had gaps at fit,
/// so that a later model can learn from the absence itself.
///
/// Choose it in front of another imputer whenever cells are missing for a reason (a form left
/// empty, a feature never used); leave it out when gaps are pure chance.
/// Shapes: x (n, d) -> (n, d + k), k = columns().size(). The first d columns are x itself: its gaps
/// stay missing for the next step, unless `fill_value` is set. Gaps in columns that had none at fit
/// get no flag: the width is that of fit.
/// Cost: one pass each.
/// **Source:** Van Ness et al. (2023), The Missing Indicator Method: From Low to High Dimensions.
/// **Differs:** keeps the original columns in front of the flags.
class Indicator {
 public:
  static constexpr std::string_view name = "impute.indicator";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true};

  struct Params {
    std::string features = "missing_only";  ///< which columns get a flag: "missing_only" or "all"
    std::optional<double> fill_value = {};  ///< goes into the gaps; not set = they stay missing
  };
  template <class V>
  static void describe(V&& v) {
    v("features", &Params::features, "which columns get a flag: those with gaps at fit, or all",
      core::one_of({"missing_only", "all"}));
    v("fill_value", &Params::fill_value, "goes into the gaps; not set = they stay missing",
      core::anything());
  }

  Indicator() = default;
  explicit Indicator(Params params) : params_(core::checked<Indicator>(params)) {}
  const Params& params() const { return params_; }

  /// Learns which columns of x (n, d) have gaps.
  /// Errors: DataError without rows or columns, or with an infinite cell.
  Indicator& fit(MatrixView x) {
    detail::require_table(x, name);
    std::vector<std::int64_t> columns;
    for (Index c = 0; c < x.cols(); ++c)
      if (params_.features == "all" || x.col(c).array().isNaN().any()) columns.push_back(c);
    columns_ = std::move(columns);
    width_ = x.cols();
    return *this;
  }

  /// x (n, d) and its flags: (n, d + k).
  /// Errors: NotFittedError, ShapeError, DataError with an infinite cell.
  Matrix transform(MatrixView x) const {
    core::require_fitted(width_ > 0, name);
    core::require_width(x.cols(), width_, name);
    core::require_finite(x, name, core::Missing::allowed);
    const Index d = x.cols(), k = static_cast<Index>(columns_.size());
    Matrix out(x.rows(), d + k);
    for (Index r = 0; r < x.rows(); ++r) {
      for (Index c = 0; c < d; ++c)
        out(r, c) = std::isnan(x(r, c)) ? params_.fill_value.value_or(missing) : x(r, c);
      for (Index j = 0; j < k; ++j)
        out(r, d + j) = std::isnan(x(r, columns_[static_cast<std::size_t>(j)])) ? 1.0 : 0.0;
    }
    return out;
  }

  /// The columns that get a flag, rising: (k).
  const std::vector<std::int64_t>& columns() const { return columns_; }

  /// `names` (d) and "<name>_missing" for each flag. Errors: NotFittedError, ShapeError.
  std::vector<std::string> feature_names(std::vector<std::string> names) const {
    core::require_fitted(width_ > 0, name);
    core::require_width(static_cast<std::ptrdiff_t>(names.size()), width_, name);
    names.reserve(names.size() + columns_.size());
    for (const std::int64_t c : columns_)
      names.push_back(names[static_cast<std::size_t>(c)] + "_missing");
    return names;
  }

  template <class V>
  void state(V&& v) {
    v("columns", columns_);
    v("width", width_);
  }
  void check_state() const {
    core::require_state(width_ >= 0, name, "width");
    for (std::size_t i = 0; i < columns_.size(); ++i)
      core::require_state(columns_[i] < width_ && columns_[i] > (i ? columns_[i - 1] : -1), name,
                          "columns");
  }

 private:
  Params params_;
  std::vector<std::int64_t> columns_;
  std::int64_t width_ = 0;
};

}  // namespace limn::inline LIMN_ABI::impute
