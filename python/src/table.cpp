// SPDX-License-Identifier: MIT
#include "table.hpp"

#include <cstring>
#include <utility>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <limn/core/error.hpp>
#include <limn/io/arrow_c.hpp>
#include <limn/io/csv.hpp>
#include <limn/io/ndjson.hpp>

#include "arrays.hpp"
#include "texts.hpp"
#include "type_name.hpp"

namespace limn::python {
namespace {

using data::Column;
using data::Table;

template <class T>
std::vector<T> copied(const py::handle& values, const char* dtype) {
  const py::array array =
      py::module_::import("numpy").attr("ascontiguousarray")(values, py::arg("dtype") = dtype);
  std::vector<T> out(static_cast<std::size_t>(array.size()));
  if (!out.empty()) std::memcpy(out.data(), array.data(), out.size() * sizeof(T));
  return out;
}

[[noreturn]] void refuse(ErrorCode code, const std::string& name, const std::string& row,
                         std::string got, std::string expected) {
  throw DataError(code, {.component = "data.table",
                         .place = "column '" + name + "'" + row,
                         .got = std::move(got),
                         .expected = std::move(expected),
                         .fix = "convert the column first"});
}

Column text_column(const py::array& values, const std::string& name) {
  const auto n = static_cast<std::size_t>(values.size());
  std::vector<char> bytes;
  std::vector<std::int64_t> ends(n);
  std::vector<std::uint8_t> there(n, 1);
  const auto* cells = static_cast<PyObject* const*>(values.data());
  for (std::size_t i = 0; i < n; ++i) {
    const py::handle cell(cells[i]);
    Py_ssize_t size = 0;
    if (cell.is_none()) {
      there[i] = 0;
    } else if (PyUnicode_Check(cell.ptr())) {
      const char* text = PyUnicode_AsUTF8AndSize(cell.ptr(), &size);
      if (!text) {
        PyErr_Clear();
        refuse(ErrorCode::data_text, name, ", row " + std::to_string(i), "a broken text",
               "text that UTF-8 can hold");
      }
      bytes.insert(bytes.end(), text, text + size);
    } else {
      refuse(ErrorCode::data_column_type, name, ", row " + std::to_string(i),
             "a value of type " + type_name(cell), "texts alone");
    }
    ends[i] = static_cast<std::int64_t>(bytes.size());
  }
  return Column::text(std::move(bytes), std::move(ends), data::Validity(there));
}

Table from_columns(const std::vector<std::string>& names, const py::sequence& columns) {
  Table out;
  for (std::size_t i = 0; i < names.size(); ++i) out.add(names[i], to_column(columns[i], names[i]));
  return out;
}

template <class T>
py::array plain(std::span<const T> values) {
  return py::array_t<T>(static_cast<py::ssize_t>(values.size()), values.data());
}

/// Integers with gaps as float64, whose gaps are NaN.
py::object with_gaps(const Column& column, py::object values, const char* gap) {
  if (column.n_missing() == 0) return values;
  if (std::string_view(gap) == "nan") values = values.attr("astype")("float64");
  const py::object hole = std::string_view(gap) == "nan"
                              ? py::module_::import("numpy").attr("nan")
                              : py::module_::import("numpy").attr("datetime64")("NaT");
  for (std::size_t i = 0; i < column.size(); ++i)
    if (column.is_missing(i)) values[py::int_(i)] = hole;
  return values;
}

py::object texts(const Column& column) {
  py::object out = py::module_::import("numpy").attr("full")(column.size(), py::none(),
                                                             py::arg("dtype") = "object");
  auto** cells = static_cast<PyObject**>(py::reinterpret_borrow<py::array>(out).mutable_data());
  const bool codes = column.kind() == Column::Kind::category;
  for (std::size_t i = 0; i < column.size(); ++i) {
    if (column.is_missing(i)) continue;
    const std::string_view text =
        codes ? std::string_view(column.levels()[static_cast<std::size_t>(column.codes()[i])])
              : column.text(i);
    Py_XSETREF(cells[i], py::str(text.data(), text.size()).release().ptr());
  }
  return out;
}

Table from_arrow(const py::object& source) {
  const py::object capsule = source.attr("__arrow_c_stream__")();
  auto* stream =
      static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule.ptr(), "arrow_array_stream"));
  if (!stream) throw py::error_already_set();
  const io::ArrowBatches batches = io::drain_arrow(*stream);  // producers may call Python
  py::gil_scoped_release release;
  return io::decode_arrow(batches);
}

/// An Arrow stream that shares the memory of `table`.
py::object to_arrow(const Table& table) {
  auto stream = std::make_unique<ArrowArrayStream>();
  io::to_arrow(table, *stream);
  PyObject* capsule = PyCapsule_New(stream.get(), "arrow_array_stream", [](PyObject* self) {
    auto* held = static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(self, "arrow_array_stream"));
    if (held->release) held->release(held);
    delete held;
  });
  if (!capsule) throw py::error_already_set();
  stream.release();
  return py::reinterpret_steal<py::object>(capsule);
}

void add_readers(py::class_<Table>& type) {
  type.def_static("from_arrow", &from_arrow,
                  "from_arrow(source: typing.Any) -> Table\n\nFrom anything with an Arrow stream "
                  "(__arrow_c_stream__), without a copy where the layout allows. Errors: DataError "
                  "naming the column.",
                  py::arg("source"));
  type.def(
      "__arrow_c_stream__", [](const Table& table, const py::object&) { return to_arrow(table); },
      "__arrow_c_stream__(self, requested_schema: object = None) -> object",
      py::arg("requested_schema") = py::none());
  type.def_static(
      "read_csv",
      [](const py::object& path) {
        const std::string file = path_text(path);
        py::gil_scoped_release release;
        return io::read_csv(file);
      },
      "read_csv(path: str | os.PathLike[str]) -> Table\n\nA CSV file by limn's own "
      "reader. Errors: IoError; FormatError naming the line.",
      py::arg("path"));
  type.def_static(
      "read_ndjson",
      [](const py::object& path) {
        const std::string file = path_text(path);
        py::gil_scoped_release release;
        return io::read_ndjson(file);
      },
      "read_ndjson(path: str | os.PathLike[str]) -> Table\n\nOne flat JSON object a "
      "line. Errors: IoError; FormatError naming the line.",
      py::arg("path"));
}

}  // namespace

Column to_column(const py::handle& values, const std::string& name) {
  const py::array array = py::module_::import("numpy").attr("ascontiguousarray")(values);
  if (array.ndim() != 1)
    refuse(ErrorCode::data_column_type, name, "", std::to_string(array.ndim()) + " dimensions",
           "one value a row");
  switch (array.dtype().kind()) {
    case 'f':
      return Column::float64(copied<double>(array, "float64"));
    case 'u':
    case 'i':
      return Column::int64(copied<std::int64_t>(array, "int64"));
    case 'b':
      return Column::boolean(copied<std::uint8_t>(array, "uint8"));
    case 'O':
      return text_column(array, name);
    case 'M':
      break;
    default:
      refuse(ErrorCode::data_column_type, name, "",
             "values of type " + py::str(array.dtype()).cast<std::string>(),
             "numbers, texts or times");
  }
  auto us =
      copied<std::int64_t>(array.attr("astype")("datetime64[us]").attr("view")("int64"), "int64");
  std::vector<std::uint8_t> there;
  for (const std::int64_t t : us) there.push_back(t != std::numeric_limits<std::int64_t>::min());
  return Column::time(std::move(us), data::Validity(there));
}

py::object from_column(const Column& column) {
  switch (column.kind()) {
    case Column::Kind::float64:
      return plain(column.floats());
    case Column::Kind::int64:
      return with_gaps(column, plain(column.integers()), "nan");
    case Column::Kind::boolean:
      return with_gaps(column, plain(column.booleans()).attr("astype")("bool"), "nan");
    case Column::Kind::time:
      return with_gaps(column, plain(column.times_us()).attr("view")("datetime64[us]"), "nat");
    default:
      return texts(column);
  }
}

void bind_table(py::module_& module) {
  py::options options;
  options.disable_function_signatures();
  py::class_<Table> type(module, "Table", "Named columns of equal length, immutable.");
  type.def(py::init([](const py::object& table) {
             const auto [names, columns] = py::module_::import("limn._tables")
                                               .attr("split")(table)
                                               .cast<std::pair<py::object, py::object>>();
             return from_columns(names.cast<std::vector<std::string>>(), columns);
           }),
           "__init__(self, table: typing.Any) -> None\n\nFrom pandas, polars, pyarrow, a duckdb "
           "relation, a dict of arrays or a structured array. Errors: DataError naming the column.",
           py::arg("table"));
  add_readers(type);
  type.def_property_readonly(
      "names",
      [](const Table& table) {
        return std::vector<std::string>(table.names().begin(), table.names().end());
      },
      "(self) -> list[str]");
  type.def_property_readonly("n_rows", &Table::n_rows, "(self) -> int");
  type.def("__len__", &Table::n_rows, "__len__(self) -> int");
  type.def(
      "__getitem__",
      [](const Table& table, const std::string& name) { return from_column(table.column(name)); },
      "__getitem__(self, name: str) -> numpy.typing.NDArray[typing.Any]\n\nA column; gaps are "
      "NaN, NaT or None. Errors: DataError for an unknown name.",
      py::arg("name"));
  type.def(
      "to_dict",
      [](const Table& table) {
        py::dict out;
        for (std::size_t i = 0; i < table.n_columns(); ++i)
          out[table.names()[i].c_str()] = from_column(table.column(i));
        return out;
      },
      "to_dict(self) -> dict[str, numpy.typing.NDArray[typing.Any]]");
  type.def(
      "__repr__",
      [](const Table& table) {
        std::string names;
        for (const std::string& name : table.names()) names += (names.empty() ? "" : ", ") + name;
        return "Table(" + std::to_string(table.n_rows()) + " rows: " + names + ")";
      },
      "__repr__(self) -> str");
}

}  // namespace limn::python
