// SPDX-License-Identifier: MIT
#pragma once

#include <limn/coldstart/ladder.hpp>
#include <limn/coldstart/pre_classify.hpp>
#include <limn/core/any.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

/// Who offers items: the ladder, which holds the counting models, and what joins it from outside
/// (recommenders of the configuration that are not the ladder's own; the encoder lies in Model).
struct Suggesters {
  coldstart::Ladder ladder;
  std::vector<core::AnyRecommender> others;
  coldstart::PreClassify segment_of;  ///< segment from attributes
  std::uint8_t guesses_segments = 0;  ///< segment_of is fitted

  template <class V>
  void state(V&& v) {
    v("ladder", ladder);
    v("others", others);
    v("segment_of", segment_of);
    v("guesses_segments", guesses_segments);
  }
};

}  // namespace limn::inline LIMN_ABI::profiler::detail
