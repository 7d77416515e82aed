// SPDX-License-Identifier: MIT
#include <limn/impute/impute.hpp>

#include "bind_component.hpp"
#include "rooms.hpp"

namespace limn::python {

void bind_impute(py::module_& room) { bind_components(room, impute::components{}); }

}  // namespace limn::python
