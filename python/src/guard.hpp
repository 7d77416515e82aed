// SPDX-License-Identifier: MIT
#pragma once

#include <pybind11/pybind11.h>

namespace limn::python {

/// From now on a call of any function of `module`, its submodules and classes whose arguments do
/// not fit raises ParamError or DataError, which names the argument and the types; pybind11 itself
/// would print the arguments, and with them the personal values they hold. Call it last.
void guard_calls(const pybind11::module_& module);

}  // namespace limn::python
