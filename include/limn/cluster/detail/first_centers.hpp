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
/// distance to the centres so far, the best of 2 + ln k draws.
/// Source: Arthur and Vassilvitskii (2007), k-means++: The Advantages of Careful Seeding.
template <class View>
class SpreadRows {
 public:
  using Scalar = typename View::Scalar;

  SpreadRows(const WeightedRows<View>& rows, Index k, std::uint64_t seed, std::uint64_t start)
      : rows_(rows),
        random_(seed, start),
        n_trials_(static_cast<Index>(2.0 + std::log(static_cast<double>(k)))),
        centers_(k, rows.d()),
        shift_(Vector::Zero(rows.d())),
        near_(static_cast<std::size_t>(rows.n()), 1.0),
        norm_(near_.size()),
        draws_(rows.n_chunks(), rows.chunk_size()) {}

  Matrix choose(const Monitor& monitor) {
    rows_.for_each_chunk([&](std::size_t chunk, Index begin, Index end) {
      for (Index row = begin; row < end; ++row) draws_.chunk_sum(chunk) += mass(row);
    });
    const Index first = draw();
    shift_ = rows_.x.row(first).transpose().template cast<double>();
    rows_.for_each_chunk([&](std::size_t, Index begin, Index end) {
      for (Index row = begin; row < end; ++row)
        norm_[static_cast<std::size_t>(row)] = rows_.squared_distance(row, shift_.data());
    });
    take(0, first);
    for (Index center = 1; center < centers_.rows(); ++center) {
      monitor.report(static_cast<double>(center) / static_cast<double>(centers_.rows()), "start");
      take(center, best_of_trials());
    }
    return std::move(centers_);
  }

 private:
  double mass(Index row) const { return rows_.weight(row) * near_[static_cast<std::size_t>(row)]; }
  Index draw() {
    return draws_.draw(random_.uniform(), rows_.n(), [&](Index row) { return mass(row); });
  }

  void take(Index center, Index chosen) {
    centers_.row(center) = rows_.x.row(chosen).template cast<double>();
    const double* cells = centers_.row(center).data();
    rows_.for_each_chunk([&](std::size_t chunk, Index begin, Index end) {
      double sum = 0.0;
      for (Index row = begin; row < end; ++row) {
        double& least = near_[static_cast<std::size_t>(row)];
        const double here = rows_.squared_distance(row, cells);
        least = center == 0 ? here : std::min(least, here);
        sum += mass(row);
      }
      draws_.chunk_sum(chunk) = sum;
    });
  }

  Index best_of_trials() {
    std::vector<Index> chosen;
    Matrix trials(n_trials_, rows_.d());
    for (Index t = 0; t < n_trials_; ++t) {
      chosen.push_back(draw());
      trials.row(t) = rows_.x.row(chosen.back()).template cast<double>();
    }
    const PackedCenters<Scalar> packed(trials, shift_);
    std::vector<Vector> left(rows_.n_chunks());
    rows_.for_each_chunk([&](std::size_t chunk, Index begin, Index end) {
      left[chunk] = masses_left(packed, begin, end);
    });
    Vector total = Vector::Zero(n_trials_);
    for (const Vector& part : left) total += part;
    Index best = 0;
    total.minCoeff(&best);
    return chosen[static_cast<std::size_t>(best)];
  }

  /// What rows [begin, end) would still weigh with each trial taken: (n_trials).
  Vector masses_left(const PackedCenters<Scalar>& trials, Index begin, Index end) const {
    Vector left = Vector::Zero(n_trials_);
    RowBlock<Scalar> block;
    std::vector<Scalar> value;
    for (Index first = begin; first < end; first += block_rows) {
      const Index last = std::min(first + block_rows, end);
      block.load(rows_.x, first, last, trials.shift());
      trials.values(block, value);
      const Scalar* half = value.data();
      for (Index row = first; row < last; ++row, half += n_trials_) {
        const auto at = static_cast<std::size_t>(row);
        const double weight = rows_.weight(row);
        for (Index t = 0; t < n_trials_; ++t) {
          const double distance = std::max(0.0, norm_[at] + 2.0 * static_cast<double>(half[t]));
          left(t) += weight * std::min(near_[at], distance);
        }
      }
    }
    return left;
  }

  const WeightedRows<View>& rows_;
  core::Random random_;
  Index n_trials_;
  Matrix centers_;
  Vector shift_;              ///< the first centre: what rows and trials are moved by
  std::vector<double> near_;  ///< squared distance of each row to its nearest centre so far
  std::vector<double> norm_;  ///< squared distance of each row to shift
  ProportionalDraw draws_;
};

}  // namespace limn::inline LIMN_ABI::cluster::detail
