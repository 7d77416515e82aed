// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/filter/audit.hpp>

namespace limn::inline LIMN_ABI::filter {

/// Drops columns that repeat an earlier one: whose correlation with a kept column is beyond a
/// threshold in size.
///
/// Choose it before distances, clusters and linear models, where a column told twice counts twice;
/// prefer features.Pca when columns need not keep their meaning. Put the columns to keep first.
/// Shapes: x (n, d) -> (n, k). Missing cells: each pair is judged by the rows that have both; fewer
/// than 3 of those, or a constant, correlate with nothing. Cost: n d^2, four products of blocks.
/// **Source:** Pearson (1896), Regression, Heredity and Panmixia; greedy choice in column order.
/// **Differs:** pairwise complete rows.
class Correlated {
 public:
  static constexpr std::string_view name = "filter.correlated";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true};

  struct Params {
    double threshold = 0.95;  ///< size of the correlation beyond which a column is redundant
  };
  template <class V>
  static void describe(V&& v) {
    v("threshold", &Params::threshold,
      "size of the correlation beyond which the later column is redundant", core::between(0, 1));
  }

  Correlated() = default;
  explicit Correlated(Params params) : params_(core::checked<Correlated>(params)) {}
  const Params& params() const { return params_; }

  /// Learns which columns of x (n, d) are redundant.
  /// Errors: DataError without rows or columns, or with an infinite cell; CancelledError.
  Correlated& fit(MatrixView x, const Monitor& monitor = {});
  /// The kept columns (n, k). Errors: NotFittedError, ShapeError, DataError with an infinite cell.
  Matrix transform(MatrixView x) const;

  /// 1 = kept: (d).
  const std::vector<std::uint8_t>& support() const { return kept_; }
  /// For each column the kept one it repeats most, or -1: (d).
  const std::vector<std::int32_t>& twins() const { return twin_; }
  /// Every dropped column with its correlation. Errors: NotFittedError.
  Audit audit() const;
  std::vector<std::string> feature_names(const std::vector<std::string>& names) const;

  template <class V>
  void state(V&& v) {
    v("kept", kept_);
    v("twin", twin_);
    v("correlation", correlation_);
  }
  void check_state() const;

 private:
  Params params_;
  std::vector<std::uint8_t> kept_;
  std::vector<std::int32_t> twin_;
  Vector correlation_;  // (d) with the twin
};

}  // namespace limn::inline LIMN_ABI::filter

#ifdef LIMN_HEADER_ONLY
#include <limn/filter/correlated.ipp>
#endif
