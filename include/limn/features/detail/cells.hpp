// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <string_view>

#include <limn/core/check.hpp>
#include <limn/core/parallel.hpp>
#include <limn/data/detail/row_tiles.hpp>

namespace limn::inline LIMN_ABI::features::detail {

/// What fit of a scaler or encoder asks of x (n, d). Errors: DataError when empty or infinite.
template <class View>
void require_table(const View& x, std::string_view component) {
  core::require_rows(x.rows(), x.cols(), component);
  core::require_finite(x, component, core::Missing::allowed);
}

/// What transform asks. Errors: NotFittedError, ShapeError, DataError when infinite somewhere.
template <class View>
void require_same(const View& x, Index width, std::string_view component) {
  core::require_fitted(width > 0, component);
  core::require_width(x.cols(), width, component);
  core::require_finite(x, component, core::Missing::allowed);
}

/// change(column, value) of every cell of x (n, d) that is there; what is missing stays missing.
template <class Out = Matrix, class View, class Change>
Out each_cell(const View& x, Change&& change) {
  using T = typename Out::Scalar;
  Out out = data::detail::new_table<Out>(x.rows(), x.cols());
  core::parallel_rows(
      static_cast<std::size_t>(x.rows()), 4096, [&](std::size_t begin, std::size_t end) {
        for (auto r = static_cast<Index>(begin); r < static_cast<Index>(end); ++r)
          for (Index c = 0; c < x.cols(); ++c) {
            const auto value = static_cast<double>(x(r, c));
            out(r, c) = static_cast<T>(std::isnan(value) ? missing : change(c, value));
          }
      });
  return out;
}

}  // namespace limn::inline LIMN_ABI::features::detail
