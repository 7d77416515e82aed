// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

#include <limn/core/any.hpp>
#include <limn/data/frame.hpp>
#include <limn/profiler/config.hpp>
#include <limn/profiler/profile.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

/// Users as people know them, (n, features and attributes), NaN = not known; asked for by a
/// clusterer that looks at columns by their names.
using Told = std::function<data::Frame()>;

/// Which users are alike: the clusterer, its centres in the space of the ready columns, and words.
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

  /// ready (n, d) and told of the users to learn from; filled (n, f) with names (f) for the words.
  void fit(const Config& config, const Matrix& ready, const Told& told, const Matrix& filled,
           const std::vector<std::string>& names, const Monitor& monitor);
  /// Segment of each row, -1 = none: (n).
  Labels predict(const Matrix& ready, const Told& told) const {
    return clusterer->reads_names() ? clusterer->predict_named(told()) : clusterer->predict(ready);
  }
  /// What the clusterer says of each row, (n, K); no columns where it knows no probabilities.
  Matrix probabilities(const Matrix& ready) const;
  /// How much a row belongs to each segment, (n, K): the probabilities where there are any; 1 for a
  /// rule, which holds or does not; else 1/d^2 of the distances to the centres, summing to 1.
  /// Source: Bezdek (1981), Pattern Recognition with Fuzzy Objective Function Algorithms.
  Matrix membership(const Matrix& ready) const;
  /// The columns (d) that speak most for segment k rather than the average user, each with its name
  /// and the value to tell.
  std::vector<Reason> reasons(const Matrix& ready_row, const Matrix& told_row, Index k,
                              const std::vector<std::string>& names) const;
};

}  // namespace limn::inline LIMN_ABI::profiler::detail
