// SPDX-License-Identifier: MIT
// The weights of an encoder by name, and what other libraries need to read events as it does.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include <limn/data/event_log.hpp>
#include <limn/encoder/detail/weights.hpp>
#include <limn/encoder/label_head.hpp>
#include <limn/encoder/named_weights.hpp>

#include "estimator.hpp"
#include "watch.hpp"

namespace limn::python {

/// Arrays by name, as dict of float32 arrays and back. Errors: DataError for what is no array.
py::dict to_dict(std::vector<encoder::NamedWeights> weights);
std::vector<encoder::NamedWeights> to_weights(const py::dict& weights, const std::string& owner);
/// What an encoder reads, and the ids behind its codes.
py::dict to_dict(const encoder::Reading& reading, const data::Vocabulary& items,
                 const data::Vocabulary& types);
/// The events of a log whose items are known: users, items, types, times and values.
py::tuple known_events(const data::EventLog& log, const data::Vocabulary& items,
                       const data::Vocabulary& types);
py::list to_list(const std::vector<encoder::EpochReport>& history);
/// The methods, given the few that need to know the component.
void furnish_weights(py::handle type, const py::cpp_function& weights,
                     const py::cpp_function& set_weights, const py::cpp_function& reading,
                     const py::cpp_function& events);

/// resume, with a log of earlier events or without.
template <class C>
void resume(Estimator& estimator, const data::EventLog& log, std::int64_t epochs,
            const py::object& replay) {
  core::require_fitted(estimator.fitted(), C::name);
  const auto* earlier = replay.is_none() ? nullptr : replay.cast<const data::EventLog*>();
  estimator.change([&](Model& model, const Monitor& monitor) {
    C& next = component_of<C>(model);
    if (earlier)
      next.resume(log, *earlier, epochs, monitor);
    else
      next.resume(log, epochs, monitor);
  });
}

/// fine_tune with codes of labels; (weights, bias) of the head.
template <class C>
py::tuple fine_tune(Estimator& estimator, const data::EventLog& log,
                    const std::vector<std::int32_t>& labels, const encoder::FineTuning& how) {
  core::require_fitted(estimator.fitted(), C::name);
  encoder::LabelHead head;
  estimator.change([&](Model& model, const Monitor& monitor) {
    head = component_of<C>(model).fine_tune(log, labels, how, monitor);
  });
  return py::make_tuple(to_python(std::move(head.weights)), to_python(std::move(head.bias)));
}

/// What is learned and how it went.
template <class C>
void furnish_training(const py::object& type, const std::string& owner) {
  type.attr("resume") = py::cpp_function(
      [](py::object self, const data::EventLog& log, std::int64_t epochs,
         const py::object& replay) {
        resume<C>(self.cast<Estimator&>(), log, epochs, replay);
        return self;
      },
      py::name("resume"), py::is_method(type),
      ("resume(self, log: limn._limn.EventLog, epochs: int = 1, replay: limn._limn.EventLog | None "
       "= None) -> " +
       owner +
       "\n\nTurns over this log from where training stood; items that are new get vectors. replay: "
       "a log of earlier events, of which as many are read again, so that what was learned stays.")
          .c_str(),
      py::arg("log"), py::arg("epochs") = 1, py::arg("replay") = py::none());
  type.attr("_fine_tune") = py::cpp_function(
      [](Estimator& self, const data::EventLog& log, const std::vector<std::int32_t>& labels,
         std::int64_t epochs, std::int64_t frozen_layers, double learning_rate) {
        return fine_tune<C>(self, log, labels, {epochs, frozen_layers, learning_rate});
      },
      py::name("_fine_tune"), py::is_method(type),
      "_fine_tune(self, log: limn._limn.EventLog, labels: list[int], epochs: int, frozen_layers: "
      "int, learning_rate: float) -> tuple[numpy.typing.NDArray[numpy.float32], "
      "numpy.typing.NDArray[numpy.float32]]",
      py::arg("log"), py::arg("labels"), py::arg("epochs"), py::arg("frozen_layers"),
      py::arg("learning_rate"));
  const auto property = [&](const char* name, auto get, const char* text) {
    const py::cpp_function read(get, py::is_method(type), text);
    type.attr(name) = py::module_::import("builtins").attr("property")(read);
  };
  property(
      "history_",
      [](const Estimator& self) { return to_list(fitted_component<C>(self)->history()); },
      "(self) -> list[dict[str, float]]\n\nloss, ndcg and hit of each turn (after fit)");
  property(
      "diverged_", [](const Estimator& self) { return fitted_component<C>(self)->diverged(); },
      "(self) -> bool\n\nTrue: training ended before its time (after fit)");
}

template <class C>
void furnish_weights(const py::object& type) {
  const auto method = [&](const char* name, auto f, const std::string& text, const auto&... extra) {
    return py::cpp_function(f, py::name(name), py::is_method(type), text.c_str(), extra...);
  };
  const std::string owner = "limn._limn.encoder." + class_name(C::name);
  furnish_training<C>(type, owner);
  furnish_weights(
      type,
      method(
          "weights",
          [](const Estimator& self) { return to_dict(fitted_component<C>(self)->named_weights()); },
          "weights(self) -> dict[str, numpy.typing.NDArray[numpy.float32]]\n\nWhat was learned, by "
          "name, as copies: \"items\" (n_items, width), \"layers.0.out1\", \"final_norm\" ..."),
      method(
          "set_weights",
          [](py::object self, const py::dict& weights) {
            auto& estimator = self.cast<Estimator&>();
            core::require_fitted(estimator.fitted(), C::name);
            const auto given = to_weights(weights, estimator.name());
            estimator.change(
                [&](Model& model, const Monitor&) { component_of<C>(model).set_weights(given); });
            return self;
          },
          "set_weights(self, weights: dict[str, typing.Any]) -> " + owner +
              "\n\nTakes other numbers for the same names. Errors: ShapeError for a name that is "
              "missing, unknown or of another shape, DataError for numbers that are not finite; "
              "the object is then unchanged.",
          py::arg("weights")),
      method(
          "_reading",
          [](const Estimator& self) {
            const auto c = fitted_component<C>(self);
            return to_dict(c->reading(), c->items(), c->types());
          },
          "_reading(self) -> dict[str, typing.Any]"),
      method(
          "_known_events",
          [](const Estimator& self, const data::EventLog& log) {
            const auto c = fitted_component<C>(self);
            return known_events(log, c->items(), c->types());
          },
          "_known_events(self, log: limn._limn.EventLog) -> "
          "tuple[numpy.typing.NDArray[typing.Any], ...]",
          py::arg("log")));
}

}  // namespace limn::python
