// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include <limn/core/parallel.hpp>
#include <limn/core/types.hpp>
#include <limn/kernels/kernels.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// |x - c|^2 in four running sums. Fixed = 1: cells side by side, else `stride` apart.
template <int Fixed, class Scalar>
double squared_gap(const Scalar* x, Index stride, const double* c, Index d) {
  const Index step = Fixed ? Fixed : stride;
  double sum[4] = {0.0, 0.0, 0.0, 0.0};
  Index i = 0;
  for (; i + 4 <= d; i += 4)
    for (Index lane = 0; lane < 4; ++lane) {
      const double gap = static_cast<double>(x[(i + lane) * step]) - c[i + lane];
      sum[lane] += gap * gap;
    }
  for (; i < d; ++i) {
    const double gap = static_cast<double>(x[i * step]) - c[i];
    sum[0] += gap * gap;
  }
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/// |x - c| where its square passes the greatest double; at most that double itself.
template <class Scalar>
double far_gap(const Scalar* x, Index stride, const double* c, Index d) {
  const auto half = [&](Index i) { return 0.5 * static_cast<double>(x[i * stride]) - 0.5 * c[i]; };
  double most = 0.0, sum = 0.0;
  for (Index i = 0; i < d; ++i) most = std::max(most, std::abs(half(i)));
  for (Index i = 0; i < d; ++i) sum += (half(i) / most) * (half(i) / most);
  return std::min(2.0 * (most * std::sqrt(sum)), std::numeric_limits<double>::max());
}

/// Some rows with their cells side by side, as the kernels want them.
template <class Scalar>
struct PlainRows {
  const Scalar* cells = nullptr;
  std::ptrdiff_t ld = 0;
  std::vector<Scalar> copy;
};

/// Rows with their weights; no weights = all 1.
template <class View>
struct WeightedRows {
  const View& x;
  const double* weights = nullptr;

  using Scalar = typename View::Scalar;
  Index n() const { return x.rows(); }
  Index d() const { return x.cols(); }
  double weight(Index row) const { return weights ? weights[row] : 1.0; }
  double squared_distance(Index row, const double* center) const {
    const Scalar* cells = &x.coeffRef(row, 0);
    return x.innerStride() == 1 ? squared_gap<1>(cells, 1, center, d())
                                : squared_gap<0>(cells, x.innerStride(), center, d());
  }
  double squared_distance(Index row, const Matrix& centers, Index center) const {
    return squared_distance(row, centers.data() + center * d());
  }
  double distance(Index row, const Matrix& centers, Index center) const {
    const double square = squared_distance(row, centers, center);
    return std::isfinite(square)
               ? std::sqrt(square)
               : far_gap(&x.coeffRef(row, 0), x.innerStride(), centers.data() + center * d(), d());
  }
  /// Rows [begin, end) in place, or copied where their cells lie apart.
  void look(Index begin, Index end, PlainRows<Scalar>& out) const {
    if (x.innerStride() == 1) {
      out.cells = &x.coeffRef(begin, 0);
      out.ld = x.outerStride();
      return;
    }
    out.copy.resize(static_cast<std::size_t>((end - begin) * d()));
    Scalar* to = out.copy.data();
    for (Index row = begin; row < end; ++row)
      for (Index c = 0; c < d(); ++c) *to++ = x.coeffRef(row, c);
    out.cells = out.copy.data();
    out.ld = d();
  }
  /// Rows of a chunk: at most 128 chunks, so that their sums stay small beside the table.
  std::size_t chunk_size() const {
    const auto rows = static_cast<std::size_t>(n());
    return std::max<std::size_t>(512, ((rows + 127) / 128 + 63) / 64 * 64);
  }
  std::size_t n_chunks() const {
    return core::chunk_count(static_cast<std::size_t>(n()), chunk_size());
  }
  /// Rows brought together at a time: they stay in the first-level cache, turned.
  Index block_size() const {
    return std::clamp<Index>(4096 / std::max<Index>(1, d()) / 64, 1, 8) * 64;
  }
  /// task(chunk, begin, end), in parallel.
  template <class Task>
  void for_each_chunk(Task&& task) const {
    const std::size_t size = chunk_size(), rows = static_cast<std::size_t>(n());
    core::parallel_for(n_chunks(), [&](std::size_t chunk) {
      const core::Range range = core::chunk_range(chunk, rows, size);
      task(chunk, static_cast<Index>(range.begin), static_cast<Index>(range.end));
    });
  }
  /// task(plain rows, begin, end) over the blocks of rows [begin, end).
  template <class Task>
  void for_each_block(Index begin, Index end, Task&& task) const {
    PlainRows<Scalar> plain;
    for (Index first = begin; first < end; first += block_size()) {
      const Index last = std::min(first + block_size(), end);
      look(first, last, plain);
      task(plain, first, last);
    }
  }
};

/// The kernels for one type of cell.
template <class Scalar>
bool turn(const PlainRows<Scalar>& rows, Index n, Index d, const Vector& shift, double scale,
          float* out) {
  const kernels::ClusterKernels& k = kernels::table().clusters;
  const auto m = static_cast<std::size_t>(n), w = static_cast<std::size_t>(d);
  if constexpr (sizeof(Scalar) == 4)
    return k.turn_f32(m, w, rows.cells, rows.ld, shift.data(), scale, out);
  else
    return k.turn_f64(m, w, rows.cells, rows.ld, shift.data(), scale, out);
}

/// What the columns of a table are like, in one pass.
struct ColumnMoments {
  Vector mean;           ///< (d)
  double squares = 0.0;  ///< sum of all (x - mean)^2
  bool finite = true;    ///< no cell is missing or infinite, no square between rows too great

  double mean_variance(Index n) const {
    return squares / static_cast<double>(n) / static_cast<double>(mean.size());
  }
};

template <class View>
ColumnMoments column_moments(const WeightedRows<View>& rows) {
  const Vector shift = rows.x.row(0).transpose().template cast<double>();
  const auto d = static_cast<std::size_t>(rows.d());
  const kernels::ClusterKernels& k = kernels::table().clusters;
  std::vector<Matrix> parts(rows.n_chunks(), Matrix::Zero(2, rows.d()));
  rows.for_each_chunk([&](std::size_t chunk, Index begin, Index end) {
    double* sum = parts[chunk].data();
    rows.for_each_block(begin, end, [&](const auto& plain, Index first, Index last) {
      const auto m = static_cast<std::size_t>(last - first);
      if constexpr (sizeof(typename View::Scalar) == 4)
        k.moments_f32(m, d, plain.cells, plain.ld, shift.data(), sum, sum + d);
      else
        k.moments_f64(m, d, plain.cells, plain.ld, shift.data(), sum, sum + d);
    });
  });
  Matrix total = Matrix::Zero(2, rows.d());
  for (const Matrix& part : parts) total += part;
  const double n = static_cast<double>(rows.n());
  // |a - b|^2 <= 2 |a - shift|^2 + 2 |b - shift|^2: no two rows, nor a row and a mean, overflow.
  const bool finite = total.allFinite() && std::isfinite(4.0 * total.row(1).sum());
  ColumnMoments out{shift + total.row(0).transpose() / n, 0.0, finite};
  const Vector left =
      total.row(1).transpose().array() - total.row(0).transpose().array().square() / n;
  out.squares = left.cwiseMax(0.0).sum();
  return out;
}

}  // namespace limn::inline LIMN_ABI::cluster::detail
