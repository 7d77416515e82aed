// SPDX-License-Identifier: MIT
#include "ids.hpp"

#include <string>

#include <limn/core/error.hpp>

namespace limn::python {
data::Id to_id(const py::handle& id, std::string_view component) {
  if (py::isinstance<py::str>(id)) return id.cast<std::string>();
  if (PyIndex_Check(id.ptr())) {
    const py::object integer = py::reinterpret_steal<py::object>(PyNumber_Index(id.ptr()));
    if (integer) return integer.cast<std::int64_t>();
    PyErr_Clear();
  }
  throw DataError(
      ErrorCode::data_column_type,
      {.component = std::string(component),
       .place = "id",
       .got = "an object of type " + py::str(py::type::of(id).attr("__name__")).cast<std::string>(),
       .expected = "an integer or a text",
       .fix = "pass the id as it is in the log"});
}

std::int32_t code_of(const data::Vocabulary& vocabulary, const py::handle& id,
                     std::string_view component) {
  const std::int32_t code = vocabulary.find(to_id(id, component));
  if (code >= 0) return code;
  throw DataError(ErrorCode::data_unknown_id, {.component = std::string(component),
                                               .place = "id",
                                               .got = "an id that is not there",
                                               .expected = "one of the ids of the log",
                                               .fix = "see log.users and log.items"});
}

}  // namespace limn::python
