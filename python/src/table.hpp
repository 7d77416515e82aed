// SPDX-License-Identifier: MIT
#pragma once

#include <pybind11/pybind11.h>

#include <limn/data/table.hpp>

namespace limn::python {

namespace py = pybind11;

/// A numpy array as a column: floats, integers, booleans, datetime64 (any unit), or objects that
/// are str, bytes in UTF-8 or None. Errors: DataError naming the column and the row.
data::Column to_column(const py::handle& values, const std::string& name);
/// The values as numpy sees them; gaps are NaN, NaT or None.
py::object from_column(const data::Column& column);

void bind_table(py::module_& module);

}  // namespace limn::python
