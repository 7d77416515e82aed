// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <limn/core/archive.hpp>
#include <limn/core/monitor.hpp>

// Forests of deep trees over columns cut into at most 256 bins: the building block of imputers and
// learners. Trees read bytes; whoever uses them keeps the edges.
namespace limn::inline LIMN_ABI::learn::detail {

/// At most 255 cuts of the values of a column (gaps left out): every distinct value a bin of its
/// own where there are few, equal shares of the rows where there are many.
Vector bin_edges(std::vector<double> values, std::size_t most = 255);
/// Number of edges below v: 0 ... edges.size().
inline std::uint8_t bin_of(const Vector& edges, double v) {
  Index low = 0;
  for (Index step = edges.size(); step > 0;) {
    const Index half = step / 2, at = low + half;
    if (edges(at) < v) {
      low = at + 1;
      step -= half + 1;
    } else {
      step = half;
    }
  }
  return static_cast<std::uint8_t>(low);
}

/// One column of bins; `category`: bins are codes, splits set one code apart.
struct BinnedColumn {
  const std::uint8_t* bin = nullptr;  ///< (n)
  bool category = false;
};

/// What the trees shall answer for the rows in `rows`: numbers, or codes 0 ... n_classes - 1.
struct TreeTarget {
  std::span<const std::int32_t> rows;
  std::span<const double> y;  ///< one a row of `rows`
  int n_classes = 0;          ///< 0 = numbers
};

struct TreeOptions {
  std::size_t n_trees = 100;
  std::size_t max_features = 1;  ///< columns tried at a split
  std::size_t min_leaf = 1;      ///< rows in a leaf, at least
  std::uint64_t seed = 0;
};

/// Trees on bootstrap samples, best split of a few columns by variance (numbers) or Gini (classes).
/// The same bits for any number of threads.
class BinnedForest {
 public:
  /// Adds trees. `left_out` (rows.size() * width()), if given, gets the sums of the answers of
  /// those trees that have not seen a row, `n_left_out` their number. Errors: CancelledError.
  void grow(std::span<const BinnedColumn> columns, const TreeTarget& target,
            const TreeOptions& options, const Monitor& monitor, std::vector<double>* left_out,
            std::vector<double>* n_left_out);

  bool empty() const { return roots_.empty(); }
  std::size_t n_trees() const { return roots_.size(); }
  std::size_t width() const { return static_cast<std::size_t>(width_); }
  /// Mean answer of all trees for one row of bins, added up in out (width()).
  void predict(const std::uint8_t* row, double* out) const;

  template <class V>
  void state(V&& v) {
    v("width", width_);
    v("roots", roots_);
    v("feature", feature_);
    v("cut", cut_);
    v("equal", equal_);
    v("child", child_);
    v("value", value_);
  }
  /// Errors: FormatError unless every walk ends within the nodes and reads only `n_columns`
  /// columns.
  void require(std::size_t n_columns, std::string_view component) const;

 private:
  std::int64_t width_ = 1;             // numbers an answer has
  std::vector<std::int64_t> roots_;    // first node of each tree
  std::vector<std::int32_t> feature_;  // (nodes) column asked, -1 = leaf
  std::vector<std::uint8_t> cut_;      // (nodes)
  std::vector<std::uint8_t> equal_;    // (nodes) 1: left when bin == cut, 0: when bin <= cut
  std::vector<std::int64_t> child_;    // (nodes) left child, right = left + 1; leaf: its answer
  std::vector<float> value_;           // (leaves * width)
};

}  // namespace limn::inline LIMN_ABI::learn::detail

#ifdef LIMN_HEADER_ONLY
#include <limn/learn/detail/histogram_trees.ipp>
#endif
