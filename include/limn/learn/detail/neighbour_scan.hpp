// SPDX-License-Identifier: MIT
#pragma once

#include <limn/learn/detail/nearest_heap.hpp>

#include <cmath>
#include <concepts>

#include <limn/core/monitor.hpp>
#include <limn/core/types.hpp>
#include <limn/kernels/kernels.hpp>

namespace limn::inline LIMN_ABI::learn::detail {

/// The squared distance of the plain loop, in double.
template <class Scalar>
double plain_distance(const Scalar* x, Index stride, const double* q, Index d) {
  double sum = 0.0;
  for (Index c = 0; c < d; ++c) {
    const double difference = static_cast<double>(x[c * stride]) - q[c];
    sum += difference * difference;
  }
  return sum;
}

/// The same in four lanes: quicker, and wrong in the last bits.
inline double rough_distance(const double* x, const double* q, Index d) {
  double sum[4] = {};
  Index c = 0;
  for (; c + 4 <= d; c += 4)
    for (Index i = 0; i < 4; ++i) sum[i] += (x[c + i] - q[c + i]) * (x[c + i] - q[c + i]);
  for (; c < d; ++c) sum[0] += (x[c] - q[c]) * (x[c] - q[c]);
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/// One query beside all rows: a scan at the speed of the memory. Differences are taken as they are,
/// so the sieve errs by a few roundings of the distance itself.
template <class Scalar>
class QueryScan {
 public:
  /// Rows side by side; a float table needs queries that floats can hold.
  template <class Rows, class Query>
  static bool suits(const Rows& rows, const Query& query) {
    if (rows.innerStride() != 1 || (rows.rows() > 1 && rows.outerStride() != rows.cols()))
      return false;
    if constexpr (std::same_as<Scalar, float>)
      return (query.template cast<float>().template cast<double>().array() ==
              query.template cast<double>().array())
          .all();
    else
      return true;
  }

  QueryScan(const Vector& query, std::size_t k)
      : exact_(query), query_(query.template cast<Scalar>()), heap_(k) {}

  NearestHeap& heap() { return heap_; }

  /// Measures rows [begin, end) as far as the sieve lets them through.
  template <class Rows>
  void scan(const Rows& x, Index begin, Index end, const Monitor& monitor) {
    const Index d = x.cols();
    Index step = 16;  // short while everything is still among the nearest
    for (Index at = begin; at < end; step = std::min(2 * step, longest)) {
      monitor.check();
      const Index n = std::min(step, end - at);
      const Scalar* cells = x.data() + at * d;
      const std::size_t count = within(cells, n);
      for (std::size_t h = 0; h < count; ++h) {
        const auto row = static_cast<Index>(hits_[h]);
        heap_.offer({plain_distance(cells + row * d, 1, exact_.data(), d),
                     static_cast<std::int32_t>(at + row)});
      }
      at += n;
    }
  }

 private:
  static constexpr Index longest = 256;

  std::size_t within(const Scalar* cells, Index n) {
    const Index d = exact_.size();
    if constexpr (std::same_as<Scalar, float>) {
      const double slack = 1.0 + static_cast<double>(2 * d + 16) * 0x1p-24;
      const auto limit = static_cast<float>(heap_.limit() * slack + static_cast<double>(d) * 1e-37);
      return kernels::table().neighbours.within(
          static_cast<std::size_t>(n), static_cast<std::size_t>(d), cells, query_.data(),
          std::nextafter(limit, std::numeric_limits<float>::infinity()), hits_);
    } else {
      const double limit =
          heap_.limit() * (1.0 + static_cast<double>(2 * d + 16) * 0x1p-53) + 1e-300;
      std::size_t count = 0;
      for (Index i = 0; i < n; ++i) {
        hits_[count] = static_cast<std::uint64_t>(i);
        count += rough_distance(cells + i * d, exact_.data(), d) <= limit;
      }
      return count;
    }
  }

  Vector exact_;
  Eigen::Matrix<Scalar, Eigen::Dynamic, 1> query_;
  NearestHeap heap_;
  std::uint64_t hits_[longest];
};

}  // namespace limn::inline LIMN_ABI::learn::detail
