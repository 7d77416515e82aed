// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <limn/core/error.hpp>
#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::features::detail {

/// Which columns a selector keeps.
struct KeptColumns {
  std::vector<std::uint8_t> kept;  // (d), 1 = kept

  KeptColumns() = default;
  explicit KeptColumns(Index d) : kept(static_cast<std::size_t>(d), 0) {}
  void keep(Index c, bool yes) { kept[static_cast<std::size_t>(c)] = yes ? 1 : 0; }
  Index n_columns() const { return static_cast<Index>(kept.size()); }

  Matrix of(MatrixView x) const {
    Index k = 0;
    for (const std::uint8_t yes : kept) k += yes ? 1 : 0;
    Matrix out(x.rows(), k);
    for (Index c = 0, at = 0; c < n_columns(); ++c)
      if (kept[static_cast<std::size_t>(c)]) out.col(at++) = x.col(c);
    return out;
  }
  std::vector<std::string> names(const std::vector<std::string>& all,
                                 std::string_view component) const {
    core::require_fitted(!kept.empty(), component);
    core::require_width(std::ssize(all), std::ssize(kept), component);
    std::vector<std::string> out;
    for (std::size_t c = 0; c < kept.size(); ++c)
      if (kept[c]) out.push_back(all[c]);
    return out;
  }

  template <class V>
  void state(V&& v) {
    v("columns", kept);
  }
};

}  // namespace limn::inline LIMN_ABI::features::detail
