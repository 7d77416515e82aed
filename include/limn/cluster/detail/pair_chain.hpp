// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <limn/cluster/detail/spanning_tree.hpp>
#include <limn/core/parallel.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// Merges of average or complete linkage by nearest-neighbour chain over all pairs of distances:
/// n^2 / 2 doubles of memory.
/// Source: Murtagh (1983), A survey of recent advances in hierarchical clustering algorithms.
class PairChain {
 public:
  static constexpr Index most_rows = 32'768;  ///< 4.3 GB of distances

  PairChain(const Matrix& x, bool average)
      : n_(static_cast<std::size_t>(x.rows())),
        average_(average),
        size_(n_, 1.0),
        distance_(n_ * (n_ - 1) / 2) {
    core::parallel_rows(n_, 16, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i)
        for (std::size_t j = i + 1; j < n_; ++j)
          at(i, j) = (x.row(static_cast<Index>(i)) - x.row(static_cast<Index>(j))).norm();
    });
  }

  /// The n - 1 merges, by one row of each group; sorted by distance.
  std::vector<Edge> run(const Monitor& monitor) {
    std::vector<Edge> out;
    std::vector<std::size_t> chain;
    std::size_t fresh = 0;
    while (out.size() + 1 < n_) {
      if (out.size() % 64 == 0)
        monitor.report(static_cast<double>(out.size()) / static_cast<double>(n_), "merges");
      if (chain.empty()) {
        while (size_[fresh] == 0.0) ++fresh;
        chain.push_back(fresh);
      }
      const std::size_t tip = chain.back();
      // On equal distances the one before stays the nearest, so that the chain must end.
      std::size_t nearest = chain.size() > 1 ? chain[chain.size() - 2] : n_;
      double least = nearest < n_ ? at(tip, nearest) : std::numeric_limits<double>::infinity();
      for (std::size_t j = 0; j < n_; ++j)
        if (size_[j] > 0.0 && j != tip && at(tip, j) < least) least = at(tip, j), nearest = j;
      if (chain.size() < 2 || nearest != chain[chain.size() - 2]) {
        chain.push_back(nearest);
        continue;
      }
      chain.resize(chain.size() - 2);
      out.push_back({least, static_cast<std::int32_t>(std::min(tip, nearest)),
                     static_cast<std::int32_t>(std::max(tip, nearest))});
      merge(std::max(tip, nearest), std::min(tip, nearest));
    }
    std::ranges::stable_sort(out, {}, &Edge::weight);
    return out;
  }

 private:
  double& at(std::size_t i, std::size_t j) {
    if (i > j) std::swap(i, j);
    return distance_[i * n_ - i * (i + 1) / 2 + j - i - 1];
  }
  void merge(std::size_t kept, std::size_t gone) {
    for (std::size_t j = 0; j < n_; ++j) {
      if (size_[j] == 0.0 || j == kept || j == gone) continue;
      double& own = at(kept, j);
      const double other = at(gone, j);
      own = average_ ? (size_[kept] * own + size_[gone] * other) / (size_[kept] + size_[gone])
                     : std::max(own, other);
    }
    size_[kept] += size_[gone];
    size_[gone] = 0.0;
  }

  std::size_t n_;
  bool average_;
  std::vector<double> size_;      ///< 0 = gone
  std::vector<double> distance_;  ///< i < j, row by row
};

}  // namespace limn::inline LIMN_ABI::cluster::detail
