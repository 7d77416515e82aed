// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include <limn/core/large_pages.hpp>
#include <limn/core/parallel.hpp>
#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::data::detail {

/// Rows that stay in the nearest cache while several passes look at them.
inline constexpr Index tile_rows = 256;

/// pass(first row, n rows, cells, numbers from row to row) for the rows [begin, end) of x in tiles
/// whose rows lie in one piece, copied where those of x do not; the largest of its answers.
template <class View, class Pass>
typename View::Scalar each_tile(const View& x, Index begin, Index end, Pass&& pass) {
  using T = std::remove_cv_t<typename View::Scalar>;
  T largest = 0;
  std::vector<T> copy;
  for (Index r = begin; r < end; r += tile_rows) {
    const Index n = std::min(tile_rows, end - r);
    const T* cells = x.data() + r * x.outerStride();
    Index stride = x.outerStride();
    if (x.innerStride() != 1) {
      copy.resize(static_cast<std::size_t>(n * x.cols()));
      for (Index i = 0; i < n; ++i)
        for (Index c = 0; c < x.cols(); ++c)
          copy[static_cast<std::size_t>(i * x.cols() + c)] = x(r + i, c);
      cells = copy.data();
      stride = x.cols();
    }
    largest = std::max(largest, pass(r, static_cast<std::size_t>(n), cells, stride));
  }
  return largest;
}

/// An answer whose cells are all about to be written.
template <class Out>
Out new_table(Index rows, Index cols) {
  Out out(rows, cols);
  core::prefer_large_pages(out.data(), static_cast<std::size_t>(out.size()) * sizeof(*out.data()));
  return out;
}

/// pass(n rows, cells, numbers from row to row, out) for all rows of x (n, d), each tile writing
/// its rows of the answer (n, d); `largest` of its answers.
template <class Out, class View, class Pass>
Out by_tiles(const View& x, typename Out::Scalar& largest, Pass&& pass) {
  using T = typename Out::Scalar;
  Out out = new_table<Out>(x.rows(), x.cols());
  largest = core::parallel_reduce(
      static_cast<std::size_t>(x.rows()), 4096, T{0},
      [&](std::size_t begin, std::size_t end) {
        return each_tile(x, static_cast<Index>(begin), static_cast<Index>(end),
                         [&](Index r, std::size_t n, const T* cells, Index stride) {
                           return pass(n, cells, stride, out.data() + r * x.cols());
                         });
      },
      [](T a, T b) { return std::max(a, b); });
  return out;
}

}  // namespace limn::inline LIMN_ABI::data::detail
