// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include <limn/core/parallel.hpp>
#include <limn/data/detail/column_passes.hpp>
#include <limn/data/detail/row_tiles.hpp>
#include <limn/data/detail/sampled_columns.hpp>

namespace limn::inline LIMN_ABI::data::detail {

/// Quantiles by one pass over a large table.
template <class View>
class QuantilePass {
 public:
  using T = std::remove_cv_t<typename View::Scalar>;
  using Bounds = kernels::ColumnBounds<T>;
  static constexpr std::size_t most_shares = 3;  ///< more are found faster by sorting

  QuantilePass(const View& x, std::span<const double> shares)
      : x_(x),
        shares_(shares),
        d_(static_cast<std::size_t>(x.cols())),
        n_strips_((d_ + strip - 1) / strip),
        bounds_(n_strips_ * shares.size()) {
    sample();
    count();
  }

  bool finite() const { return found_.largest <= std::numeric_limits<T>::max(); }
  std::size_t n_values(std::size_t c) const { return static_cast<std::size_t>(found_.all[c]); }
  /// The value of that rank of column c by what the pass has kept around share s.
  /// False where the sample was wrong.
  bool value(std::size_t c, std::size_t s, std::size_t rank, double& out) {
    const Counts& n = found_.counts[s * d_ + c];
    const auto r = static_cast<std::int64_t>(rank);
    const Bounds& bounds = bounds_[s * n_strips_ + c / strip];
    if (r < n.below || r > n.under || !known_[s * d_ + c]) return false;
    if (r < n.upto) {
      out = static_cast<double>(bounds.low[c % strip]);
    } else if (r >= n.under) {
      out = static_cast<double>(bounds.high[c % strip]);
    } else {
      std::vector<T>& inside = found_.inside[s * d_ + c];
      const auto nth = inside.begin() + static_cast<std::ptrdiff_t>(r - n.upto);
      std::nth_element(inside.begin(), nth, inside.end());
      out = static_cast<double>(*nth);
    }
    return std::isfinite(out);
  }

 private:
  static constexpr std::size_t strip = kernels::column_strip;
  struct Counts {
    std::int64_t below = 0, upto = 0, under = 0;
  };
  struct Found {
    std::vector<typename Bounds::Count> all;
    std::vector<Counts> counts;          // (n_shares, d)
    std::vector<std::vector<T>> inside;  // (n_shares, d)
    T largest = 0;
  };

  /// Bounds by some rows.
  void sample() {
    known_.assign(shares_.size() * d_, 0);
    for_each_sample(x_, [&](std::size_t c, T* begin, T* end) {
      for (std::size_t s = 0; s < shares_.size(); ++s)
        known_[s * d_ + c] =
            bound(begin, end, shares_[s], bounds_[s * n_strips_ + c / strip], c % strip);
    });
  }

  /// Four deviations of the rank to either side.
  static bool bound(T* begin, T* end, double share, Bounds& bounds, std::size_t k) {
    constexpr T beyond = std::numeric_limits<T>::infinity();
    const auto n = static_cast<double>(end - begin);
    bounds.low[k] = beyond;
    bounds.high[k] = -beyond;
    if (n < 64.0) return false;
    const double middle = share * n, off = 4.0 * std::sqrt(n * share * (1.0 - share)) + 4.0;
    const auto at = [&](double rank) {
      T* nth = begin + static_cast<std::ptrdiff_t>(rank);
      std::nth_element(begin, nth, end);
      return *nth;
    };
    bounds.low[k] = middle - off < 0.0 ? -beyond : at(middle - off);
    bounds.high[k] = middle + off > n - 1.0 ? beyond : at(middle + off);
    return true;
  }

  void count() {
    Found start;
    start.all.assign(d_, 0);
    start.counts.assign(shares_.size() * d_, {});
    start.inside.resize(shares_.size() * d_);
    found_ = core::parallel_reduce(
        static_cast<std::size_t>(x_.rows()), 32768, start,
        [&](std::size_t begin, std::size_t end) { return count_rows(begin, end); },
        [](Found a, const Found& b) {
          for (std::size_t c = 0; c < a.all.size(); ++c) a.all[c] += b.all[c];
          for (std::size_t i = 0; i < a.counts.size(); ++i) {
            a.counts[i].below += b.counts[i].below;
            a.counts[i].upto += b.counts[i].upto;
            a.counts[i].under += b.counts[i].under;
            a.inside[i].insert(a.inside[i].end(), b.inside[i].begin(), b.inside[i].end());
          }
          a.largest = std::max(a.largest, b.largest);
          return a;
        });
  }

  Found count_rows(std::size_t begin, std::size_t end) const {
    Found out;
    out.all.assign(d_, 0);
    out.inside.resize(shares_.size() * d_);
    std::vector<Bounds> bounds = bounds_;
    std::vector<std::uint64_t> hits(static_cast<std::size_t>(tile_rows));
    const kernels::ColumnPasses<T>& passes = column_passes<T>();
    out.largest = each_tile(
        x_, static_cast<Index>(begin), static_cast<Index>(end),
        [&](Index, std::size_t n, const T* cells, Index stride) {
          for (std::size_t i = 0; i < bounds.size(); ++i) {
            const std::size_t s = i / n_strips_, first = i % n_strips_ * strip;
            const std::size_t found = passes.between(n, std::min(strip, d_ - first), cells + first,
                                                     stride, &bounds[i], hits.data());
            for (std::size_t h = 0; h < found; ++h) {
              const auto row = static_cast<Index>(hits[h] >> strip);
              for (std::uint64_t bits = hits[h] & 0xffff; bits != 0; bits &= bits - 1) {
                const auto c = first + static_cast<std::size_t>(std::countr_zero(bits));
                out.inside[s * d_ + c].push_back(cells[row * stride + static_cast<Index>(c)]);
              }
            }
          }
          return passes.count(n, d_, cells, stride, out.all.data());
        });
    for (std::size_t s = 0; s < shares_.size(); ++s)
      for (std::size_t c = 0; c < d_; ++c) {
        const Bounds& of = bounds[s * n_strips_ + c / strip];
        out.counts.push_back({of.below[c % strip], of.upto[c % strip], of.under[c % strip]});
      }
    return out;
  }

  const View& x_;
  std::span<const double> shares_;
  std::size_t d_, n_strips_;
  std::vector<Bounds> bounds_;       // (n_shares, n_strips), without counts
  std::vector<std::uint8_t> known_;  // (n_shares, d) the sample said something
  Found found_;
};

}  // namespace limn::inline LIMN_ABI::data::detail
