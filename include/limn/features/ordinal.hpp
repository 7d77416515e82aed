// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/features/detail/categories.hpp>
#include <limn/features/detail/cells.hpp>

namespace limn::inline LIMN_ABI::features {

/// Replaces each category (a number or code) by its rank 0, 1, 2 ... among those of its column.
///
/// Choose it for trees, and for categories with a natural order; prefer OneHot for linear models
/// and distances, which would take ranks for amounts.
/// Shapes: x (n, d) -> (n, d). Missing cells are left out at fit and stay missing; a column without
/// any value knows no category. Categories unknown at fit become `unknown_value`, missing when it
/// is not set, or an error. Cost: one sort a column at fit, one binary search a cell at transform.
/// **Source:** Stevens (1946), On the Theory of Scales of Measurement, for what an order allows.
/// **Differs:** unknown categories get a value by default.
class Ordinal {
 public:
  static constexpr std::string_view name = "features.ordinal";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true, .allows_categories = true};

  struct Params {
    std::string handle_unknown = "use_encoded_value";  ///< or "error"
    std::optional<double> unknown_value = -1.0;  ///< stands for unknown ones; not set = missing
  };
  template <class V>
  static void describe(V&& v) {
    v("handle_unknown", &Params::handle_unknown, "what happens to categories unknown at fit",
      core::one_of({"use_encoded_value", "error"}));
    v("unknown_value", &Params::unknown_value, "stands for unknown categories; not set = missing",
      core::between(-1e15, 1e15));
  }

  Ordinal() = default;
  explicit Ordinal(Params params) : params_(core::checked<Ordinal>(params)) {}
  const Params& params() const { return params_; }

  /// Learns the categories of each column of x (n, d).
  /// Errors: DataError without rows or columns, or with an infinite cell.
  Ordinal& fit(MatrixView x) {
    detail::require_table(x, name);
    std::vector<std::int64_t> counts;
    categories_ = detail::categories_of(x, counts);
    return *this;
  }

  /// Ranks (n, d). Errors: NotFittedError, ShapeError, DataError with an infinite cell or, where
  /// asked for, an unknown category.
  Matrix transform(MatrixView x) const {
    detail::require_same(x, categories_.n_columns(), name);
    const double unknown = params_.unknown_value.value_or(missing);
    Matrix out(x.rows(), x.cols());
    for (Index r = 0; r < x.rows(); ++r)
      for (Index c = 0; c < x.cols(); ++c) {
        out(r, c) = missing;
        if (std::isnan(x(r, c))) continue;
        const std::int64_t at = categories_.find(c, x(r, c));
        if (at < 0 && params_.handle_unknown == "error") detail::throw_unknown(name, r, c);
        out(r, c) = at < 0 ? unknown : static_cast<double>(at - categories_.begin(c));
      }
    return out;
  }

  /// Categories (n, d) of ranks; what is no rank of the column becomes missing. Errors:
  /// NotFittedError, ShapeError, DataError with an infinite cell.
  Matrix inverse_transform(MatrixView x) const {
    detail::require_same(x, categories_.n_columns(), name);
    return detail::each_cell(x, [&](Index c, double v) {
      const std::int64_t first = categories_.begin(c), n = categories_.end(c) - first;
      if (!(v >= 0.0 && v < static_cast<double>(n)) || v != std::floor(v)) return missing;
      return categories_.values[static_cast<std::size_t>(first + static_cast<std::int64_t>(v))];
    });
  }

  /// The categories of column c, rising; their places are the ranks.
  std::vector<double> categories(Index c) const {
    core::require_fitted(c >= 0 && c < categories_.n_columns(), name);
    return {categories_.values.begin() + categories_.begin(c),
            categories_.values.begin() + categories_.end(c)};
  }

  template <class V>
  void state(V&& v) {
    v("categories", categories_);
  }
  void check_state() const { categories_.check(name); }

 private:
  Params params_;
  detail::Categories categories_;
};

}  // namespace limn::inline LIMN_ABI::features
