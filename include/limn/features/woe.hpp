// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/features/detail/categories.hpp>
#include <limn/features/detail/cells.hpp>

namespace limn::inline LIMN_ABI::features {

/// Cuts each column into bins that tell yes from no best, and replaces a cell by its bin's weight
/// of evidence: log((share of all 0s in the bin) / (share of all 1s in the bin)).
///
/// Choose it for score cards and other linear models of a yes/no answer: curves, wild values,
/// categories and gaps all become one readable column; prefer Target for amounts. iv() says how
/// much a column tells (below 0.02 nothing, above 0.5 suspiciously much).
/// Shapes: x (n, d), y (n) of 0 and 1 -> (n, d), never missing. Numbers: a tree of at most
/// max_prebins leaves gives the candidates; those of one class alone join the next first, unless
/// that loses more than a tenth of the information value. The cuts kept have the greatest one of
/// all between candidates that keep to `monotonic`, max_n_bins and min_bin_size (dynamic
/// programming, exact). Categories are put in order of their share of 1s first. Missing
/// cells are a bin of their own, 0 when there were none at fit; categories unknown at fit get 0.
/// Every bin holds 0s and 1s: a column that cannot be cut so is one bin, worth 0. Cost: one sort a
/// column, p^3 steps for p candidates.
/// **Source:** Siddiqi (2006), Credit Risk Scorecards; Navas-Palencia (2020), Optimal binning:
/// mathematical programming formulation.
/// **Differs:** monotonic = "auto" is the better of rising and falling; no peaks and valleys;
/// leaves of one class stay candidates where much hangs on them, so that a nearly perfect column is
/// cut.
class Woe {
 public:
  static constexpr std::string_view name = "features.woe";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{
      .allows_missing = true, .allows_categories = true, .needs_labels = true};

  struct Params {
    std::string monotonic = "auto";  ///< of the share of 1s: auto, none, rising, falling
    std::optional<std::int64_t> max_n_bins = {};  ///< most bins of a column
    std::int64_t max_prebins = 20;                ///< candidates the bins are joined from
    double min_bin_size = 0.05;                   ///< share of the rows a bin needs
    std::vector<double> categorical = {};         ///< columns of codes
  };
  template <class V>
  static void describe(V&& v) {
    v("monotonic", &Params::monotonic, "how the share of 1s may go from bin to bin",
      core::one_of({"auto", "none", "rising", "falling"}));
    v("max_n_bins", &Params::max_n_bins, "most bins of a column, missing not counted",
      core::at_least(1));
    v("max_prebins", &Params::max_prebins, "candidates the bins are joined from",
      core::between(2, 200));
    v("min_bin_size", &Params::min_bin_size, "share of the rows a bin needs",
      core::between(0, 0.5));
    v("categorical", &Params::categorical, "columns of category codes", core::at_least(0));
  }

  Woe() = default;
  explicit Woe(Params params) : params_(core::checked<Woe>(params)) {}
  const Params& params() const { return params_; }

  /// Learns the bins of each column of x (n, d) from y (n).
  /// Errors: DataError when empty, with an infinite cell, or unless y holds 0 and 1 and nothing
  /// else; ShapeError for the length of y; ParamError for a categorical column that x lacks;
  /// CancelledError.
  Woe& fit(MatrixView x, VectorView y, const Monitor& monitor = {});
  /// Weights of evidence (n, d). Errors: NotFittedError, ShapeError, DataError with an infinite
  /// cell.
  Matrix transform(MatrixView x) const;

  /// Information value of each column: (d).
  const Vector& iv() const { return iv_; }
  /// The cuts between the bins of column c, rising; none for categories. Errors: NotFittedError.
  std::vector<double> splits(Index c) const;
  /// Weight of evidence of each bin of column c, the one of missing cells last.
  std::vector<double> woe(Index c) const;
  /// Of all columns.
  std::vector<Vector> bin_edges() const;
  std::vector<Vector> woes() const;

  template <class V>
  void state(V&& v) {
    v("cuts", cuts_);
    v("bins", bins_);
    v("weights", weights_);
    v("iv", iv_);
    v("is_category", is_category_);
  }
  void check_state() const;

 private:
  Params params_;
  detail::Categories cuts_;                // splits, or the categories
  std::vector<std::int32_t> bins_;         // bin of each category, by position in cuts_; else 0
  detail::Categories weights_;             // of each column's bins, missing last
  Vector iv_;                              // (d)
  std::vector<std::uint8_t> is_category_;  // (d)
};

}  // namespace limn::inline LIMN_ABI::features

#ifdef LIMN_HEADER_ONLY
#include <limn/features/woe.ipp>
#endif
