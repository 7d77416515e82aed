// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <limits>
#include <vector>

#include <limn/cluster/detail/lloyd.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// k different rows, each drawn in proportion to its weight among those left: the greatest keys
/// log(u) / w, one random number a row.
/// Source: Efraimidis and Spirakis (2006), Weighted random sampling with a reservoir.
template <class View>
Matrix random_rows(const WeightedRows<View>& rows, Index k, std::uint64_t seed,
                   std::uint64_t start) {
  std::vector<double> key(static_cast<std::size_t>(rows.n()));
  const std::uint64_t own = core::Random(seed, start).bits64();
  rows.for_each_chunk([&](std::size_t, Index begin, Index end) {
    for (Index row = begin; row < end; ++row) {
      const double u = 1.0 - core::Random(own, static_cast<std::uint64_t>(row)).uniform();
      const double weight = rows.weight(row);
      key[static_cast<std::size_t>(row)] =
          weight > 0.0 ? std::log(u) / weight : -std::numeric_limits<double>::infinity();
    }
  });
  std::vector<Index> order(key.size());
  std::iota(order.begin(), order.end(), Index{0});
  std::partial_sort(order.begin(), order.begin() + k, order.end(), [&](Index a, Index b) {
    const double p = key[static_cast<std::size_t>(a)], q = key[static_cast<std::size_t>(b)];
    return p != q ? p > q : a < b;
  });
  Matrix out(k, rows.d());
  for (Index j = 0; j < k; ++j)
    out.row(j) = rows.x.row(order[static_cast<std::size_t>(j)]).template cast<double>();
  return out;
}

/// Draws rows in proportion to a number each of them has: sums of chunks first, then the rows of
/// one.
class ProportionalDraw {
 public:
  ProportionalDraw(std::size_t n_chunks, std::size_t chunk_size)
      : sums_(n_chunks, 0.0), chunk_size_(static_cast<Index>(chunk_size)) {}

  double& chunk_sum(std::size_t chunk) { return sums_[chunk]; }
  double total() const { return std::accumulate(sums_.begin(), sums_.end(), 0.0); }

  /// value(row): the number; u in [0, 1); n rows. All numbers 0: a row by u alone.
  template <class Value>
  Index draw(double u, Index n, Value&& value) const {
    const double sum = total();
    if (!(sum > 0.0)) return std::min(static_cast<Index>(u * static_cast<double>(n)), n - 1);
    double left = u * sum;
    std::size_t chunk = 0;
    while (chunk + 1 < sums_.size() && left >= sums_[chunk]) left -= sums_[chunk++];
    Index last = -1;
    const Index begin = static_cast<Index>(chunk) * chunk_size_;
    for (Index row = begin; row < std::min(begin + chunk_size_, n); ++row) {
      const double here = value(row);
      if (!(here > 0.0)) continue;
      last = row;
      if (left < here) return row;
      left -= here;
    }
    return last >= 0 ? last : draw_any(n, value);  // rounding left the chunk without a row
  }

 private:
  template <class Value>
  static Index draw_any(Index n, Value&& value) {
    for (Index row = 0; row < n; ++row)
      if (value(row) > 0.0) return row;
    return 0;
  }

  std::vector<double> sums_;
  Index chunk_size_;
};

/// Rows far from one another: each next centre is drawn in proportion to the weighted squared
/// distance to the centres so far, the best of 2 + ln k draws. All draws of a step are weighed in
/// one pass over a copy in float that is turned once; what is drawn is a row of the table itself.
/// Source: Arthur and Vassilvitskii (2007), k-means++: The Advantages of Careful Seeding.
template <class View>
class SpreadRows {
 public:
  SpreadRows(const WeightedRows<View>& rows, Index k, std::uint64_t seed, std::uint64_t start)
      : rows_(rows),
        random_(seed, start),
        n_trials_(static_cast<Index>(2.0 + std::log(static_cast<double>(k)))),
        centers_(k, rows.d()),
        turned_(kernel().turned_size(static_cast<std::size_t>(rows.n()), width())),
        near_(static_cast<std::size_t>(rows.n()), 1.0f),
        draws_(rows.n_chunks(), rows.chunk_size()) {
    if (rows.weights)
      for (Index row = 0; row < rows.n(); ++row)
        weight_.push_back(static_cast<float>(rows.weight(row)));
  }

  Matrix choose(const Monitor& monitor) {
    turn_rows();
    sum_masses();
    take(0, draw());
    for (Index center = 1; center < centers_.rows(); ++center) {
      monitor.report(static_cast<double>(center) / static_cast<double>(centers_.rows()), "start");
      take(center, best_of_trials());
    }
    return std::move(centers_);
  }

 private:
  static const kernels::ClusterKernels& kernel() { return kernels::table().clusters; }
  std::size_t width() const { return static_cast<std::size_t>(rows_.d()); }
  float* turned(Index row) { return turned_.data() + row * rows_.d(); }  // first row of a chunk
  float* near(Index row) { return near_.data() + row; }

  void turn_rows() {
    const ColumnMoments like = column_moments(rows_);
    const Vector shift = like.mean.cast<float>().template cast<double>();
    const double scale = unit_scale(std::sqrt(like.squares));
    rows_.for_each_chunk([&](std::size_t, Index begin, Index end) {
      rows_.for_each_block(begin, end, [&](const auto& plain, Index first, Index last) {
        turn(plain, last - first, rows_.d(), shift, scale, turned(first));
      });
    });
  }

  double mass(Index row) const {
    return rows_.weight(row) * static_cast<double>(near_[static_cast<std::size_t>(row)]);
  }
  void sum_masses() {
    rows_.for_each_chunk([&](std::size_t chunk, Index begin, Index end) {
      double sum = 0.0;
      for (Index row = begin; row < end; ++row) sum += mass(row);
      draws_.chunk_sum(chunk) = sum;
    });
  }
  Index draw() {
    return draws_.draw(random_.uniform(), rows_.n(), [&](Index row) { return mass(row); });
  }

  /// A row as it stands among the turned ones: its distance to itself is exactly 0.
  void copy_row(Index row, float* out) {
    const Index lanes = static_cast<Index>(kernel().turned_size(1, 1)), tile = row / lanes * lanes;
    for (Index c = 0; c < rows_.d(); ++c) out[c] = turned(tile)[c * lanes + row - tile];
  }

  void take(Index center, Index chosen) {
    centers_.row(center) = rows_.x.row(chosen).template cast<double>();
    std::vector<float> cells(width());
    copy_row(chosen, cells.data());
    if (center == 0) std::ranges::fill(near_, std::numeric_limits<float>::infinity());
    rows_.for_each_chunk([&](std::size_t, Index begin, Index end) {
      kernel().approach(static_cast<std::size_t>(end - begin), width(), turned(begin), cells.data(),
                        near(begin));
    });
    sum_masses();
  }

  Index best_of_trials() {
    const auto k = static_cast<std::size_t>(n_trials_);
    std::vector<Index> chosen;
    std::vector<float> trials(k * width()), packed(k * width());
    for (std::size_t t = 0; t < k; ++t) {
      chosen.push_back(draw());
      copy_row(chosen.back(), trials.data() + t * width());
    }
    kernel().pack(k, width(), trials.data(), 1.0f, packed.data());
    std::vector<Vector> left(rows_.n_chunks());
    rows_.for_each_chunk([&](std::size_t chunk, Index begin, Index end) {
      left[chunk] = Vector::Zero(n_trials_);
      kernel().remain(static_cast<std::size_t>(end - begin), width(), k, turned(begin),
                      packed.data(), near(begin), weight_.empty() ? nullptr : &weight_[0] + begin,
                      left[chunk].data());
    });
    Vector total = Vector::Zero(n_trials_);
    for (const Vector& part : left) total += part;
    Index best = 0;
    total.minCoeff(&best);
    return chosen[static_cast<std::size_t>(best)];
  }

  const WeightedRows<View>& rows_;
  core::Random random_;
  Index n_trials_;
  Matrix centers_;
  std::vector<float> turned_;  ///< the rows for the kernels, less the mean, brought near 1
  std::vector<float> near_;    ///< squared distance of each row to its nearest centre so far
  std::vector<float> weight_;  ///< (n), empty = all 1
  ProportionalDraw draws_;
};

/// Rows of a table too large to look at all of it for a start: one at random of each of so many
/// equal stretches, with its weight.
template <class View>
class SampledRows {
 public:
  using Plain =
      Eigen::Matrix<typename View::Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

  SampledRows(const WeightedRows<View>& rows, Index n, std::uint64_t seed)
      : cells_(n, rows.d()), view_(cells_) {
    if (rows.weights) weights_.resize(static_cast<std::size_t>(n));
    core::parallel_rows(static_cast<std::size_t>(n), 4096, [&](std::size_t begin, std::size_t end) {
      for (auto i = static_cast<Index>(begin); i < static_cast<Index>(end); ++i) {
        const Index low = i * rows.n() / n, high = (i + 1) * rows.n() / n;
        core::Random random(seed, ~static_cast<std::uint64_t>(i));
        const Index row =
            low + static_cast<Index>(random.below(static_cast<std::uint64_t>(high - low)));
        cells_.row(i) = rows.x.row(row);
        if (rows.weights) weights_[static_cast<std::size_t>(i)] = rows.weights[row];
      }
    });
  }
  SampledRows(const SampledRows&) = delete;
  SampledRows& operator=(const SampledRows&) = delete;

  WeightedRows<View> rows() const { return {view_, weights_.empty() ? nullptr : weights_.data()}; }

 private:
  Plain cells_;
  View view_;
  std::vector<double> weights_;
};

}  // namespace limn::inline LIMN_ABI::cluster::detail
