// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <limn/core/archive.hpp>
#include <limn/core/types.hpp>
#include <limn/data/frame.hpp>

namespace limn::inline LIMN_ABI::coldstart {

/// How the room reads user attributes (n, d), NaN = unknown: each cell becomes a level. Where the
/// frame does not describe its columns, one of whole numbers with at most 30 different values is
/// read as a category, any other as a number.
/// Level 0 = unknown; 1 ... = the values of a category (the 100 most frequent) or the fifths of a
/// number; the last = a value not seen at fit. Not a component: Attributes, SimilarUsers and
/// PreClassify each hold one.
class AttributeCoder {
 public:
  struct Column {
    std::uint8_t is_category = 0;
    std::vector<double> values;    ///< category: levels, rising; number: cut points, rising
    double mean = 0.0;             ///< number: mean of the known cells
    double scale = 1.0;            ///< number: standard deviation, above 0
    double low = 0.0, high = 0.0;  ///< number: 5 % and 95 % points
    template <class V>
    void state(V&& v) {
      v("is_category", is_category);
      v("values", values);
      v("mean", mean);
      v("scale", scale);
      v("low", low);
      v("high", high);
    }
  };

  /// Errors: DataError for no rows or columns and for an infinite cell.
  void fit(const data::FrameView& attributes, std::string_view component);
  /// Errors: ShapeError on another width; DataError for an infinite cell.
  void require(MatrixView attributes, std::string_view component) const;

  Index width() const { return static_cast<Index>(columns_.size()); }
  const Column& column(Index c) const { return columns_[static_cast<std::size_t>(c)]; }
  /// Levels of a column, 0 (unknown) and the last (not seen) included.
  std::int32_t n_levels(Index c) const;
  std::int32_t level(Index c, double value) const;
  /// (d) levels of one row.
  std::vector<std::int32_t> levels(std::span<const double> row) const;
  /// Agreement of two cells in [0, 1]: 1 for the same category or number, falling with distance;
  /// 0.5 when either is unknown.
  double agreement(Index c, double a, double b) const {
    if (std::isnan(a) || std::isnan(b)) return 0.5;
    const Column& col = column(c);
    if (col.is_category) return a == b ? 1.0 : 0.0;
    const double range = col.high > col.low ? col.high - col.low : col.scale;
    return std::max(0.0, 1.0 - std::abs(a - b) / range);
  }

  template <class V>
  void state(V&& v) {
    v("columns", columns_);
  }
  void check(std::string_view component) const;

 private:
  std::vector<Column> columns_;
};

}  // namespace limn::inline LIMN_ABI::coldstart

#ifdef LIMN_HEADER_ONLY
#include <limn/coldstart/attribute_coder.ipp>
#endif
