// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <limn/core/any.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

/// What the columns of a table are called and where they come from: the features themselves, or
/// what a fitted step (an imputer, a scaler) made of them.
struct Columns {
  std::vector<std::string> names;     ///< (k)
  std::vector<std::int64_t> block;    ///< (k) the columns of one block weigh together as one
  std::vector<std::int64_t> feature;  ///< (k) the feature it still is; -1 = made from one or many

  template <class V>
  void state(V&& v) {
    v("names", names);
    v("block", block);
    v("feature", feature);
  }
  /// Errors: FormatError unless every block is one of n_blocks and every feature one of n_features.
  void check(std::int64_t n_blocks, std::int64_t n_features) const;

  Index size() const { return static_cast<Index>(names.size()); }
  void add(std::string name, std::int64_t block_of, std::int64_t feature_of) {
    names.push_back(std::move(name)), block.push_back(block_of), feature.push_back(feature_of);
  }
  /// The `width` columns that a fitted step makes of these, under the names it gives them, or
  /// "features.mine 1" where it gives none. A column made from a single one stays in its block; one
  /// made from many is a block of its own.
  Columns after(const core::AnyTransformer& step, Index width) const;
  /// The number of columns in each block, by column: (k).
  Vector widths() const;
  /// What a person should read of a row (1, k): of a column that is a feature the cell of raw
  /// (1, d), where a gap is a gap; of any other column its own cell.
  Matrix told(const Matrix& row, const Matrix& raw) const;
};

}  // namespace limn::inline LIMN_ABI::profiler::detail
