// SPDX-License-Identifier: MIT
#include <limn/features/features.hpp>

#include "bind_component.hpp"
#include "rooms.hpp"

namespace limn::python {

void bind_features(py::module_& room) { bind_components(room, features::components{}); }

}  // namespace limn::python
