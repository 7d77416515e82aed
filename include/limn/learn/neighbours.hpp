// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include <limn/core/monitor.hpp>
#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::learn {

/// The nearest rows of each query, nearest first; equally near ones by their number.
struct Neighbours {
  Matrix distances;    ///< (n_queries, k), Euclidean
  CodeMatrix indices;  ///< (n_queries, k), rows of the table
};

/// The k rows of `rows` (n, d) nearest to each of `queries` (m, d), exact: distances are those of
/// the plain loop in double precision, for float tables too. Both are read in place. Same bits for
/// any number of threads. Cost: m * n * d multiplications in float, of which a few candidates a
/// query are measured in double; memory m * k. Where many rows are equally near, most are measured.
/// **Source:** Johnson, Douze, Jegou (2019), Billion-scale similarity search with GPUs: products of
/// blocks beside a running k-th best. **Differs:** the product only sieves, with a bound on its
/// rounding errors, so that no neighbour is missed.
/// Errors: DataError naming the first cell that is not finite, when the distances overflow, or with
/// fewer than k rows; ShapeError for widths; ParamError unless k >= 1; CancelledError.
Neighbours neighbours(MatrixView rows, MatrixView queries, std::int64_t k,
                      const Monitor& monitor = {});
Neighbours neighbours(MatrixFView rows, MatrixFView queries, std::int64_t k,
                      const Monitor& monitor = {});
Neighbours neighbours(MatrixFView rows, MatrixView queries, std::int64_t k,
                      const Monitor& monitor = {});
Neighbours neighbours(MatrixView rows, MatrixFView queries, std::int64_t k,
                      const Monitor& monitor = {});

/// The k other rows nearest to each row of `rows` (n, d); a row's equals are its neighbours, it
/// itself is not. Errors: as neighbours, needs k + 1 rows.
Neighbours neighbours_within(MatrixView rows, std::int64_t k, const Monitor& monitor = {});
Neighbours neighbours_within(MatrixFView rows, std::int64_t k, const Monitor& monitor = {});

}  // namespace limn::inline LIMN_ABI::learn

#ifdef LIMN_HEADER_ONLY
#include <limn/learn/neighbours.ipp>
#endif
