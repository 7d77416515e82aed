// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <limn/kernels/kernels.hpp>
#include <limn/outlier/detail/isolation_fast.hpp>
#include <limn/outlier/detail/isolation_walk.hpp>
#include <limn/outlier/detail/table_check.hpp>

namespace limn::inline LIMN_ABI::outlier::detail {

template <class View>
void copy_row(const View& x, Index row, double* to) {
  for (Index c = 0; c < x.cols(); ++c) to[c] = static_cast<double>(x.coeff(row, c));
}

/// One block of rows on its way through the trees: complete rows of numbers the fast way, rows with
/// gaps or categories one by one. The sums are those of a plain walk, bit for bit.
template <class View>
class IsolationScorer {
 public:
  /// Errors: those of require_row.
  IsolationScorer(const View& x, std::size_t begin, std::size_t end,
                  std::span<const std::uint8_t> is_category, core::Missing policy,
                  std::string_view component)
      : x_(x),
        begin_(static_cast<Index>(begin)),
        n_(end - begin),
        is_category_(is_category),
        sums_((n_ + 15) / 16 * 16, 0.0) {
    bool categories = false;
    for (const std::uint8_t flag : is_category) categories |= flag != 0;
    for (std::size_t r = 0; r < n_; ++r)
      if (categories || !finite_row(row(r))) {
        require_row(x, row(r), is_category, policy, component);
        odd_.push_back(r);
      }
  }

  void walk(const FastForest& fast, const IsolationNodes& nodes,
            const std::vector<std::int32_t>& counts, const std::vector<std::int32_t>& depths,
            bool divide) {
    const bool floats = fast.depth > 0 && (fast.exact_double || sizeof(Scalar) == sizeof(float));
    const bool quick = odd_.size() < n_ && fast.count > 0 && (floats || fast.depth == 0);
    if (quick && floats)
      add_perfect(fast);
    else if (quick)
      add_slanted(fast);
    std::vector<double> cells(static_cast<std::size_t>(x_.cols()));
    const auto slow = [&](std::size_t r) {
      copy_row(x_, row(r), cells.data());
      sums_[r] = 0.0;
      for_each_tree(nodes, counts, depths, [&](const IsolationTree& tree) {
        walk_row(
            tree, cells.data(), is_category_.data(), divide, places_, [](auto&&...) {},
            [&](const IsolationPlace& leaf) { sums_[r] += leaf.weight * tree.length[leaf.node]; });
      });
    };
    if (quick)
      for (const std::size_t r : odd_) slow(r);
    else
      for (std::size_t r = 0; r < n_; ++r) slow(r);
  }

  double sum(std::size_t r) const { return sums_[r]; }

 private:
  using Scalar = typename View::Scalar;

  Index row(std::size_t r) const { return begin_ + static_cast<Index>(r); }

  bool finite_row(Index r) const {
    Scalar zero = 0;
    for (Index c = 0; c < x_.cols(); ++c) zero += x_.coeff(r, c) * Scalar{0};
    return zero == Scalar{0};
  }

  static float narrow(float v) { return v; }
  static float narrow(double v) { return float_above(v); }

  void add_perfect(const FastForest& fast) {
    const kernels::TreesKernels& kernel = kernels::table().trees;
    const auto width = static_cast<std::size_t>(x_.cols());
    std::vector<float> columns(width * fast.stride);
    for (std::size_t r = 0; r < n_; ++r)
      for (std::size_t c = 0; c < width; ++c)
        columns[c * fast.stride + r] = narrow(x_.coeff(row(r), static_cast<Index>(c)));
    if (n_ >= 4) return kernel.add_rows(fast.perfect(), sums_.size(), columns.data(), sums_.data());
    for (std::size_t r = 0; r < n_; ++r)
      sums_[r] = kernel.add_row(fast.perfect(), columns.data() + r, 0.0);
  }

  void add_slanted(const FastForest& fast) {
    const auto width = static_cast<std::size_t>(x_.cols());
    std::vector<double> rows(sums_.size() * width, 0.0);
    for (std::size_t r = 0; r < n_; ++r) copy_row(x_, row(r), rows.data() + r * width);
    const std::size_t n = (n_ + 7) / 8 * 8;
    if (fast.joined == 1) add_compact<1>(fast, rows.data(), n, width, sums_.data());
    if (fast.joined == 2) add_compact<2>(fast, rows.data(), n, width, sums_.data());
    if (fast.joined == 3) add_compact<3>(fast, rows.data(), n, width, sums_.data());
  }

  const View& x_;
  Index begin_;
  std::size_t n_;
  std::span<const std::uint8_t> is_category_;
  std::vector<double> sums_;
  std::vector<std::size_t> odd_;  ///< rows with a gap or categories
  std::vector<IsolationPlace> places_;
};

}  // namespace limn::inline LIMN_ABI::outlier::detail
