// SPDX-License-Identifier: MIT
// The module limn._limn: one submodule a room, one file a room.
#include <pybind11/pybind11.h>

#include <limn/core/parallel.hpp>
#include <limn/core/version.hpp>

#include "errors.hpp"
#include "estimator.hpp"
#include "guard.hpp"
#include "log.hpp"
#include "rooms.hpp"
#include "table.hpp"

namespace limn::python {
namespace {

void bind_threads(py::module_& module) {
  py::options options;
  options.disable_function_signatures();
  module.def(
      "set_threads", &set_threads,
      "set_threads(n: int) -> None\n\nThreads every call may use; 0 = as many as the machine "
      "has. Results do not depend on it. The start value is LIMN_NUM_THREADS.",
      py::arg("n"));
  module.def("get_threads", &threads, "get_threads() -> int\n\nThreads every call may use.");
}

}  // namespace
}  // namespace limn::python

PYBIND11_MODULE(_limn, module) {
  namespace python = limn::python;
  module.doc() = "The compiled half of limn; import limn instead.";
  module.attr("__version__") = std::string(limn::version);
  python::register_errors();
  python::bind_threads(module);
  python::bind_table(module);
  python::bind_log(module);
  python::bind_state(module);
  python::bind_estimator(module);
  python::bind_rooms(module);
  python::bind_profiler(module);
  python::bind_foreign(module);
  python::guard_calls(module);  // what is bound after it is not guarded
}
