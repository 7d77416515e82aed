// SPDX-License-Identifier: MIT
#include <limn/cluster/cluster.hpp>

#include "bind_component.hpp"
#include "rooms.hpp"

namespace limn::python {

void bind_cluster(py::module_& room) { bind_components(room, cluster::components{}); }

}  // namespace limn::python
