// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <limn/core/types.hpp>
#include <limn/kernels/kernels.hpp>

// Nearest rows in a table with gaps. A filter in float lets through every pair that may be near
// enough, the pairs it lets through are measured in double: the answer is that of a plain scan.
namespace limn::inline LIMN_ABI::impute::detail {

struct Neighbour {
  double distance;  ///< mean squared difference over the shared columns
  Index row;

  /// Equal distances in a scattered order: a table is often sorted, and the first of many equals
  /// would all be of one kind.
  bool operator<(const Neighbour& other) const {
    return distance < other.distance || (distance == other.distance && place() < other.place());
  }
  std::uint64_t place() const { return static_cast<std::uint64_t>(row) * 0x9E3779B97F4A7C15u; }
};

/// One gap and the nearest donors met so far, nearest first.
struct Gap {
  Index column;
  std::vector<Neighbour> nearest;

  void offer(Neighbour candidate, std::size_t k) {
    if (nearest.size() == k && !(candidate < nearest.back())) return;
    auto at = nearest.end();
    while (at != nearest.begin() && candidate < *(at - 1)) --at;
    if (at != nearest.begin() && (at - 1)->row == candidate.row) return;  // met before
    at = nearest.insert(at, candidate);
    if (nearest.size() > k) nearest.pop_back();
  }
};

/// Gaps of one row.
struct Query {
  Index row;
  std::vector<Gap> gaps;
  bool done = false;  ///< all donors of all gaps were measured already
};

/// The donors as the filter reads them. With x0 the table centred, divided by its largest entry and
/// 0 in gaps, and m its flags, a query q and a donor v,
///   sum over shared columns of (q - v)^2 - t * shared
///     = -2 q0 v0 + m_q v0^2 + (q0^2 - t m_q) m_v:
/// one product of width 3 d, negative where the mean squared difference is below t. Two more
/// columns take off what rounding may add.
class NeighbourFilter {
 public:
  static constexpr std::size_t block = 512;  ///< donors compared at a time
  static constexpr std::size_t queries = 48;

  NeighbourFilter(const Matrix& donors, const Vector& mean)
      : donors_(donors), mean_(mean), width_(3 * static_cast<std::size_t>(donors.cols()) + 2) {
    double most = 0.0;
    for (Index r = 0; r < donors.rows(); ++r)
      for (Index c = 0; c < donors.cols(); ++c)
        if (!std::isnan(donors(r, c))) most = std::max(most, std::abs(centred(donors(r, c), c)));
    scale_ = std::isfinite(1.0 / most) && std::isfinite(most) ? 1.0 / most : 1.0;
    pack();
    having_.resize(static_cast<std::size_t>(donors.cols()));
    for (Index c = 0; c < donors.cols(); ++c)
      for (Index r = 0; r < donors.rows(); ++r)
        if (!std::isnan(donors(r, c))) having_[static_cast<std::size_t>(c)].push_back(r);
  }

  /// The k nearest donors of each gap of the queries, rows of x.
  void search(MatrixView x, std::vector<Query>& all, std::size_t k) const {
    for (Query& query : all) seed(x, query, k);
    std::vector<float> left(queries * width_), near(queries * block);
    for (std::size_t first = 0; first < all.size(); first += queries) {
      const std::size_t n = std::min(queries, all.size() - first);
      for (std::size_t b = 0; b < blocks_.size(); ++b) scan(x, &all[first], n, b, k, left, near);
    }
  }

 private:
  struct Block {
    Index begin = 0;
    std::size_t size = 0;
    std::vector<float> packed;
  };

  double centred(double v, Index c) const { return v - mean_(c); }
  /// What is allowed for rounding, as a share of the squares of both rows.
  double slack() const { return (static_cast<double>(width_) + 16.0) * 0x1.0p-23; }
  static constexpr double floor_ = 1e-36;  // below it squares in float lose their digits

  void pack() {
    const kernels::GemmKernels& gemm = kernels::table().gemm;
    const auto n = static_cast<std::size_t>(donors_.rows()), d = (width_ - 2) / 3;
    std::vector<float> rows(block * width_);
    for (std::size_t begin = 0; begin < n; begin += block) {
      const std::size_t size = std::min(block, n - begin);
      for (std::size_t i = 0; i < size; ++i) {
        float* to = &rows[i * width_];
        double squares = 0.0;
        for (std::size_t c = 0; c < d; ++c) {
          const double v = donors_(static_cast<Index>(begin + i), static_cast<Index>(c));
          const bool there = !std::isnan(v);
          const double v0 = there ? centred(v, static_cast<Index>(c)) * scale_ : 0.0;
          to[c] = static_cast<float>(v0);
          to[d + c] = static_cast<float>(v0 * v0);
          to[2 * d + c] = there ? 1.0f : 0.0f;
          squares += v0 * v0;
        }
        to[3 * d] = static_cast<float>(slack() * 2.0 * squares + floor_);
        to[3 * d + 1] = 1.0f;
      }
      Block& made = blocks_.emplace_back(Block{static_cast<Index>(begin), size, {}});
      made.packed.resize(gemm.packed_size(size, width_));
      gemm.pack(true, size, width_, rows.data(), width_, made.packed.data());
    }
  }

  /// The exact distance of donor v from row q of x; not a number where they share nothing.
  double distance(MatrixView x, Index q, Index v) const {
    double sum = 0.0, shared = 0.0;
    for (Index c = 0; c < x.cols(); ++c) {
      const double difference = donors_(v, c) - x(q, c);
      if (std::isnan(difference)) continue;
      sum += difference * difference;
      shared += 1.0;
    }
    return sum / shared;
  }

  void measure(MatrixView x, Query& query, Index v, std::size_t k) const {
    const double far = distance(x, query.row, v);
    if (std::isnan(far)) return;
    for (Gap& gap : query.gaps)
      if (!std::isnan(donors_(v, gap.column))) gap.offer({far, v}, k);
  }

  /// Measures a few donors of each gap, so that the filter starts with a bound; all of them where
  /// there are few.
  void seed(MatrixView x, Query& query, std::size_t k) const {
    bool all = true;
    if (static_cast<Index>(query.gaps.size()) == x.cols()) {  // a row that knows nothing
      query.done = true;
      return;
    }
    for (const Gap& gap : query.gaps) {
      const std::vector<Index>& rows = having_[static_cast<std::size_t>(gap.column)];
      const std::size_t n = std::min(rows.size(), 16 + 8 * k), step = n ? rows.size() / n : 1;
      all = all && n == rows.size();
      for (std::size_t i = 0; i < n; ++i) measure(x, query, rows[i * step], k);
    }
    query.done = all;
  }

  /// The largest distance that still changes an answer; infinite while a gap lacks neighbours.
  static double bound(const Query& query, std::size_t k) {
    double out = 0.0;
    for (const Gap& gap : query.gaps) {
      if (gap.nearest.size() < k) return std::numeric_limits<double>::infinity();
      out = std::max(out, gap.nearest.back().distance);
    }
    return out;
  }

  /// The query as the other factor of the product; false where a float cannot hold it.
  bool write(MatrixView x, const Query& query, double limit, float* to) const {
    const std::size_t d = (width_ - 2) / 3;
    const double t = (limit * scale_) * scale_;
    double squares = 0.0;
    for (std::size_t c = 0; c < d; ++c) {
      const double v = x(query.row, static_cast<Index>(c));
      const bool there = !std::isnan(v);
      const double v0 = there ? centred(v, static_cast<Index>(c)) * scale_ : 0.0;
      to[c] = static_cast<float>(-2.0 * v0);
      to[d + c] = there ? 1.0f : 0.0f;
      to[2 * d + c] = there ? static_cast<float>(v0 * v0 - t) : 0.0f;
      squares += v0 * v0;
    }
    to[3 * d] = -1.0f;
    const double margin = slack() * (2.0 * squares + t * static_cast<double>(d)) + floor_;
    to[3 * d + 1] = static_cast<float>(-margin);
    return margin < 1e30;
  }

  void scan(MatrixView x, Query* group, std::size_t n, std::size_t b, std::size_t k,
            std::vector<float>& left, std::vector<float>& near) const {
    const Block& donors = blocks_[b];
    const kernels::GemmKernels& gemm = kernels::table().gemm;
    std::vector<std::uint8_t> plain(n, 0);
    for (std::size_t i = 0; i < n; ++i) {
      const double limit = group[i].done ? 0.0 : bound(group[i], k);
      plain[i] = !group[i].done && !write(x, group[i], limit, &left[i * width_]);
      if (plain[i] || group[i].done) std::fill_n(&left[i * width_], width_, 0.0f);
    }
    gemm.sgemm_packed(false, n, donors.size, width_, left.data(), width_, donors.packed.data(),
                      near.data(), block, false);
    for (std::size_t i = 0; i < n; ++i) {
      if (group[i].done) continue;
      const float* row = &near[i * block];
      if (plain[i])
        for (std::size_t j = 0; j < donors.size; ++j)
          measure(x, group[i], donors.begin + static_cast<Index>(j), k);
      else
        take_negative(x, group[i], row, donors, k);
    }
  }

  void take_negative(MatrixView x, Query& query, const float* row, const Block& donors,
                     std::size_t k) const {
    constexpr std::size_t step = 32;
    for (std::size_t j = 0; j < donors.size; j += step) {
      const std::size_t end = std::min(donors.size, j + step);
      if (end - j == step) {
        std::uint32_t signs = 0;
        for (std::size_t i = 0; i < step; ++i) signs |= std::bit_cast<std::uint32_t>(row[j + i]);
        if (!(signs >> 31)) continue;
      }
      for (std::size_t i = j; i < end; ++i)
        if (row[i] < 0.0f) measure(x, query, donors.begin + static_cast<Index>(i), k);
    }
  }

  const Matrix& donors_;
  const Vector& mean_;
  std::size_t width_;
  double scale_ = 1.0;
  std::vector<Block> blocks_;
  std::vector<std::vector<Index>> having_;  // (d) donors that have a column
};

}  // namespace limn::inline LIMN_ABI::impute::detail
