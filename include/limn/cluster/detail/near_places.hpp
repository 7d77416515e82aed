// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <bit>
#include <limits>

#include <limn/cluster/detail/box_tree.hpp>
#include <limn/core/monitor.hpp>
#include <limn/core/parallel.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// The k places nearest to a point, nearest first, kept in the caller's arrays.
struct NearestSearch {
  Index self;  ///< a place to leave out, or -1
  std::size_t k;
  double* distance;
  std::int32_t* place;
  std::size_t n = 0;
  double worst = std::numeric_limits<double>::infinity();

  bool skips(std::int32_t, double gap) const { return gap >= worst; }
  double limit() const { return worst; }
  void visit(const BoxTree::Node& leaf, std::uint32_t within, const BoxTree::Distances& found) {
    for (; within; within &= within - 1) {
      const int i = std::countr_zero(within);
      const Index at = leaf.begin + i;
      if (at == self || !(found[static_cast<std::size_t>(i)] < worst)) continue;
      offer(found[static_cast<std::size_t>(i)], static_cast<std::int32_t>(at));
    }
  }

 private:
  void offer(double value, std::int32_t at) {
    std::size_t slot = n < k ? n++ : k - 1;
    for (; slot > 0 && distance[slot - 1] > value; --slot) {
      distance[slot] = distance[slot - 1];
      place[slot] = place[slot - 1];
    }
    distance[slot] = value;
    place[slot] = at;
    if (n == k) worst = distance[k - 1];
  }
};

/// For every place the `kept` nearest other places, and the squared distance to the `core`-th.
struct NearPlaces {
  std::size_t kept = 0;
  std::vector<double> distance;     ///< (n, kept)
  std::vector<std::int32_t> place;  ///< (n, kept)
  std::vector<double> core;         ///< (n), 0 for core = 0

  NearPlaces(const BoxTree& tree, std::size_t kept_, std::size_t core_, const Monitor& monitor)
      : kept(std::min(kept_, static_cast<std::size_t>(tree.size() - 1))) {
    const auto n = static_cast<std::size_t>(tree.size());
    const std::size_t k = std::max(kept, core_);
    distance.resize(n * kept);
    place.resize(n * kept);
    core.assign(n, 0.0);
    if (k == 0) return;
    limn::core::parallel_rows(n, 512, [&](std::size_t begin, std::size_t end) {
      monitor.report(static_cast<double>(begin) / static_cast<double>(n), "neighbours");
      std::vector<double> near(k);
      std::vector<std::int32_t> who(k);
      for (std::size_t at = begin; at < end; ++at) {
        NearestSearch search{static_cast<Index>(at), k, near.data(), who.data()};
        tree.walk(tree.point(static_cast<Index>(at)), search);
        std::copy_n(near.data(), kept, distance.data() + at * kept);
        std::copy_n(who.data(), kept, place.data() + at * kept);
        if (core_ > 0) core[at] = near[core_ - 1];
      }
    });
  }
};

}  // namespace limn::inline LIMN_ABI::cluster::detail
