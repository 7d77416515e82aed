// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/monitor.hpp>
#include <limn/core/types.hpp>
#include <limn/encoder/detail/sequences.hpp>

namespace limn::inline LIMN_ABI::encoder::detail {

/// How far apart two events of a history may be to count as neighbours.
inline constexpr std::size_t count_reach = 10;

/// Vectors in which items that stand near each other in histories are alike: (n_items, width), rows
/// of length 1; items without a neighbour get zeros. They are the leading eigenvectors of the
/// neighbour counts (1 / distance, both directions, divided by the root of (n + 1) of both items),
/// scaled by the root of their eigenvalues and turned at random, so that no coordinate stands out.
/// Cost: about 30 sums of width numbers an event and round; memory O(events + n_items * width).
/// Source: Levy and Goldberg (2014), Neural Word Embedding as Implicit Matrix Factorization (counts
/// factorized give the vectors that training by neighbours would); Halko, Martinsson, Tropp (2011),
/// Finding Structure with Randomness (subspace iteration).
MatrixF count_vectors(const Sequences& sequences, std::size_t n_items, std::size_t width,
                      std::uint64_t seed, const Monitor& monitor);

}  // namespace limn::inline LIMN_ABI::encoder::detail

#ifdef LIMN_HEADER_ONLY
#include <limn/encoder/detail/count_vectors.ipp>
#endif
