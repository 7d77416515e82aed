// SPDX-License-Identifier: MIT
#include <limn/features/features.hpp>

#include <pybind11/numpy.h>

#include "arrays.hpp"
#include "bind_component.hpp"
#include "rooms.hpp"

namespace limn::python {

void bind_features(py::module_& room) {
  bind_components(room, features::components{});
  room.def(
      "false_discovery_control",
      [](const py::object& ps, const std::string& method) {
        const Vector out = features::false_discovery_control(
            to_vector(ps, "features.false_discovery_control", "p-values"), method);
        return py::array_t<double>(out.size(), out.data());
      },
      py::arg("ps"), py::arg("method") = "bh",
      "p-values raised so that keeping those at or below alpha makes at most a share alpha of what "
      "is kept a mistake, on average, (n,): 'bh' (Benjamini-Hochberg) for tests that are "
      "independent or rise together, 'by' (Benjamini-Yekutieli) for any.");
}

}  // namespace limn::python
