// SPDX-License-Identifier: MIT
#pragma once

#include <limits>
#include <vector>

#include <limn/cluster/detail/first_centers.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// Betters a start: a row is drawn in proportion to its weighted squared distance to its centre,
/// and takes the place of the centre that is missed least, when that lowers the sum. Source:
/// Lattanzi and Sohler (2019), A Better k-means++ Algorithm via Local Search.
template <class View>
class SwapCenters {
 public:
  SwapCenters(const WeightedRows<View>& rows, Matrix centers, std::uint64_t seed,
              std::uint64_t start)
      : rows_(rows),
        centers_(std::move(centers)),
        random_(seed, ~start),
        near_(static_cast<std::size_t>(rows.n())),
        draws_(rows.n_chunks(), rows.chunk_size()) {}

  Matrix better(Index n_steps, const Monitor& monitor) {
    rows_.for_each_chunk([&](std::size_t chunk, Index begin, Index end) {
      for (Index row = begin; row < end; ++row) look_again(row);
      sum_chunk(chunk, begin, end);
    });
    for (Index step = 0; step < n_steps && draws_.total() > 0.0; ++step) {
      monitor.report(static_cast<double>(step) / static_cast<double>(n_steps), "swaps");
      try_row(draws_.draw(random_.uniform(), rows_.n(), [&](Index row) { return mass(row); }));
    }
    return std::move(centers_);
  }

 private:
  /// The two nearest centres of a row and the squared distances to them.
  struct Near {
    double first = 0.0, second = 0.0;
    std::int32_t center = 0, runner_up = 0;
  };

  Near& near(Index row) { return near_[static_cast<std::size_t>(row)]; }
  double mass(Index row) const {
    return rows_.weight(row) * near_[static_cast<std::size_t>(row)].first;
  }
  void sum_chunk(std::size_t chunk, Index begin, Index end) {
    double sum = 0.0;
    for (Index row = begin; row < end; ++row) sum += mass(row);
    draws_.chunk_sum(chunk) = sum;
  }

  void look_again(Index row) {
    Near own{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity(), 0,
             0};
    for (Index j = 0; j < centers_.rows(); ++j)
      meet(own, static_cast<std::int32_t>(j), rows_.squared_distance(row, centers_, j));
    near(row) = own;
  }
  static void meet(Near& own, std::int32_t center, double distance) {
    if (distance < own.first)
      own = {distance, own.first, center, own.center};
    else if (distance < own.second)
      own.second = distance, own.runner_up = center;
  }

  void try_row(Index row) {
    const Vector point = rows_.x.row(row).transpose().template cast<double>();
    std::vector<Vector> parts(rows_.n_chunks());
    rows_.for_each_chunk([&](std::size_t chunk, Index begin, Index end) {
      parts[chunk] = costs(point, begin, end);
    });
    Vector cost = Vector::Zero(centers_.rows() + 1);
    for (const Vector& part : parts) cost += part;
    Index out = 0;
    const double missed = cost.head(centers_.rows()).minCoeff(&out);
    if (!(cost(centers_.rows()) + missed < draws_.total())) return;
    centers_.row(out) = point.transpose();
    rows_.for_each_chunk([&](std::size_t chunk, Index begin, Index end) {
      for (Index r = begin; r < end; ++r) {
        Near& own = near(r);
        if (own.center == out || own.runner_up == out)
          look_again(r);
        else
          meet(own, static_cast<std::int32_t>(out), rows_.squared_distance(r, point.data()));
      }
      sum_chunk(chunk, begin, end);
    });
  }

  /// (k + 1): what rows [begin, end) would weigh more without each centre, and last what they
  /// weigh with the point beside all centres.
  Vector costs(const Vector& point, Index begin, Index end) const {
    Vector out = Vector::Zero(centers_.rows() + 1);
    for (Index row = begin; row < end; ++row) {
      const Near& own = near_[static_cast<std::size_t>(row)];
      const double here = rows_.squared_distance(row, point.data()), weight = rows_.weight(row);
      const double with = std::min(own.first, here);
      out(centers_.rows()) += weight * with;
      out(own.center) += weight * (std::min(own.second, here) - with);
    }
    return out;
  }

  const WeightedRows<View>& rows_;
  Matrix centers_;
  core::Random random_;
  std::vector<Near> near_;
  ProportionalDraw draws_;
};

}  // namespace limn::inline LIMN_ABI::cluster::detail
