// SPDX-License-Identifier: MIT
#pragma once

#include <limn/learn/neighbours.hpp>

namespace limn::inline LIMN_ABI::outlier::detail {

/// The neighbours of one query, the first `skip` left out.
class OwnRow {
 public:
  OwnRow(const learn::Neighbours& near, Index query, Index skip)
      : near_(near), query_(query), skip_(skip) {}
  double distance(Index i) const { return near_.distances(query_, i + skip_); }
  Index index(Index i) const { return near_.indices(query_, i + skip_); }

 private:
  const learn::Neighbours& near_;
  Index query_, skip_;
};

/// A query that equals a row of fit is taken for that row: it is no neighbour of itself.
inline bool is_own(const learn::Neighbours& near, Index query) {
  return near.distances(query, 0) == 0.0;
}

}  // namespace limn::inline LIMN_ABI::outlier::detail
