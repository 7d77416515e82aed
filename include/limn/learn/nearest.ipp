// SPDX-License-Identifier: MIT
#pragma once

#include <limn/learn/detail/neighbour_search.hpp>
#include <limn/learn/nearest.hpp>

namespace limn::inline LIMN_ABI::learn {

LIMN_INLINE Nearest& Nearest::fit(MatrixView x, const Monitor& monitor) {
  core::require_rows(x.rows(), x.cols(), name);
  core::require_finite(x, name, core::Missing::refused);
  monitor.check();
  rows_ = x;
  rows_float_.resize(0, 0);
  return *this;
}
LIMN_INLINE Nearest& Nearest::fit(MatrixFView x, const Monitor& monitor) {
  core::require_rows(x.rows(), x.cols(), name);
  core::require_finite(x, name, core::Missing::refused);
  monitor.check();
  rows_float_ = x;
  rows_.resize(0, 0);
  return *this;
}

template <class View>
void Nearest::require_input(const View& x) const {
  core::require_fitted(n_rows() > 0, name);
  core::require_width(x.cols(), n_columns(), name);
  core::require_finite(x, name, core::Missing::refused);
}

template <class View>
Neighbours Nearest::find(const View& x, std::int64_t k, const Monitor& monitor) const {
  require_input(x);
  if (rows_.rows() > 0) return detail::search(MatrixView(rows_), x, k, false, monitor);
  return detail::search(MatrixFView(rows_float_), x, k, false, monitor);
}

LIMN_INLINE Neighbours Nearest::kneighbors(MatrixView x, std::int64_t k,
                                           const Monitor& monitor) const {
  return find(x, k, monitor);
}
LIMN_INLINE Neighbours Nearest::kneighbors(MatrixFView x, std::int64_t k,
                                           const Monitor& monitor) const {
  return find(x, k, monitor);
}

LIMN_INLINE Neighbours Nearest::kneighbors_within(std::int64_t k, const Monitor& monitor) const {
  core::require_fitted(n_rows() > 0, name);
  if (rows_.rows() > 0)
    return detail::search(MatrixView(rows_), MatrixView(rows_), k, true, monitor);
  return detail::search(MatrixFView(rows_float_), MatrixFView(rows_float_), k, true, monitor);
}

LIMN_INLINE void Nearest::check_state() const {
  core::require_state(rows_.rows() == 0 || rows_float_.rows() == 0, name, "rows");
  core::require_state(rows_.allFinite() && rows_float_.allFinite(), name, "rows");
}

}  // namespace limn::inline LIMN_ABI::learn
