// SPDX-License-Identifier: MIT
#include "rooms.hpp"

namespace limn::python {

void bind_rooms(pybind11::module_& module) {
  const auto room = [&](const char* name, const char* question, void (*bind)(pybind11::module_&)) {
    pybind11::module_ submodule = module.def_submodule(name, question);
    bind(submodule);
  };
  room("data", "Logs cut into parts.", &bind_data);
#if __has_include(<limn/filter/filter.hpp>)
  room("filter", "Which rows, cells or events are noise?", &bind_filter);
#endif
#if __has_include(<limn/impute/impute.hpp>)
  room("impute", "What belongs in the gap?", &bind_impute);
#endif
#if __has_include(<limn/outlier/outlier.hpp>)
  room("outlier", "Who does not fit, and by how much?", &bind_outlier);
#endif
#if __has_include(<limn/features/features.hpp>)
  room("features", "What does a history say, in numbers?", &bind_features);
#endif
#if __has_include(<limn/learn/learn.hpp>)
  room("learn", "Building blocks: models that several rooms share.", &bind_learn);
#endif
#if __has_include(<limn/encoder/encoder.hpp>)
  room("encoder", "What does a sequence of events mean?", &bind_encoder);
#endif
#if __has_include(<limn/cluster/cluster.hpp>)
  room("cluster", "Which users are alike?", &bind_cluster);
#endif
#if __has_include(<limn/recommend/recommend.hpp>)
  room("recommend", "What to offer?", &bind_recommend);
#endif
#if __has_include(<limn/coldstart/coldstart.hpp>)
  room("coldstart", "And if we hardly know them?", &bind_coldstart);
#endif
#if __has_include(<limn/evaluate/evaluate.hpp>)
  room("evaluate", "How good is it?", &bind_evaluate);
#endif
}

}  // namespace limn::python
