// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/any.hpp>
#include <limn/profiler/config.hpp>
#include <limn/profiler/profile.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

/// Which users are alike: the clusterer, its centres in the space it was fitted in, and words.
struct Segments {
  core::AnyClusterer clusterer;
  Matrix centers;  ///< (K, d) mean of the members
  Vector overall;  ///< (d) mean of all
  std::vector<SegmentSummary> summaries;
  double silhouette = missing;

  template <class V>
  void state(V&& v) {
    v("clusterer", clusterer);
    v("centers", centers);
    v("overall", overall);
    v("summaries", summaries);
    v("silhouette", silhouette);
  }

  /// ready (n, d) of the users to learn from; filled (n, f) with names (f) for the words.
  void fit(const Config& config, const Matrix& ready, const Matrix& filled,
           const std::vector<std::string>& names, const Monitor& monitor);
  Labels predict(const Matrix& ready) const { return clusterer->predict(ready); }
  /// How much a row belongs to each segment, (n, K), rows sum to 1: 1/d^2 of the distances to the
  /// centres. Source: Bezdek (1981), Pattern Recognition with Fuzzy Objective Function Algorithms.
  Matrix membership(const Matrix& ready) const;
  /// The columns (d) that speak most for segment k rather than the average user, each with its name
  /// and the value to tell.
  std::vector<Reason> reasons(const Matrix& ready_row, const Matrix& told_row, Index k,
                              const std::vector<std::string>& names) const;
};

}  // namespace limn::inline LIMN_ABI::profiler::detail
