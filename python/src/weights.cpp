// SPDX-License-Identifier: MIT
#include "weights.hpp"

#include <limits>

#include <pybind11/stl.h>

#include "log.hpp"
#include "type_name.hpp"

namespace limn::python {
namespace {

encoder::NamedWeights to_weights(const py::handle& key, const py::handle& value,
                                 const std::string& owner) {
  encoder::NamedWeights out{.name = py::str(key).cast<std::string>(), .shape = {}, .numbers = {}};
  const auto array = py::array_t<float, py::array::c_style | py::array::forcecast>::ensure(value);
  if (!array) {
    PyErr_Clear();
    throw DataError(ErrorCode::data_column_type, {.component = owner,
                                                  .place = "weights '" + out.name + "'",
                                                  .got = "an object of type " + type_name(value),
                                                  .expected = "an array of numbers",
                                                  .fix = "pass what weights() lists"});
  }
  for (py::ssize_t i = 0; i < array.ndim(); ++i) out.shape.push_back(array.shape(i));
  out.numbers.assign(array.data(), array.data() + array.size());
  return out;
}

}  // namespace

py::dict to_dict(std::vector<encoder::NamedWeights> weights) {
  py::dict out;
  for (encoder::NamedWeights& each : weights)
    out[each.name.c_str()] =
        to_python(std::move(each.numbers)).attr("reshape")(py::cast(each.shape));
  return out;
}

std::vector<encoder::NamedWeights> to_weights(const py::dict& weights, const std::string& owner) {
  std::vector<encoder::NamedWeights> out;
  for (const auto& [key, value] : weights) out.push_back(to_weights(key, value, owner));
  return out;
}

py::dict to_dict(const encoder::Reading& reading, const data::Vocabulary& items,
                 const data::Vocabulary& types) {
  py::dict out;
  out["types"] = reading.types;
  out["values"] = reading.values;
  out["calendar"] = reading.calendar;
  out["gaps"] = reading.gaps;
  out["value_edges"] = to_python(Vector(reading.value_edges));
  out["value_mean"] = reading.value_mean;
  out["value_factor"] = reading.value_factor;
  out["reach"] = reading.reach;
  out["item_ids"] = ids_of(items);
  out["type_ids"] = ids_of(types);
  return out;
}

py::list to_list(const std::vector<encoder::EpochReport>& history) {
  py::list out;
  for (const encoder::EpochReport& turn : history) {
    py::dict said;
    said["loss"] = turn.loss;
    said["ndcg"] = turn.ndcg;
    said["hit"] = turn.hit;
    out.append(std::move(said));
  }
  return out;
}

py::tuple known_events(const data::EventLog& log, const data::Vocabulary& items,
                       const data::Vocabulary& types) {
  const std::vector<std::int32_t> item_codes = items.translate(log.items());
  const std::vector<std::int32_t> type_codes = types.translate(log.types());
  std::vector<std::int32_t> user, item, type;
  std::vector<std::int64_t> times;
  std::vector<double> values;
  for (std::size_t u = 0; u < log.n_users(); ++u) {
    const data::History h = log.history(u);
    for (std::size_t i = 0; i < h.size(); ++i) {
      const std::int32_t code = item_codes[static_cast<std::size_t>(h.items[i])];
      if (code < 0) continue;
      user.push_back(static_cast<std::int32_t>(u));
      item.push_back(code);
      const bool typed = !h.types.empty() && h.types[i] >= 0;
      type.push_back(typed ? type_codes[static_cast<std::size_t>(h.types[i])] : -1);
      times.push_back(h.times_us[i]);
      values.push_back(h.values.empty() ? std::numeric_limits<double>::quiet_NaN() : h.values[i]);
    }
  }
  return py::make_tuple(to_python(std::move(user)), to_python(std::move(item)),
                        to_python(std::move(type)), to_python(std::move(times)),
                        to_python(std::move(values)));
}

void furnish_weights(py::handle type, const py::cpp_function& weights,
                     const py::cpp_function& set_weights, const py::cpp_function& reading,
                     const py::cpp_function& events) {
  type.attr("weights") = weights;
  type.attr("set_weights") = set_weights;
  type.attr("_reading") = reading;
  type.attr("_known_events") = events;
  type.attr("fine_tune") = py::cpp_function(
      [](const py::object& self, const py::object& log, const py::object& labels,
         const py::object& epochs, const py::object& frozen_layers,
         const py::object& learning_rate) {
        return py::module_::import("limn._label_head")
            .attr("fine_tune")(self, log, labels, epochs, frozen_layers, learning_rate);
      },
      py::name("fine_tune"), py::is_method(type),
      "fine_tune(self, log: limn._limn.EventLog, labels: typing.Any, epochs: int = 5, "
      "frozen_layers: int = 0, learning_rate: float = 0.0005) -> typing.Any\n\nGoes on training so "
      "that vectors tell a label of users (one a user, in the order of log.users; None or NaN = "
      "unknown); returns the limn.encoder.LabelHead that reads it off embed(log). frozen_layers: "
      "with item and feature vectors, the first of the layers that are left as they are. Item "
      "scores remain but are no longer trained for: keep a copy for recommendations.",
      py::arg("log"), py::arg("labels"), py::arg("epochs") = 5, py::arg("frozen_layers") = 0,
      py::arg("learning_rate") = 5e-4);
  const auto forward = [&](const char* name, const char* module, const char* function,
                           const char* argument, const char* text) {
    const std::string from = module, target = function;
    type.attr(name) = py::cpp_function(
        [from, target](const py::object& self, const py::object& given) {
          return py::module_::import(from.c_str()).attr(target.c_str())(self, given);
        },
        py::name(name), py::is_method(type), text, py::arg(argument));
  };
  forward(
      "batch", "limn._reading", "batch", "log",
      "batch(self, log: limn._limn.EventLog) -> dict[str, numpy.typing.NDArray[typing.Any]]\n\n"
      "The log as the network reads it, one row a user, padded on the right: items (codes, -1 = "
      "nothing) and, as far as they are read, types, values (NaN = missing) and times_us. What "
      "limn.torch and the graph of to_onnx take.");
  forward(
      "to_onnx", "limn._onnx", "write", "path",
      "to_onnx(self, path: str | os.PathLike[str]) -> None\n\nWrites the encoder as an ONNX "
      "graph: inputs as batch() gives them, outputs embedding (batch, width) and scores (batch, "
      "n_items). Needs the package onnx: pip install 'limn[onnx]'.");
}

}  // namespace limn::python
