// SPDX-License-Identifier: MIT
#pragma once

#include <limn/filter/detail/classes.hpp>
#include <limn/filter/edited_nearest_neighbours.hpp>
#include <limn/learn/neighbours.hpp>

namespace limn::inline LIMN_ABI::filter {
namespace detail {

/// Whether the neighbours of a row speak for its class.
inline bool agreed(const CodeMatrix& near, Index row, const Classes& y, bool all) {
  const std::int32_t own = y.codes[static_cast<std::size_t>(row)];
  std::vector<std::int64_t> votes(y.size(), 0);
  for (Index i = 0; i < near.cols(); ++i)
    ++votes[static_cast<std::size_t>(y.codes[static_cast<std::size_t>(near(row, i))])];
  if (all) return votes[static_cast<std::size_t>(own)] == near.cols();
  return std::max_element(votes.begin(), votes.end()) - votes.begin() == own;
}

}  // namespace detail

LIMN_INLINE EditedNearestNeighbours& EditedNearestNeighbours::fit(MatrixView x, VectorView y,
                                                                  const Monitor& monitor) {
  core::require_rows(x.rows(), x.cols(), name);
  core::require_finite(x, name, core::Missing::refused);
  const detail::Classes classes(y, x.rows(), name);
  const CodeMatrix near = learn::neighbours_within(x, params_.n_neighbors, monitor).indices;
  const std::int32_t spared = params_.sampling_strategy == "auto" ? classes.rarest() : -1;
  std::vector<std::uint8_t> noise(classes.codes.size(), 0);
  for (std::size_t r = 0; r < noise.size(); ++r)
    noise[r] = classes.codes[r] != spared &&
               !detail::agreed(near, static_cast<Index>(r), classes, params_.kind_sel == "all");
  noise_ = std::move(noise);
  return *this;
}

LIMN_INLINE std::vector<std::int64_t> EditedNearestNeighbours::sample_indices() const {
  core::require_fitted(!noise_.empty(), name);
  return detail::unmarked(noise_);
}
LIMN_INLINE Audit EditedNearestNeighbours::audit() const {
  core::require_fitted(!noise_.empty(), name);
  return audit_rows(noise_, name, "drop");
}

}  // namespace limn::inline LIMN_ABI::filter
