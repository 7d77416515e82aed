// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <limn/core/monitor.hpp>
#include <limn/core/types.hpp>
#include <limn/kernels/kernels.hpp>
#include <limn/learn/detail/neighbour_scan.hpp>

namespace limn::inline LIMN_ABI::learn::detail {

/// Where numbers are measured from, and in which unit, so that floats carry most: x' = (x - centre)
/// * scale. Any values would do; these come from a sample of the rows.
struct NeighbourFrame {
  Vector centre;
  double scale = 1.0;  ///< a power of two
  double slack = 0.0;  ///< share of |x'|^2 that sums in float may be wrong by
  double least = 0.0;  ///< what underflow may add

  template <class View>
  static NeighbourFrame of(const View& rows) {
    constexpr Index sample = 1024;
    const Index n = std::min(rows.rows(), sample), step = rows.rows() / n, d = rows.cols();
    NeighbourFrame out{Vector::Zero(d)};
    const double share = 1.0 / static_cast<double>(n);
    for (Index i = 0; i < n; ++i)
      for (Index c = 0; c < d; ++c) out.centre(c) += share * static_cast<double>(rows(i * step, c));
    double greatest = 0.0;
    for (Index i = 0; i < n; ++i)
      for (Index c = 0; c < d; ++c)
        greatest =
            std::max(greatest, std::abs(static_cast<double>(rows(i * step, c)) - out.centre(c)));
    if (greatest > 0.0 && std::isfinite(greatest))
      out.scale = std::ldexp(1.0, std::clamp(-std::ilogb(greatest), -500, 500));
    out.slack = static_cast<double>(3 * d + 16) * 0x1p-24;
    out.least = static_cast<double>(d + 1) * 1e-29;
    return out;
  }

  /// x' of a row of any strides, in float; its squared length, infinite where floats do not do.
  template <class Scalar>
  double move(const Scalar* x, Index stride, float* out) const {
    const Index d = centre.size();
    if (stride == 1)
      for (Index c = 0; c < d; ++c)
        out[c] = static_cast<float>((static_cast<double>(x[c]) - centre[c]) * scale);
    else
      for (Index c = 0; c < d; ++c)
        out[c] = static_cast<float>((static_cast<double>(x[c * stride]) - centre[c]) * scale);
    const double length =
        static_cast<double>(Eigen::Map<const Eigen::ArrayXf>(out, d).square().sum());
    if (length < 1e30) return length;
    std::fill(out, out + d, 0.0f);
    return std::numeric_limits<double>::infinity();
  }
};

/// Some queries side by side: exact, and packed for the sieve. A row x' can be among the k nearest
/// of q' only if |x'|^2 / 2 - x'.q' <= (limit - |q'|^2) / 2, here with room for rounding.
class QueryBlock {
 public:
  /// Queries [begin, end). `own`: query i is row i and must not find itself.
  template <class View>
  QueryBlock(const View& queries, Index begin, Index end, const NeighbourFrame& frame,
             std::size_t k, bool own)
      : frame_(frame),
        exact_(end - begin, queries.cols()),
        first_(own ? begin : -1),
        heaps_(static_cast<std::size_t>(end - begin), NearestHeap(k)) {
    const kernels::GemmKernels& gemm = kernels::table().gemm;
    const auto n = static_cast<std::size_t>(end - begin);
    const auto d = static_cast<std::size_t>(queries.cols());
    columns_ = gemm.packed_size(1, 1);
    std::vector<float> moved(n * d);
    packed_.resize(gemm.packed_size(n, d));
    limits_.assign(packed_.size() / d, -std::numeric_limits<float>::infinity());
    lengths_.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
      const auto row = begin + static_cast<Index>(i);
      exact_.row(static_cast<Index>(i)) = queries.row(row).template cast<double>();
      lengths_[i] =
          frame.move(&queries.coeffRef(row, 0), queries.innerStride(), moved.data() + i * d);
      set_limit(i);
    }
    for (float& v : moved) v = -v;
    gemm.pack(true, n, d, moved.data(), d, packed_.data());
  }

  /// What was found, in order of the queries.
  std::vector<NearestHeap>& heaps() { return heaps_; }

  /// Measures rows [begin, end) of x as far as the sieve lets them through.
  template <class View>
  void scan(const View& x, Index begin, Index end, const Monitor& monitor) {
    const auto d = static_cast<std::size_t>(x.cols());
    std::vector<float> cells(static_cast<std::size_t>(step) * d);
    float half[step];
    for (Index at = begin; at < end; at += step) {
      monitor.check();
      const Index n = std::min(step, end - at);
      for (Index i = 0; i < n; ++i) {
        const double length = frame_.move(&x.coeffRef(at + i, 0), x.innerStride(),
                                          cells.data() + static_cast<std::size_t>(i) * d);
        half[i] = std::isfinite(length) ? static_cast<float>((0.5 - frame_.slack) * length)
                                        : -std::numeric_limits<float>::infinity();
      }
      for (std::size_t panel = 0; panel * columns_ < heaps_.size(); ++panel)
        sieve(x, at, static_cast<std::size_t>(n), cells.data(), half, panel);
    }
  }

 private:
  static constexpr Index step = 96;  // rows that stay in the first-level caches

  template <class View>
  void sieve(const View& x, Index at, std::size_t n, const float* cells, const float* half,
             std::size_t panel) {
    std::uint64_t hits[step];
    const auto d = static_cast<std::size_t>(x.cols());
    const std::size_t first = panel * columns_;
    const std::size_t count = kernels::table().neighbours.below(
        n, d, cells, half, packed_.data() + first * d, limits_.data() + first, hits);
    for (std::size_t h = 0; h < count; ++h) {
      const Index row = at + static_cast<Index>(hits[h] >> 32);
      for (auto bits = static_cast<std::uint32_t>(hits[h]); bits; bits &= bits - 1) {
        const std::size_t query = first + static_cast<std::size_t>(std::countr_zero(bits));
        if (query < heaps_.size()) measure(x, row, query);
      }
    }
  }

  template <class View>
  void measure(const View& x, Index row, std::size_t query) {
    if (first_ >= 0 && first_ + static_cast<Index>(query) == row) return;
    NearestHeap& heap = heaps_[query];
    const double limit = heap.limit();
    const auto* cell = &x.coeffRef(row, 0);
    const double* q = exact_.data() + static_cast<Index>(query) * x.cols();
    const double sum = plain_distance(cell, x.innerStride(), q, x.cols());
    if (sum > limit) return;
    heap.offer({sum, static_cast<std::int32_t>(row)});
    if (heap.limit() < limit) set_limit(query);
  }

  void set_limit(std::size_t query) {
    const double length = lengths_[query];
    const double wanted = heaps_[query].limit() * frame_.scale * frame_.scale * (1.0 + 1e-9);
    double limit = 0.5 * (wanted - length) + frame_.slack * length + frame_.least;
    if (!std::isfinite(length)) limit = std::numeric_limits<double>::infinity();
    const auto rounded = static_cast<float>(limit);
    limits_[query] = std::nextafter(rounded, std::numeric_limits<float>::infinity());
  }

  const NeighbourFrame& frame_;
  Matrix exact_;
  Index first_;
  std::size_t columns_ = 0;  // queries a panel
  std::vector<float> packed_, limits_;
  std::vector<double> lengths_;
  std::vector<NearestHeap> heaps_;
};

}  // namespace limn::inline LIMN_ABI::learn::detail
