// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/data/column_summary.hpp>
#include <limn/features/detail/cells.hpp>
#include <limn/features/detail/normal.hpp>

namespace limn::inline LIMN_ABI::features {

/// Replaces each value by its place in the column's distribution: a share in [0, 1], or the value
/// a standard normal distribution has there.
///
/// Choose it when a column's tail must not matter at all, or a model needs normal columns; prefer
/// Robust when distances between values should survive.
/// Shapes: x (n, d) -> (n, d). Missing cells are left out at fit and stay missing. Values beyond
/// those of fit become the ends; values repeated over many ranks get the middle rank. In a constant
/// column the constant gets the middle (0.5 or 0); a column without any value gives the middle.
/// Cost: one sort a column at fit, one binary search a cell at transform.
/// **Source:** Beasley, Erickson, Allison (2009), Rank-based inverse normal transformations.
/// **Differs:** all rows are used, no sample; constants sit in the middle.
class Quantile {
 public:
  static constexpr std::string_view name = "features.quantile";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true};

  struct Params {
    std::int64_t n_quantiles = 1000;              ///< landmarks kept, at most one a row
    std::string output_distribution = "uniform";  ///< "uniform" or "normal"
  };
  template <class V>
  static void describe(V&& v) {
    v("n_quantiles", &Params::n_quantiles, "landmarks kept, at most one a row",
      core::between(2, 1000000));
    v("output_distribution", &Params::output_distribution, "distribution of the answer",
      core::one_of({"uniform", "normal"}));
  }

  Quantile() = default;
  explicit Quantile(Params params) : params_(core::checked<Quantile>(params)) {}
  const Params& params() const { return params_; }

  /// Learns the landmarks of each column of x (n, d).
  /// Errors: DataError without rows or columns, or with an infinite cell.
  Quantile& fit(MatrixView x) {
    detail::require_table(x, name);
    const Index k = std::min<Index>(params_.n_quantiles, x.rows());
    Matrix landmarks = Matrix::Constant(x.cols(), k, missing);
    data::for_each_column(x, [&](Index c, std::vector<double>& values) {
      if (values.empty()) return;
      std::ranges::sort(values);
      for (Index i = 0; i < k; ++i) landmarks(c, i) = data::sorted_quantile(values, share_of(i, k));
    });
    landmarks_ = std::move(landmarks);
    return *this;
  }

  /// The place of each cell of x (n, d).
  /// Errors: NotFittedError, ShapeError, DataError with an infinite cell.
  Matrix transform(MatrixView x) const {
    detail::require_same(x, landmarks_.rows(), name);
    const bool normal = params_.output_distribution == "normal";
    return detail::each_cell(x, [&](Index c, double v) {
      const double share = place(c, v);
      // The ends would lie at infinity: they are put where one in ten million lies beyond.
      return normal ? detail::normal_quantile(std::clamp(share, 1e-7, 1.0 - 1e-7)) : share;
    });
  }

  /// Values (n, d) at the given places. Errors: as transform.
  Matrix inverse_transform(MatrixView x) const {
    detail::require_same(x, landmarks_.rows(), name);
    const bool normal = params_.output_distribution == "normal";
    const Index k = landmarks_.cols();
    return detail::each_cell(x, [&](Index c, double v) {
      double share = normal ? detail::normal_share(v) : v;
      if (normal && share < 2e-7) share = 0.0;
      if (normal && share > 1.0 - 2e-7) share = 1.0;
      const double rank = std::clamp(share, 0.0, 1.0) * static_cast<double>(k - 1);
      const auto low = static_cast<Index>(rank);
      return data::between(landmarks_(c, low), landmarks_(c, std::min(low + 1, k - 1)),
                           rank - static_cast<double>(low));
    });
  }

  /// (d, k): rising along a row, missing in columns without any value at fit.
  const Matrix& landmarks() const { return landmarks_; }

  template <class V>
  void state(V&& v) {
    v("landmarks", landmarks_);
  }
  void check_state() const {
    core::require_state(landmarks_.rows() == 0 || landmarks_.cols() > 0, name, "landmarks");
    for (Index c = 0; c < landmarks_.rows(); ++c)
      for (Index i = 1; i < landmarks_.cols(); ++i)
        core::require_state(!(landmarks_(c, i) < landmarks_(c, i - 1)), name, "landmarks");
  }

 private:
  static double share_of(Index i, Index k) {
    return k > 1 ? static_cast<double>(i) / static_cast<double>(k - 1) : 0.5;
  }

  /// Share of column c below v, the middle of the ranks that v itself holds.
  double place(Index c, double v) const {
    const Index k = landmarks_.cols();
    const double* first = &landmarks_(c, 0);
    const double* last = first + k;
    if (std::isnan(*first)) return 0.5;
    if (v < *first) return 0.0;
    if (v > *(last - 1)) return 1.0;
    if (*first == *(last - 1)) return 0.5;
    if (v == *first) return 0.0;
    if (v == *(last - 1)) return 1.0;
    const auto [from, to] = std::equal_range(first, last, v);
    if (from != to) return 0.5 * (share_of(from - first, k) + share_of(to - 1 - first, k));
    const double below = *(from - 1), t = (v - below) / (*from - below);
    return data::between(share_of(from - 1 - first, k), share_of(from - first, k), t);
  }

  Params params_;
  Matrix landmarks_;  // (d, k)
};

}  // namespace limn::inline LIMN_ABI::features
