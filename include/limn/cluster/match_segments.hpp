// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::cluster {

/// Which segments of a new clustering continue those of an old one.
struct SegmentMatch {
  Labels labels;                           ///< (n) the new labels under the old numbers
  std::vector<std::int64_t> id_of;         ///< by new label: its number from now on
  std::vector<std::int64_t> users_shared;  ///< by new label: rows it has from the old one of its id
  std::vector<double> overlap;  ///< by new label: shared rows / rows in either of the two
};

/// Gives the segments of `after` (n) the numbers of those of `before` (n) that they continue: the
/// pairing under which most rows keep their number. A segment that shares no row with its partner,
/// or has none, gets a number never used: the numbers of segments that ended are not given again.
/// Rows that are negative on either side count for nothing and stay as `after` says. With names
/// kept by number (cluster.Naming, option names) segments keep their names over refits.
/// Cost: n + k^3 for k segments on either side. Errors: ShapeError unless both have one label a row
/// of the same users; LimitError beyond 4,096 segments on a side.
/// **Source:** Kuhn (1955), The Hungarian method for the assignment problem.
SegmentMatch match_segments(const Labels& before, const Labels& after);

}  // namespace limn::inline LIMN_ABI::cluster

#ifdef LIMN_HEADER_ONLY
#include <limn/cluster/match_segments.ipp>
#endif
