// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <limn/core/parallel.hpp>
#include <limn/core/types.hpp>
#include <limn/data/column_summary.hpp>

// Medians of all columns in one pass over the rows. A sample tells two values between which each
// median lies with near certainty; the pass counts what is outside and keeps the few cells inside.
// Where the sample was wrong the column is read again: the answer is always exact.
namespace limn::inline LIMN_ABI::impute::detail {

template <class View>
class ColumnMedians {
 public:
  using T = std::remove_cv_t<typename View::Scalar>;

  /// x (n, d): NaN cells are left out.
  explicit ColumnMedians(const View& x) : x_(x), d_(static_cast<std::size_t>(x.cols())) {}

  /// The median of each column, `empty` where it has no value: (d).
  /// False in `finite`: some cell may be infinite, and the answer means nothing then.
  Vector find(double empty, bool& finite) const {
    const bool large = x_.rows() >= 4 * Index{n_sampled};
    Sides sides = large ? sample() : Sides{};
    Pass pass = large ? whole_pass(sides) : Pass{};
    finite = large && !pass.infinite;  // a small table is looked at by the caller
    Vector out(x_.cols());
    core::parallel_for(d_, [&](std::size_t c) {
      double median = 0.0;
      if (!large || !from_pass(pass, sides, c, empty, median)) median = read_again(c, empty);
      out(static_cast<Index>(c)) = median;
    });
    return out;
  }

 private:
  static constexpr std::size_t n_sampled = 16384;

  /// Bounds of each median; low > high where the sample says nothing.
  struct Sides {
    std::vector<T> low, high;
  };
  /// Counts of cells below low, up to it, below high, and of all; the cells strictly between.
  struct Pass {
    std::vector<std::int64_t> below, upto, under, all;
    std::vector<std::vector<T>> inside;
    bool infinite = false;
  };

  /// Source: Steele, Lea, Flood (2014), Fast Splittable Pseudorandom Number Generators.
  static std::uint64_t scattered(std::uint64_t z) {
    z = (z + 1) * 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }

  Sides sample() const {
    std::vector<T> cells(n_sampled * d_);
    const std::size_t step = static_cast<std::size_t>(x_.rows()) / n_sampled;
    for (std::size_t i = 0; i < n_sampled; ++i) {
      const std::size_t jump = scattered(i) % step;  // not in step with the rows
      const auto r = static_cast<Index>(i * step + jump);
      for (std::size_t c = 0; c < d_; ++c) cells[c * n_sampled + i] = x_(r, static_cast<Index>(c));
    }
    Sides out{std::vector<T>(d_, T{1}), std::vector<T>(d_, T{0})};
    core::parallel_for(d_, [&](std::size_t c) {
      T* begin = &cells[c * n_sampled];
      T* end = std::remove_if(begin, begin + n_sampled, [](T v) { return std::isnan(v); });
      const auto n = static_cast<double>(end - begin);
      if (n < 64.0) return;
      const double off = 2.0 * std::sqrt(n);  // four deviations of the rank
      T* low = begin + static_cast<std::ptrdiff_t>(0.5 * n - off);
      T* high = begin + static_cast<std::ptrdiff_t>(std::min(0.5 * n + off, n - 1.0));
      std::nth_element(begin, low, end);
      out.low[c] = *low;
      std::nth_element(low, high, end);
      out.high[c] = *high;
    });
    return out;
  }

  Pass whole_pass(const Sides& sides) const {
    const std::vector<std::int64_t> none(d_, 0);
    return core::parallel_reduce(
        static_cast<std::size_t>(x_.rows()), 32768,
        Pass{none, none, none, none, std::vector<std::vector<T>>(d_)},
        [&](std::size_t begin, std::size_t end) { return rows_pass(sides, begin, end); },
        [&](Pass a, const Pass& b) {
          for (std::size_t c = 0; c < d_; ++c) {
            a.below[c] += b.below[c], a.upto[c] += b.upto[c];
            a.under[c] += b.under[c], a.all[c] += b.all[c];
            a.inside[c].insert(a.inside[c].end(), b.inside[c].begin(), b.inside[c].end());
          }
          a.infinite = a.infinite || b.infinite;
          return a;
        });
  }

  /// Rows [begin, end), a cache line of columns at a time.
  Pass rows_pass(const Sides& sides, std::size_t begin, std::size_t end) const {
    Pass out{};
    out.below.resize(d_), out.upto.resize(d_), out.under.resize(d_), out.all.resize(d_);
    out.inside.resize(d_);
    for (std::size_t first = 0; first < d_; first += width) {
      Strip strip;
      const std::size_t n = std::min(width, d_ - first);
      for (std::size_t k = 0; k < n; ++k) {
        strip.low[k] = sides.low[first + k];
        strip.high[k] = sides.high[first + k];
      }
      read(strip, first, n, begin, end, out);
      for (std::size_t k = 0; k < n; ++k) {
        out.below[first + k] = strip.below[k];
        out.upto[first + k] = strip.upto[k];
        out.under[first + k] = strip.under[k];
        out.all[first + k] = strip.all[k];
        out.infinite = out.infinite || strip.largest[k] > std::numeric_limits<T>::max();
      }
    }
    return out;
  }

  static constexpr std::size_t width = 64 / sizeof(T);
  using Count = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;
  /// Bounds and counts of as many columns, of at most 32,768 rows.
  struct Strip {
    T low[width] = {}, high[width] = {}, largest[width] = {};
    Count below[width] = {}, upto[width] = {}, under[width] = {}, all[width] = {};

    /// Counts one row; not 0 where some cell lies inside.
    Count take(const T (&v)[width], Count (&hit)[width]) {
      Count any = 0;
      for (std::size_t k = 0; k < width; ++k) {
        below[k] += v[k] < low[k] ? 1 : 0;
        upto[k] += v[k] <= low[k] ? 1 : 0;
        under[k] += v[k] < high[k] ? 1 : 0;
        all[k] += v[k] == v[k] ? 1 : 0;
        const T size = std::abs(v[k]);
        largest[k] = size > largest[k] ? size : largest[k];
        hit[k] = (v[k] > low[k] ? 1 : 0) & (v[k] < high[k] ? 1 : 0);
        any |= hit[k];
      }
      return any;
    }
  };

  void read(Strip& strip, std::size_t first, std::size_t n, std::size_t begin, std::size_t end,
            Pass& out) const {
    Strip own = strip;
    T v[width];
    Count hit[width];
    std::fill_n(v, width, std::numeric_limits<T>::quiet_NaN());
    const bool apart = x_.innerStride() != 1;
    for (auto r = static_cast<Index>(begin); r < static_cast<Index>(end); ++r) {
      const auto c = static_cast<Index>(first);
      if (apart)
        for (std::size_t k = 0; k < n; ++k) v[k] = x_(r, c + static_cast<Index>(k));
      else if (n == width)
        std::copy_n(x_.data() + r * x_.outerStride() + c, width, v);
      else
        std::copy_n(x_.data() + r * x_.outerStride() + c, n, v);
      if (!own.take(v, hit)) continue;
      for (std::size_t k = 0; k < n; ++k)
        if (hit[k]) out.inside[first + k].push_back(v[k]);
    }
    strip = own;
  }

  /// False where the middle lies outside of what the pass has kept.
  static bool from_pass(Pass& pass, const Sides& sides, std::size_t c, double empty, double& out) {
    if (pass.all[c] == 0) {
      out = empty;
      return true;
    }
    if (!(sides.low[c] <= sides.high[c])) return false;
    std::vector<T>& inside = pass.inside[c];
    double middle[2] = {};
    for (const int i : {0, 1}) {
      const std::int64_t rank = (pass.all[c] - 1 + i) / 2;
      if (rank < pass.below[c] || rank > pass.under[c]) return false;
      if (rank < pass.upto[c]) {
        middle[i] = static_cast<double>(sides.low[c]);
      } else if (rank >= pass.under[c]) {
        middle[i] = static_cast<double>(sides.high[c]);
      } else {
        const auto nth = inside.begin() + static_cast<std::ptrdiff_t>(rank - pass.upto[c]);
        std::nth_element(inside.begin(), nth, inside.end());
        middle[i] = static_cast<double>(*nth);
      }
    }
    out = data::between(middle[0], middle[1], 0.5);
    return true;
  }

  double read_again(std::size_t c, double empty) const {
    std::vector<double> values;
    for (Index r = 0; r < x_.rows(); ++r)
      if (const T v = x_(r, static_cast<Index>(c)); !std::isnan(v)) values.push_back(v);
    return values.empty() ? empty : data::median(values);
  }

  const View& x_;
  std::size_t d_;
};

}  // namespace limn::inline LIMN_ABI::impute::detail
