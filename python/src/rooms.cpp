// SPDX-License-Identifier: MIT
#include "rooms.hpp"

namespace limn::python {

void bind_rooms(pybind11::module_& module) {
  const auto room = [&](const char* name, const char* question, void (*bind)(pybind11::module_&)) {
    pybind11::module_ submodule = module.def_submodule(name, question);
    bind(submodule);
  };
  room("data", "Logs cut into parts.", &bind_data);
  room("filter", "Which rows, cells or events are noise?", &bind_filter);
  room("impute", "What belongs in the gap?", &bind_impute);
  room("outlier", "Who does not fit, and by how much?", &bind_outlier);
  room("features", "What does a history say, in numbers?", &bind_features);
  room("learn", "Building blocks: models that several rooms share.", &bind_learn);
  room("encoder", "What does a sequence of events mean?", &bind_encoder);
  room("cluster", "Which users are alike?", &bind_cluster);
  room("recommend", "What to offer?", &bind_recommend);
  room("coldstart", "And if we hardly know them?", &bind_coldstart);
  room("evaluate", "How good is it?", &bind_evaluate);
}

}  // namespace limn::python
