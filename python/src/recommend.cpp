// SPDX-License-Identifier: MIT
#include <limn/recommend/recommend.hpp>

#include "bind_component.hpp"
#include "rooms.hpp"

namespace limn::python {

void bind_recommend(py::module_& room) { bind_components(room, recommend::components{}); }

}  // namespace limn::python
