// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <limits>
#include <vector>

#include <limn/cluster/detail/boruvka.hpp>
#include <limn/kernels/kernels.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// Spanning tree one row at a time, against all rows not yet in it: for tables of many columns,
/// where boxes tell nothing. Rows that are in leave when they are half of those kept.
class Prim {
 public:
  static constexpr std::size_t size = kernels::rows_per_block;

  /// core (n): squared.
  Prim(const Matrix& x, const std::vector<double>& core) : x_(x), core_(core) {
    std::vector<std::int32_t> rows;
    for (std::int32_t row = 1; row < x.rows(); ++row) rows.push_back(row);
    pack(rows, {}, {});
  }

  std::vector<Boruvka::SquaredEdge> run(const Monitor& monitor) {
    std::vector<Boruvka::SquaredEdge> out;
    const auto n = static_cast<std::size_t>(x_.rows() - 1);
    std::int32_t newest = 0;
    while (out.size() < n) {
      if (out.size() % 64 == 0)
        monitor.report(static_cast<double>(out.size()) / static_cast<double>(n), "spanning tree");
      const std::size_t slot = nearest_to_tree(newest);
      const auto from = static_cast<std::int32_t>(from_[slot]);
      const std::int32_t to = row_[slot];
      const double distance =
          BoxTree::squared_distance(x_.row(from).data(), x_.row(to).data(), x_.cols());
      out.emplace_back(least_[slot], distance, std::min(from, to), std::max(from, to));
      take(slot);
      newest = to;
    }
    return out;
  }

 private:
  static constexpr double infinite = std::numeric_limits<double>::infinity();

  std::size_t nearest_to_tree(std::int32_t newest) {
    const auto d = static_cast<std::size_t>(x_.cols());
    const auto lower = kernels::table().block.lower_distances;
    const std::size_t n_blocks = row_.size() / size;
    const std::size_t chunk = std::max<std::size_t>(1, 16384 / (size * d) + 8);
    const double* cells = x_.row(newest).data();
    const double core = core_[static_cast<std::size_t>(newest)];
    return core::parallel_reduce(
        n_blocks, chunk, std::size_t{0},
        [&](std::size_t begin, std::size_t end) {
          std::size_t best = begin * size;
          for (std::size_t b = begin; b < end; ++b) {
            const std::size_t at = b * size;
            const std::size_t slot =
                at + lower(d, cells, &blocks_[at * d], core, &floor_[at],
                           static_cast<double>(newest), &least_[at], &from_[at]);
            if (least_[slot] < least_[best]) best = slot;
          }
          return best;
        },
        [&](std::size_t a, std::size_t b) { return least_[b] < least_[a] ? b : a; });
  }

  void take(std::size_t slot) {
    const auto d = static_cast<std::size_t>(x_.cols());
    const std::size_t at = slot / size * size, i = slot % size;
    for (std::size_t k = 0; k < d; ++k) blocks_[at * d + k * size + i] = infinite;
    least_[slot] = infinite;
    row_[slot] = -1;
    if (--n_left_ * 2 > row_.size() || row_.size() <= 4 * size) return;
    std::vector<std::int32_t> rows;
    std::vector<double> least, from;
    for (std::size_t s = 0; s < row_.size(); ++s)
      if (row_[s] >= 0)
        rows.push_back(row_[s]), least.push_back(least_[s]), from.push_back(from_[s]);
    pack(rows, least, from);
  }

  void pack(const std::vector<std::int32_t>& rows, std::vector<double> least,
            std::vector<double> from) {
    const auto d = static_cast<std::size_t>(x_.cols());
    const std::size_t slots = (rows.size() + size - 1) / size * size;
    n_left_ = rows.size();
    least_ = std::move(least);
    from_ = std::move(from);
    least_.resize(slots, infinite);
    from_.resize(slots, 0.0);
    row_ = rows;
    row_.resize(slots, -1);
    floor_.assign(slots, 0.0);
    blocks_.assign(slots * d, infinite);
    for (std::size_t s = 0; s < rows.size(); ++s) {
      floor_[s] = core_[static_cast<std::size_t>(rows[s])];
      for (std::size_t k = 0; k < d; ++k)
        blocks_[s / size * size * d + k * size + s % size] = x_(rows[s], static_cast<Index>(k));
    }
  }

  const Matrix& x_;
  const std::vector<double>& core_;
  std::size_t n_left_ = 0;
  std::vector<double> blocks_, floor_, least_, from_;  ///< by slot
  std::vector<std::int32_t> row_;                      ///< of a slot, -1 = in the tree
};

}  // namespace limn::inline LIMN_ABI::cluster::detail
