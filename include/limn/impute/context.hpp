// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <limn/core/component.hpp>

namespace limn::inline LIMN_ABI::impute {

/// Fills the gaps of a series from its own history: what this user did just before, between two
/// known moments, or typically.
///
/// Choose it for rows that are moments of users (basket values, sensor or account series), where a
/// user resembles himself more than the others; prefer Knn or Median when each user has one row.
/// Shapes: x (n, d) -> (n, d), rows in any order. `group_column` tells whose row it is,
/// `time_column` when; both pass through untouched. Not set: one group, row order. History is that
/// of the table given to transform. Where the method finds nothing (a gap before the first value, a
/// row without time) the group's median steps in, then the column's median at fit, then `fallback`.
/// Rows without a group have no history. Cost: O(n log n + n d).
/// **Source:** Engels, Diehr (2003), Imputation of missing longitudinal data: a comparison of
/// methods.
/// **Differs:** falls back step by step, so that no gap is left.
class Context {
 public:
  static constexpr std::string_view name = "impute.context";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true, .row_wise = false};

  struct Params {
    std::string method = "last";  ///< "last", "interpolate" (linear in time) or "typical" (median)
    std::optional<std::int64_t> group_column =
        {};  ///< column of x that names the user; not set = one
    std::optional<std::int64_t> time_column =
        {};                 ///< column of x with the time; not set = row order
    double fallback = 0.0;  ///< fills columns that had no value at fit, in units of the column
  };
  template <class V>
  static void describe(V&& v) {
    v("method", &Params::method, "value before the gap, line between its neighbours, or median",
      core::one_of({"last", "interpolate", "typical"}));
    v("group_column", &Params::group_column,
      "index of the column that names the user; none = one user", core::at_least(0));
    v("time_column", &Params::time_column, "index of the column with the time; none = row order",
      core::at_least(0));
    v("fallback", &Params::fallback,
      "fills columns that had no value at fit, in units of the column", core::anything());
  }

  Context() = default;
  /// Errors: ParamError also when group and time are the same column.
  explicit Context(Params params);
  const Params& params() const { return params_; }

  /// Learns what is typical of each column of x (n, d), for histories that hold nothing.
  /// Errors: DataError without rows or columns or with an infinite cell; ShapeError when the group
  /// or time column lies outside.
  Context& fit(MatrixView x);

  /// x (n, d) without gaps, group and time column excepted.
  /// Errors: NotFittedError, ShapeError, DataError with an infinite cell.
  Matrix transform(MatrixView x) const;

  /// The values of a log (n_events), in its order, gaps filled from each user's own events and the
  /// log's median. Needs no fit; group and time are those of the log.
  /// Errors: DataError when the log has no values or one is infinite.
  std::vector<double> complete(const data::EventLog& log) const;

  /// The median of each column at fit: (d).
  const Vector& typical() const { return typical_; }

  template <class V>
  void state(V&& v) {
    v("typical", typical_);
  }
  void check_state() const;

 private:
  Params params_;
  Vector typical_;
};

}  // namespace limn::inline LIMN_ABI::impute

#ifdef LIMN_HEADER_ONLY
#include <limn/impute/context.ipp>
#endif
