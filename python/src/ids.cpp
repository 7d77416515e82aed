// SPDX-License-Identifier: MIT
#include "ids.hpp"
#include "type_name.hpp"

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
  throw DataError(ErrorCode::data_column_type, {.component = std::string(component),
                                                .place = "id",
                                                .got = "an object of type " + type_name(id),
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

py::list to_ids(const py::object& ids, std::string_view component, std::string_view place) {
  const bool text = py::isinstance<py::str>(ids) || py::isinstance<py::bytes>(ids);
  if (!text && !ids.is_none()) {
    auto list = py::reinterpret_steal<py::object>(PySequence_List(ids.ptr()));
    if (list) return list;
    if (!PyErr_ExceptionMatches(PyExc_TypeError)) throw py::error_already_set();
    PyErr_Clear();
  }
  throw DataError(ErrorCode::data_column_type, {.component = std::string(component),
                                                .place = std::string(place),
                                                .got = "an object of type " + type_name(ids),
                                                .expected = "a list of ids",
                                                .fix = "pass a list, also for one id"});
}

}  // namespace limn::python
