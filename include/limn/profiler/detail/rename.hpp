// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <limn/core/any.hpp>

// A face does not ask its component for the names of what it makes, so the lists of the rooms do.
namespace limn::inline LIMN_ABI::profiler::detail {

/// Is the fitted step a C? Then `names` of its input become those of its output: its own, the same
/// where it has none because it keeps its columns, nothing where they cannot be known.
template <class C>
bool rename_as(const core::AnyTransformer& step, std::vector<std::string>& names) {
  if constexpr (core::Transformer<C>) {
    if (step->name() != C::name) return false;
    if constexpr (requires(const C c) { c.feature_names(names); }) {
      try {
        names = core::from_archive<C>(step.to_archive()).feature_names(names);
      } catch (const FormatError&) {
        names.clear();  // a component of another language that took a name of ours
      }
    } else if constexpr (core::Clusterer<C>) {
      names.clear();  // distances to centres
    }
    return true;
  } else {
    return false;
  }
}

/// The same for the component of the list that the step is; false: none of them.
template <class... Cs>
bool rename_as_one_of(core::type_list<Cs...>, const core::AnyTransformer& step,
                      std::vector<std::string>& names) {
  return (rename_as<Cs>(step, names) || ...);
}

// One a room with transformers, each beside the room's enrol function.
bool rename_filter(const core::AnyTransformer& step, std::vector<std::string>& names);
bool rename_impute(const core::AnyTransformer& step, std::vector<std::string>& names);
bool rename_features(const core::AnyTransformer& step, std::vector<std::string>& names);
bool rename_cluster(const core::AnyTransformer& step, std::vector<std::string>& names);

}  // namespace limn::inline LIMN_ABI::profiler::detail
