// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

#include <limn/core/check.hpp>
#include <limn/core/monitor.hpp>
#include <limn/data/column_summary.hpp>
#include <limn/data/frame.hpp>
#include <limn/outlier/mahalanobis.hpp>

namespace limn::inline LIMN_ABI::outlier::detail {

/// The member of an Ensemble that is no forest: the robust distance over the columns of numbers,
/// their gaps filled with the column's median. There is none where such columns are more than
/// `most_columns` or a fifth of the rows, whose covariance would tell little and cost much.
/// Three quarters of the rows shape the covariance, not half: less is lost of a clean table, and a
/// column that is mostly zero keeps its spread.
class DistanceMember {
 public:
  static constexpr Index most_columns = 256, rows_a_column = 5;

  explicit operator bool() const { return !columns_.empty(); }

  /// Learns from x (n, d); categorical: columns that hold codes beside those of the frame.
  /// Errors: CancelledError.
  void learn(const data::FrameView& x, const std::vector<double>& categorical, std::uint64_t seed,
             const Monitor& monitor) {
    std::vector<double> middle(static_cast<std::size_t>(x.cols()), missing);
    data::for_each_column(x.matrix(), [&](Index c, std::vector<double>& values) {
      if (values.empty()) return;
      const auto half = values.begin() + std::ssize(values) / 2;
      std::nth_element(values.begin(), half, values.end());
      middle[static_cast<std::size_t>(c)] = *half;
    });
    std::vector<std::int64_t> columns;
    for (Index c = 0; c < x.cols(); ++c)
      if (!x.is_category(c) && std::ranges::count(categorical, static_cast<double>(c)) == 0 &&
          !std::isnan(middle[static_cast<std::size_t>(c)]))
        columns.push_back(c);
    const Index k = std::ssize(columns);
    if (k == 0 || k > most_columns || rows_a_column * k > x.rows()) return;
    middle_.resize(k);
    for (Index j = 0; j < k; ++j)
      middle_(j) = middle[static_cast<std::size_t>(columns[static_cast<std::size_t>(j)])];
    columns_ = std::move(columns);
    distance_ = Mahalanobis({.support_fraction = 0.75, .random_state = seed});
    distance_.fit(numbers(x.matrix(), 0, x.rows()), monitor);
  }

  /// The distance of each row of x (n, d): (n).
  Vector score(MatrixView x) const {
    constexpr Index block = 65'536;  // so that a large table is not copied whole
    Vector out(x.rows());
    for (Index first = 0; first < x.rows(); first += block) {
      const Index n = std::min(block, x.rows() - first);
      out.segment(first, n) = distance_.anomaly_score(numbers(x, first, n));
    }
    return out;
  }

  template <class V>
  void state(V&& v) {
    v("columns", columns_);
    v("middle", middle_);
    v("distance", distance_);
  }
  void require(Index d, std::string_view component) const {
    const Index k = std::ssize(columns_);
    for (std::size_t i = 0; i < columns_.size(); ++i)
      core::require_state(columns_[i] < d && columns_[i] > (i ? columns_[i - 1] : -1), component,
                          "columns");
    core::require_state(
        middle_.size() == k && middle_.allFinite() && distance_.location().size() == k, component,
        "middle");
  }

 private:
  /// Columns of numbers of the n rows from `first` on, without gaps: (n, k).
  Matrix numbers(MatrixView x, Index first, Index n) const {
    Matrix out(n, std::ssize(columns_));
    for (Index r = 0; r < n; ++r)
      for (Index j = 0; j < out.cols(); ++j) {
        const double cell = x(first + r, columns_[static_cast<std::size_t>(j)]);
        out(r, j) = std::isnan(cell) ? middle_(j) : cell;
      }
    return out;
  }

  std::vector<std::int64_t> columns_;  ///< rising; empty: there is no such member
  Vector middle_;                      ///< (k) medians
  Mahalanobis distance_;
};

}  // namespace limn::inline LIMN_ABI::outlier::detail
