// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include <limn/cluster/detail/lloyd.hpp>
#include <limn/cluster/kmeans.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// Errors: ParamError, DataError, LimitError unless rows can be given out within the limits.
inline void require_sizes(const SizeLimits& limits, Index rows, std::int64_t k) {
  const auto fail = [&](const char* place, const std::string& got, const std::string& expected) {
    throw DataError(ErrorCode::data_value, {.component = std::string(KMeans::name),
                                            .place = place,
                                            .got = got,
                                            .expected = expected,
                                            .fix = "change the sizes or n_clusters"});
  };
  const std::string all = std::to_string(rows) + " rows in " + std::to_string(k) + " groups";
  if (limits.least > rows / k)
    fail("option 'min_size'", std::to_string(limits.least), "a size that fits " + all);
  if (limits.most < (rows + k - 1) / k)
    fail("option 'max_size'", std::to_string(limits.most), "a size that fits " + all);
  if (static_cast<double>(rows) * static_cast<double>(k) > 1e8)
    throw LimitError(ErrorCode::limit_size, {.component = std::string(KMeans::name),
                                             .place = "options 'min_size', 'max_size'",
                                             .got = all,
                                             .expected = "rows * groups up to 1e8",
                                             .fix = "learn from a sample of the rows"});
}

/// Errors: DataError when squared distances passed the greatest double.
inline void require_no_overflow(double inertia) {
  if (std::isfinite(inertia)) return;
  throw DataError(ErrorCode::data_value, {.component = std::string(KMeans::name),
                                          .place = "cells of x",
                                          .got = "values whose squared distance is no number",
                                          .expected = "columns of like size",
                                          .fix = "scale the columns, see limn.features.Standard"});
}

/// Gives rows to groups at the least total cost under which every group has between `least` and
/// `most` rows. From the cheapest group of each row, rows move one chain of groups at a time along
/// the cheapest chain, until the sizes hold: a flow of least cost.
/// Source: Ahuja, Magnanti and Orlin (1993), Network Flows, successive shortest paths; groups are
/// the nodes, the cheapest row to move from one to another stands for the edge between them.
class SizedAssignment {
 public:
  /// cost (n, k), finite; limits that n rows can meet.
  SizedAssignment(const Matrix& cost, const SizeLimits& limits)
      : cost_(cost),
        limits_(limits),
        k_(static_cast<std::size_t>(cost.cols())),
        labels_(cost.rows()),
        sizes_(k_, 0),
        waiting_(k_ * k_),
        edge_(k_ * k_, infinite) {
    for (Index row = 0; row < cost.rows(); ++row) {
      Index best = 0;
      cost.row(row).minCoeff(&best);
      labels_(row) = static_cast<std::int32_t>(best);
      ++sizes_[static_cast<std::size_t>(best)];
    }
  }

  Labels run(const Monitor& monitor) {
    if (fits()) return labels_;
    for (Index row = 0; row < cost_.rows(); ++row) {
      const auto own = static_cast<std::size_t>(labels_(row));
      for (std::size_t to = 0; to < k_; ++to)
        if (to != own) waiting_[own * k_ + to].push_back(move_of(row, own, to));
    }
    for (auto& heap : waiting_) std::ranges::make_heap(heap, std::ranges::greater{});
    for (std::size_t from = 0; from < k_; ++from) refresh(from);
    for (std::size_t step = 0; !fits(); ++step) {
      if (step % 256 == 0) monitor.check();
      shift(cheapest_chain());
    }
    return labels_;
  }

 private:
  static constexpr double infinite = std::numeric_limits<double>::infinity();
  using Move = std::pair<double, Index>;  ///< what it costs more, row

  bool over(std::size_t g) const { return sizes_[g] > limits_.most; }
  bool under(std::size_t g) const { return sizes_[g] < limits_.least; }
  bool fits() const {
    for (std::size_t g = 0; g < k_; ++g)
      if (over(g) || under(g)) return false;
    return true;
  }
  Move move_of(Index row, std::size_t from, std::size_t to) const {
    return {cost_(row, static_cast<Index>(to)) - cost_(row, static_cast<Index>(from)), row};
  }
  /// The cheapest moves out of a group; those of rows that have left it are forgotten.
  void refresh(std::size_t from) {
    for (std::size_t to = 0; to < k_; ++to) {
      auto& heap = waiting_[from * k_ + to];
      while (!heap.empty() && labels_(heap.front().second) != static_cast<std::int32_t>(from)) {
        std::ranges::pop_heap(heap, std::ranges::greater{});
        heap.pop_back();
      }
      edge_[from * k_ + to] = heap.empty() ? infinite : heap.front().first;
    }
  }

  /// Groups from one that must give to one that must take, the last first. Node k_ is the common
  /// store: groups below `most` may give to it a place, groups above `least` may take one.
  std::vector<std::size_t> cheapest_chain() const {
    bool any_over = false, any_under = false;
    for (std::size_t g = 0; g < k_; ++g) any_over |= over(g), any_under |= under(g);
    std::vector<double> far(k_ + 1, infinite);
    std::vector<std::size_t> before(k_ + 1, none);
    for (std::size_t g = 0; g < k_; ++g)
      if (any_over && over(g)) far[g] = 0.0;
    if (!any_over) far[k_] = 0.0;
    const double least_gain = 1e-12 * std::max(1e-300, cost_.maxCoeff());
    const auto offer = [&](std::size_t a, std::size_t b, double length) {
      if (!(far[a] + length < far[b] - (far[b] < infinite ? least_gain : 0.0))) return false;
      if (leads_to(before, a, b)) return false;  // rounding: no way in a ring
      far[b] = far[a] + length;
      before[b] = a;
      return true;
    };
    bool changed = true;
    for (std::size_t pass = 0; changed && pass <= k_; ++pass) {
      changed = false;
      for (std::size_t a = 0; a < k_; ++a)
        for (std::size_t b = 0; b < k_; ++b)
          if (a != b) changed |= offer(a, b, edge_[a * k_ + b]);
      for (std::size_t g = 0; g < k_; ++g) {
        if (sizes_[g] < limits_.most) changed |= offer(g, k_, 0.0);
        if (sizes_[g] > limits_.least) changed |= offer(k_, g, 0.0);
      }
    }
    std::size_t end = k_;
    if (any_under)
      for (std::size_t g = 0; g < k_; ++g)
        if (under(g) && (end == k_ || far[g] < far[end])) end = g;
    std::vector<std::size_t> chain{end};
    while (before[chain.back()] != none) chain.push_back(before[chain.back()]);
    return chain;
  }
  static bool leads_to(const std::vector<std::size_t>& before, std::size_t a, std::size_t b) {
    for (std::size_t at = a; at != none; at = before[at])
      if (at == b) return true;
    return false;
  }

  void shift(const std::vector<std::size_t>& chain) {
    std::vector<std::pair<std::size_t, Index>> moved;  // to, row: all chosen before any moves
    for (std::size_t i = chain.size(); i-- > 1;)
      if (chain[i] != k_ && chain[i - 1] != k_)
        moved.emplace_back(chain[i - 1], waiting_[chain[i] * k_ + chain[i - 1]].front().second);
    for (const auto& [to, row] : moved) {
      --sizes_[static_cast<std::size_t>(labels_(row))];
      ++sizes_[to];
      labels_(row) = static_cast<std::int32_t>(to);
      for (std::size_t next = 0; next < k_; ++next) {
        if (next == to) continue;
        auto& heap = waiting_[to * k_ + next];
        heap.push_back(move_of(row, to, next));
        std::ranges::push_heap(heap, std::ranges::greater{});
      }
    }
    for (const std::size_t group : chain)
      if (group != k_) refresh(group);
  }

  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  const Matrix& cost_;
  SizeLimits limits_;
  std::size_t k_;
  Labels labels_;
  std::vector<std::int64_t> sizes_;
  std::vector<std::vector<Move>> waiting_;  ///< by pair of groups, a heap, cheapest first
  std::vector<double> edge_;                ///< by pair of groups
};

/// Rounds as lloyd, with groups of limited size.
template <class View>
LloydResult sized_rounds(const WeightedRows<View>& rows, Matrix centers,
                         const LloydOptions& options, const SizeLimits& limits,
                         const Monitor& monitor) {
  LloydResult out;
  if (options.unit) to_unit(centers);
  Matrix cost(rows.n(), centers.rows());
  const auto give = [&] {
    rows.for_each_chunk([&](std::size_t, Index begin, Index end) {
      for (Index row = begin; row < end; ++row)
        for (Index j = 0; j < centers.rows(); ++j)
          cost(row, j) = rows.weight(row) * rows.squared_distance(row, centers, j);
    });
    require_no_overflow(cost.allFinite() ? 0.0 : std::numeric_limits<double>::infinity());
    return SizedAssignment(cost, limits).run(monitor);
  };
  out.labels = give();
  for (bool settled = false; out.n_iter < options.max_iter && !settled; ++out.n_iter) {
    monitor.report(static_cast<double>(out.n_iter) / static_cast<double>(options.max_iter),
                   "rounds");
    Matrix sums = Matrix::Zero(centers.rows(), centers.cols());
    out.weights = Vector::Zero(centers.rows());
    for (Index row = 0; row < rows.n(); ++row) {
      sums.row(out.labels(row)) += rows.weight(row) * rows.x.row(row).template cast<double>();
      out.weights(out.labels(row)) += rows.weight(row);
    }
    const Matrix before = centers;
    for (Index j = 0; j < centers.rows(); ++j)
      if (out.weights(j) > 0.0) centers.row(j) = sums.row(j) / out.weights(j);
    if (options.unit) to_unit(centers);
    Labels next = give();
    settled = next == out.labels || (centers - before).squaredNorm() <= options.tolerance;
    out.labels = std::move(next);
  }
  out.weights.setZero(centers.rows());
  for (Index row = 0; row < rows.n(); ++row) out.weights(out.labels(row)) += rows.weight(row);
  out.inertia = inertia(rows, centers, out.labels);
  out.centers = std::move(centers);
  return out;
}

}  // namespace limn::inline LIMN_ABI::cluster::detail
