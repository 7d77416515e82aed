// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <limits>

#include <limn/cluster/match_segments.hpp>
#include <limn/core/error.hpp>

namespace limn::inline LIMN_ABI::cluster {
namespace detail {

/// Column of each row such that the sum of gain (n, m), n <= m, is greatest: shortest augmenting
/// paths with potentials.
inline std::vector<Index> best_pairing(const Matrix& gain) {
  const Index n = gain.rows(), m = gain.cols();
  constexpr double infinite = std::numeric_limits<double>::infinity();
  Vector row_price = Vector::Zero(n + 1), column_price = Vector::Zero(m + 1);
  std::vector<Index> row_of(static_cast<std::size_t>(m + 1), 0);  // from 1; 0 = free
  for (Index row = 1; row <= n; ++row) {
    std::vector<Index> before(row_of.size(), 0);
    std::vector<std::uint8_t> done(row_of.size(), 0);
    Vector slack = Vector::Constant(m + 1, infinite);
    row_of[0] = row;
    Index at = 0;
    while (row_of[static_cast<std::size_t>(at)] != 0) {
      done[static_cast<std::size_t>(at)] = 1;
      const Index own = row_of[static_cast<std::size_t>(at)];
      Index next = 0;
      for (Index c = 1; c <= m; ++c) {
        if (done[static_cast<std::size_t>(c)]) continue;
        const double cost = -gain(own - 1, c - 1) - row_price(own) - column_price(c);
        if (cost < slack(c)) slack(c) = cost, before[static_cast<std::size_t>(c)] = at;
        if (next == 0 || slack(c) < slack(next)) next = c;
      }
      const double step = slack(next);
      for (Index c = 0; c <= m; ++c) {
        const auto i = static_cast<std::size_t>(c);
        if (done[i])
          row_price(row_of[i]) += step, column_price(c) -= step;
        else
          slack(c) -= step;
      }
      at = next;
    }
    for (; at != 0; at = before[static_cast<std::size_t>(at)])
      row_of[static_cast<std::size_t>(at)] =
          row_of[static_cast<std::size_t>(before[static_cast<std::size_t>(at)])];
  }
  std::vector<Index> out(static_cast<std::size_t>(n), -1);
  for (Index c = 1; c <= m; ++c)
    if (const Index row = row_of[static_cast<std::size_t>(c)]; row > 0)
      out[static_cast<std::size_t>(row - 1)] = c - 1;
  return out;
}

inline Index n_segments(const Labels& labels) {
  const Index k = labels.size() > 0 ? std::max<Index>(0, Index{labels.maxCoeff()} + 1) : 0;
  if (k > 4096)
    throw LimitError(ErrorCode::limit_size, {.component = "cluster.match_segments",
                                             .place = "labels",
                                             .got = std::to_string(k) + " segments",
                                             .expected = "at most 4096",
                                             .fix = "match the segments of one level at a time"});
  return k;
}

}  // namespace detail

LIMN_INLINE SegmentMatch match_segments(const Labels& before, const Labels& after) {
  core::require_length(after.size(), before.size(), "cluster.match_segments", "labels");
  const Index n_old = detail::n_segments(before), n_new = detail::n_segments(after);
  Matrix shared = Matrix::Zero(n_new, std::max(n_old, n_new));
  Vector old_size = Vector::Zero(shared.cols()), new_size = Vector::Zero(n_new);
  for (Index r = 0; r < after.size(); ++r) {
    if (before(r) >= 0) old_size(before(r)) += 1.0;
    if (after(r) >= 0) new_size(after(r)) += 1.0;
    if (before(r) >= 0 && after(r) >= 0) shared(after(r), before(r)) += 1.0;
  }
  const std::vector<Index> partner = detail::best_pairing(shared);
  SegmentMatch out;
  std::int64_t unused = n_old;
  for (Index s = 0; s < n_new; ++s) {
    const Index old = partner[static_cast<std::size_t>(s)];
    const double both = shared(s, old);
    out.id_of.push_back(both > 0.0 ? old : unused++);
    out.users_shared.push_back(static_cast<std::int64_t>(both));
    out.overlap.push_back(both > 0.0 ? both / (old_size(old) + new_size(s) - both) : 0.0);
  }
  out.labels = after;
  for (auto& label : out.labels)
    if (label >= 0) label = static_cast<std::int32_t>(out.id_of[static_cast<std::size_t>(label)]);
  return out;
}

}  // namespace limn::inline LIMN_ABI::cluster
