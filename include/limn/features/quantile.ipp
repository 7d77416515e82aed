// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include <limn/data/column_quantiles.hpp>
#include <limn/data/column_summary.hpp>
#include <limn/features/detail/cells.hpp>
#include <limn/features/detail/normal.hpp>
#include <limn/features/quantile.hpp>

namespace limn::inline LIMN_ABI::features {

namespace detail {

/// Finds places among the landmarks of a column (d, k): a table of equal steps between the outer
/// ones says between which two of them to look.
class Places {
 public:
  explicit Places(const Matrix& landmarks) : landmarks_(landmarks), k_(landmarks.cols()) {
    const auto d = static_cast<std::size_t>(landmarks.rows());
    first_.resize(d), factor_.resize(d);
    starts_.assign(d * (n_steps + 1), static_cast<std::int32_t>(k_));
    for (std::size_t c = 0; c < d; ++c) {
      const double* row = landmarks_.row(static_cast<Index>(c)).data();
      first_[c] = row[0];
      const double width = row[k_ - 1] - row[0];
      factor_[c] = width > 0.0 && std::isfinite(width) ? n_steps / width : 0.0;
      std::int32_t* starts = &starts_[c * (n_steps + 1)];
      for (Index i = k_; i-- > 0;) starts[step(c, row[i])] = static_cast<std::int32_t>(i);
      for (std::size_t s = n_steps; s-- > 0;) starts[s] = std::min(starts[s], starts[s + 1]);
    }
  }

  static double share_of(Index i, Index k) {
    return k > 1 ? static_cast<double>(i) / static_cast<double>(k - 1) : 0.5;
  }

  /// Share of column c below v, the middle of the ranks that v itself holds.
  double operator()(Index column, double v) const {
    const double* first = landmarks_.row(column).data();
    const double* last = first + k_;
    if (std::isnan(*first)) return 0.5;
    if (v < *first) return 0.0;
    if (v > *(last - 1)) return 1.0;
    if (*first == *(last - 1)) return 0.5;
    if (v == *first) return 0.0;
    if (v == *(last - 1)) return 1.0;
    const auto c = static_cast<std::size_t>(column);
    const std::int32_t* starts = &starts_[c * (n_steps + 1) + step(c, v)];
    const double* from = std::lower_bound(first + starts[0], first + starts[1], v);
    if (*from == v) {
      const double* to = std::upper_bound(from, last, v);
      return 0.5 * (share_of(from - first, k_) + share_of(to - 1 - first, k_));
    }
    const double below = *(from - 1), t = (v - below) / (*from - below);
    return data::between(share_of(from - 1 - first, k_), share_of(from - first, k_), t);
  }

 private:
  static constexpr std::size_t n_steps = 2048;

  /// Rises with v, as rounding does; so a landmark of a lower step is below v.
  std::size_t step(std::size_t c, double v) const {
    const double at = (v - first_[c]) * factor_[c];
    return at > 0.0 ? std::min(static_cast<std::size_t>(at), n_steps - 1) : 0;
  }

  const Matrix& landmarks_;
  Index k_;
  std::vector<double> first_, factor_;
  std::vector<std::int32_t> starts_;  // (d, n_steps + 1) first landmark of this step or a later one
};

}  // namespace detail

template <class View>
Quantile& Quantile::learn(const View& x) {
  core::require_rows(x.rows(), x.cols(), name);
  const Index k = std::min<Index>(params_.n_quantiles, x.rows());
  std::vector<double> shares;
  for (Index i = 0; i < k; ++i) shares.push_back(detail::Places::share_of(i, k));
  bool finite = true;
  Matrix landmarks = data::column_quantiles(x, shares, finite);
  if (!finite) core::require_finite(x, name, core::Missing::allowed);
  landmarks_ = std::move(landmarks);
  return *this;
}

LIMN_INLINE Quantile& Quantile::fit(MatrixView x) { return learn(x); }
LIMN_INLINE Quantile& Quantile::fit(MatrixFView x) { return learn(x); }

template <class Out, class View>
Out Quantile::places(const View& x) const {
  detail::require_same(x, landmarks_.rows(), name);
  const bool normal = params_.output_distribution == "normal";
  const detail::Places place(landmarks_);
  return detail::each_cell<Out>(x, [&](Index c, double v) {
    const double share = place(c, v);
    // The ends would lie at infinity: they are put where one in ten million lies beyond.
    return normal ? detail::normal_quantile(std::clamp(share, 1e-7, 1.0 - 1e-7)) : share;
  });
}

LIMN_INLINE Matrix Quantile::transform(MatrixView x) const { return places<Matrix>(x); }
LIMN_INLINE MatrixF Quantile::transform(MatrixFView x) const { return places<MatrixF>(x); }

LIMN_INLINE Matrix Quantile::inverse_transform(MatrixView x) const {
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

LIMN_INLINE void Quantile::check_state() const {
  core::require_state(landmarks_.rows() == 0 || landmarks_.cols() > 0, name, "landmarks");
  for (Index c = 0; c < landmarks_.rows(); ++c)
    for (Index i = 1; i < landmarks_.cols(); ++i)
      core::require_state(!(landmarks_(c, i) < landmarks_(c, i - 1)), name, "landmarks");
}

}  // namespace limn::inline LIMN_ABI::features
