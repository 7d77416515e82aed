// SPDX-License-Identifier: MIT
#include <limn/learn/learn.hpp>

#include "bind_component.hpp"
#include "rooms.hpp"

namespace limn::python {

void bind_learn(py::module_& room) { bind_components(room, learn::components{}); }

}  // namespace limn::python
