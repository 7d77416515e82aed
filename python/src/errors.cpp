// SPDX-License-Identifier: MIT
#include "errors.hpp"

#include <exception>
#include <new>
#include <stdexcept>
#include <utility>

namespace limn::python {
namespace py = pybind11;
namespace {

const char* class_name(const Error& error) {
  if (dynamic_cast<const ParamError*>(&error)) return "ParamError";
  if (dynamic_cast<const ShapeError*>(&error)) return "ShapeError";
  if (dynamic_cast<const DataError*>(&error)) return "DataError";
  if (dynamic_cast<const NotFittedError*>(&error)) return "NotFittedError";
  if (dynamic_cast<const FormatError*>(&error)) return "FormatError";
  if (dynamic_cast<const IoError*>(&error)) return "IoError";
  if (dynamic_cast<const CancelledError*>(&error)) return "CancelledError";
  if (dynamic_cast<const LimitError*>(&error)) return "LimitError";
  return "Error";
}

/// Messages may quote column names of any encoding: what is not UTF-8 is shown escaped.
py::str text(const std::string& s) {
  return py::reinterpret_steal<py::str>(
      PyUnicode_DecodeUTF8(s.data(), static_cast<Py_ssize_t>(s.size()), "backslashreplace"));
}

}  // namespace

py::object to_exception(const Error& error) {
  const py::object type = py::module_::import("limn.errors").attr(class_name(error));
  const ErrorDetail& d = error.detail();
  return type(text(error.what()), py::arg("code") = error.code_text(),
              py::arg("component") = text(d.component), py::arg("place") = text(d.place),
              py::arg("got") = text(d.got), py::arg("expected") = text(d.expected),
              py::arg("fix") = text(d.fix));
}

LimitError out_of_memory(std::string component) {
  return LimitError(ErrorCode::limit_size,
                    {.component = std::move(component),
                     .place = "memory",
                     .got = "more than there is",
                     .expected = "room for a few copies of what was passed",
                     .fix = "fit on a sample, ask in parts, or raise the limit of the process"});
}

void register_errors() {
  py::register_local_exception_translator([](std::exception_ptr pointer) {
    const auto raise = [](const Error& error) {
      const py::object exception = to_exception(error);
      PyErr_SetObject(py::type::of(exception).ptr(), exception.ptr());
    };
    try {
      if (pointer) std::rethrow_exception(pointer);
    } catch (const Error& error) {
      raise(error);
    } catch (const std::bad_alloc&) {
      raise(out_of_memory("limn"));
    } catch (const std::length_error&) {
      raise(out_of_memory("limn"));
    }
  });
}

}  // namespace limn::python
