// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <limn/core/parallel.hpp>
#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::data::detail {

inline constexpr std::size_t n_sampled = 16384;
/// Rows from which a sample saves work.
inline constexpr Index fewest_rows_sampled = 4 * static_cast<Index>(n_sampled);

/// Source: Steele, Lea, Flood (2014), Fast Splittable Pseudorandom Number Generators.
inline std::uint64_t scattered(std::uint64_t z) {
  z = (z + 1) * 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

/// task(column, begin, end) with the values of n_sampled rows of x, drawn so that they do not go in
/// step with the table; columns run in parallel, their values may be rearranged.
template <class View, class Task>
void for_each_sample(const View& x, Task&& task) {
  using T = std::remove_cv_t<typename View::Scalar>;
  const auto d = static_cast<std::size_t>(x.cols());
  std::vector<T> cells(n_sampled * d);
  const std::size_t step = static_cast<std::size_t>(x.rows()) / n_sampled;
  for (std::size_t i = 0; i < n_sampled; ++i) {
    const auto r = static_cast<Index>(i * step + scattered(i) % step);
    for (std::size_t c = 0; c < d; ++c) cells[c * n_sampled + i] = x(r, static_cast<Index>(c));
  }
  core::parallel_for(d, [&](std::size_t c) {
    T* begin = &cells[c * n_sampled];
    T* end = std::remove_if(begin, begin + n_sampled, [](T v) { return std::isnan(v); });
    task(c, begin, end);
  });
}

}  // namespace limn::inline LIMN_ABI::data::detail
