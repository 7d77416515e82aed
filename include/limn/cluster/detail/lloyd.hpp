// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <limn/cluster/detail/nearest_center.hpp>
#include <limn/core/monitor.hpp>
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>

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
  /// Rows of a chunk: at most 128 chunks, so that their sums stay small beside the table.
  std::size_t chunk_size() const {
    const auto rows = static_cast<std::size_t>(n());
    return std::max<std::size_t>(512, ((rows + 127) / 128 + 63) / 64 * 64);
  }
  std::size_t n_chunks() const {
    return core::chunk_count(static_cast<std::size_t>(n()), chunk_size());
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
  /// Sum over the chunks, in their order.
  template <class Map>
  double sum(Map&& map) const {
    std::vector<double> parts(n_chunks());
    for_each_chunk([&](std::size_t chunk, Index begin, Index end) {
      double total = 0.0;
      for (Index row = begin; row < end; ++row) total += map(row);
      parts[chunk] = total;
    });
    return std::accumulate(parts.begin(), parts.end(), 0.0);
  }
};

/// The nearest centre of each row, and what a round of Lloyd needs to know of them.
struct Assignment {
  Labels labels;
  Matrix sums;     ///< (k, d) weighted sums of the rows of each centre
  Vector weights;  ///< (k)
};

/// with_sums = false leaves sums and weights empty.
template <class View>
Assignment assign(const WeightedRows<View>& rows, const Matrix& centers, bool with_sums) {
  using Scalar = typename View::Scalar;
  const PackedCenters<Scalar> packed(centers);
  const Index k = centers.rows(), d = rows.d();
  Assignment out;
  out.labels.resize(rows.n());
  std::vector<Matrix> sums(with_sums ? rows.n_chunks() : 0);
  std::vector<Vector> weights(sums.size());
  rows.for_each_chunk([&](std::size_t chunk, Index begin, Index end) {
    if (with_sums) sums[chunk] = Matrix::Zero(k, d), weights[chunk] = Vector::Zero(k);
    RowBlock<Scalar> block;
    for (Index first = begin; first < end; first += block_rows) {
      const Index last = std::min(first + block_rows, end);
      block.load(rows.x, first, last, packed.shift());
      packed.nearest(block, out.labels.data() + first);
      for (Index row = first; with_sums && row < last; ++row) {
        const std::int32_t label = out.labels(row);
        const double weight = rows.weight(row);
        const Scalar* moved = block.cells.data() + (row - first) * d;
        double* sum = sums[chunk].data() + label * d;
        for (Index c = 0; c < d; ++c) sum[c] += weight * static_cast<double>(moved[c]);
        weights[chunk](label) += weight;
      }
    }
  });
  if (!with_sums) return out;
  out.sums = Matrix::Zero(k, d);
  out.weights = Vector::Zero(k);
  for (std::size_t chunk = 0; chunk < sums.size(); ++chunk) {
    out.sums += sums[chunk];
    out.weights += weights[chunk];
  }
  for (Index j = 0; j < k; ++j) out.sums.row(j) += out.weights(j) * packed.shift().transpose();
  return out;
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

/// What a run of Lloyd ends with.
struct LloydResult {
  Matrix centers;
  Vector weights;
  Labels labels;
  double inertia = 0.0;
  std::int64_t n_iter = 0;
};

template <class View>
double inertia(const WeightedRows<View>& rows, const Matrix& centers, const Labels& labels) {
  return rows.sum([&](Index row) {
    return rows.weight(row) * rows.squared_distance(row, centers, labels(row));
  });
}

/// Rounds of assignment and mean from given centres, until no row changes its centre or the centres
/// move by less than `tolerance` (summed squares), or max_iter.
template <class View>
LloydResult lloyd(const WeightedRows<View>& rows, Matrix centers, std::int64_t max_iter,
                  double tolerance, const Monitor& monitor) {
  LloydResult out;
  Assignment now;
  bool settled = false;
  for (std::int64_t round = 0; round < max_iter && !settled; ++round) {
    monitor.report(static_cast<double>(round) / static_cast<double>(max_iter), "rounds");
    Labels before = std::move(now.labels);
    now = assign(rows, centers, true);
    out.weights = now.weights;
    relocate_empty(rows, centers, now);
    double moved = 0.0;
    for (Index j = 0; j < centers.rows(); ++j) {
      if (!(now.weights(j) > 0.0)) continue;
      const Vector mean = now.sums.row(j).transpose() / now.weights(j);
      moved += (mean - centers.row(j).transpose()).squaredNorm();
      centers.row(j) = mean.transpose();
    }
    out.n_iter = round + 1;
    settled = before.size() == now.labels.size() && before == now.labels;
    if (!settled && moved <= tolerance) break;
  }
  if (!settled) {
    now = assign(rows, centers, true);
    out.weights = now.weights;
  }
  out.labels = std::move(now.labels);
  out.inertia = inertia(rows, centers, out.labels);
  out.centers = std::move(centers);
  return out;
}

/// Mean over the columns of their variance: the unit of `tol`.
template <class View>
double mean_variance(const View& x) {
  const std::size_t rows = static_cast<std::size_t>(x.rows());
  const Vector zero = Vector::Zero(x.cols());
  const auto add = [](Vector a, const Vector& b) -> Vector { return a + b; };
  const double n = static_cast<double>(x.rows());
  const Vector mean =
      core::parallel_reduce(
          rows, 4096, zero,
          [&](std::size_t begin, std::size_t end) {
            Vector sum = zero;
            for (auto r = static_cast<Index>(begin); r < static_cast<Index>(end); ++r)
              sum += x.row(r).transpose().template cast<double>();
            return sum;
          },
          add) /
      n;
  const Vector squares = core::parallel_reduce(
      rows, 4096, zero,
      [&](std::size_t begin, std::size_t end) {
        Vector sum = zero;
        for (auto r = static_cast<Index>(begin); r < static_cast<Index>(end); ++r)
          sum.array() += (x.row(r).transpose().template cast<double>() - mean).array().square();
        return sum;
      },
      add);
  return squares.sum() / n / static_cast<double>(x.cols());
}

}  // namespace limn::inline LIMN_ABI::cluster::detail
