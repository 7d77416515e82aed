// SPDX-License-Identifier: MIT
#pragma once

// Where does strange begin? Three answers that need no share of strange rows, for the scores of any
// component; and the quantile for those who know the share.

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include <limn/core/check.hpp>
#include <limn/core/params.hpp>
#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::outlier {
namespace detail {

inline void require_scores(const Vector& scores) {
  core::require_rows(scores.size(), 1, "outlier.threshold");
  for (Index r = 0; r < scores.size(); ++r)
    if (!std::isfinite(scores(r)))
      core::throw_value("outlier.threshold", r, 0, "a score that is not finite",
                        "leave rows without a score out");
}

/// The q-quantile of sorted scores (at least one), linear between ranks.
inline double sorted_quantile(const Vector& sorted, double q) {
  const double rank = q * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<Index>(std::floor(rank));
  const double upper = sorted(std::min<Index>(below + 1, sorted.size() - 1));
  return sorted(below) + (rank - std::floor(rank)) * (upper - sorted(below));
}

inline Labels labels_above(const Vector& scores, double threshold) {
  return (scores.array() > threshold)
      .select(Labels::Constant(scores.size(), -1), Labels::Ones(scores.size()));
}

}  // namespace detail

/// The score above which a share `contamination` of the rows lies (n >= 1 scores, linear between
/// ranks). Errors: ParamError unless 0 < contamination <= 0.5; DataError for no scores or one that
/// is not finite.
inline double quantile_threshold(Vector scores, double contamination) {
  core::check_rule("outlier.threshold", "contamination", core::Value{contamination},
                   core::Rule{.low = 0.0, .high = 0.5, .low_open = true});
  detail::require_scores(scores);
  std::sort(scores.begin(), scores.end());
  return detail::sorted_quantile(scores, 1.0 - contamination);
}

/// The upper fence of the scores, third quartile + 1.5 times the distance of the quartiles: about
/// 0.35 % of normal scores lie above it. Errors: DataError as above.
/// **Source:** Tukey (1977), Exploratory Data Analysis.
inline double fence_threshold(Vector scores) {
  detail::require_scores(scores);
  std::sort(scores.begin(), scores.end());
  const double low = detail::sorted_quantile(scores, 0.25),
               high = detail::sorted_quantile(scores, 0.75);
  return high + 1.5 * (high - low);
}

/// How rare each score would be among usual rows: (1 + number of calibration scores at least as
/// high) / (1 + number of them), in (0, 1]. `calibration` are scores of usual rows the detector has
/// not learned from; then a p-value below a happens to a usual row with probability at most a.
/// Errors: DataError as above.
/// **Source:** Vovk, Gammerman, Shafer (2005), Algorithmic Learning in a Random World; Bates,
/// Candes, Lei, Romano, Sesia (2023), Testing for outliers with conformal p-values.
inline Vector conformal_p_values(Vector calibration, const Vector& scores) {
  detail::require_scores(calibration);
  std::sort(calibration.begin(), calibration.end());
  Vector out(scores.size());
  for (Index r = 0; r < scores.size(); ++r) {
    const double *first = calibration.data(), *end = first + calibration.size();
    const auto above = end - std::lower_bound(first, end, scores(r));
    out(r) = static_cast<double>(1 + above) / static_cast<double>(1 + calibration.size());
  }
  return out;
}

/// The score above which a p-value of conformal_p_values is at most `level`: the line that at most
/// a share `level` of usual rows crosses. Errors: ParamError unless 0 < level <= 0.5; DataError as
/// above, or with fewer than 1 / level - 1 scores, among which no p-value can be as low.
/// **Source:** Bates, Candes, Lei, Romano, Sesia (2023), as above.
inline double conformal_threshold(Vector calibration, double level) {
  core::check_rule("outlier.threshold", "level", core::Value{level},
                   core::Rule{.low = 0.0, .high = 0.5, .low_open = true});
  detail::require_scores(calibration);
  const auto above = static_cast<Index>(
      std::floor(level * static_cast<double>(calibration.size() + 1) * (1.0 + 1e-12)));
  if (above < 1)
    throw DataError(ErrorCode::data_empty, {.component = "outlier.threshold",
                                            .place = "calibration",
                                            .got = std::to_string(calibration.size()) + " scores",
                                            .expected = "at least 1 / level - 1",
                                            .fix = "calibrate on more rows, or raise the level"});
  std::sort(calibration.begin(), calibration.end());
  return calibration(calibration.size() - above);
}

namespace detail {

/// How a detector finds its threshold.
inline core::Rule threshold_rule() { return core::one_of({"automatic", "conformal"}); }
inline constexpr const char* threshold_help =
    "how the line of predict is found: automatic (by contamination, without it a rule of the "
    "component) or conformal: half of the rows are kept back from learning, and the line is drawn "
    "so that at most a share contamination (none: 0.01) of usual rows crosses it";

/// What predict compares with: the quantile where the share is known, else the upper fence.
inline double threshold_of(const Vector& scores, std::optional<double> contamination) {
  return contamination ? quantile_threshold(scores, *contamination) : fence_threshold(scores);
}

}  // namespace detail
}  // namespace limn::inline LIMN_ABI::outlier
