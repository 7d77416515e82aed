// SPDX-License-Identifier: MIT
#pragma once

#include <pybind11/pybind11.h>

#include <limn/core/types.hpp>
#include <limn/data/event_log.hpp>

namespace limn::python {

namespace py = pybind11;

/// The ids of a vocabulary in code order: int64 array, or object array of str.
py::object ids_of(const data::Vocabulary& vocabulary);
/// The id behind each code, of the same shape; -1 becomes None (texts) or -1 (integers).
py::object ids_of(const data::Vocabulary& vocabulary, const CodeMatrix& codes);

void bind_log(py::module_& module);

}  // namespace limn::python
