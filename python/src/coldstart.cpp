// SPDX-License-Identifier: MIT
#include <limn/coldstart/coldstart.hpp>

#include "bind_component.hpp"
#include "rooms.hpp"

namespace limn::python {

void bind_coldstart(py::module_& room) { bind_components(room, coldstart::components{}); }

}  // namespace limn::python
