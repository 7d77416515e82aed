// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <string>

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

inline Score return_score(const Model& model, double chance, std::int64_t as_of_us) {
  Score out;
  out.task = "return";
  out.value = chance;
  out.calibrated = model.returns.calibrated != 0;
  out.horizon = std::to_string(static_cast<int>(model.returns.horizon_days)) + " days";
  out.model_id = model_id(model, "predict.returns");
  out.scored_at = when(model, as_of_us - 1);
  return out;
}

}  // namespace limn::inline LIMN_ABI::profiler::detail
