// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include <limn/core/check.hpp>
#include <limn/core/parallel.hpp>
#include <limn/data/sparse.hpp>

namespace limn::inline LIMN_ABI::outlier::detail {

/// Errors: DataError for a cell that is infinite, missing where that is refused, or in a category
/// column and not a code 0, 1, 2 ... below 2^31.
inline void require_cell(double v, Index row, Index c, std::span<const std::uint8_t> is_category,
                         core::Missing policy, std::string_view component) {
  if (std::isinf(v))
    core::throw_value(component, row, c, "an infinite value", "replace it or set it missing");
  if (std::isnan(v) && policy == core::Missing::refused)
    core::throw_value(component, row, c, "a missing value",
                      "fill the gaps first, or set missing=\"divide\"");
  if (is_category[static_cast<std::size_t>(c)] && !std::isnan(v) &&
      !(v >= 0.0 && v < 0x1p31 && v == std::floor(v)))
    core::throw_value(component, row, c, "a number that is no category code",
                      "pass codes 0, 1, 2 ..., see limn.features.Ordinal");
}

/// The same for the cells of a row; the first bad one is the one reported.
template <class View>
void require_row(const View& x, Index row, std::span<const std::uint8_t> is_category,
                 core::Missing policy, std::string_view component) {
  for (Index c = 0; c < x.cols(); ++c)
    require_cell(static_cast<double>(x.coeff(row, c)), row, c, is_category, policy, component);
}
inline void require_row(const data::SparseView& x, Index row,
                        std::span<const std::uint8_t> is_category, core::Missing policy,
                        std::string_view component) {
  for (std::int64_t i = x.begin(row); i < x.end(row); ++i)
    require_cell(x.value(i), row, x.column(i), is_category, policy, component);
}

/// The same for all rows of x (n, d), in parallel; the first bad row is the one reported.
template <class View>
void require_cells(const View& x, std::span<const std::uint8_t> is_category, core::Missing policy,
                   std::string_view component) {
  bool plain = policy == core::Missing::allowed && x.innerStride() == 1;
  for (const std::uint8_t flag : is_category) plain = plain && !flag;
  const auto rows = static_cast<std::size_t>(x.rows());
  core::parallel_rows(rows, 4096, [&](std::size_t begin, std::size_t end) {
    using Scalar = typename View::Scalar;
    for (auto row = static_cast<Index>(begin); row < static_cast<Index>(end); ++row) {
      bool suspect = !plain;
      if (plain) {
        const Scalar* cells = &x.coeffRef(row, 0);
        for (Index c = 0; c < x.cols(); ++c)
          suspect |= std::abs(cells[c]) > std::numeric_limits<Scalar>::max();
      }
      if (suspect) require_row(x, row, is_category, policy, component);
    }
  });
}

inline void require_cells(const data::SparseView& x, std::span<const std::uint8_t> is_category,
                          core::Missing policy, std::string_view component) {
  core::parallel_rows(static_cast<std::size_t>(x.rows()), 4096,
                      [&](std::size_t begin, std::size_t end) {
                        for (std::size_t row = begin; row < end; ++row)
                          require_row(x, static_cast<Index>(row), is_category, policy, component);
                      });
}

}  // namespace limn::inline LIMN_ABI::outlier::detail
