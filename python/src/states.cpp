// SPDX-License-Identifier: MIT
// A user's state that takes one event at a time: the class, and the methods of the components that
// have such updates.
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include <pybind11/stl.h>

#include <limn/data/event_state.hpp>

#include "estimator.hpp"
#include "ids.hpp"
#include "log.hpp"
#include "type_name.hpp"

namespace limn::python {
namespace {

using data::EventState;

template <class F, class... Extra>
void add(py::handle type, const char* name, F&& f, const std::string& text, const Extra&... extra) {
  type.attr(name) = py::cpp_function(std::forward<F>(f), py::name(name), py::is_method(type),
                                     text.c_str(), extra...);
}

/// Code of an id, -1 where nobody knows it: such events are skipped.
std::int32_t code_or_none(const data::Vocabulary& known, const py::handle& id,
                          const std::string& component) {
  return known.find(to_id(id, component));
}

double number_or_none(const py::handle& value, const std::string& component) {
  if (value.is_none()) return std::numeric_limits<double>::quiet_NaN();
  try {
    return value.cast<double>();
  } catch (const py::cast_error&) {
    throw DataError(ErrorCode::data_column_type,
                    {.component = component,
                     .place = "value",
                     .got = "an object of type " + type_name(value),
                     .expected = "a number",
                     .fix = "pass what the log holds as value, or None"});
  }
}

/// The one user's events of a log, in codes of a component.
struct OneUser {
  std::vector<std::int32_t> items, types;
  data::History view;

  OneUser(const data::EventLog& log, const Model& model) {
    if (log.n_users() != 1)
      throw DataError(ErrorCode::data_value,
                      {.component = model.name(),
                       .place = "history",
                       .got = "a log of " + std::to_string(log.n_users()) + " users",
                       .expected = "a log of one user, or a list of item ids",
                       .fix = "pass log.only_users([user])"});
    view = log.history(0);
    const auto translate = [](const data::Vocabulary& to, const data::Vocabulary& from,
                              std::span<const std::int32_t> codes) {
      const std::vector<std::int32_t> table = to.translate(from);
      std::vector<std::int32_t> out(codes.begin(), codes.end());
      for (std::int32_t& code : out) code = code < 0 ? -1 : table[static_cast<std::size_t>(code)];
      return out;
    };
    items = translate(*model.items(), log.items(), view.items);
    types = translate(*model.types(), log.types(), view.types);
    view.items = items;
    view.types = types;
    if (log.ordered_only()) view.times_us = {};
  }
};

py::tuple dump(const EventState& s) {
  return py::make_tuple(s.n_events, to_python(s.embedding), to_python(s.memory),
                        to_python(s.times_us), to_python(s.seen_items));
}

template <class T>
std::vector<T> numbers(const py::handle& array) {
  const auto list = py::array_t<T, py::array::c_style | py::array::forcecast>::ensure(array);
  return {list.data(), list.data() + list.size()};
}

EventState undump(const py::tuple& t) {
  EventState out;
  out.n_events = t[0].cast<std::int64_t>();
  const std::vector<float> embedding = numbers<float>(t[1]);
  out.embedding = Eigen::Map<const VectorF>(embedding.data(), static_cast<Index>(embedding.size()));
  out.memory = numbers<float>(t[2]);
  out.times_us = numbers<std::int64_t>(t[3]);
  out.seen_items = numbers<std::int32_t>(t[4]);
  return out;
}

}  // namespace

data::EventState Estimator::start(const py::object& history) const {
  require_fitted();
  if (history.is_none()) return model_->start({});
  if (py::isinstance<data::EventLog>(history))
    return model_->start(OneUser(history.cast<const data::EventLog&>(), *model_).view);
  std::vector<std::int32_t> items;
  for (const py::handle id : to_ids(history, name(), "history"))
    items.push_back(code_or_none(*model_->items(), id, name()));
  data::History view;
  view.items = items;
  return model_->start(view);
}

py::object Estimator::step(data::EventState& state, const py::object& item, const py::object& time,
                           const py::object& type, const py::object& value) const {
  require_fitted();
  std::optional<std::int64_t> time_us;
  if (!time.is_none())
    time_us = py::module_::import("limn._time").attr("to_us")(time).cast<std::int64_t>();
  const std::int32_t kind = type.is_none() ? -1 : code_or_none(*model_->types(), type, name());
  const double amount = number_or_none(value, name());
  model_->step(state, code_or_none(*model_->items(), item, name()), time_us, kind, amount);
  return to_python(state.embedding);
}

py::tuple Estimator::recommend_from(const data::EventState& state, std::int64_t k,
                                    bool exclude_seen) const {
  require_fitted();
  Ranked ranked = model_->recommend_from(state, k, exclude_seen);
  const py::object items = ids_of(*model_->items(), ranked.items);
  const py::object scores = to_python(std::move(ranked.scores));
  return py::make_tuple(items[py::int_(0)], scores[py::int_(0)]);
}

void bind_state(py::module_& module) {
  py::options options;
  options.disable_function_signatures();
  py::class_<EventState> type(module, "State",
                              "Where an encoder stands in one user's history. A plain value: copy "
                              "it, pickle it, compare it. "
                              "It belongs to the encoder that made it, as it was fitted then.");
  type.def(py::init<>(), "__init__(self) -> None\n\nAn empty state; start() makes usable ones.");
  type.def_property_readonly(
      "n_events", [](const EventState& s) { return s.n_events; },
      "(self) -> int\n\nKnown events read.");
  type.def_property_readonly(
      "embedding", [](const EventState& s) { return to_python(s.embedding); },
      "(self) -> numpy.typing.NDArray[numpy.float32]\n\n(width,) after the last event.");
  type.def(
      "__eq__",
      [](const EventState& s, const py::object& other) -> py::object {
        if (!py::isinstance<EventState>(other))
          return py::reinterpret_borrow<py::object>(Py_NotImplemented);
        return py::bool_(s == other.cast<const EventState&>());
      },
      "__eq__(self, other: object) -> bool\n\nEqual in every number.");
  type.attr("__hash__") = py::none();
  const auto copy = [](const EventState& s) { return s; };
  type.def("copy", copy, "copy(self) -> limn._limn.State\n\nA copy that goes its own way.");
  type.def("__copy__", copy, "__copy__(self) -> limn._limn.State");
  type.def(
      "__deepcopy__", [](const EventState& s, const py::object&) { return s; },
      "__deepcopy__(self, memo: typing.Any) -> limn._limn.State");
  type.def_static("_load", &undump, "_load(numbers: tuple[typing.Any, ...]) -> limn._limn.State");
  type.def(
      "__reduce__",
      [](const py::object& self) {
        return py::make_tuple(py::module_::import("limn._state").attr("restore"),
                              py::make_tuple(dump(self.cast<EventState&>())));
      },
      "__reduce__(self) -> tuple[typing.Any, ...]");
}

void furnish_steps(py::handle type, const Abilities& able) {
  if (able.steps) {
    add(type, "start", &Estimator::start,
        "start(self, history: typing.Any = None) -> limn._limn.State\n\nA user's state after a "
        "history: None, a list of item ids (oldest first), or an EventLog of one user.",
        py::arg("history") = py::none());
    add(type, "step", &Estimator::step,
        "step(self, state: limn._limn.State, item: typing.Any, time: typing.Any = None, type: "
        "typing.Any = None, value: float | None = None) -> "
        "numpy.typing.NDArray[numpy.float32]\n\nTakes one event into the state without reading "
        "the earlier ones again; the embedding, (width,). Items unknown at fit change nothing. "
        "time: datetime, ISO text or UTC microseconds.",
        py::arg("state"), py::arg("item"), py::arg("time") = py::none(),
        py::arg("type") = py::none(), py::arg("value") = py::none());
  }
  if (able.recommends_from)
    add(type, "recommend_from", &Estimator::recommend_from,
        "recommend_from(self, state: limn._limn.State, k: int = 10, exclude_seen: bool = True) -> "
        "tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[numpy.float32]]\n\nThe k "
        "best items for a state and their scores, (k,) each, best first.",
        py::arg("state"), py::arg("k") = 10, py::arg("exclude_seen") = true);
}

}  // namespace limn::python
