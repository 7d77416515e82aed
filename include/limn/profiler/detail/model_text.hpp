// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include <limn/profiler/detail/model.hpp>
#include <limn/profiler/detail/time_text.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

/// "part@fingerprint": two answers with one id come from the same model.
inline std::string model_id(const Model& model, const std::string& part) {
  char pipeline[20];
  std::snprintf(pipeline, sizeof pipeline, "%016llx",
                static_cast<unsigned long long>(model.pipeline));
  return part + "@" + pipeline;
}

inline std::string when(const Model& model, std::int64_t time_us) {
  return model.log.ordered_only() ? std::string() : time_text(time_us);
}

inline std::string segment_name(const Model& model, const SegmentSummary& segment) {
  return model.config.language == "zh" ? segment.name_zh : segment.name;
}

/// The three likeliest of all segments, chances (K); those without any chance stay out.
inline std::vector<Membership> memberships_of(const Model& model, const Vector& chances) {
  std::vector<Membership> out;
  for (Index k = 0; k < chances.size(); ++k)
    out.push_back(
        {.id = k,
         .name = segment_name(model, model.segments.summaries[static_cast<std::size_t>(k)]),
         .probability = chances(k)});
  std::ranges::stable_sort(
      out, [](const Membership& a, const Membership& b) { return a.probability > b.probability; });
  if (out.size() > 3) out.resize(3);
  std::erase_if(out, [](const Membership& m) { return !(m.probability > 0.0); });
  return out;
}

/// A user's chance as a score with its reasons. The history is in codes of log.items() and
/// log.types().
inline Score return_score(const Model& model, const data::EventLog& log,
                          const data::History& history, double chance, std::int64_t as_of_us) {
  Score out;
  out.task = "return";
  out.value = chance;
  out.calibrated = model.returns.calibrated != 0;
  out.horizon = std::to_string(static_cast<int>(model.returns.horizon_days)) + " days";
  out.model_id = model_id(model, "predict.returns");
  out.scored_at = when(model, as_of_us - 1);
  out.reasons = model.returns.reasons(one_user_log(log, history), as_of_us);
  return out;
}

}  // namespace limn::inline LIMN_ABI::profiler::detail
