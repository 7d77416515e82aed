// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include <limn/core/monitor.hpp>
#include <limn/evaluate/views.hpp>

// How good is a grouping: against its own table (silhouette, Calinski-Harabasz, Davies-Bouldin) or
// against another grouping (adjusted Rand, mutual information).
//
// x (n, d), labels (n). For the measures that look at x, rows labelled -1 (no group) are left out;
// with fewer than two groups they answer NaN. Errors: ShapeError on unequal lengths; DataError when
// n = 0 or a cell is missing or infinite.
namespace limn::inline LIMN_ABI::evaluate {

/// Each row's silhouette (n): (b - a) / max(a, b), a = mean distance to its own group, b = to the
/// nearest other group. 0 for a group of one, NaN for rows labelled -1. O(n^2 d), in parallel.
/// **Source:** Rousseeuw (1987), Silhouettes: a graphical aid.
Vector silhouette_per_row(MatrixView x, LabelsView labels, const Monitor& monitor = {});

/// Mean silhouette of all rows that have a group. O(n^2 d).
double silhouette(MatrixView x, LabelsView labels, const Monitor& monitor = {});

/// Mean silhouette of n_sample rows drawn without replacement, each against the whole table: an
/// unbiased estimate at O(n_sample n d). Prefer it above some 20,000 rows.
/// **Differs:** scikit-learn's sample_size also cuts the table the rows are compared with.
/// Errors: also ParamError when n_sample < 1.
double silhouette_sampled(MatrixView x, LabelsView labels, std::int64_t n_sample,
                          std::uint64_t random_state = 0, const Monitor& monitor = {});

/// Scatter between groups over scatter within, each by its degrees of freedom: higher is better.
/// NaN unless 2 <= groups < rows; 1 when there is no scatter within. O(n d).
/// **Source:** Calinski, Harabasz (1974), A dendrite method for cluster analysis.
double calinski_harabasz(MatrixView x, LabelsView labels);

/// Mean over groups of the worst (spread + spread) / distance of centres: lower is better. Groups
/// that share a centre count 0 for each other. O(n d + groups^2 d).
/// **Source:** Davies, Bouldin (1979), A cluster separation measure.
double davies_bouldin(MatrixView x, LabelsView labels);

/// Agreement of two groupings, pairs of rows counted, corrected for chance: 1 = the same, 0 = as by
/// chance. Every label is a group here, -1 too: drop such rows first where they are noise.
/// **Source:** Hubert, Arabie (1985), Comparing partitions.
double adjusted_rand(LabelsView truth, LabelsView predicted);

/// Mutual information over the mean of both entropies: in [0, 1]. 1 when both have one group.
/// **Source:** Strehl, Ghosh (2002), Cluster ensembles (here with the arithmetic mean).
double normalized_mutual_information(LabelsView truth, LabelsView predicted);

}  // namespace limn::inline LIMN_ABI::evaluate

#ifdef LIMN_HEADER_ONLY
#include <limn/evaluate/clustering.ipp>
#endif
