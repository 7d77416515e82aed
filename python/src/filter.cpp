// SPDX-License-Identifier: MIT
#include <limn/filter/filter.hpp>

#include "bind_component.hpp"
#include "rooms.hpp"

namespace limn::python {

void bind_filter(py::module_& room) { bind_components(room, filter::components{}); }

}  // namespace limn::python
