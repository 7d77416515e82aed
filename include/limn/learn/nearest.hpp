// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/component.hpp>
#include <limn/learn/neighbours.hpp>

namespace limn::inline LIMN_ABI::learn {

/// Remembers rows and finds those nearest to others, exactly.
///
/// Choose it for similar users, densities and votes of neighbours, up to millions of rows of up to
/// hundreds of columns: blocked products beat a graph index there, need no build and miss nobody.
/// Prefer an approximate index for single questions to far more rows. Scale the columns before
/// (features.Standard). In C++ `learn::neighbours` does the same for a table that is not kept.
/// Shapes: x (n, d) of double or float, no missing values, kept as it came. Distances are
/// Euclidean, those of the plain loop in double precision; equally near rows come by their number.
/// Same bits for any number of threads. Cost: one multiplication in float a query, row and column.
/// The object holds the rows: it is as personal as they are.
/// **Source:** Cover, Hart (1967), Nearest Neighbor Pattern Classification; Johnson, Douze, Jegou
/// (2019), Billion-scale similarity search with GPUs.
/// **Differs:** products in float only sieve, with a bound on their rounding errors.
class Nearest {
 public:
  static constexpr std::string_view name = "learn.nearest";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{};

  struct Params {
    std::int64_t n_neighbors = 10;  ///< neighbours of a query when not said otherwise
  };
  template <class V>
  static void describe(V&& v) {
    v("n_neighbors", &Params::n_neighbors, "neighbours of a query when not said otherwise",
      core::at_least(1));
  }

  Nearest() = default;
  explicit Nearest(Params params) : params_(core::checked<Nearest>(params)) {}
  const Params& params() const { return params_; }

  /// Remembers x (n, d). Errors: DataError when empty, missing or infinite somewhere.
  Nearest& fit(MatrixView x, const Monitor& monitor = {});
  Nearest& fit(MatrixFView x, const Monitor& monitor = {});

  /// The k rows nearest to each row of x (m, d). Errors: NotFittedError, ShapeError; ParamError
  /// unless k >= 1; DataError for cells, or with fewer than k rows at fit; CancelledError.
  Neighbours kneighbors(MatrixView x, std::int64_t k, const Monitor& monitor = {}) const;
  Neighbours kneighbors(MatrixFView x, std::int64_t k, const Monitor& monitor = {}) const;
  /// The same with k = n_neighbors.
  Neighbours kneighbors(MatrixView x) const { return kneighbors(x, params_.n_neighbors); }
  Neighbours kneighbors(MatrixFView x) const { return kneighbors(x, params_.n_neighbors); }
  /// The k other rows nearest to each row seen by fit. Errors: as above, needs k + 1 rows.
  Neighbours kneighbors_within(std::int64_t k, const Monitor& monitor = {}) const;

  Index n_rows() const { return std::max(rows_.rows(), rows_float_.rows()); }
  Index n_columns() const { return std::max(rows_.cols(), rows_float_.cols()); }

  template <class V>
  void state(V&& v) {
    v("rows", rows_);
    v("rows_float", rows_float_);
  }
  void check_state() const;

 private:
  template <class View>
  void require_input(const View& x) const;
  template <class View>
  Neighbours find(const View& x, std::int64_t k, const Monitor& monitor) const;

  Params params_;
  Matrix rows_;         // (n, d) when fit on double
  MatrixF rows_float_;  // (n, d) when fit on float
};

}  // namespace limn::inline LIMN_ABI::learn

#ifdef LIMN_HEADER_ONLY
#include <limn/learn/nearest.ipp>
#endif
