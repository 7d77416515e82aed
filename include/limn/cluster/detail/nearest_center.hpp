// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>
#include <vector>

#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// Rows walked together against one group of centres.
inline constexpr Index tile_rows = 4;
/// Rows brought together at a time: they and a group of centres stay in the first-level cache.
inline constexpr Index block_rows = 64;

/// Rows [begin, end) of a table less `shift`, side by side, padded with rows of zeros to whole
/// tiles.
template <class Scalar>
struct RowBlock {
  std::vector<Scalar> cells;
  Index n = 0;       ///< rows
  Index padded = 0;  ///< rows, a multiple of tile_rows

  template <class View>
  void load(const View& x, Index begin, Index end, const Vector& shift) {
    const Index d = x.cols(), stride = x.innerStride();
    n = end - begin;
    padded = (n + tile_rows - 1) / tile_rows * tile_rows;
    cells.assign(static_cast<std::size_t>(padded * d), Scalar{0});
    for (Index r = 0; r < n; ++r) {
      const auto* in = &x.coeffRef(begin + r, 0);
      Scalar* out = cells.data() + r * d;
      if (stride == 1)
        for (Index c = 0; c < d; ++c)
          out[c] = static_cast<Scalar>(static_cast<double>(in[c]) - shift[c]);
      else
        for (Index c = 0; c < d; ++c)
          out[c] = static_cast<Scalar>(static_cast<double>(in[c * stride]) - shift[c]);
    }
  }
};

/// Centres laid out for one pass over a block: groups of `lanes` centres, feature by feature. What
/// is compared is |c|^2 / 2 - x.c, taken after both are moved by `shift`, so that
/// data far from the origin lose no digits. A row's numbers never depend on the rows around it.
template <class Scalar>
class PackedCenters {
 public:
  static constexpr Index lanes = 32 / static_cast<Index>(sizeof(Scalar));

  /// centers (k, d); both sides are moved by shift (d), the mean of the centres when not given.
  explicit PackedCenters(const Matrix& centers)
      : PackedCenters(centers, centers.colwise().mean().transpose()) {}
  PackedCenters(const Matrix& centers, Vector shift)
      : shift_(std::move(shift)),
        k_(centers.rows()),
        d_(centers.cols()),
        groups_((k_ + lanes - 1) / lanes) {
    cells_.assign(static_cast<std::size_t>(groups_ * d_ * lanes), Scalar{0});
    half_norms_.assign(static_cast<std::size_t>(groups_ * lanes),
                       std::numeric_limits<Scalar>::infinity());
    for (Index j = 0; j < k_; ++j) {
      const Vector moved = centers.row(j).transpose() - shift_;
      for (Index c = 0; c < d_; ++c) cell(j / lanes, c)[j % lanes] = static_cast<Scalar>(moved(c));
      half_norms_[static_cast<std::size_t>(j)] = static_cast<Scalar>(0.5 * moved.squaredNorm());
    }
  }

  const Vector& shift() const { return shift_; }

  /// label[r] = the nearest centre of row r of the block; the lowest of equally near ones.
  void nearest(const RowBlock<Scalar>& block, std::int32_t* label) const {
    for (Index first = 0; first < block.n; first += tile_rows) {
      Lanes best[2 * tile_rows];
      Places where[2 * tile_rows] = {};
      for (Lanes& lane : best) lane = Lanes{} + std::numeric_limits<Scalar>::infinity();
      Places here = {};
      for_each_group(block, first, [&](Index, const Lanes(&value)[2 * tile_rows]) {
        for (Index r = 0; r < 2 * tile_rows; ++r) {
          const Places less = value[r] < best[r];  // all bits set where true: no branch
          best[r] = less ? value[r] : best[r];
          where[r] = (less & here) | (~less & where[r]);
        }
        here += Integer{1};
      });
      for (Index r = 0; r < std::min(tile_rows, block.n - first); ++r)
        label[first + r] = lowest(best + 2 * r, where + 2 * r);
    }
  }

  /// value[r * k + j] = |c_j|^2 / 2 - x_r.c_j, both moved by `shift`.
  void values(const RowBlock<Scalar>& block, std::vector<Scalar>& out) const {
    out.resize(static_cast<std::size_t>(block.n * k_));
    for (Index first = 0; first < block.n; first += tile_rows)
      for_each_group(block, first, [&](Index group, const Lanes(&sums)[2 * tile_rows]) {
        Scalar value[tile_rows][lanes];
        std::memcpy(value, sums, sizeof(value));
        for (Index r = 0; r < std::min(tile_rows, block.n - first); ++r)
          for (Index l = 0; l < std::min(lanes, k_ - group * lanes); ++l)
            out[static_cast<std::size_t>((first + r) * k_ + group * lanes + l)] = value[r][l];
      });
  }

 private:
  /// Half a group of centres in one register of the baseline processor.
  using Integer = std::conditional_t<sizeof(Scalar) == 4, std::int32_t, std::int64_t>;
  typedef Scalar Lanes __attribute__((vector_size(16)));
  typedef Integer Places __attribute__((vector_size(16)));
  static Lanes load(const Scalar* from) {
    Lanes out;
    std::memcpy(&out, from, sizeof(out));
    return out;
  }

  Scalar* cell(Index group, Index feature) {
    return cells_.data() + (group * d_ + feature) * lanes;
  }

  template <class Use>
  void for_each_group(const RowBlock<Scalar>& block, Index first, Use&& use) const {
    const Scalar* rows = block.cells.data() + first * d_;
    for (Index group = 0; group < groups_; ++group) {
      const Scalar* half = half_norms_.data() + group * lanes;
      const Scalar* center = cells_.data() + group * d_ * lanes;
      Lanes a0 = load(half), b0 = load(half + lanes / 2);
      Lanes a1 = a0, a2 = a0, a3 = a0, b1 = b0, b2 = b0, b3 = b0;
      for (Index c = 0; c < d_; ++c, center += lanes) {
        const Lanes a = load(center), b = load(center + lanes / 2);
        a0 -= rows[c] * a, b0 -= rows[c] * b;
        a1 -= rows[d_ + c] * a, b1 -= rows[d_ + c] * b;
        a2 -= rows[2 * d_ + c] * a, b2 -= rows[2 * d_ + c] * b;
        a3 -= rows[3 * d_ + c] * a, b3 -= rows[3 * d_ + c] * b;
      }
      const Lanes sums[2 * tile_rows] = {a0, b0, a1, b1, a2, b2, a3, b3};
      use(group, sums);
    }
  }

  /// The centre of the least value of a row; among equal values the lowest number.
  static std::int32_t lowest(const Lanes* best, const Places* group) {
    Scalar value[lanes];
    Integer place[lanes];
    std::memcpy(value, best, sizeof(value)), std::memcpy(place, group, sizeof(place));
    for (Index l = 0; l < lanes; ++l)
      place[l] = place[l] * static_cast<Integer>(lanes) + static_cast<Integer>(l);
    Index at = 0;
    for (Index l = 1; l < lanes; ++l)
      if (value[l] < value[at] || (value[l] == value[at] && place[l] < place[at])) at = l;
    return static_cast<std::int32_t>(place[at]);
  }

  Vector shift_;
  Index k_, d_, groups_;
  std::vector<Scalar> cells_;       ///< (groups, d, lanes)
  std::vector<Scalar> half_norms_;  ///< (groups * lanes), infinite where there is no centre
};

}  // namespace limn::inline LIMN_ABI::cluster::detail
