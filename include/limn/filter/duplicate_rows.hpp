// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/data/frame.hpp>
#include <limn/filter/audit.hpp>

namespace limn::inline LIMN_ABI::filter {

/// Marks rows of a table that repeat an earlier one, exactly or nearly: the same person entered
/// twice, with a rounded figure or a field that was mistyped. The first is kept.
///
/// Choose it before anything that counts rows or splits them into folds: a row on both sides of a
/// split tells its answer. Prefer Duplicates for events. Two values are the same when they differ
/// by at most `tolerance` standard deviations of their column, two rows when at most
/// `max_differing` of their values are not the same; a row is compared with those kept so far, so a
/// chain of small steps does not melt into one. Shapes: x (n, d). Missing: equals only missing.
/// Categories: the same or not. Cost: every pair that could be near is found, and few others are
/// looked at: columns are dealt into max_differing + 1 groups, of which two near rows must agree in
/// one; a group's cells, wide as the tolerance, are hashed. About n (max_differing + 1) 2^min(4, d)
/// look-ups; more where columns have few values and many may differ.
/// **Source:** Christen (2012), Data Matching, chapter 4, for blocking; Manku, Jain, Das Sarma
/// (2007), Detecting near-duplicates for web crawling, for groups of which one must agree.
/// **Differs:** no pair is lost to the blocking, as by chance with MinHash or a window of sorted
/// neighbours.
class DuplicateRows {
 public:
  static constexpr std::string_view name = "filter.duplicate_rows";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{
      .allows_missing = true, .allows_categories = true, .row_order_free = false};

  struct Params {
    double tolerance = 0.0;                ///< in standard deviations; values so near are the same
    std::int64_t max_differing = 0;        ///< values of a row that may differ all the same
    std::vector<double> categorical = {};  ///< columns (0-based) that hold codes
  };
  template <class V>
  static void describe(V&& v) {
    v("tolerance", &Params::tolerance,
      "values that differ by at most so many standard deviations of their column are the same",
      core::between(0, 10));
    v("max_differing", &Params::max_differing,
      "values in which two rows may differ and yet be the same", core::between(0, 8));
    v("categorical", &Params::categorical, "columns (counted from 0) that hold category codes",
      core::between(0, 1 << 24));
  }

  DuplicateRows() = default;
  explicit DuplicateRows(Params params) : params_(core::checked<DuplicateRows>(params)) {}
  const Params& params() const { return params_; }

  /// Judges x (n, d). Errors: DataError when empty or infinite somewhere, or unless fewer values
  /// may differ than there are columns; CancelledError.
  DuplicateRows& fit(MatrixView x, const Monitor& monitor = {});
  /// The same; columns the frame calls categories are taken so beside those of the options.
  DuplicateRows& fit(const data::FrameView& x, const Monitor& monitor = {});
  template <class Derived>
  DuplicateRows& fit(const Eigen::DenseBase<Derived>& x, const Monitor& monitor = {}) {
    return fit(MatrixView(x.derived()), monitor);
  }

  /// For each row seen by fit the row it repeats, -1 for those that are kept.
  const std::vector<std::int64_t>& duplicate_of() const { return duplicate_of_; }
  /// 1 = repeats another, one a row seen by fit.
  std::vector<std::uint8_t> noise() const;
  /// The rows to keep, rising.
  std::vector<std::int64_t> sample_indices() const;
  /// An entry for each row that repeats another; its value is the row it repeats.
  Audit audit() const;

  template <class V>
  void state(V&& v) {
    v("duplicate_of", duplicate_of_);
  }
  void check_state() const;

 private:
  Params params_;
  std::vector<std::int64_t> duplicate_of_;
};

}  // namespace limn::inline LIMN_ABI::filter

#ifdef LIMN_HEADER_ONLY
#include <limn/filter/duplicate_rows.ipp>
#endif
