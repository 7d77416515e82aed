// SPDX-License-Identifier: MIT
#pragma once

#include <limn/learn/detail/neighbour_search.hpp>

namespace limn::inline LIMN_ABI::learn {

LIMN_INLINE Neighbours neighbours(MatrixView rows, MatrixView queries, std::int64_t k,
                                  const Monitor& monitor) {
  return detail::checked_search(rows, queries, k, false, monitor);
}
LIMN_INLINE Neighbours neighbours(MatrixFView rows, MatrixFView queries, std::int64_t k,
                                  const Monitor& monitor) {
  return detail::checked_search(rows, queries, k, false, monitor);
}
LIMN_INLINE Neighbours neighbours(MatrixFView rows, MatrixView queries, std::int64_t k,
                                  const Monitor& monitor) {
  return detail::checked_search(rows, queries, k, false, monitor);
}
LIMN_INLINE Neighbours neighbours(MatrixView rows, MatrixFView queries, std::int64_t k,
                                  const Monitor& monitor) {
  return detail::checked_search(rows, queries, k, false, monitor);
}
LIMN_INLINE Neighbours neighbours_within(MatrixView rows, std::int64_t k, const Monitor& monitor) {
  return detail::checked_search(rows, rows, k, true, monitor);
}
LIMN_INLINE Neighbours neighbours_within(MatrixFView rows, std::int64_t k, const Monitor& monitor) {
  return detail::checked_search(rows, rows, k, true, monitor);
}

}  // namespace limn::inline LIMN_ABI::learn
