// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <limn/profiler/profile.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

/// All a report shows: sums over many users only, never a row of one.
struct ReportData {
  std::int64_t n_users = 0, n_events = 0, n_items = 0;
  std::string first_event, last_event, pipeline, version;
  std::vector<std::pair<std::string, std::int64_t>> cleaning;  ///< step, events set aside
  std::vector<std::pair<std::string, std::int64_t>> activity;  ///< period, events
  std::vector<std::pair<std::string, double>> gaps;  ///< feature, share of users without it
  std::vector<std::int64_t> outlier_histogram;       ///< 20 bins over [0, 1]
  double silhouette = 0.0;
  std::vector<SegmentSummary> segments;
  Evaluation evaluation;
  std::string config_json;
};

std::string report_html(const ReportData& data);

}  // namespace limn::inline LIMN_ABI::profiler::detail
