// SPDX-License-Identifier: MIT
// Hangs the methods and attributes a component has on its class; the signature in each text is what
// the stubs are made from.
#include <cstdint>
#include <span>

#include <pybind11/stl.h>

#include <limn/io/model_file.hpp>

#include "estimator.hpp"
#include "questions.hpp"
#include "texts.hpp"

namespace limn::python {
namespace {

constexpr const char* array_f64 = "numpy.typing.NDArray[numpy.float64]";

std::string doc(std::string_view name, const std::string& parameters, std::string_view returns,
                std::string_view help) {
  return std::string(name) + "(self" + (parameters.empty() ? "" : ", ") + parameters + ") -> " +
         std::string(returns) + "\n\n" + std::string(help);
}

template <class F, class... Extra>
void add(py::handle type, const char* name, F&& f, const std::string& text, const Extra&... extra) {
  type.attr(name) = py::cpp_function(std::forward<F>(f), py::name(name), py::is_method(type),
                                     text.c_str(), extra...);
}

template <class F>
void add_property(py::handle type, const char* name, F&& f, const std::string& returns,
                  const std::string& help) {
  py::cpp_function getter(std::forward<F>(f), py::is_method(type),
                          ("(self) -> " + returns + "\n\n" + help).c_str());
  type.attr(name) =
      py::module_::import("builtins").attr("property")(getter, py::none(), py::none(), help);
}

std::string input_name(const Abilities& able) { return able.takes_table() ? "X" : "log"; }

void add_fit_attributes(py::handle type, const Abilities& able, const std::string& owner,
                        const std::string& help) {
  const std::string of = able.recommend_attributes ? "user" : "item", key = of + "_id";
  add(
      type, "fit",
      [](py::object self, const py::object& log, const py::object& attributes,
         const py::object& column) {
        Estimator::Beside beside;
        beside.attributes = attributes, beside.id_column = column;
        self.cast<Estimator&>().fit(log, beside, false);
        return self;
      },
      doc("fit",
          "log: limn._limn.EventLog, attributes: typing.Any = None, *, " + key +
              ": str | None = None",
          owner,
          help + " attributes: one row " + (of == "user" ? "a" : "an") + " " + of +
              ", in the order of log." + of + "s; or in any order where " + key +
              " names the column of their ids."),
      py::arg("log"), py::arg("attributes") = py::none(), py::kw_only(),
      py::arg(key.c_str()) = py::none());
}

void add_fit(py::handle type, const Abilities& able, const core::Tags& tags,
             const std::string& owner) {
  const std::string input = input_name(able);
  const std::string help =
      "Learns from " + std::string(input == "X" ? "X (n, d)" : "an EventLog") +
      "; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.";
  using Beside = Estimator::Beside;
  const std::string x = input + (input == "log" ? ": limn._limn.EventLog" : ": typing.Any");
  const std::string y = tags.needs_labels ? ", y: typing.Any" : ", y: typing.Any = None";
  const auto fit = [](py::object self, const py::object& given, const Beside& beside) {
    self.cast<Estimator&>().fit(given, beside, false);
    return self;
  };
  const auto beside_log = [&](const char* key, const std::string& kind, py::object Beside::* slot) {
    add(
        type, "fit",
        [fit, slot](py::object self, const py::object& given, const py::object& more) {
          Beside beside;
          beside.*slot = more;
          return fit(std::move(self), given, beside);
        },
        doc("fit", x + ", " + key + ": " + kind + " = None", owner, help), py::arg("log"),
        py::arg(key) = py::none());
  };
  if (able.validation) {
    beside_log("validation", "limn._limn.EventLog | None", &Beside::validation);
  } else if (able.attributes) {
    add_fit_attributes(type, able, owner, help);
  } else if (able.segments) {
    beside_log("segments", "typing.Any", &Beside::segments);
  } else if (able.weights) {
    add(
        type, "fit",
        [fit](py::object self, const py::object& given, const py::object& labels,
              const py::object& weights) {
          return fit(std::move(self), given, {.y = labels, .weights = weights});
        },
        doc("fit", x + y + ", sample_weight: typing.Any = None", owner, help),
        py::arg(input.c_str()), py::arg("y") = py::none(), py::arg("sample_weight") = py::none());
  } else {
    add(
        type, "fit",
        [fit](py::object self, const py::object& given, const py::object& labels) {
          return fit(std::move(self), given, {.y = labels});
        },
        doc("fit", x + y, owner, help), py::arg(input.c_str()), py::arg("y") = py::none());
  }
}

void add_partial_fit(py::handle type, const Abilities& able, const std::string& owner) {
  const std::string input = input_name(able);
  add(
      type, "partial_fit",
      [](py::object self, const py::object& x, const py::object& y, const py::object& weights) {
        self.cast<Estimator&>().fit(x, {.y = y, .weights = weights}, true);
        return self;
      },
      doc("partial_fit",
          input + ": typing.Any, y: typing.Any = None, sample_weight: typing.Any = None", owner,
          "Learns more without forgetting."),
      py::arg(input.c_str()), py::arg("y") = py::none(), py::arg("sample_weight") = py::none());
}

void add_methods(py::handle type, const Abilities& able) {
  for_each_indexed(methods, [&]<std::size_t I>(const auto& m) {
    if (!able.methods[I]) return;
    const std::string name(m.name);
    const std::string input = input_name(able);
    const bool dated = able.dated && able.takes_table();
    if (dated || (able.log_answers && !able.takes_table() && name == "transform"))
      add(
          type, name.c_str(),
          [](const Estimator& self, const py::object& log, const py::object& as_of) {
            return self.ask(I, log, as_of);
          },
          doc(name,
              input + (dated ? ": typing.Any" : ": limn._limn.EventLog") +
                  ", as_of: typing.Any = None",
              m.returns,
              std::string(dated ? std::string(m.help) + " Of an EventLog: one" : "One") +
                  " row a user in the order of log.users, from the events strictly before `as_of` "
                  "(datetime, numpy.datetime64, ISO text or microseconds; None: all)."),
          py::arg(input.c_str()), py::arg("as_of") = py::none());
    else
      add(
          type, name.c_str(),
          [](const Estimator& self, const py::object& x) { return self.ask(I, x, py::none()); },
          doc(name, input + (input == "log" ? ": limn._limn.EventLog" : ": typing.Any"), m.returns,
              m.help),
          py::arg(input.c_str()));
  });
}

void add_fit_then(py::handle type, const Abilities& able, const core::Tags& tags) {
  const std::string input = input_name(able);
  const auto pair = [&](const char* name, const char* second, const std::string& returns) {
    const std::string method = second;
    add(
        type, name,
        [method](py::object self, const py::object& x, const py::object& y) {
          self.attr("fit")(x, y);
          return self.attr(method.c_str())(x);
        },
        doc(name,
            input + ": typing.Any, y: typing.Any" + std::string(tags.needs_labels ? "" : " = None"),
            returns, "fit(" + input + "), then " + method + "(" + input + ")."),
        py::arg(input.c_str()), py::arg("y") = py::none());
  };
  if (able.fit_transform)
    add(
        type, "fit_transform",
        [](py::object self, const py::object& x, const py::object& y) {
          return self.cast<Estimator&>().fit_transform(x, {.y = y});
        },
        doc("fit_transform", "X: typing.Any, y: typing.Any", "typing.Any",
            "fit(X, y), and the rows of X each transformed by what the other folds say: not the "
            "same as fit, then transform, which would show each row its own answer."),
        py::arg("X"), py::arg("y"));
  else if (able.methods[method_index("transform")])
    pair("fit_transform", "transform", "typing.Any");
  if (able.learned[attribute_index("sample_indices_")])
    add(
        type, "fit_resample",
        [](py::object self, const py::object& x, const py::object& y) {
          self.attr("fit")(x, y);
          const py::object kept = self.attr("sample_indices_");
          const py::object array = py::module_::import("numpy").attr("asarray");
          return py::make_tuple(array(x)[kept], array(y)[kept]);
        },
        doc("fit_resample", "X: typing.Any, y: typing.Any",
            "tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[typing.Any]]",
            "fit(X, y), and the rows and labels that are kept."),
        py::arg("X"), py::arg("y"));
  const bool scores = able.methods[method_index("anomaly_score")];
  if (able.groups || (scores && able.methods[method_index("predict")]))
    pair("fit_predict", "predict", "numpy.typing.NDArray[typing.Any]");
  if (able.methods[method_index("embed")])
    pair("fit_embed", "embed", "numpy.typing.NDArray[numpy.float32]");
}

void add_scores(py::handle type, const Abilities& able) {
  if (!able.methods[method_index("anomaly_score")]) return;
  add(
      type, "score_samples",
      [](const Estimator& self, const py::object& x) {
        return -self.ask(method_index("anomaly_score"), x, py::none());
      },
      doc("score_samples", "X: typing.Any", array_f64,
          "anomaly_score with its sign turned, scikit-learn's convention: lower = stranger."),
      py::arg("X"));
}

void add_quality(py::handle type, const Abilities& able, const core::Tags& tags) {
  if (!tags.needs_labels || !able.methods[method_index("predict")]) return;
  add(
      type, "score",
      [](const py::object& self, const py::object& x, const py::object& y,
         const py::object& weights) {
        return py::module_::import("limn._estimator").attr("score")(self, x, y, weights);
      },
      doc("score", "X: typing.Any, y: typing.Any, sample_weight: typing.Any = None", "float",
          able.classifies ? "Share of rows whose class is predicted rightly."
                          : "R squared: 1 = exact, 0 = as good as the mean."),
      py::arg("X"), py::arg("y"), py::arg("sample_weight") = py::none());
}

void add_output(py::handle type, const Abilities& able, const std::string& owner) {
  if (!able.methods[method_index("transform")]) return;
  add(
      type, "get_feature_names_out",
      [](const Estimator& self, const py::object& input_features) {
        return py::module_::import("numpy").attr("array")(self.output_names(input_features),
                                                          py::arg("dtype") = "object");
      },
      doc("get_feature_names_out", "input_features: typing.Any = None",
          "numpy.typing.NDArray[numpy.object_]", "Names of the columns transform gives."),
      py::arg("input_features") = py::none());
  add(
      type, "set_output",
      [](py::object self, const py::object& transform) {
        self.cast<Estimator&>().set_output(transform);
        return self;
      },
      doc("set_output", "*, transform: str | None = None", owner,
          "What transform returns: \"default\" (numpy), \"pandas\", \"polars\", \"arrow\", or "
          "\"input\" (the kind of table that came in)."),
      py::kw_only(), py::arg("transform") = py::none());
}

/// recommend(log, k, exclude_seen) and recommend(history, attributes, k): what stands second and
/// later is told apart by its type.
py::tuple recommend_with(const Estimator& self, const py::object& log, const py::args& more,
                         const py::kwargs& named, const char* key,
                         py::object Estimator::Beside::* slot) {
  py::object k = py::int_(10), exclude_seen = py::bool_(true);
  Estimator::Beside beside;
  bool first = true;
  for (const py::handle& value : more) {
    const bool flag = py::isinstance<py::bool_>(value);
    if (!flag && py::hasattr(value, "__index__") && !py::hasattr(value, "__len__"))
      k = py::reinterpret_borrow<py::object>(value);
    else if (flag && !first)
      exclude_seen = py::reinterpret_borrow<py::object>(value);
    else
      beside.*slot = py::reinterpret_borrow<py::object>(value);
    first = false;
  }
  for (const auto& [name, value] : named) {
    const auto option = name.cast<std::string>();
    if (option == "k")
      k = py::reinterpret_borrow<py::object>(value);
    else if (option == "exclude_seen")
      exclude_seen = py::reinterpret_borrow<py::object>(value);
    else if (option == key)
      beside.*slot = py::reinterpret_borrow<py::object>(value);
    else
      throw py::type_error("recommend() got an unexpected keyword argument '" + option + "'");
  }
  const std::string owner = self.name();
  return self.recommend(log, to_count(k, owner, "k"), to_flag(exclude_seen, owner, "exclude_seen"),
                        beside);
}

void add_recommend(py::handle type, const Abilities& able) {
  using Beside = Estimator::Beside;
  const std::string returns =
      "tuple[numpy.typing.NDArray[typing.Any], numpy.typing.NDArray[numpy.float32]]";
  const std::string help =
      "The k best items of each user and their scores, (n_users, k), best first, rows in the order "
      "of log.users. Instead of a log: the items of one user, oldest first. Items are the caller's "
      "own ids; where there are fewer than k: None (text ids) or -1, score -inf.";
  const std::string plain = "log: typing.Any, k: int = 10, exclude_seen: bool = True";
  if (!able.recommend_attributes && !able.segments)
    return add(
        type, "recommend",
        [](const Estimator& self, const py::object& log, std::int64_t k, bool exclude_seen) {
          return self.recommend(log, k, exclude_seen, {});
        },
        doc("recommend", plain, returns, help), py::arg("log"), py::arg("k") = 10,
        py::arg("exclude_seen") = true);
  const char* key = able.recommend_attributes ? "attributes" : "segments";
  py::object Beside::* slot = able.recommend_attributes ? &Beside::attributes : &Beside::segments;
  add(
      type, "recommend",
      [key, slot](const Estimator& self, const py::object& log, const py::args& more,
                  const py::kwargs& named) {
        return recommend_with(self, log, more, named, key, slot);
      },
      doc("recommend", "log: typing.Any, *args: typing.Any, **kwargs: typing.Any", returns,
          help + " After the log come k = 10 and exclude_seen = True, and " + key +
              " as at fit, one a user; recommend(history, " + key + ", k) does as well."),
      py::arg("log"));
}

void add_neighbours(py::handle type) {
  const std::string floats = array_f64, whole = "numpy.typing.NDArray[numpy.int64]";
  add(
      type, "kneighbors",
      [](const Estimator& self, const py::object& x, const py::object& k, bool return_distance) {
        return self.kneighbors(x, k, return_distance);
      },
      doc("kneighbors",
          "X: typing.Any = None, n_neighbors: int | None = None, return_distance: bool = True",
          "tuple[" + floats + ", " + whole + "] | " + whole,
          "Distances (n, k) and row numbers at fit (n, k), nearest first; with "
          "return_distance=False the row numbers alone. Without X: of the rows at fit, each "
          "without itself."),
      py::arg("X") = py::none(), py::arg("n_neighbors") = py::none(),
      py::arg("return_distance") = true);
}

void add_answer(py::handle type) {
  add(
      type, "answer",
      [](const Estimator& self, const py::object& log, std::int64_t k, bool exclude_seen,
         const py::object& attributes) {
        Estimator::Beside beside;
        beside.attributes = attributes;
        return self.answer(log, k, exclude_seen, beside);
      },
      doc("answer",
          "log: limn._limn.EventLog, k: int = 10, exclude_seen: bool = True, attributes: "
          "typing.Any = None",
          "list[dict[str, typing.Any]]",
          "One dict a user of log: items (the caller's ids), their scores, sources and reasons, "
          "the stage, n_events, n_donors, and the weights of all rungs. attributes: as at fit, one "
          "row a user of log."),
      py::arg("log"), py::arg("k") = 10, py::arg("exclude_seen") = true,
      py::arg("attributes") = py::none());
}

void add_attributes(py::handle type, const Abilities& able) {
  for_each_indexed(attributes, [&]<std::size_t I>(const auto& a) {
    const bool kept = a.name == "labels_" && able.groups;
    if (!able.learned[I] && !kept) return;
    add_property(
        type, std::string(a.name).c_str(), [](const Estimator& self) { return self.attribute(I); },
        "typing.Any", std::string(a.help) + " (after fit)");
  });
}

/// Component, options, bytes of each part, and bytes of the file.
py::tuple describe_file(const py::object& path) {
  const std::string file = path_text(path);
  const std::vector<std::byte> bytes = io::read_file(file);
  const core::Archive whole = io::from_bytes(bytes);
  const core::Archive& archive = io::detail::component_in(whole);
  py::dict options, parts;
  for (const auto& [key, value] : archive.params) options[key.c_str()] = from_value(value);
  for (const auto& [key, child] : archive.children) parts[key.c_str()] = child.n_bytes();
  for (const auto& [key, tensor] : archive.tensors) parts[key.c_str()] = tensor.bytes.size();
  return py::make_tuple(archive.component, options, parts, bytes.size());
}

}  // namespace

void furnish(py::handle type, const Model& blank) {
  const Abilities& able = blank.abilities();
  const core::Tags tags = blank.tags();
  const std::string room = blank.name().substr(0, blank.name().find('.'));
  const std::string owner = "limn._limn." + room + "." + class_name(blank.name());
  if (able.fit_x || able.fit_xy || able.fit_log) add_fit(type, able, tags, owner);
  if (able.partial_x || able.partial_log) add_partial_fit(type, able, owner);
  add_methods(type, able);
  add_fit_then(type, able, tags);
  add_scores(type, able);
  add_quality(type, able, tags);
  add_output(type, able, owner);
  add_attributes(type, able);
  if (able.merge)
    add(
        type, "merge",
        [](py::object self, const Estimator& other) {
          self.cast<Estimator&>().merge(other);
          return self;
        },
        doc("merge", "other: " + owner, owner,
            "Joins what `other`, made with equal options, has learned."),
        py::arg("other"));
  if (able.recommend) add_recommend(type, able);
  if (able.neighbours) add_neighbours(type);
  if (able.answers) add_answer(type);
  furnish_steps(type, able);
  if (able.freezes)
    add(
        type, "freeze",
        [](py::object self, bool frozen) {
          self.cast<Estimator&>().freeze(frozen);
          return self;
        },
        doc("freeze", "frozen: bool = True", owner,
            "From now on partial_fit leaves the centres where they are, so that groups keep their "
            "numbers."),
        py::arg("frozen") = true);
}

void bind_estimator(py::module_& module) {
  py::options options;
  options.disable_function_signatures();
  py::class_<Estimator> type(module, "Component", "What all components share; see each class.",
                             py::dynamic_attr());
  const auto of = [&](const char* name, auto f, const std::string& parameters,
                      std::string_view returns, std::string_view help, const auto&... extra) {
    add(type, name, f, doc(name, parameters, returns, help), extra...);
  };
  of(
      "get_params", [](const Estimator& self, bool) { return self.options().attr("copy")(); },
      "deep: bool = True", "dict[str, typing.Any]", "The options by name.", py::arg("deep") = true);
  of(
      "set_params",
      [](py::object self, const py::kwargs& changed) {
        if (!changed.empty()) self.cast<Estimator&>().set_params(changed);
        return self;
      },
      "**options: typing.Any", "typing.Self",
      "Changes options. The object is then as new: what it had learned is gone.");
  of(
      "save",
      [](const Estimator& self, const py::object& path) {
        const auto file = path_text(path);
        const core::Archive archive = self.archive(false);
        py::gil_scoped_release release;
        io::write_file(file, io::to_bytes(archive));
      },
      "path: str | os.PathLike[str]", "None",
      "Writes one model file, atomically: the old file stays whole when anything fails.",
      py::arg("path"));
  of(
      "_restore",
      [](Estimator& self, const py::bytes& bytes) {
        const std::string_view text(bytes);
        self.restore(io::from_bytes(std::as_bytes(std::span(text.data(), text.size()))));
      },
      "state: bytes", "None", "The state of `_dump`.", py::arg("state"));
  of(
      "_dump",
      [](const Estimator& self) {
        const std::vector<std::byte> bytes = io::to_bytes(self.archive(true));
        return py::bytes(reinterpret_cast<const char*>(bytes.data()), bytes.size());
      },
      "", "bytes", "The model file of this object as bytes.");
  of(
      "__eq__",
      [](const Estimator& self, const py::object& other) -> py::object {
        if (!py::isinstance<Estimator>(other))
          return py::reinterpret_borrow<py::object>(Py_NotImplemented);
        return py::bool_(self.equals(other.cast<const Estimator&>()));
      },
      "other: object", "bool", "Equal options and equal state.");
  // Mutable, and yet a key in dictionaries of others: by identity, as scikit-learn's are.
  of(
      "__hash__",
      [](const py::object& self) {
        return static_cast<Py_ssize_t>(reinterpret_cast<std::uintptr_t>(self.ptr()) >> 4);
      },
      "", "int", "By identity.");
  module.def(
      "_read_component",
      [](const py::object& path) {
        const std::string file = path_text(path);
        core::Archive archive;
        std::vector<std::byte> bytes;
        {
          py::gil_scoped_release release;
          bytes = io::read_file(file);
          archive = io::from_bytes(bytes);
        }
        return py::make_tuple(io::detail::component_in(archive).component,
                              py::bytes(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
      },
      "_read_component(path: str | os.PathLike[str]) -> tuple[str, bytes]");
  module.def("_describe_file", &describe_file,
             "_describe_file(path: str | os.PathLike[str]) -> tuple[str, dict[str, typing.Any], "
             "dict[str, int], int]");
  const auto python_side = [&](const char* name, const char* function, const std::string& returns,
                               const std::string& help) {
    const std::string target = function;
    of(
        name,
        [target](const py::object& self) {
          return py::module_::import("limn._estimator").attr(target.c_str())(self);
        },
        "", returns, help);
  };
  python_side("__repr__", "text", "str", "Class and options that differ from their defaults.");
  python_side("_repr_html_", "html", "str", "The options as a small table.");
  python_side("__sklearn_tags__", "tags", "typing.Any", "Tags for scikit-learn.");
  python_side("__reduce__", "reduce", "tuple[typing.Any, ...]", "For pickle and copy.");
  of(
      "__sklearn_is_fitted__", [](const Estimator& self) { return self.fitted(); }, "", "bool",
      "True after fit.");
  of(
      "_facts", [](const Estimator& self) { return facts(self.model()); }, "",
      "dict[str, typing.Any]", "What the component is and can do.");
  add_property(
      type, "component", [](const Estimator& self) { return self.name(); }, "str",
      "The component's name for ever, \"impute.median\".");
  add_property(
      type, "n_features_in_",
      [](const Estimator& self) {
        core::require_fitted(self.n_features() >= 0, self.name());
        return self.n_features();
      },
      "int", "Columns at fit.");
  add_property(
      type, "feature_names_in_",
      [](const Estimator& self) {
        core::require_fitted(!self.names().empty(), self.name());
        return py::module_::import("numpy").attr("array")(self.names(),
                                                          py::arg("dtype") = "object");
      },
      "numpy.typing.NDArray[numpy.object_]", "Names of the columns at fit, where X had names.");
}

}  // namespace limn::python
