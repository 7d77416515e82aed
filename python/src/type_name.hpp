// SPDX-License-Identifier: MIT
#pragma once

#include <pybind11/pybind11.h>

#include <string>

namespace limn::python {

/// The name of a value's type: what a message may tell of it, where the value may be personal.
inline std::string type_name(const pybind11::handle& value) {
  return pybind11::str(pybind11::type::handle_of(value).attr("__name__")).cast<std::string>();
}

}  // namespace limn::python
