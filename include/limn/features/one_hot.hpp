// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/features/detail/categories.hpp>

namespace limn::inline LIMN_ABI::features {

/// Gives each category (a number or code) of each column a column of its own, 1 where a row has it.
///
/// Choose it for linear models and distances with up to some hundred categories; prefer Ordinal for
/// trees. Rare categories can share one column: `min_frequency`, `max_categories`.
/// Shapes: x (n, d) -> (n, k), k = width(). Columns stand in the order of x; within one, categories
/// rise, then comes the shared column of the rare ones, then, with `missing_category`, that of
/// missing cells (only for columns that had some at fit). All other cells that are missing or
/// unknown give zeros; a column without any value gives no column at all.
/// Cost: one sort a column at fit, one binary search a cell at transform.
/// **Source:** Suits (1957), Use of Dummy Variables in Regression Equations.
/// **Differs:** missing cells never count as rare; unknown ones never join them.
class OneHot {
 public:
  static constexpr std::string_view name = "features.one_hot";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true, .allows_categories = true};

  struct Params {
    std::string handle_unknown = "ignore";            ///< "ignore" = zeros, or "error"
    std::optional<std::int64_t> min_frequency = {};   ///< rows a category needs for its own column
    std::optional<std::int64_t> max_categories = {};  ///< columns for one column, the rare included
    bool missing_category = false;                    ///< missing cells get a column of their own
  };
  template <class V>
  static void describe(V&& v) {
    v("handle_unknown", &Params::handle_unknown, "what happens to categories unknown at fit",
      core::one_of({"ignore", "error"}));
    v("min_frequency", &Params::min_frequency, "rows a category needs for a column of its own",
      core::at_least(1));
    v("max_categories", &Params::max_categories,
      "most columns for one column, that of rare categories included", core::at_least(1));
    v("missing_category", &Params::missing_category, "missing cells get a column of their own",
      core::anything());
  }

  OneHot() = default;
  explicit OneHot(Params params) : params_(core::checked<OneHot>(params)) {}
  const Params& params() const { return params_; }

  /// Learns the categories of each column of x (n, d).
  /// Errors: DataError without rows or columns, or with an infinite cell; LimitError above 65,536
  /// columns.
  OneHot& fit(MatrixView x);

  /// Flags (n, k). Errors: NotFittedError, ShapeError, DataError with an infinite cell or, where
  /// asked for, an unknown category.
  Matrix transform(MatrixView x) const;
  /// Categories (n, d) of flags (n, k): the first highest positive flag of each column; rare,
  /// missing and unknown ones become missing. Errors: NotFittedError, ShapeError.
  Matrix inverse_transform(MatrixView x) const;

  Index width() const { return static_cast<Index>(width_); }
  /// Names of the k columns from those of the d columns: "city_3", "city_infrequent",
  /// "city_missing". Errors: NotFittedError, ShapeError.
  std::vector<std::string> feature_names(const std::vector<std::string>& names) const;

  template <class V>
  void state(V&& v) {
    v("categories", categories_);
    v("slots", slots_);
    v("rare", rare_);
    v("missing", missing_);
    v("width", width_);
  }
  void check_state() const;

 private:
  Params params_;
  detail::Categories categories_;
  std::vector<std::int64_t> slots_;           // output column of each category
  std::vector<std::int64_t> rare_, missing_;  // (d), output column or -1
  std::int64_t width_ = 0;
};

}  // namespace limn::inline LIMN_ABI::features

#ifdef LIMN_HEADER_ONLY
#include <limn/features/one_hot.ipp>
#endif
