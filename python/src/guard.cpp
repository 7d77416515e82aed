// SPDX-License-Identifier: MIT
// What a call with unfit arguments says. All functions of pybind11 are entered through one
// dispatcher, which is wrapped here once for all of them: what is bound tomorrow is guarded too.
#include "guard.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "errors.hpp"
#include "type_name.hpp"

namespace limn::python {
namespace py = pybind11;
namespace {

using Record = py::detail::function_record;

/// A call as it came.
struct Given {
  std::vector<py::handle> values;  // by position, then by name
  std::vector<std::string> names;  // of the last ones
  std::size_t n_by_position() const { return values.size() - names.size(); }
};

/// An argument as pybind11 wrote it into the signature.
struct Parameter {
  std::string name, type;
  bool required = true;
};

/// "(self: limn._limn.EventLog, k: typing.SupportsInt = 10, *args) -> tuple" without what a star
/// begins.
std::vector<Parameter> parameters_of(std::string_view signature) {
  std::vector<Parameter> out;
  int depth = 0;
  char quote = 0;  // inside a text that is a default
  std::size_t begin = 1;
  for (std::size_t i = 0; i < signature.size() && depth >= 0; ++i) {
    const char c = signature[i];
    if (quote ? c == quote : c == '\'' || c == '"') quote = quote ? '\0' : c;
    if (quote) continue;
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c == ')' || c == ']' || c == '}') --depth;
    const bool ends = depth == 0 || (depth == 1 && c == ',');
    if (!ends || i == begin) continue;
    const std::string_view part = signature.substr(begin, i - begin);
    const std::size_t colon = part.find(": "), equals = part.find(" = ");
    if (part.front() != '*' && colon != std::string_view::npos)
      out.push_back({.name = std::string(part.substr(0, colon)),
                     .type = std::string(part.substr(colon + 2, equals - colon - 2)),
                     .required = equals == std::string_view::npos});
    if (depth == 0) break;
    begin = i + 2;
  }
  return out;
}

bool is_whole(py::handle value) {
  const auto number = py::reinterpret_steal<py::object>(PyNumber_Index(value.ptr()));
  if (number) PyLong_AsLongLong(number.ptr());
  const bool whole = !PyErr_Occurred();
  PyErr_Clear();
  return whole;
}

bool is_number(py::handle value) {
  if (!PyNumber_Check(value.ptr())) return false;
  const auto number = py::reinterpret_steal<py::object>(PyNumber_Float(value.ptr()));
  PyErr_Clear();
  return static_cast<bool>(number);
}

bool is_truth(py::handle value) {
  const PyNumberMethods* numbers = Py_TYPE(value.ptr())->tp_as_number;
  return numbers && numbers->nb_bool;
}

/// "limn._limn.Table | None" -> "Table"
std::string class_in(std::string_view type) {
  type = type.substr(0, type.find(" |"));
  return std::string(type.substr(type.rfind('.') + 1));
}

bool is_a(py::handle value, const std::string& name) {
  for (const py::handle base : py::type::handle_of(value).attr("__mro__"))
    if (py::str(base.attr("__name__")).cast<std::string>() == name) return true;
  return false;
}

/// The kinds of argument that are told apart, by what their type begins with in a signature.
struct Kind {
  std::string_view type;
  bool (*fits)(py::handle);
  std::string_view words;
};
constexpr Kind kinds[] = {
    {"typing.SupportsInt", is_whole, "an integer"},
    {"typing.SupportsFloat", is_number, "a number"},
    {"bool", is_truth, "True or False"},
    {"str", [](py::handle v) { return py::isinstance<py::str>(v); }, "a text"},
    {"bytes", [](py::handle v) { return py::isinstance<py::bytes>(v); }, "bytes"},
    {"list", [](py::handle v) { return py::isinstance<py::list>(v); }, "a list"},
    {"dict", [](py::handle v) { return py::isinstance<py::dict>(v); }, "a dict"},
    {"tuple", [](py::handle v) { return py::isinstance<py::tuple>(v); }, "a tuple"},
    {"object", [](py::handle) { return true; }, "a value"},
};

const Kind* kind_of(std::string_view type) {
  for (const Kind& kind : kinds)
    if (type.starts_with(kind.type)) return &kind;
  return nullptr;
}

/// False when it surely does not; None, which no signature tells of a pointer, only when `strict`.
bool fits(const Parameter& parameter, py::handle value, bool strict) {
  const std::string_view type = parameter.type;
  const bool own = type.starts_with("limn.");
  if (value.is_none() && (type.find("None") != std::string_view::npos || (own && !strict)))
    return true;
  if (const Kind* kind = kind_of(type)) return kind->fits(value);
  return !own || is_a(value, class_in(type));
}

std::string words(const std::string& type) {
  const Kind* kind = kind_of(type);
  std::string out = kind ? std::string(kind->words) : type;
  if (!kind && type.starts_with("limn.")) {
    const std::string name = class_in(type);
    const bool vowel = std::string_view("AEIOU").find(name.front()) != std::string_view::npos;
    out = (vowel ? "an " : "a ") + name;
  }
  return out + (type.ends_with("| None") && out != type ? " or None" : "");
}

/// The component whose function it is, "recommend.popular"; "data.leave_one_out" in a room.
std::string component(const Record& f, const Given& given) {
  if (f.is_method && !f.is_constructor && !given.values.empty() &&
      py::hasattr(given.values.front(), "component"))
    return py::str(given.values.front().attr("component")).cast<std::string>();
  const auto scope = py::str(f.scope.attr("__name__")).cast<std::string>();
  if (scope == "EventLog") return "data.event_log";
  if (scope == "Table") return "data.table";
  if (scope == "_Profiler") return "profiler";
  const std::string room = scope.substr(scope.rfind('.') + 1);
  return room == "_limn" ? "limn" : room + "." + (f.name[0] == '_' ? f.name + 1 : f.name);
}

/// "(EventLog, k=str)"
std::string types_of(const Record& f, const Given& given) {
  std::string out;
  for (std::size_t i = f.is_method ? 1 : 0; i < given.values.size(); ++i) {
    out += out.empty() ? "" : ", ";
    if (i >= given.n_by_position()) out += given.names[i - given.n_by_position()] + "=";
    out += type_name(given.values[i]);
  }
  return "(" + out + ")";
}

/// The first line of the help, or the names of the arguments.
std::string usage(const Record& f, const std::vector<Parameter>& parameters) {
  const std::string_view doc = f.doc ? f.doc : "";
  if (doc.starts_with(f.name)) return std::string(doc.substr(0, doc.find(" -> ")));
  std::string out;
  for (const Parameter& p : parameters) out += (out.empty() ? "" : ", ") + p.name;
  return std::string(f.name) + "(" + out + ")";
}

py::object unfit(const std::string& owner, const Parameter& parameter, py::handle value) {
  const std::string expected = words(parameter.type);
  ErrorDetail detail{.component = owner,
                     .place = "argument '" + parameter.name + "'",
                     .got = value ? "an object of type " + type_name(value) : "nothing",
                     .expected = expected,
                     .fix = "pass " + expected};
  const bool log = class_in(parameter.type) == "EventLog";
  if (log) detail.fix = "make one with limn.EventLog.from_table(...)";
  return log ? to_exception(DataError(ErrorCode::data_column_type, detail))
             : to_exception(ParamError(ErrorCode::param_type, detail));
}

/// A name that is not there, or is given twice: Python's own class and words, the name alone.
std::optional<std::string> wrong_name(const Record& f, const Given& given,
                                      const std::vector<Parameter>& parameters) {
  for (const std::string& name : given.names) {
    std::size_t at = 0;
    while (at < parameters.size() && parameters[at].name != name) ++at;
    if (at == parameters.size() && !f.has_kwargs)
      return std::string(f.name) + "() got an unexpected keyword argument '" + name + "'";
    if (at < given.n_by_position() && at < parameters.size())
      return std::string(f.name) + "() got multiple values for argument '" + name + "'";
  }
  return {};
}

/// The first argument that is surely missing or unfit, as an error; null when none is.
py::object first_unfit(const Record& f, const Given& given,
                       const std::vector<Parameter>& parameters, bool strict) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    py::handle value = i < given.n_by_position() ? given.values[i] : py::handle();
    for (std::size_t n = 0; n < given.names.size(); ++n)
      if (given.names[n] == parameters[i].name) value = given.values[given.n_by_position() + n];
    if (value ? !fits(parameters[i], value, strict) : parameters[i].required)
      return unfit(component(f, given), parameters[i], value);
  }
  return {};
}

py::object explain(const Record& f, const Given& given) {
  const std::vector<Parameter> parameters = parameters_of(f.signature);
  if (const auto wrong = wrong_name(f, given, parameters))
    return py::reinterpret_borrow<py::object>(PyExc_TypeError)(*wrong);
  for (const bool strict : {false, true})
    if (py::object error = first_unfit(f, given, parameters, strict)) return error;
  return to_exception(ParamError(ErrorCode::param_type, {.component = component(f, given),
                                                         .place = "arguments",
                                                         .got = types_of(f, given),
                                                         .expected = usage(f, parameters),
                                                         .fix = "see its help"}));
}

/// Whether the error that is set came of an argument's type, by C++ alone, and may show its value.
/// What Python code raised on the way (a component of the caller's own) is left as it is.
bool is_about_arguments(const Record& f) {
  PyObject* kind = PyErr_Occurred();
  if (kind != PyExc_TypeError && kind != PyExc_RuntimeError && kind != PyExc_ValueError)
    return false;
  py::error_already_set error;
  const auto said = py::str(error.value()).cast<std::string>();
  const bool by_python = static_cast<bool>(error.trace());
  error.restore();
  return said.starts_with(std::string(f.name) + "(): incompatible ") ||
         said.starts_with("Unable to cast Python instance") ||
         (!by_python && (said.starts_with("could not convert string to float") ||
                         said.starts_with("invalid literal for int()")));
}

/// Puts what `explain` says in place of an error that shows values; read: the call's Given.
template <class F>
void mend(PyObject* self, F&& read) {
  const Record* f = py::detail::function_record_ptr_from_PyObject(self);
  if (!f || !PyErr_Occurred()) return;
  try {
    if (!is_about_arguments(*f)) return;
    PyErr_Clear();
    const py::object error = explain(*f, read());
    PyErr_SetObject(py::type::handle_of(error).ptr(), error.ptr());
  } catch (py::error_already_set& error) {
    error.restore();
  } catch (const std::exception&) {
    PyErr_SetString(PyExc_TypeError, "arguments of types that the function does not take");
  }
}

PyCFunction dispatch = nullptr;  // pybind11's, the same for all functions of a module

template <class F>
F* as(PyCFunction function) {
  return reinterpret_cast<F*>(reinterpret_cast<void (*)()>(function));
}

std::string text(py::handle name) { return py::str(name).cast<std::string>(); }

/// pybind11 from 3.1 on.
PyObject* call_fast(PyObject* self, PyObject* const* values, Py_ssize_t n, PyObject* names) {
  PyObject* out = as<decltype(call_fast)>(dispatch)(self, values, n, names);
  if (!out)
    mend(self, [&] {
      Given given;
      const Py_ssize_t n_names = names ? PyTuple_GET_SIZE(names) : 0;
      given.values.assign(values, values + PyVectorcall_NARGS(static_cast<size_t>(n)) + n_names);
      for (Py_ssize_t i = 0; i < n_names; ++i)
        given.names.push_back(text(PyTuple_GET_ITEM(names, i)));
      return given;
    });
  return out;
}

/// pybind11 3.0.
PyObject* call_plain(PyObject* self, PyObject* values, PyObject* named) {
  PyObject* out = as<decltype(call_plain)>(dispatch)(self, values, named);
  if (!out)
    mend(self, [&] {
      Given given;
      for (const py::handle value : py::reinterpret_borrow<py::tuple>(values))
        given.values.push_back(value);
      if (!named) return given;
      for (const auto& [name, value] : py::reinterpret_borrow<py::dict>(named)) {
        given.names.push_back(text(name));
        given.values.push_back(value);
      }
      return given;
    });
  return out;
}

void guard(py::handle function) {
  const py::handle inner = py::detail::get_function(function);
  if (!inner || !PyCFunction_Check(inner.ptr())) return;
  PyObject* self = PyCFunction_GET_SELF(inner.ptr());
  const Record* f = self ? py::detail::function_record_ptr_from_PyObject(self) : nullptr;
  if (!f || !f->def) return;
  const PyCFunction wrapped = reinterpret_cast<PyCFunction>(
      (f->def->ml_flags & METH_FASTCALL) != 0 ? reinterpret_cast<void (*)()>(call_fast)
                                              : reinterpret_cast<void (*)()>(call_plain));
  if (f->def->ml_meth == wrapped) return;
  dispatch = f->def->ml_meth;
  f->def->ml_meth = wrapped;
}

void guard_class(py::handle type) {
  for (const py::handle member : type.attr("__dict__").attr("values")()) {
    if (PyObject_TypeCheck(member.ptr(), &PyProperty_Type)) {
      guard(member.attr("fget"));
      guard(member.attr("fset"));
    } else if (PyObject_TypeCheck(member.ptr(), &PyStaticMethod_Type)) {
      guard(member.attr("__func__"));
    } else {
      guard(member);
    }
  }
}

}  // namespace

void guard_calls(const py::module_& module) {
  for (const py::handle member : module.attr("__dict__").attr("values")()) {
    if (PyModule_Check(member.ptr()))
      guard_calls(py::reinterpret_borrow<py::module_>(member));
    else if (PyType_Check(member.ptr()))
      guard_class(member);
    else
      guard(member);
  }
}

}  // namespace limn::python
