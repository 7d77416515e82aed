// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include <limn/core/parallel.hpp>
#include <limn/data/detail/column_passes.hpp>
#include <limn/data/detail/row_tiles.hpp>
#include <limn/data/detail/sampled_columns.hpp>

namespace limn::inline LIMN_ABI::data::detail {

/// Order statistics of large columns by two passes over the rows: the first counts how many cells
/// fall into each of equal steps between two sampled values, the second keeps the cells of those
/// steps in which a wanted rank lies.
template <class View>
class QuantileHistogram {
 public:
  using T = std::remove_cv_t<typename View::Scalar>;

  explicit QuantileHistogram(const View& x)
      : x_(x),
        d_(static_cast<std::size_t>(x.cols())),
        low_(padded(d_), T{0}),
        factor_(padded(d_), T{0}) {
    for_each_sample(x_, [&](std::size_t c, T* begin, T* end) {
      const auto n = end - begin;
      if (n < 64) return;
      const std::ptrdiff_t off = n / 512;
      std::nth_element(begin, begin + off, end);
      const T low = begin[off];
      std::nth_element(begin, end - 1 - off, end);
      const T width = end[-1 - off] - low;
      if (!(width > 0) || !std::isfinite(width)) return;
      low_[c] = low;
      factor_[c] = static_cast<T>(last) / width;
    });
    count();
  }

  bool finite() const { return largest_ <= std::numeric_limits<T>::max(); }
  std::size_t n_values(std::size_t c) const {
    return static_cast<std::size_t>(below_[c * (n_steps + 1) + n_steps]);
  }

  /// Keeps the cells around these ranks: ranks[c], rising, of each column. 0 in `out` for a column
  /// whose steps are too uneven to be of use: most of its values lie in a few of them.
  void keep(const std::vector<std::vector<std::size_t>>& ranks, std::vector<std::uint8_t>& out) {
    slot_.assign(padded(d_) * (n_steps + 1), -1);
    slots_of_.assign(d_, {});
    out.assign(d_, 0);
    for (std::size_t c = 0; c < d_; ++c) {
      std::int64_t looked_at = 0;  // while ranks are told apart within their steps
      for (const std::size_t rank : ranks[c]) {
        const std::size_t step = step_of(c, rank);
        looked_at += below_[c * (n_steps + 1) + step + 1] - below_[c * (n_steps + 1) + step];
        if (slots_of_[c].empty() || slots_of_[c].back().step != step)
          slots_of_[c].push_back({step, {}});
      }
      out[c] = looked_at <= 4 * static_cast<std::int64_t>(n_values(c));
      if (!out[c]) slots_of_[c].clear();
      for (std::size_t i = 0; i < slots_of_[c].size(); ++i)
        slot_[c * (n_steps + 1) + slots_of_[c][i].step] = static_cast<std::int16_t>(i);
    }
    gather();
  }

  /// The value of a rank told to keep, of a column that was kept.
  double value(std::size_t c, std::size_t rank) {
    const std::size_t step = step_of(c, rank);
    const std::int16_t slot = slot_[c * (n_steps + 1) + step];
    std::vector<T>& values = slots_of_[c][static_cast<std::size_t>(slot)].values;
    const std::int64_t before = below_[c * (n_steps + 1) + step];
    const auto nth = values.begin() + (static_cast<std::ptrdiff_t>(rank) - before);
    std::nth_element(values.begin(), nth, values.end());
    return static_cast<double>(*nth);
  }

 private:
  static constexpr std::size_t strip = kernels::column_strip, n_steps = 2048;
  static constexpr std::int32_t last = n_steps - 1;
  static constexpr std::size_t chunk_rows = 65536;
  struct Slot {
    std::size_t step = 0;
    std::vector<T> values;
  };

  static std::size_t padded(std::size_t d) { return (d + strip - 1) / strip * strip; }

  /// seen(column, cells, step) for the cells of rows [begin, end) of the columns of a strip.
  template <class Seen>
  void each_step(std::size_t first, std::size_t begin, std::size_t end, const Seen& seen) const {
    const std::size_t m = std::min(strip, d_ - first);
    std::vector<std::int32_t> steps(static_cast<std::size_t>(tile_rows) * strip);
    each_tile(x_, static_cast<Index>(begin), static_cast<Index>(end),
              [&](Index, std::size_t n, const T* cells, Index stride) {
                column_passes<T>().steps(n, m, cells + first, stride, &low_[first], &factor_[first],
                                         last, steps.data());
                for (std::size_t r = 0; r < n; ++r)
                  for (std::size_t k = 0; k < m; ++k)
                    seen(k, cells + static_cast<Index>(r) * stride + first + k,
                         static_cast<std::size_t>(steps[r * strip + k]));
                return T{0};
              });
  }

  void count() {
    using Count = typename kernels::ColumnBounds<T>::Count;
    const auto rows = static_cast<std::size_t>(x_.rows());
    const std::size_t n_strips = padded(d_) / strip, n_chunks = core::chunk_count(rows, chunk_rows);
    // A strip at a time, so that its counts stay in the nearer cache.
    std::vector<std::vector<std::uint32_t>> counts(n_strips * n_chunks);
    std::vector<T> largest(n_chunks, T{0});
    core::parallel_for(n_strips * n_chunks, [&](std::size_t task) {
      const core::Range range = core::chunk_range(task / n_strips, rows, chunk_rows);
      std::vector<std::uint32_t>& own = counts[task];
      own.assign(strip * (n_steps + 1), 0);
      each_step(
          task % n_strips * strip, range.begin, range.end,
          [&](std::size_t k, const T*, std::size_t step) { ++own[k * (n_steps + 1) + step]; });
    });
    core::parallel_for(n_chunks, [&](std::size_t chunk) {
      const core::Range range = core::chunk_range(chunk, rows, chunk_rows);
      std::vector<Count> all(d_, 0);
      largest[chunk] =
          each_tile(x_, static_cast<Index>(range.begin), static_cast<Index>(range.end),
                    [&](Index, std::size_t n, const T* cells, Index stride) {
                      return column_passes<T>().count(n, d_, cells, stride, all.data());
                    });
    });
    largest_ = *std::max_element(largest.begin(), largest.end());
    below_.assign(d_ * (n_steps + 1), 0);
    for (std::size_t c = 0; c < d_; ++c) {
      std::int64_t sum = 0;
      for (std::size_t step = 0; step < n_steps; ++step) {
        below_[c * (n_steps + 1) + step] = sum;
        for (std::size_t chunk = 0; chunk < n_chunks; ++chunk)
          sum += counts[chunk * n_strips + c / strip][c % strip * (n_steps + 1) + step];
      }
      below_[c * (n_steps + 1) + n_steps] = sum;
    }
  }

  std::size_t step_of(std::size_t c, std::size_t rank) const {
    const auto first = below_.begin() + static_cast<std::ptrdiff_t>(c * (n_steps + 1));
    const auto above =
        std::upper_bound(first, first + n_steps + 1, static_cast<std::int64_t>(rank));
    return static_cast<std::size_t>(above - first) - 1;
  }

  void gather() {
    const auto rows = static_cast<std::size_t>(x_.rows());
    const std::size_t n_strips = padded(d_) / strip, n_chunks = core::chunk_count(rows, chunk_rows);
    std::vector<std::vector<std::vector<std::vector<T>>>> found(n_strips * n_chunks);
    core::parallel_for(n_strips * n_chunks, [&](std::size_t task) {
      const core::Range range = core::chunk_range(task / n_strips, rows, chunk_rows);
      const std::size_t first = task % n_strips * strip;
      auto& own = found[task];
      own.resize(strip);
      for (std::size_t k = 0; k < strip && first + k < d_; ++k)
        own[k].resize(slots_of_[first + k].size());
      each_step(first, range.begin, range.end, [&](std::size_t k, const T* cell, std::size_t step) {
        const std::int16_t slot = slot_[(first + k) * (n_steps + 1) + step];
        if (slot >= 0) own[k][static_cast<std::size_t>(slot)].push_back(*cell);
      });
    });
    for (std::size_t c = 0; c < d_; ++c)
      for (std::size_t chunk = 0; chunk < n_chunks; ++chunk)
        for (std::size_t i = 0; i < slots_of_[c].size(); ++i) {
          const std::vector<T>& part = found[chunk * n_strips + c / strip][c % strip][i];
          slots_of_[c][i].values.insert(slots_of_[c][i].values.end(), part.begin(), part.end());
        }
  }

  const View& x_;
  std::size_t d_;
  std::vector<T> low_, factor_;      // (d, filled up to whole strips)
  std::vector<std::int64_t> below_;  // (d, n_steps + 1) values before each step
  std::vector<std::int16_t> slot_;   // (d, n_steps + 1) where its cells are kept, -1 = nowhere
  std::vector<std::vector<Slot>> slots_of_;
  T largest_ = 0;
};

}  // namespace limn::inline LIMN_ABI::data::detail
