// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/data/column_summary.hpp>
#include <limn/features/detail/cells.hpp>
#include <limn/features/detail/kept_columns.hpp>

namespace limn::inline LIMN_ABI::features {

/// Keeps the columns that vary: those whose variance is above a threshold.
///
/// Choose it first of all selectors, to drop constants and near-constants; it needs no answer.
/// Prefer MutualInformation when there is one. The threshold is in squared units of the column.
/// Shapes: x (n, d) -> (n, k). Missing cells are left out; a column without any value is dropped.
/// Cost: two passes.
/// **Source:** Chan, Golub, LeVeque (1979), Updating Formulae and a Pairwise Algorithm.
/// **Differs:** that nothing varies is an answer, not an error: then no column is kept.
class Variance {
 public:
  static constexpr std::string_view name = "features.variance";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true};

  struct Params {
    double threshold = 0.0;  ///< variance that a column must exceed
  };
  template <class V>
  static void describe(V&& v) {
    v("threshold", &Params::threshold, "variance that a column must exceed, in squared units",
      core::at_least(0));
  }

  Variance() = default;
  explicit Variance(Params params) : params_(core::checked<Variance>(params)) {}
  const Params& params() const { return params_; }

  /// Learns which columns of x (n, d) vary. Errors: DataError when empty or infinite.
  Variance& fit(MatrixView x) {
    detail::require_table(x, name);
    const data::Moments m = data::moments(x);
    detail::KeptColumns kept(x.cols());
    Vector variances(x.cols());
    for (Index c = 0; c < x.cols(); ++c) {
      variances(c) = m.deviation(c) * m.deviation(c);
      kept.keep(c, variances(c) > params_.threshold);
    }
    variances_ = std::move(variances);
    kept_ = std::move(kept);
    return *this;
  }
  /// The kept columns (n, k). Errors: NotFittedError, ShapeError, DataError with an infinite cell.
  Matrix transform(MatrixView x) const {
    detail::require_same(x, kept_.n_columns(), name);
    return kept_.of(x);
  }

  const Vector& variances() const { return variances_; }                   ///< (d)
  const std::vector<std::uint8_t>& support() const { return kept_.kept; }  ///< (d), 1 = kept
  std::vector<std::string> feature_names(const std::vector<std::string>& names) const {
    return kept_.names(names, name);
  }

  template <class V>
  void state(V&& v) {
    v("variances", variances_);
    v("kept", kept_);
  }
  void check_state() const {
    core::require_state(variances_.size() == kept_.n_columns(), name, "variances");
  }

 private:
  Params params_;
  Vector variances_;
  detail::KeptColumns kept_;
};

}  // namespace limn::inline LIMN_ABI::features
