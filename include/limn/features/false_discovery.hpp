// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/data/frame.hpp>
#include <limn/features/detail/kept_columns.hpp>

namespace limn::inline LIMN_ABI::features {

/// p-values raised so that keeping those at or below alpha makes at most a share alpha of what is
/// kept a mistake, on average: (n) for (n) values in [0, 1]. method: "bh" for tests that are
/// independent or rise together, "by" for any.
/// Errors: ParamError for the method; DataError for a value outside [0, 1].
/// **Source:** Benjamini and Hochberg (1995), Controlling the False Discovery Rate; Benjamini and
/// Yekutieli (2001), The Control of the False Discovery Rate in Multiple Testing under Dependency.
Vector false_discovery_control(VectorView pvalues, const std::string& method = "bh");

/// Keeps the columns whose link with an answer is more than chance, with the share of mistakes
/// among the kept ones held below alpha.
///
/// Choose it when many columns are tried and few may matter. Prefer MutualInformation for
/// dependence of any shape: here numbers are tested by a straight line or by means of groups.
/// Tests: a number and classes, F of the analysis of variance; two numbers, F of the correlation; a
/// category and a number, F of the number by category; two categories, chi squared of their table.
/// Shapes: x (n, d), y (n) numbers or classes -> (n, k). Rows whose cell is missing do not count
/// for that column; a column that says nothing (constant, too few rows) has p = 1. Categories are
/// the columns that data::FrameView calls so and those of option `categorical`. Cost: n log n a
/// column. Same bits for any number of threads.
/// **Source:** Benjamini and Hochberg (1995); Benjamini and Yekutieli (2001).
/// **Differs:** nothing; p-values are those of scikit-learn's f_classif and f_regression and of
/// SciPy's chi2_contingency without correction.
class FalseDiscovery {
 public:
  static constexpr std::string_view name = "features.false_discovery";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true,
                                   .allows_categories = true,
                                   .needs_labels = true,
                                   .row_order_free = false};

  struct Params {
    double alpha = 0.05;                   ///< share of mistakes among the kept columns
    std::string method = "bh";             ///< bh, by
    std::string target = "auto";           ///< the answer: auto, classes, numbers
    std::vector<double> categorical = {};  ///< columns of categories, counted from 0
  };
  template <class V>
  static void describe(V&& v) {
    v("alpha", &Params::alpha, "share of mistakes among the kept columns, on average",
      core::between(0, 1));
    v("method", &Params::method,
      "bh: tests independent or rising together (Benjamini-Hochberg); by: any "
      "(Benjamini-Yekutieli)",
      core::one_of({"bh", "by"}));
    v("target", &Params::target,
      "what the answer is; auto: classes when all are whole numbers of at most 20 kinds",
      core::one_of({"auto", "classes", "numbers"}));
    v("categorical", &Params::categorical,
      "columns of categories, beside those the table itself calls so", core::at_least(0));
  }

  FalseDiscovery() = default;
  explicit FalseDiscovery(Params params) : params_(core::checked<FalseDiscovery>(params)) {}
  const Params& params() const { return params_; }

  /// Tests the columns of x (n, d) against y (n). Errors: DataError when empty, with an infinite
  /// cell or an answer that is not finite; ShapeError for the length of y; ParamError for a
  /// categorical column that x lacks; CancelledError.
  FalseDiscovery& fit(const data::FrameView& x, VectorView y, const Monitor& monitor = {});
  /// The kept columns (n, k), in their order. Errors: NotFittedError, ShapeError, DataError with an
  /// infinite cell.
  Matrix transform(MatrixView x) const;

  const Vector& scores() const { return scores_; }    ///< (d) F or chi squared
  const Vector& pvalues() const { return pvalues_; }  ///< (d)
  /// (d) p-values raised for having been tried together; kept are those at most alpha.
  const Vector& adjusted() const { return adjusted_; }
  const std::vector<std::uint8_t>& support() const { return kept_.kept; }  ///< (d), 1 = kept
  std::vector<std::string> feature_names(const std::vector<std::string>& names) const {
    return kept_.names(names, name);
  }

  template <class V>
  void state(V&& v) {
    v("scores", scores_);
    v("pvalues", pvalues_);
    v("adjusted", adjusted_);
    v("kept", kept_);
  }
  void check_state() const;

 private:
  Params params_;
  Vector scores_, pvalues_, adjusted_;
  detail::KeptColumns kept_;
};

}  // namespace limn::inline LIMN_ABI::features

#ifdef LIMN_HEADER_ONLY
#include <limn/features/false_discovery.ipp>
#endif
