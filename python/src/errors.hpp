// SPDX-License-Identifier: MIT
#pragma once

#include <pybind11/pybind11.h>

#include <limn/core/error.hpp>

namespace limn::python {

/// Turns every limn::Error into its class of limn.errors, with code, place, got, expected and fix.
void register_errors();

/// A Python exception object for `error`, not raised.
pybind11::object to_exception(const Error& error);

}  // namespace limn::python
