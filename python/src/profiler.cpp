// SPDX-License-Identifier: MIT
// The facade as limn.profiler sees it: documents travel as JSON, which both languages write alike.
#include <limn/profiler/profiler.hpp>

#include <cmath>
#include <optional>

#include <pybind11/stl.h>

#include <limn/data/event_log.hpp>
#include <limn/data/table.hpp>

#include "arrays.hpp"
#include "rooms.hpp"
#include "texts.hpp"
#include "watch.hpp"

namespace limn::python {
namespace {

/// [(item, time_us, type, value), ...]
std::vector<Event> to_history(const py::list& events) {
  std::vector<Event> out;
  for (const py::handle event : events) {
    const auto parts = event.cast<py::tuple>();
    out.push_back({parts[0].cast<std::string>(), parts[1].cast<std::int64_t>(),
                   parts[2].cast<std::string>(), parts[3].cast<double>()});
  }
  return out;
}

Attributes to_attributes(const py::dict& values) {
  Attributes out;
  for (const auto& [key, value] : values) {
    const auto name = key.cast<std::string>();
    out.emplace_back(name, to_value(value, "profiler", name));
  }
  return out;
}

py::list to_list(const std::vector<Suggestion>& suggestions) {
  using py::literals::operator""_a;
  py::list out;
  for (const Suggestion& s : suggestions) {
    py::list reasons;
    for (const Reason& r : s.reasons)
      reasons.append(
          py::dict("feature"_a = r.feature,
                   "value"_a = std::isnan(r.value) ? std::nullopt : std::optional(r.value),
                   "contribution"_a = r.contribution, "text"_a = r.text));
    out.append(py::dict("item"_a = s.item, "score"_a = s.score, "source"_a = s.source,
                        "reasons"_a = reasons));
  }
  return out;
}

py::list to_list(const std::vector<SegmentSummary>& segments) {
  using py::literals::operator""_a;
  py::list out;
  for (const SegmentSummary& s : segments) {
    py::dict lifts;
    for (const auto& [feature, lift] : s.lifts) lifts[feature.c_str()] = lift;
    out.append(py::dict("id"_a = s.id, "name"_a = s.name, "name_zh"_a = s.name_zh,
                        "rule"_a = s.rule, "n_users"_a = s.n_users, "share"_a = s.share,
                        "coverage"_a = s.coverage, "precision"_a = s.precision, "lifts"_a = lifts));
  }
  return out;
}

/// Runs `answer` without the GIL.
template <class F>
auto freely(F&& answer) {
  py::gil_scoped_release release;
  return answer();
}

void add_learning(py::class_<Profiler>& type) {
  type.def(
      "fit",
      [](Profiler& self, const data::EventLog& log, const data::Table* users,
         const std::string& id_column) {
        run_watched("profiler", [&](const Monitor& monitor) {
          if (users)
            self.fit(log, *users, id_column, monitor);
          else
            self.fit(log, monitor);
        });
      },
      "fit(self, log: EventLog, users: Table | None, id_column: str) -> None", py::arg("log"),
      py::arg("users").none(true), py::arg("id_column"));
  type.def(
      "update",
      [](Profiler& self, const data::EventLog& more) {
        run_watched("profiler", [&](const Monitor& monitor) { self.update(more, monitor); });
      },
      "update(self, events: EventLog) -> None", py::arg("events"));
  type.def(
      "forget",
      [](Profiler& self, const std::string& user) {
        return freely([&] { return self.forget(user).to_json(); });
      },
      "forget(self, user: str) -> str", py::arg("user"));
}

void add_answers(py::class_<Profiler>& type) {
  type.def(
      "profile",
      [](const Profiler& self, const std::string& user) {
        return freely([&] { return self.profile(user).to_json(); });
      },
      "profile(self, user: str) -> str", py::arg("user"));
  type.def(
      "profile_of",
      [](const Profiler& self, const py::list& history, const py::dict& attributes) {
        const auto events = to_history(history);
        const auto known = to_attributes(attributes);
        return freely([&] { return self.profile(events, known).to_json(); });
      },
      "profile_of(self, history: list[typing.Any], attributes: dict[str, typing.Any]) -> str",
      py::arg("history"), py::arg("attributes"));
  type.def(
      "recommend",
      [](const Profiler& self, const std::string& user, std::int64_t k) {
        return to_list(freely([&] { return self.recommend(user, k); }));
      },
      "recommend(self, user: str, k: int) -> list[dict[str, typing.Any]]", py::arg("user"),
      py::arg("k"));
  type.def(
      "recommend_of",
      [](const Profiler& self, const py::list& history, const py::dict& attributes,
         std::int64_t k) {
        const auto events = to_history(history);
        const auto known = to_attributes(attributes);
        return to_list(freely([&] { return self.recommend(events, known, k); }));
      },
      "recommend_of(self, history: list[typing.Any], attributes: dict[str, typing.Any], k: "
      "int) -> list[dict[str, typing.Any]]",
      py::arg("history"), py::arg("attributes"), py::arg("k"));
  type.def(
      "predict",
      [](const Profiler& self, const std::string& user) {
        return freely([&] { return self.predict(user).to_json(); });
      },
      "predict(self, user: str) -> str", py::arg("user"));
  type.def(
      "predict_of",
      [](const Profiler& self, const py::list& history, const py::dict& attributes) {
        const auto events = to_history(history);
        const auto known = to_attributes(attributes);
        return freely([&] { return self.predict(events, known).to_json(); });
      },
      "predict_of(self, history: list[typing.Any], attributes: dict[str, typing.Any]) -> str",
      py::arg("history"), py::arg("attributes"));
}

void add_facts(py::class_<Profiler>& type) {
  type.def(
      "config", [](const Profiler& self) { return config_to_json(self.config()); },
      "config(self) -> str");
  type.def(
      "evaluate", [](const Profiler& self) { return self.evaluate().to_json(); },
      "evaluate(self) -> str");
  type.def(
      "segments", [](const Profiler& self) { return to_list(self.segments()); },
      "segments(self) -> list[dict[str, typing.Any]]");
  type.def("users", &Profiler::users, "users(self) -> list[str]");
  type.def("n_users", &Profiler::n_users, "n_users(self) -> int");
  type.def("integer_users", &Profiler::integer_users, "integer_users(self) -> bool");
  type.def("integer_items", &Profiler::integer_items, "integer_items(self) -> bool");
  type.def("fitted", &Profiler::fitted, "fitted(self) -> bool");
  type.def(
      "report_html",
      [](const Profiler& self) { return freely([&] { return self.report_html(); }); },
      "report_html(self) -> str");
  type.def(
      "report",
      [](const Profiler& self, const py::object& path) {
        const std::string file = path_text(path);
        freely([&] { self.report(file); });
      },
      "report(self, path: str | os.PathLike[str]) -> None", py::arg("path"));
}

void add_files(py::class_<Profiler>& type) {
  type.def(
      "save",
      [](const Profiler& self, const py::object& path) {
        const std::string file = path_text(path);
        freely([&] { self.save(file); });
      },
      "save(self, path: str | os.PathLike[str]) -> None", py::arg("path"));
  type.def_static(
      "load",
      [](const py::object& path) {
        const std::string file = path_text(path);
        return freely([&] { return Profiler::load(file); });
      },
      "load(path: str | os.PathLike[str]) -> _Profiler", py::arg("path"));
  type.def(
      "to_bytes", [](const Profiler& self) { return py::bytes(self.to_bytes()); },
      "to_bytes(self) -> bytes");
  type.def_static(
      "from_bytes",
      [](const py::bytes& bytes) {
        return Profiler::from_bytes(static_cast<std::string_view>(bytes));
      },
      "from_bytes(state: bytes) -> _Profiler", py::arg("state"));
}

}  // namespace

void bind_profiler(py::module_& module) {
  py::options options;
  options.disable_function_signatures();
  py::class_<Profiler> type(module, "_Profiler", "The C++ half of limn.Profiler.");
  type.def(py::init([](const std::string& config) { return Profiler(config_from_json(config)); }),
           "__init__(self, config: str) -> None", py::arg("config"));
  add_learning(type);
  add_answers(type);
  add_facts(type);
  add_files(type);
}

}  // namespace limn::python
