// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <limn/cluster/detail/nearest_center.hpp>
#include <limn/core/parallel.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// gather and scatter of the kernels for the cells of a table.
template <class Scalar>
void gather(const PlainRows<Scalar>& rows, Index n, Index d, const Vector& shift,
            const std::int32_t* label, const double* weight, Matrix& sums, Vector& counts) {
  const kernels::ClusterKernels& k = kernels::table().clusters;
  const auto m = static_cast<std::size_t>(n), w = static_cast<std::size_t>(d);
  if constexpr (sizeof(Scalar) == 4)
    k.gather_f32(m, w, rows.cells, rows.ld, shift.data(), label, weight, sums.data(),
                 counts.data());
  else
    k.gather_f64(m, w, rows.cells, rows.ld, shift.data(), label, weight, sums.data(),
                 counts.data());
}
template <class Scalar>
double scatter(const PlainRows<Scalar>& rows, Index n, const Matrix& centers,
               const std::int32_t* label, const double* weight) {
  const kernels::ClusterKernels& k = kernels::table().clusters;
  const auto m = static_cast<std::size_t>(n), w = static_cast<std::size_t>(centers.cols());
  if constexpr (sizeof(Scalar) == 4)
    return k.scatter_f32(m, w, rows.cells, rows.ld, centers.data(), label, weight);
  else
    return k.scatter_f64(m, w, rows.cells, rows.ld, centers.data(), label, weight);
}

/// The nearest centre of each row, and what a round of Lloyd needs to know of them.
struct Assignment {
  Labels labels;
  Matrix sums;         ///< (k, d) weighted sums of the rows of each centre
  Vector weights;      ///< (k)
  bool finite = true;  ///< false: a cell may not be finite
};

/// with_sums = false leaves sums and weights empty.
template <class View>
Assignment assign(const WeightedRows<View>& rows, const Matrix& centers, bool with_sums) {
  using Scalar = typename View::Scalar;
  const PackedCenters<Scalar> packed(centers);
  Assignment out;
  out.labels.resize(rows.n());
  std::vector<Assignment> parts(rows.n_chunks());
  rows.for_each_chunk([&](std::size_t chunk, Index begin, Index end) {
    Assignment& part = parts[chunk];
    if (with_sums) part.sums = Matrix::Zero(centers.rows(), rows.d());
    if (with_sums) part.weights = Vector::Zero(centers.rows());
    typename PackedCenters<Scalar>::Room own;
    rows.for_each_block(begin, end, [&](const PlainRows<Scalar>& plain, Index first, Index last) {
      std::int32_t* label = out.labels.data() + first;
      const auto row_of = [&](Index r) { return first + r; };
      part.finite &= packed.nearest(rows, plain, last - first, row_of, own, label);
      if (with_sums)
        gather(plain, last - first, rows.d(), packed.shift(), label,
               rows.weights ? rows.weights + first : nullptr, part.sums, part.weights);
    });
  });
  if (with_sums) out.sums = Matrix::Zero(centers.rows(), rows.d());
  if (with_sums) out.weights = Vector::Zero(centers.rows());
  for (const Assignment& part : parts) {
    out.finite &= part.finite;
    if (with_sums) out.sums += part.sums, out.weights += part.weights;
  }
  if (with_sums) out.sums += out.weights * packed.shift().transpose();
  return out;
}

/// The weighted squared distances of the rows to centres of their own.
template <class View>
double inertia(const WeightedRows<View>& rows, const Matrix& centers, const Labels& labels) {
  std::vector<double> parts(rows.n_chunks(), 0.0);
  rows.for_each_chunk([&](std::size_t chunk, Index begin, Index end) {
    rows.for_each_block(begin, end, [&](const auto& plain, Index first, Index last) {
      parts[chunk] += scatter(plain, last - first, centers, labels.data() + first,
                              rows.weights ? rows.weights + first : nullptr);
    });
  });
  return std::accumulate(parts.begin(), parts.end(), 0.0);
}

/// Gives each empty centre the row farthest from its own centre, the farthest first.
template <class View>
void relocate_empty(const WeightedRows<View>& rows, const Matrix& centers, Assignment& assignment) {
  std::vector<Index> empty;
  for (Index j = 0; j < centers.rows(); ++j)
    if (assignment.weights(j) == 0.0) empty.push_back(j);
  if (empty.empty()) return;
  std::vector<double> far(static_cast<std::size_t>(rows.n()));
  rows.for_each_chunk([&](std::size_t, Index begin, Index end) {
    for (Index row = begin; row < end; ++row)
      far[static_cast<std::size_t>(row)] =
          rows.weight(row) > 0.0 ? rows.squared_distance(row, centers, assignment.labels(row))
                                 : 0.0;
  });
  std::vector<Index> order(far.size());
  std::iota(order.begin(), order.end(), Index{0});
  const auto wanted =
      order.begin() + static_cast<std::ptrdiff_t>(std::min(empty.size(), far.size()));
  std::partial_sort(order.begin(), wanted, order.end(), [&](Index a, Index b) {
    const double p = far[static_cast<std::size_t>(a)], q = far[static_cast<std::size_t>(b)];
    return p != q ? p > q : a < b;
  });
  for (std::size_t i = 0; i < std::min(empty.size(), far.size()); ++i) {
    const Index row = order[i], from = assignment.labels(row), to = empty[i];
    if (far[static_cast<std::size_t>(row)] == 0.0) return;  // fewer different rows than centres
    const double weight = rows.weight(row);
    const Vector moved = rows.x.row(row).transpose().template cast<double>() * weight;
    assignment.sums.row(from) -= moved.transpose();
    assignment.weights(from) -= weight;
    assignment.sums.row(to) = moved.transpose();
    assignment.weights(to) = weight;
  }
}

}  // namespace limn::inline LIMN_ABI::cluster::detail
