// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model.hpp"

namespace limn::python {

/// A str or os.PathLike as a path. Errors: TypeError of Python for anything else.
std::string path_text(const py::object& path);
/// name, room, tags, abilities and options with help, type, default and range.
py::dict facts(const Model& model);
/// The class comment of a component's header, "" when there is none.
const char* component_text(std::string_view name);

}  // namespace limn::python
