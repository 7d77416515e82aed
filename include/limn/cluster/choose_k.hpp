// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include <limn/core/monitor.hpp>
#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::cluster {

/// How the numbers of groups are tried.
struct ChooseOptions {
  std::int64_t max_clusters = 10;  ///< greatest number tried
  std::int64_t n_references = 10;  ///< tables without groups that gap compares with
  std::int64_t n_pairs = 10;       ///< pairs of draws of 4/5 of the rows that stability compares
  std::int64_t max_rows = 20'000;  ///< rows drawn at most; the measures cost time, not accuracy
  std::int64_t n_sample = 1'000;   ///< rows whose silhouette is taken
  std::uint64_t random_state = 0;  ///< seed
};

/// How each number of groups does, and what each measure would choose.
struct KChoice {
  std::vector<std::int64_t> counts;  ///< 1 ... max_clusters, or ... different rows where fewer
  Vector inertia;                    ///< of KMeans on the rows drawn
  Vector silhouette;                 ///< mean of a sample of rows; NaN for one group
  Vector gap, gap_error;  ///< log inertia below that of tables without groups, and its error
  Vector stability;  ///< adjusted Rand index of two draws on the rows of both; NaN for one group
  std::int64_t by_silhouette = 1;  ///< the highest
  std::int64_t by_gap = 1;         ///< the least number within an error of the next one's gap
  std::int64_t by_stability = 1;   ///< the highest; the greater number where they are equal
};

/// Tries KMeans with 1 ... max_clusters groups on x (n, d) and scores each number in three ways
/// that need no labels. They answer different questions: silhouette, how far groups are apart; gap,
/// whether there are groups at all (it alone can say 1); stability, whether other rows would have
/// given the same groups. Where they agree the number is safe. Columns are to be scaled before.
/// Cost: (1 + n_references + 2 n_pairs) fits a number, on max_rows rows at most. Same bits for any
/// number of threads. Errors: DataError without rows or columns, or with a cell that is not finite;
/// ParamError for an option out of range; CancelledError.
/// **Source:** Rousseeuw (1987), Silhouettes; Tibshirani, Walther, Hastie (2001), Estimating the
/// number of clusters in a data set via the gap statistic (references along the principal axes);
/// Ben-Hur, Elisseeff, Guyon (2002), A stability based method for discovering structure.
KChoice choose_k(MatrixView x, const ChooseOptions& options = {}, const Monitor& monitor = {});

}  // namespace limn::inline LIMN_ABI::cluster

#ifdef LIMN_HEADER_ONLY
#include <limn/cluster/choose_k.ipp>
#endif
