// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include <pybind11/pybind11.h>

#include <limn/data/vocabulary.hpp>

namespace limn::python {

namespace py = pybind11;

/// The code of an id as the caller wrote it. Errors: DataError when unknown; the id is not shown.
std::int32_t code_of(const data::Vocabulary& vocabulary, const py::handle& id,
                     std::string_view component);

/// A Python int or str as an id. Errors: DataError for other types.
data::Id to_id(const py::handle& id, std::string_view component);

/// Several ids, as a list. Errors: DataError for a text, which Python would read letter by letter,
/// and for what cannot be gone through.
py::list to_ids(const py::object& ids, std::string_view component, std::string_view place);

}  // namespace limn::python
