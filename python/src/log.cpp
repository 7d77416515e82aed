// SPDX-License-Identifier: MIT
#include "log.hpp"

#include <cstdio>
#include <span>
#include <utility>

#include <pybind11/stl.h>

#include <limn/data/make_event_log.hpp>
#include <limn/io/model_file.hpp>

#include "arrays.hpp"
#include "ids.hpp"

namespace limn::python {
namespace {

using data::EventLog;

py::object text_array(std::span<const std::string> texts) {
  py::list out(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) out[i] = py::str(texts[i]);
  const py::module_ numpy = py::module_::import("numpy");
  py::object array = numpy.attr("empty")(texts.size(), py::arg("dtype") = "object");
  array[py::slice(py::none(), py::none(), py::none())] = out;
  return array;
}

template <class T>
py::object copied(std::span<const T> values) {
  return to_python(std::vector<T>(values.begin(), values.end()));
}

/// Forwards a static method to a function of limn._log.
void forward(py::class_<EventLog>& type, const char* name, const std::string& signature,
             const std::string& help) {
  const std::string target = name;
  type.def_static(
      name,
      [target](const py::args& args, const py::kwargs& options) {
        return py::module_::import("limn._log").attr(target.c_str())(*args, **options);
      },
      (target + signature + " -> EventLog\n\n" + help).c_str());
}

EventLog from_table(const data::Table& table, std::string user, std::string item, std::string time,
                    std::string type, std::string value, const std::string& unit) {
  py::gil_scoped_release release;
  return data::make_event_log(
      table, {std::move(user), std::move(item), std::move(time), std::move(type), std::move(value)},
      unit.empty() ? data::TimeUnit::automatic : data::parse_time_unit(unit));
}

std::string text(const EventLog& log) {
  return "EventLog(n_users=" + std::to_string(log.n_users()) +
         ", n_items=" + std::to_string(log.n_items()) +
         ", n_events=" + std::to_string(log.n_events()) +
         (log.n_dropped() ? ", n_dropped=" + std::to_string(log.n_dropped()) : "") + ")";
}

std::string fingerprint(const EventLog& log) {
  char buffer[17];
  std::snprintf(buffer, sizeof buffer, "%016llx",
                static_cast<unsigned long long>(log.fingerprint()));
  return buffer;
}

void add_makers(py::class_<EventLog>& type) {
  const std::string columns =
      "user: str, item: str, time: str, type: str | None = None, value: str | None = None, "
      "time_unit: str | None = None";
  forward(
      type, "from_table", "(table: typing.Any, *, " + columns + ")",
      "A log from a table: pandas, polars, pyarrow, a duckdb relation, a dict of arrays, a "
      "structured array, limn.Table.\n\nThe options name columns. `time` holds timestamps, or "
      "integers with their unit in `time_unit` (\"s\", \"ms\", \"us\", \"ns\", \"day\"), or any "
      "numbers that only know the order (`time_unit=\"order\"`). Rows without a user are dropped "
      "and counted in n_dropped.\n\nErrors: DataError naming the column.");
  for (const auto& [name, kind] :
       {std::pair{"from_csv", "CSV"}, std::pair{"from_parquet", "Parquet"},
        std::pair{"from_json", "JSON or NDJSON"}})
    forward(type, name, "(path: str | os.PathLike[str], *, " + columns + ")",
            std::string("A log from a ") + kind +
                " file, read by duckdb, pyarrow or polars, whichever is there (CSV and NDJSON also "
                "by limn itself). Options as in from_table.");
  type.def_static("_from_table", &from_table,
                  "_from_table(table: Table, user: str, item: str, time: str, type: str, value: "
                  "str, time_unit: str) -> EventLog",
                  py::arg("table"), py::arg("user"), py::arg("item"), py::arg("time"),
                  py::arg("type"), py::arg("value"), py::arg("time_unit"));
}

void add_facts(py::class_<EventLog>& type) {
  type.def_property_readonly(
      "users", [](const EventLog& log) { return ids_of(log.users()); },
      "(self) -> numpy.typing.NDArray[typing.Any]\n\nIds of the users in "
      "code order, as they were given.");
  type.def_property_readonly(
      "items", [](const EventLog& log) { return ids_of(log.items()); },
      "(self) -> numpy.typing.NDArray[typing.Any]\n\nIds of the items in "
      "code order, as they were given.");
  type.def_property_readonly(
      "types", [](const EventLog& log) { return ids_of(log.types()); },
      "(self) -> numpy.typing.NDArray[typing.Any]\n\nEvent types in code "
      "order, empty when the log has none.");
  const auto count = [&](const char* name, std::size_t (EventLog::*member)() const) {
    type.def_property_readonly(
        name, [member](const EventLog& log) { return (log.*member)(); }, "(self) -> int");
  };
  count("n_users", &EventLog::n_users);
  count("n_items", &EventLog::n_items);
  count("n_events", &EventLog::n_events);
  count("n_dropped", &EventLog::n_dropped);
  type.def_property_readonly("has_values", &EventLog::has_values, "(self) -> bool");
  type.def_property_readonly("has_types", &EventLog::has_types, "(self) -> bool");
  type.def_property_readonly("ordered_only", &EventLog::ordered_only,
                             "(self) -> bool\n\nTrue: times are an order, not a clock.");
  type.def_property_readonly("fingerprint", &fingerprint,
                             "(self) -> str\n\nSixteen hex digits over ids, codes and "
                             "times: names a split.");
  type.def(
      "_columns",
      [](const EventLog& log) {
        return py::make_tuple(copied(log.user_codes()), copied(log.item_codes()),
                              copied(log.type_codes()), copied(log.times_us()),
                              copied(log.values()));
      },
      "_columns(self) -> tuple[numpy.typing.NDArray[typing.Any], ...]\n\nCodes of users, items "
      "and types, times and values in the log's own order.");
  type.def("__len__", &EventLog::n_events, "__len__(self) -> int");
  type.def("__repr__", &text, "__repr__(self) -> str");
  type.def(
      "__eq__",
      [](const EventLog& log, const py::object& other) -> py::object {
        if (!py::isinstance<EventLog>(other))
          return py::reinterpret_borrow<py::object>(Py_NotImplemented);
        const auto& that = other.cast<const EventLog&>();
        return py::bool_(log.n_events() == that.n_events() && log.users() == that.users() &&
                         log.items() == that.items() && log.fingerprint() == that.fingerprint());
      },
      "__eq__(self, other: object) -> bool");
}

void add_cuts(py::class_<EventLog>& type) {
  type.def(
      "slice",
      [](const EventLog& log, const py::object& until) {
        const auto us = py::module_::import("limn._time").attr("to_us")(until).cast<std::int64_t>();
        py::gil_scoped_release release;
        return log.slice(us);
      },
      "slice(self, until: typing.Any) -> EventLog\n\nThe events strictly before `until` "
      "(datetime, numpy.datetime64, ISO text or microseconds). Users and items stay, even "
      "those left without events.",
      py::arg("until"));
  type.def(
      "append",
      [](const EventLog& log, const EventLog& more) {
        py::gil_scoped_release release;
        return log.append(more);
      },
      "append(self, more: EventLog) -> EventLog\n\nThis log and the events of another.",
      py::arg("more"));
  type.def(
      "without_user",
      [](const EventLog& log, const py::object& user) {
        return log.without_user(code_of(log.users(), user, "data.event_log"));
      },
      "without_user(self, user: typing.Any) -> EventLog\n\nNeither the id nor the events stay "
      "anywhere in the result.",
      py::arg("user"));
  type.def(
      "only_users",
      [](const EventLog& log, const py::object& users) {
        std::vector<std::int32_t> codes;
        for (const py::handle user : to_ids(users, "data.event_log", "users"))
          codes.push_back(code_of(log.users(), user, "data.event_log"));
        return log.only_users(codes);
      },
      "only_users(self, users: typing.Iterable[typing.Any]) -> EventLog\n\nThe events of these "
      "users, in this order.",
      py::arg("users"));
  type.def(
      "without",
      [](const EventLog& log, const py::object& drop) {
        const auto flags = drop.cast<py::array_t<std::uint8_t, py::array::forcecast>>();
        const auto list = flags.cast<std::vector<std::uint8_t>>();
        return log.without(list);
      },
      "without(self, drop: typing.Any) -> EventLog\n\nThe events whose flag is False: what the "
      "mask of a filter asks for.",
      py::arg("drop"));
  type.def(
      "to_table",
      [](const py::object& self, const std::string& kind) {
        return py::module_::import("limn._log").attr("to_table")(self, kind);
      },
      "to_table(self, kind: str = 'dict') -> typing.Any\n\nColumns user, item, type, time, "
      "value as a \"dict\" of arrays, \"pandas\", \"polars\" or \"arrow\" table.",
      py::arg("kind") = "dict");
  type.def(
      "__arrow_c_stream__",
      [](const py::object& self, const py::object& schema) {
        const py::object table = py::type::of<data::Table>()(self.attr("to_table")("dict"));
        return table.attr("__arrow_c_stream__")(schema);
      },
      "__arrow_c_stream__(self, requested_schema: object = None) -> object",
      py::arg("requested_schema") = py::none());
  type.def(
      "_dump",
      [](const EventLog& log) {
        core::Archive archive{std::string("data.event_log"), 1, {}, {}, {}};
        const_cast<EventLog&>(log).state(core::detail::Writer(archive));  // only reads
        const std::vector<std::byte> bytes = io::to_bytes(archive);
        return py::bytes(reinterpret_cast<const char*>(bytes.data()), bytes.size());
      },
      "_dump(self) -> bytes");
  type.def_static(
      "_load",
      [](const py::bytes& bytes) {
        const std::string_view text(bytes);
        const core::Archive archive =
            io::from_bytes(std::as_bytes(std::span(text.data(), text.size())));
        core::detail::check_identity(archive, "data.event_log", 1);
        EventLog log;
        log.state(core::detail::Reader(archive));
        log.check_state();
        return log;
      },
      "_load(state: bytes) -> EventLog", py::arg("state"));
  type.def(
      "__reduce__",
      [](const py::object& self) { return py::module_::import("limn._log").attr("reduce")(self); },
      "__reduce__(self) -> tuple[typing.Any, ...]");
}

}  // namespace

py::object ids_of(const data::Vocabulary& vocabulary) {
  if (vocabulary.kind() == data::Vocabulary::Kind::text) return text_array(vocabulary.texts());
  return copied(vocabulary.integers());
}

py::object ids_of(const data::Vocabulary& vocabulary, const CodeMatrix& codes) {
  const std::vector<py::ssize_t> shape{codes.rows(), codes.cols()};
  if (vocabulary.kind() != data::Vocabulary::Kind::text) {
    py::array_t<std::int64_t> out(shape);
    const auto ids = vocabulary.integers();
    for (Index i = 0; i < codes.size(); ++i) {
      const std::int32_t code = codes.data()[i];
      out.mutable_data()[i] = code < 0 ? -1 : ids[static_cast<std::size_t>(code)];
    }
    return out;
  }
  // One Python text per item that appears, shared by all its cells.
  std::vector<py::object> known(vocabulary.size());
  py::object flat = py::module_::import("numpy").attr("full")(codes.size(), py::none(),
                                                              py::arg("dtype") = "object");
  auto** cells = static_cast<PyObject**>(py::reinterpret_borrow<py::array>(flat).mutable_data());
  for (Index i = 0; i < codes.size(); ++i) {
    const std::int32_t code = codes.data()[i];
    if (code < 0) continue;
    py::object& id = known[static_cast<std::size_t>(code)];
    if (!id) id = py::str(vocabulary.texts()[static_cast<std::size_t>(code)]);
    Py_XSETREF(cells[i], id.inc_ref().ptr());
  }
  return flat.attr("reshape")(codes.rows(), codes.cols());
}

void bind_log(py::module_& module) {
  py::options options;
  options.disable_function_signatures();
  py::class_<EventLog> type(module, "EventLog",
                            "Who did what when: events sorted by user and time, immutable.");
  add_makers(type);
  add_facts(type);
  add_cuts(type);
}

}  // namespace limn::python
