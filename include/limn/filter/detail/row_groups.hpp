// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include <limn/core/parallel.hpp>
#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::filter::detail {

inline std::uint64_t cell_bits(double value) {
  if (std::isnan(value)) return ~std::uint64_t{0};
  return std::bit_cast<std::uint64_t>(value == 0.0 ? 0.0 : value);  // -0 equals 0
}

inline std::uint64_t mixed(std::uint64_t column, std::uint64_t bits) {
  std::uint64_t z = bits + (column + 1) * 0x9e3779b97f4a7c15ULL;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
  return z ^ z >> 31;
}

/// When two rows of a table are the same.
class RowLikeness {
 public:
  RowLikeness(const MatrixView& x, const std::vector<std::uint8_t>& exact, double tolerance,
              std::int64_t max_differing)
      : x_(x), step_(exact.size(), 0.0), max_differing_(max_differing) {
    core::parallel_for(exact.size(), [&](std::size_t c) {
      if (exact[c]) return;
      const double step = tolerance * deviation(static_cast<Index>(c));
      if (std::isfinite(step)) step_[c] = step;
    });
    order_columns();
  }

  const MatrixView& rows() const { return x_; }
  /// How far apart two values of a column may be; 0 = not at all.
  double step(std::size_t column) const { return step_[column]; }
  /// Columns, those that tell most rows apart first.
  const std::vector<std::size_t>& columns() const { return columns_; }

  bool same(Index a, Index b) const {
    std::int64_t differing = 0;
    for (const std::size_t c : columns_) {
      const auto column = static_cast<Index>(c);
      const double v = x_(a, column), w = x_(b, column);
      const bool alike = v == w || std::abs(v - w) <= step_[c] || (std::isnan(v) && std::isnan(w));
      if (!alike && ++differing > max_differing_) return false;
    }
    return true;
  }

 private:
  double deviation(Index c) const {
    double n = 0.0, mean = 0.0, square = 0.0;
    for (Index r = 0; r < x_.rows(); ++r) {
      const double v = x_(r, c);
      if (std::isnan(v)) continue;
      n += 1.0;
      const double away = v - mean;
      mean += away / n;
      square += away * (v - mean);
    }
    return n > 1.0 ? std::sqrt(square / n) : 0.0;
  }

  /// By the number of different values, or of steps, in some thousand rows.
  void order_columns() {
    columns_.resize(step_.size());
    std::iota(columns_.begin(), columns_.end(), std::size_t{0});
    std::vector<std::size_t> distinct(step_.size());
    const Index stride = std::max<Index>(x_.rows() / 4096, 1);
    core::parallel_for(step_.size(), [&](std::size_t c) {
      std::vector<std::uint64_t> seen;
      for (Index r = 0; r < x_.rows(); r += stride) {
        const double v = x_(r, static_cast<Index>(c));
        seen.push_back(cell_bits(step_[c] > 0.0 ? std::floor(v / (2.25 * step_[c])) : v));
      }
      std::sort(seen.begin(), seen.end());
      distinct[c] = static_cast<std::size_t>(std::unique(seen.begin(), seen.end()) - seen.begin());
    });
    std::stable_sort(columns_.begin(), columns_.end(),
                     [&](std::size_t a, std::size_t b) { return distinct[a] > distinct[b]; });
  }

  MatrixView x_;
  std::vector<double> step_;
  std::vector<std::size_t> columns_;
  std::int64_t max_differing_;
};

/// Rows by what they have in some of the columns: all of those that allow no difference, up to four
/// of the others in cells 2.25 steps wide. A value a step away then lies in the same cell or in the
/// next one on its nearer side.
class RowGroup {
 public:
  RowGroup(const RowLikeness& likeness, std::size_t group, std::size_t groups)
      : likeness_(&likeness) {
    for (std::size_t i = group; i < likeness.columns().size(); i += groups) {
      const std::size_t c = likeness.columns()[i];
      if (likeness.step(c) == 0.0)
        exact_.push_back(c);
      else if (wide_.size() < 4)
        wide_.push_back(c);
    }
    const auto n = static_cast<std::size_t>(likeness.rows().rows());
    slots_.assign(std::bit_ceil(2 * n + 2), -1);
    next_.assign(n, -1);
    keys_.resize(n);
  }

  /// Puts a row among those that are kept; for_each_near must have been called for it.
  void keep(Index row) {
    const auto r = static_cast<std::size_t>(row);
    const Key key = key_of(row);
    keys_[r] = key.own;
    std::int32_t& head = slots_[slot(key.own)];
    next_[r] = head;
    head = static_cast<std::int32_t>(row);
  }

  /// task(kept row) for each kept row that may agree with this one in all columns of the group.
  template <class Task>
  void for_each_near(Index row, Task&& task) const {
    const Key key = key_of(row);
    for (std::uint32_t way = 0; way < 1U << wide_.size(); ++way) {
      std::uint64_t at = key.own;
      bool real = true;
      for (std::size_t k = 0; k < wide_.size(); ++k)
        if (way >> k & 1) at += key.beside[k], real = real && key.beside[k] != 0;
      if (!real) continue;  // a gap has no cell beside it
      for (std::int32_t kept = slots_[slot(at)]; kept >= 0;
           kept = next_[static_cast<std::size_t>(kept)])
        task(static_cast<Index>(kept));
    }
  }

 private:
  struct Key {
    std::uint64_t own = 0;
    std::uint64_t beside[4] = {0, 0, 0, 0};  ///< what makes of a cell the one beside it; 0: none
  };

  Key key_of(Index row) const {
    const MatrixView& x = likeness_->rows();
    Key key;
    for (const std::size_t c : exact_)
      key.own += mixed(c, cell_bits(x(row, static_cast<Index>(c))));
    for (std::size_t k = 0; k < wide_.size(); ++k) {
      const std::size_t c = wide_[k];
      const double v = x(row, static_cast<Index>(c));
      const double at = v / (2.25 * likeness_->step(c)), cell = std::floor(at);
      const std::uint64_t own = mixed(c, cell_bits(cell));
      key.own += own;
      if (!std::isnan(v))
        key.beside[k] = mixed(c, cell_bits(at - cell < 0.5 ? cell - 1.0 : cell + 1.0)) - own;
    }
    return key;
  }

  std::size_t slot(std::uint64_t key) const {
    const std::size_t last = slots_.size() - 1;
    std::size_t at = static_cast<std::size_t>(mixed(0, key)) & last;
    while (slots_[at] >= 0 && keys_[static_cast<std::size_t>(slots_[at])] != key)
      at = (at + 1) & last;
    return at;
  }

  const RowLikeness* likeness_;
  std::vector<std::size_t> exact_, wide_;
  std::vector<std::int32_t> slots_, next_;  ///< the kept row last put there, and the one before it
  std::vector<std::uint64_t> keys_;
};

}  // namespace limn::inline LIMN_ABI::filter::detail
