// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include <limn/core/parallel.hpp>
#include <limn/kernels/kernels.hpp>
#include <limn/recommend/spd_inverse.hpp>

// Three sweeps over blocks of rows, each one update of what is left by a product of two panels:
// a = l l' (Cholesky), x = l^-1, p = x' x. Letters: k0, nb = first row and rows of the block;
// w = inverse of a diagonal block of l, kept from the first sweep for the second.

namespace limn::inline LIMN_ABI::recommend {

namespace detail {

inline constexpr std::size_t spd_block = 128;
inline constexpr std::size_t spd_tile = 256;

class SpdInverse {
 public:
  SpdInverse(MatrixF& a, const Monitor& monitor)
      : a_(a.data()),
        n_(static_cast<std::size_t>(a.rows())),
        monitor_(monitor),
        w_(n_ * spd_block),
        panel_(n_ * spd_block),
        stride_(kernels_.packed_size(spd_tile, spd_block)),
        packed_(core::chunk_count(n_, spd_tile) * stride_) {}

  bool run() {
    for (std::size_t k0 = 0; k0 < n_; k0 += spd_block)
      if (!factor(k0)) return false;
    for (std::size_t k0 = 0; k0 < n_; k0 += spd_block) invert(k0);
    for (std::size_t k0 = 0; k0 < n_; k0 += spd_block) square(k0);
    return true;
  }

 private:
  std::size_t width(std::size_t k0) const { return std::min(spd_block, n_ - k0); }
  float* at(std::size_t i, std::size_t j) { return a_ + i * n_ + j; }

  /// w = inverse of the factor of the diagonal block, in double inside.
  bool factor_diagonal(std::size_t k0) {
    const std::size_t nb = width(k0);
    std::vector<double> u(nb * nb), x(nb * nb);  // u' u = block; x' = u^-1
    for (std::size_t i = 0; i < nb; ++i)
      for (std::size_t j = 0; j <= i; ++j) u[j * nb + i] = static_cast<double>(*at(k0 + i, k0 + j));
    for (std::size_t k = 0; k < nb; ++k) {
      if (!(u[k * nb + k] > 0.0)) return false;
      const double scale = 1.0 / std::sqrt(u[k * nb + k]);
      for (std::size_t j = k; j < nb; ++j) u[k * nb + j] *= scale;
      for (std::size_t i = k + 1; i < nb; ++i) {
        const double s = u[k * nb + i];
        for (std::size_t j = i; j < nb; ++j) u[i * nb + j] -= s * u[k * nb + j];
      }
    }
    for (std::size_t i = 0; i < nb; ++i) {  // row i of x = l^-1, l = u'
      double* row = &x[i * nb];
      row[i] = 1.0;
      for (std::size_t k = 0; k < i; ++k) {
        const double s = u[k * nb + i];
        for (std::size_t j = 0; j <= k; ++j) row[j] -= s * x[k * nb + j];
      }
      for (std::size_t j = 0; j <= i; ++j) row[j] /= u[i * nb + i];
    }
    for (std::size_t e = 0; e < nb * nb; ++e) w_[k0 * spd_block + e] = static_cast<float>(x[e]);
    return std::all_of(x.begin(), x.end(), [](double v) { return std::isfinite(v); });
  }

  bool factor(std::size_t k0) {
    monitor_.report(0.4 * done(k0), "factor");
    if (!factor_diagonal(k0)) return false;
    const std::size_t nb = width(k0), below = k0 + nb, rows = n_ - below;
    const float* w = &w_[k0 * spd_block];
    core::parallel_rows(rows, spd_tile, [&](std::size_t begin, std::size_t end) {
      const std::size_t m = end - begin;
      kernels_.sgemm(false, true, m, nb, nb, at(below + begin, k0), n_, w, nb, &panel_[begin * nb],
                     nb, false);
      for (std::size_t i = 0; i < m; ++i)
        std::copy_n(&panel_[(begin + i) * nb], nb, at(below + begin + i, k0));
    });
    pack(rows, nb, true, at(below, k0));
    negate(rows * nb);
    update(below, below, rows, rows, nb, true);
    return true;
  }

  void invert(std::size_t k0) {
    monitor_.report(0.4 + 0.3 * done(k0), "invert");
    const std::size_t nb = width(k0), below = k0 + nb, rows = n_ - below;
    const float* w = &w_[k0 * spd_block];
    core::parallel_rows(k0, spd_tile, [&](std::size_t begin, std::size_t end) {
      std::vector<float> part(nb * (end - begin));
      kernels_.sgemm(false, false, nb, end - begin, nb, w, nb, at(k0, begin), n_, part.data(),
                     end - begin, false);
      for (std::size_t i = 0; i < nb; ++i)
        std::copy_n(&part[i * (end - begin)], end - begin, at(k0 + i, begin));
    });
    for (std::size_t i = 0; i < nb; ++i) std::copy_n(w + i * nb, nb, at(k0 + i, k0));
    for (std::size_t i = 0; i < rows; ++i) {
      float* row = at(below + i, k0);
      for (std::size_t j = 0; j < nb; ++j) panel_[i * nb + j] = -row[j];
      std::fill_n(row, nb, 0.0F);
    }
    pack(below, nb, false, at(k0, 0));
    update(below, 0, rows, below, nb, false);
  }

  void square(std::size_t k0) {
    monitor_.report(0.7 + 0.3 * done(k0), "square");
    const std::size_t nb = width(k0), rows = k0 + nb;
    pack(rows, nb, false, at(k0, 0));
    for (std::size_t i = 0; i < rows; i += 16)
      for (std::size_t k = 0; k < nb; ++k)
        for (std::size_t r = i; r < std::min(rows, i + 16); ++r)
          panel_[r * nb + k] = *at(k0 + k, r);
    for (std::size_t k = 0; k < nb; ++k) std::fill_n(at(k0 + k, 0), rows, 0.0F);
    update(0, 0, rows, rows, nb, true);
  }

  double done(std::size_t k0) const { return static_cast<double>(k0) / static_cast<double>(n_); }
  void negate(std::size_t n) {
    for (std::size_t e = 0; e < n; ++e) panel_[e] = -panel_[e];
  }
  /// b: (nb, columns), or (columns, nb) when it is to be transposed; tile by tile into packed_.
  void pack(std::size_t columns, std::size_t nb, bool transpose, const float* b) {
    core::parallel_rows(columns, spd_tile, [&](std::size_t begin, std::size_t end) {
      kernels_.pack(transpose, end - begin, nb, b + (transpose ? begin * n_ : begin), n_,
                    &packed_[begin / spd_tile * stride_]);
    });
  }
  /// a[top.., left..] (rows, columns) += panel (rows, nb) * packed (nb, columns); `lower`: only
  /// tiles that reach below the diagonal.
  void update(std::size_t top, std::size_t left, std::size_t rows, std::size_t columns,
              std::size_t nb, bool lower) {
    const std::size_t down = core::chunk_count(rows, spd_tile);
    const std::size_t across = core::chunk_count(columns, spd_tile);
    core::parallel_for(down * across, [&](std::size_t task) {
      const std::size_t i = task / across, j = task % across;
      if (lower && j > i) return;
      monitor_.check();
      const core::Range r = core::chunk_range(i, rows, spd_tile);
      const core::Range c = core::chunk_range(j, columns, spd_tile);
      kernels_.sgemm_packed(false, r.end - r.begin, c.end - c.begin, nb, &panel_[r.begin * nb], nb,
                            &packed_[j * stride_], at(top + r.begin, left + c.begin), n_, true);
    });
  }

  const kernels::GemmKernels& kernels_ = kernels::table().gemm;
  float* a_;
  std::size_t n_;
  const Monitor& monitor_;
  std::vector<float> w_, panel_;
  std::size_t stride_;
  std::vector<float> packed_;
};

}  // namespace detail

LIMN_INLINE bool invert_spd(MatrixF& a, const Monitor& monitor) {
  return detail::SpdInverse(a, monitor).run();
}

}  // namespace limn::inline LIMN_ABI::recommend
