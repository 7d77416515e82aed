// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/core/value.hpp>
#include <limn/filter/detail/bounds.hpp>

namespace limn::inline LIMN_ABI::filter {

/// Marks cells outside of bounds that are known beforehand: ages below 0, shares above 1.
///
/// Choose it wherever the world gives a limit; prefer Hampel or Iqr where only the data can.
/// Shapes: x (n, d). `lower` and `upper` hold one number a column, one for all, or none (no limit);
/// bounds themselves are no noise. Missing cells are never noise. Cost: one pass.
/// **Source:** van der Loo, de Jonge (2018), Statistical Data Cleaning with Applications in R.
/// **Differs:** nothing is learnt but the number of columns.
class Range {
 public:
  static constexpr std::string_view name = "filter.range";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true};

  struct Params {
    std::vector<double> lower = {};  ///< least value a column may hold; one for all, or none
    std::vector<double> upper = {};  ///< greatest value a column may hold
    std::string action = "missing";  ///< what transform does to noise: "missing", "clip" or "flag"
  };
  template <class V>
  static void describe(V&& v) {
    v("lower", &Params::lower, "least value of each column; one for all, or none",
      core::anything());
    v("upper", &Params::upper, "greatest value of each column; one for all, or none",
      core::anything());
    v("action", &Params::action, detail::action_help, detail::action_rule());
  }

  Range() = default;
  explicit Range(Params params) : params_(core::checked<Range>(params)) {}
  const Params& params() const { return params_; }

  /// Takes the number of columns of x (n, d). Errors: DataError without rows or columns, or with an
  /// infinite cell; ParamError unless there is a bound a column, one or none, and lower <= upper.
  Range& fit(MatrixView x) {
    detail::require_table(x, name);
    detail::Bounds bounds = detail::Bounds::open(x.cols());
    spread(params_.lower, "lower", bounds.lower);
    spread(params_.upper, "upper", bounds.upper);
    for (Index c = 0; c < x.cols(); ++c)
      if (bounds.lower(c) > bounds.upper(c))
        refuse("upper", core::to_text(core::Value{bounds.upper(c)}),
               "at least lower, column " + std::to_string(c));
    bounds_ = std::move(bounds);
    return *this;
  }

  /// Noise of x (n, d): 1 outside the bounds, 0 inside or missing.
  /// Errors: NotFittedError, ShapeError, DataError with an infinite cell.
  MaskMatrix mask(MatrixView x) const { return detail::mask(x, bounds_, name); }
  /// x (n, d) with its noise set missing, moved to the nearer bound, or left. Errors: as mask.
  Matrix transform(MatrixView x) const { return detail::act(x, bounds_, params_.action, name); }
  /// Every cell that is noise, in row order, with its bounds. Errors: as mask.
  Audit audit(MatrixView x) const { return detail::audit(x, bounds_, params_.action, name); }

  template <class V>
  void state(V&& v) {
    v("bounds", bounds_);
  }
  void check_state() const { bounds_.check(name); }

 private:
  [[noreturn]] static void refuse(std::string_view option, std::string got, std::string expected) {
    throw ParamError(ErrorCode::param_range, {.component = std::string(name),
                                              .place = "option '" + std::string(option) + "'",
                                              .got = std::move(got),
                                              .expected = std::move(expected),
                                              .fix = "change the option"});
  }
  static void spread(const std::vector<double>& given, std::string_view option, Vector& bounds) {
    for (const double b : given)
      if (std::isnan(b)) refuse(option, "a missing value", "numbers");
    if (given.size() == 1) bounds.setConstant(given[0]);
    if (given.size() > 1 && std::ssize(given) != bounds.size())
      refuse(option, std::to_string(given.size()) + " numbers",
             "none, one, or one for each of " + std::to_string(bounds.size()) + " columns");
    for (std::size_t c = 0; given.size() > 1 && c < given.size(); ++c)
      bounds(static_cast<Index>(c)) = given[c];
  }

  Params params_;
  detail::Bounds bounds_;
};

}  // namespace limn::inline LIMN_ABI::filter
