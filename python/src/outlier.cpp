// SPDX-License-Identifier: MIT
#include <limn/outlier/outlier.hpp>

#include "bind_component.hpp"
#include "rooms.hpp"

namespace limn::python {

void bind_outlier(py::module_& room) { bind_components(room, outlier::components{}); }

}  // namespace limn::python
