// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/features/detail/categories.hpp>
#include <limn/features/detail/cells.hpp>

namespace limn::inline LIMN_ABI::features {

/// Cuts each column into bins and gives the number of the bin, or one flag a bin.
///
/// Choose it to let a linear model bend, to make rules readable and to group rare amounts; prefer
/// Woe when there is an answer to cut for, Quantile when order within a bin matters.
/// Shapes: x (n, d) -> (n, d), or (n, sum of bins) with encode = "onehot"; float tables stay float.
/// Missing cells are left out at fit and stay missing (no flag is set). Values beyond those of fit
/// fall into the first and last bin. Quantile and k-means bins narrower than 1e-8 (and than 1e-8 of
/// the range, where that is below 1) join their neighbour; a column of one value, or of none, is
/// one bin. Cost: one sort a column at fit, one binary search a cell.
/// **Source:** Dougherty, Kohavi, Sahami (1995), Supervised and Unsupervised Discretization of
/// Continuous Features; Hyndman, Fan (1996), Sample Quantiles, for the quantiles.
/// **Differs:** all rows are used, no sample; missing cells are allowed; numbers by default.
class KBins {
 public:
  static constexpr std::string_view name = "features.k_bins";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true};

  struct Params {
    std::int64_t n_bins = 5;            ///< bins a column
    std::string encode = "ordinal";     ///< "ordinal" = number of the bin, "onehot" = flags
    std::string strategy = "quantile";  ///< "quantile", "uniform" or "kmeans"
    std::string quantile_method = "averaged_inverted_cdf";  ///< or "linear"
  };
  template <class V>
  static void describe(V&& v) {
    v("n_bins", &Params::n_bins, "bins a column", core::between(2, 65536));
    v("encode", &Params::encode, "what transform gives: the bin's number, or one flag a bin",
      core::one_of({"ordinal", "onehot"}));
    v("strategy", &Params::strategy, "bins of equal rows, of equal width, or around 1-d centres",
      core::one_of({"quantile", "uniform", "kmeans"}));
    v("quantile_method", &Params::quantile_method, "how a quantile between two ranks is taken",
      core::one_of({"averaged_inverted_cdf", "linear"}));
  }

  KBins() = default;
  explicit KBins(Params params) : params_(core::checked<KBins>(params)) {}
  const Params& params() const { return params_; }

  /// Learns the edges of each column of x (n, d).
  /// Errors: DataError without rows or columns, or with an infinite cell; CancelledError.
  KBins& fit(MatrixView x, const Monitor& monitor = {});
  KBins& fit(MatrixFView x, const Monitor& monitor = {});

  /// Bins (n, d) or flags (n, k). Errors: NotFittedError, ShapeError, DataError with an infinite
  /// cell.
  Matrix transform(MatrixView x) const;
  MatrixF transform(MatrixFView x) const;
  /// The middle of each bin (n, d) from numbers of bins (n, d) or flags (n, k). Errors: as
  /// transform.
  Matrix inverse_transform(MatrixView x) const;

  /// Edges of column c, rising; bins + 1 of them. Errors: NotFittedError.
  std::vector<double> edges(Index c) const;
  /// Of all columns.
  std::vector<Vector> bin_edges() const;
  std::vector<std::string> feature_names(const std::vector<std::string>& names) const;

  template <class V>
  void state(V&& v) {
    v("edges", edges_);
  }
  void check_state() const;

 private:
  template <class View>
  KBins& learn(const View& x, const Monitor& monitor);
  template <class Out, class View>
  Out binned(const View& x) const;
  Index n_bins(Index c) const { return edges_.end(c) - edges_.begin(c) - 1; }
  Index bin(Index c, double value) const;

  Params params_;
  detail::Categories edges_;  // of each column, at least 2
};

}  // namespace limn::inline LIMN_ABI::features

#ifdef LIMN_HEADER_ONLY
#include <limn/features/k_bins.ipp>
#endif
