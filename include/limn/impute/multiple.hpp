// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/impute/iterative.hpp>
#include <limn/impute/pool.hpp>

namespace limn::inline LIMN_ABI::impute {

/// Fills each gap several times over, by draws of Iterative, so that what is not known shows as
/// spread: `imputations(x)` are completed tables, alike where a cell is known.
///
/// Choose it where a number computed from the table needs an honest error: compute it on each
/// completed table and join the answers by `pool`. Prefer Iterative or Forest for one best guess
/// of each gap; `transform` here is the mean of the tables (of a category the level drawn most
/// often), which is steadier than one draw and wider than a best guess.
/// Shapes: x (n, d) -> `n_imputations` tables (n, d); no gap left, bounds, whole numbers and
/// categories as in Iterative. A draw depends on the row's place in the table and on
/// `random_state`, on no other row. Cost: `n_imputations` times that of Iterative.
/// **Source:** van Buuren, Groothuis-Oudshoorn (2011), mice: Multivariate Imputation by Chained
/// Equations in R; Rubin (1987), Multiple Imputation for Nonresponse in Surveys.
/// **Differs:** each table has regressions of its own, drawn once at fit and kept, so that new rows
/// are completed without fitting again; between the rounds of one chain gaps hold normal draws,
/// with "pmm" the last answer is the value of one of the `n_donors` nearest rows.
class Multiple {
 public:
  static constexpr std::string_view name = "impute.multiple";
  static constexpr std::uint32_t format = 1;
  // Draws belong to places in the table.
  static constexpr core::Tags tags{
      .allows_missing = true, .allows_categories = true, .row_order_free = false};

  struct Params {
    std::int64_t n_imputations = 5;        ///< completed tables
    std::string method = "pmm";            ///< "pmm": values seen at fit; "ridge": normal draws
    std::int64_t max_iter = 10;            ///< rounds of each chain
    std::int64_t n_donors = 5;             ///< pmm: nearest rows drawn among
    std::vector<double> min_value = {};    ///< least answer: one for all columns, or one a column
    std::vector<double> max_value = {};    ///< largest answer: one for all columns, or one a column
    bool integers = false;                 ///< columns of whole numbers get whole numbers
    std::vector<double> categorical = {};  ///< columns (0-based) that hold codes
    bool add_indicator = false;            ///< append a flag for each column with gaps at fit
    double fallback = 0.0;                 ///< fills columns that had no value at fit
    std::int64_t random_state = 0;         ///< seed of the draws
  };
  template <class V>
  static void describe(V&& v) {
    v("n_imputations", &Params::n_imputations, "completed tables", core::between(2, 1000));
    v("method", &Params::method, "draws among the values seen of the nearest rows, or normal draws",
      core::one_of({"pmm", "ridge"}));
    v("max_iter", &Params::max_iter, "rounds of each chain", core::at_least(1));
    v("n_donors", &Params::n_donors, "nearest rows drawn among, with pmm", core::at_least(1));
    detail::describe_answers<Params>(v);
    v("random_state", &Params::random_state, "seed of the draws", core::at_least(0));
  }

  Multiple() = default;
  explicit Multiple(Params params) : params_(core::checked<Multiple>(params)) {}
  const Params& params() const { return params_; }

  /// Learns the chains from x (n, d); columns the frame calls categories are taken so beside those
  /// of the options. Errors: DataError without rows or columns or with an infinite cell; ParamError
  /// when bounds or categories do not fit the columns; LimitError; CancelledError.
  Multiple& fit(data::FrameView x, const Monitor& monitor = {});

  /// The mean of the completed tables, with the flags of `add_indicator`: (n, d + k). Errors:
  /// NotFittedError, ShapeError, DataError with an infinite cell, LimitError, CancelledError.
  Matrix transform(MatrixView x, const Monitor& monitor = {}) const;

  /// The completed tables of x (n, d), `n_imputations` times (n, d). Errors: those of transform.
  std::vector<Matrix> imputations(MatrixView x, const Monitor& monitor = {}) const;

  /// `names` (d) and "<name>_missing" for each flag. Errors: NotFittedError, ShapeError.
  std::vector<std::string> feature_names(std::vector<std::string> names) const;

  template <class V>
  void state(V&& v) {
    v("chains", chains_);
    v("flags", flags_.columns);
    v("categories", categories_);
  }
  void check_state() const;

 private:
  Params params_;
  std::vector<Iterative> chains_;  // (n_imputations)
  detail::Flags flags_;
  std::vector<std::uint8_t> categories_;  // (d)
};

}  // namespace limn::inline LIMN_ABI::impute

#ifdef LIMN_HEADER_ONLY
#include <limn/impute/multiple.ipp>
#endif
