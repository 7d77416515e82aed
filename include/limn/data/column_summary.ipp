// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <limits>

#include <limn/core/parallel.hpp>
#include <limn/data/column_summary.hpp>
#include <limn/data/detail/column_passes.hpp>
#include <limn/data/detail/row_tiles.hpp>

namespace limn::inline LIMN_ABI::data {

namespace detail {

template <class View>
Moments moments(const View& x, bool* finite) {
  using T = std::remove_cv_t<typename View::Scalar>;
  const Index d = x.cols();
  struct Part {
    Moments moments;
    T largest = 0;
  };
  const Moments none{Vector::Zero(d), Vector::Zero(d), Vector::Zero(d)};
  Part whole = core::parallel_reduce(
      static_cast<std::size_t>(x.rows()), 4096, Part{none},
      [&](std::size_t begin, std::size_t end) {
        Part out{none};
        Moments tile = none;
        out.largest = each_tile(x, static_cast<Index>(begin), static_cast<Index>(end),
                                [&](Index, std::size_t n, const T* cells, Index stride) {
                                  const T largest = column_passes<T>().moments(
                                      n, static_cast<std::size_t>(d), cells, stride,
                                      tile.count.data(), tile.mean.data(), tile.m2.data());
                                  out.moments.add(tile);
                                  return largest;
                                });
        return out;
      },
      [](Part all, const Part& part) {
        all.moments.add(part.moments);
        all.largest = std::max(all.largest, part.largest);
        return all;
      });
  if (finite) *finite = whole.largest <= std::numeric_limits<T>::max();
  return std::move(whole.moments);
}

}  // namespace detail

LIMN_INLINE Moments moments(MatrixView x, bool* finite) { return detail::moments(x, finite); }
LIMN_INLINE Moments moments(MatrixFView x, bool* finite) { return detail::moments(x, finite); }

}  // namespace limn::inline LIMN_ABI::data
