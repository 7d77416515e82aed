// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <pybind11/pybind11.h>

#include <limn/core/error.hpp>

namespace limn::python {

/// Turns every limn::Error into its class of limn.errors, with code, place, got, expected and fix,
/// and memory that is not there into a LimitError.
void register_errors();

/// Memory that is not there, as the error that says so. component: who asked for it.
LimitError out_of_memory(std::string component);

/// A Python exception object for `error`, not raised.
pybind11::object to_exception(const Error& error);

}  // namespace limn::python
