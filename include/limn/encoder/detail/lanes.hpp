// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include <limn/core/parallel.hpp>
#include <limn/core/types.hpp>
#include <limn/nn/math.hpp>

namespace limn::inline LIMN_ABI::encoder::detail {

inline constexpr std::size_t n_lanes_most = 8;
inline constexpr std::size_t part_floats = 16384;  // of a parallel sweep over weights

/// Each lane has a gradient of its own: fewer of them where the item table is large.
inline std::size_t lanes_for(Index table_floats) {
  const auto size = static_cast<std::size_t>(std::max<Index>(table_floats, 1));
  return std::clamp<std::size_t>((std::size_t{1} << 25) / size, 2, n_lanes_most);
}

/// Sums a gradient of the first n lanes into lane 0, in their order; returns its squared length.
template <class Lane>
double sum_lanes(std::vector<Lane>& lanes, std::size_t n, std::vector<float> Lane::* part) {
  std::vector<float>& into = lanes[0].*part;
  return core::parallel_reduce(
      into.size(), part_floats, 0.0,
      [&](std::size_t begin, std::size_t end) {
        for (std::size_t l = 1; l < n; ++l)
          nn::Math<float>::axpy(end - begin, 1.0f, (lanes[l].*part).data() + begin,
                                into.data() + begin);
        return static_cast<double>(
            nn::Math<float>::dot(end - begin, into.data() + begin, into.data() + begin));
      },
      [](double a, double b) { return a + b; });
}

}  // namespace limn::inline LIMN_ABI::encoder::detail
