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

inline double share_of(Index i, Index k) {
  return k > 1 ? static_cast<double>(i) / static_cast<double>(k - 1) : 0.5;
}

/// Finds places among the landmarks of one column (k): a table of equal steps between the outer
/// ones says between which two of them to look.
class Places {
 public:
  /// shares (k): of the landmarks.
  Places(const double* landmarks, const std::vector<double>& shares)
      : first_(landmarks),
        last_(landmarks + shares.size() - 1),
        shares_(shares),
        starts_(n_steps + 1, static_cast<std::int32_t>(shares.size())) {
    const double width = *last_ - *first_;
    factor_ = width > 0.0 && std::isfinite(width) ? static_cast<double>(n_steps) / width : 0.0;
    for (auto i = static_cast<std::int32_t>(shares.size()); i-- > 0;) starts_[step(first_[i])] = i;
    for (std::size_t s = n_steps; s-- > 0;) starts_[s] = std::min(starts_[s], starts_[s + 1]);
  }

  /// Share of values below v, the middle of the ranks that v itself holds.
  double operator()(double v) const {
    if (!(v > *first_)) return std::isnan(*first_) || *first_ == *last_ ? only(v) : 0.0;
    if (!(v < *last_)) return *first_ == *last_ ? only(v) : 1.0;
    const std::int32_t* range = &starts_[step(v)];
    const double* from = first_ + range[0];
    from += *from < v;  // mostly enough, and without a branch to guess
    from += *from < v;
    if (*from < v) from = std::lower_bound(from, first_ + range[1], v);
    const double high = shares_[static_cast<std::size_t>(from - first_)];
    if (*from == v) {
      const double* to = std::upper_bound(from, last_ + 1, v);
      return 0.5 * (high + shares_[static_cast<std::size_t>(to - 1 - first_)]);
    }
    const double below = *(from - 1), low = shares_[static_cast<std::size_t>(from - 1 - first_)];
    const double t = (v - below) / (*from - below);
    const double up = low + (high - low) * t, down = high - (high - low) * (1.0 - t);
    return t < 0.5 ? up : down;  // from the nearer end
  }

 private:
  static constexpr std::size_t n_steps = 8192;

  /// Of a column with one value, or none at all.
  double only(double v) const { return v < *first_ ? 0.0 : v > *first_ ? 1.0 : 0.5; }
  /// Rises with v, as rounding does; so a landmark of a lower step is below v.
  std::size_t step(double v) const {
    const double at = (v - *first_) * factor_;
    return at > 0.0 ? std::min(static_cast<std::size_t>(at), n_steps - 1) : 0;
  }

  const double *first_, *last_;
  const std::vector<double>& shares_;
  double factor_ = 0.0;
  std::vector<std::int32_t> starts_;  // (n_steps + 1) first landmark of this step or a later one
};

}  // namespace detail

template <class View>
Quantile& Quantile::learn(const View& x) {
  core::require_rows(x.rows(), x.cols(), name);
  const Index k = std::min<Index>(params_.n_quantiles, x.rows());
  std::vector<double> shares;
  for (Index i = 0; i < k; ++i) shares.push_back(detail::share_of(i, k));
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
  using T = typename Out::Scalar;
  const Index k = landmarks_.cols();
  std::vector<double> shares;
  for (Index i = 0; i < k; ++i) shares.push_back(detail::share_of(i, k));
  std::vector<detail::Places> place;
  for (Index c = 0; c < x.cols(); ++c) place.emplace_back(landmarks_.row(c).data(), shares);
  Out out = data::detail::new_table<Out>(x.rows(), x.cols());
  // A column at a time within a tile, so that its landmarks stay in the nearest cache.
  core::parallel_rows(
      static_cast<std::size_t>(x.rows()), static_cast<std::size_t>(data::detail::tile_rows),
      [&](std::size_t begin, std::size_t end) {
        for (Index c = 0; c < x.cols(); ++c)
          for (auto r = static_cast<Index>(begin); r < static_cast<Index>(end); ++r) {
            const auto v = static_cast<double>(x(r, c));
            double share = std::isnan(v) ? missing : place[static_cast<std::size_t>(c)](v);
            // The ends would lie at infinity: they are put where one in ten million lies beyond.
            if (normal && !std::isnan(v))
              share = detail::normal_quantile(std::clamp(share, 1e-7, 1.0 - 1e-7));
            out(r, c) = static_cast<T>(share);
          }
      });
  return out;
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
