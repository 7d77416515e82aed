// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::kernels {

/// Columns that a pass works on side by side.
inline constexpr std::size_t column_strip = 16;

/// Two bounds of each column of a strip, and how many cells lie below them.
template <class T>
struct ColumnBounds {
  using Count = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;
  T low[column_strip], high[column_strip];
  Count below[column_strip] = {};  ///< cells < low
  Count upto[column_strip] = {};   ///< cells <= low
  Count under[column_strip] = {};  ///< cells < high
};

/// Passes over rows x (n, d), `stride` numbers apart, the cells of a row side by side. NaN = no
/// value. Those that answer a number tell the largest size of a cell, so that the caller can refuse
/// infinities. Every level gives the same bits.
template <class T>
struct ColumnPasses {
  /// Values of each column, their mean and their squared deviations from it: all (d).
  T (*moments)(std::size_t n, std::size_t d, const T* x, std::ptrdiff_t stride, double* count,
               double* mean, double* square);
  /// out (n, d) = (x - center) / scale, in double.
  T (*scale)(std::size_t n, std::size_t d, const T* x, std::ptrdiff_t stride, const double* center,
             const double* scale, T* out);
  /// out (n, d) = x, and `fill` where there is no value.
  T (*fill)(std::size_t n, std::size_t d, const T* x, std::ptrdiff_t stride, const T* fill, T* out);
  /// out (n, d) = edges (n_edges, d) that are <= x.
  T (*bins)(std::size_t n, std::size_t d, const T* x, std::ptrdiff_t stride, std::size_t n_edges,
            const T* edges, T* out);
  /// all (d) += values of each column.
  T (*count)(std::size_t n, std::size_t d, const T* x, std::ptrdiff_t stride,
             typename ColumnBounds<T>::Count* all);
  /// Counts cells of d <= column_strip columns; writes row << 16 | a bit for each column whose cell
  /// lies strictly between the bounds, for each row that has one. Returns how many; n < 2^47.
  std::size_t (*between)(std::size_t n, std::size_t d, const T* x, std::ptrdiff_t stride,
                         ColumnBounds<T>* bounds, std::uint64_t* hits);
  /// out (n, column_strip) = (x - low) * factor cut to a whole number in [0, last], last + 1 where
  /// there is no value, of d <= column_strip columns; the bounds of all column_strip are read.
  void (*steps)(std::size_t n, std::size_t d, const T* x, std::ptrdiff_t stride, const T* low,
                const T* factor, std::int32_t last, std::int32_t* out);
};

struct ColumnKernels {
  ColumnPasses<float> f32;
  ColumnPasses<double> f64;
};

}  // namespace limn::inline LIMN_ABI::kernels
