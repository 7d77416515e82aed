// SPDX-License-Identifier: MIT
#include "texts.hpp"

#include <cctype>
#include <cmath>

#include <pybind11/stl.h>

#include "estimator.hpp"
#include "questions.hpp"

namespace limn::python {
namespace {

/// The default of an option as Python writes it.
std::string literal(const core::Value& value) {
  return py::repr(from_value(value)).cast<std::string>();
}

std::string parameter_block(const Model& blank) {
  std::string out;
  for (const core::ParamInfo& info : blank.param_list()) {
    const std::string rule = core::rule_text(info.rule);
    out += info.key + " : " + info.type + ", default " + literal(info.fallback) + "\n    " +
           info.help + (rule.empty() ? "" : " (" + rule + ")") + "\n";
  }
  return out.empty() ? out : "Parameters\n----------\n" + out;
}

}  // namespace

std::string class_name(std::string_view component) {
  std::string out;
  bool capital = true;
  for (const char c : component.substr(component.find('.') + 1)) {
    if (c == '_') {
      capital = true;
      continue;
    }
    out += capital ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    capital = false;
  }
  // Names whose first header spelling is not the plain one.
  if (out == "Kmeans") return "KMeans";
  return out;
}

std::string class_doc(const Model& blank) {
  std::string out = component_text(blank.name());
  if (out.empty()) out = "Component " + blank.name() + ".\n";
  return out + "\n" + parameter_block(blank);
}

std::string init_doc(const Model& blank) {
  std::string out = "__init__(self";
  bool first = true;
  for (const core::ParamInfo& info : blank.param_list()) {
    out += std::string(first ? ", *, " : ", ") + info.key + ": " +
           (blank.abilities().start && info.key == "init" ? "typing.Any" : info.type) + " = " +
           literal(info.fallback);
    first = false;
  }
  return out + ") -> None\n\n" + parameter_block(blank);
}

py::dict facts(const Model& model) {
  using py::literals::operator""_a;
  const core::Tags tags = model.tags();
  const Abilities& able = model.abilities();
  py::list options;
  for (const core::ParamInfo& info : model.param_list())
    options.append(py::dict("name"_a = info.key, "help"_a = info.help, "type"_a = info.type,
                            "default"_a = from_value(info.fallback),
                            "range"_a = core::rule_text(info.rule),
                            "choices"_a = info.rule.choices));
  return py::dict("name"_a = model.name(), "allows_missing"_a = tags.allows_missing,
                  "allows_categories"_a = tags.allows_categories,
                  "needs_labels"_a = tags.needs_labels, "row_wise"_a = tags.row_wise,
                  "row_order_free"_a = tags.row_order_free, "exact_merge"_a = tags.exact_merge,
                  "exact_partial_fit"_a = tags.exact_partial_fit, "takes_log"_a = able.takes_log(),
                  "takes_table"_a = able.takes_table(), "fits_table"_a = able.fit_x || able.fit_xy,
                  "fits_log"_a = able.fit_log, "classifies"_a = able.classifies,
                  "groups"_a = able.groups, "recommends"_a = able.recommend,
                  "merges"_a = able.merge, "float32"_a = able.float_x,
                  "scores"_a = able.methods[method_index("anomaly_score")], "options"_a = options);
}

std::string path_text(const py::object& path) {
  return py::module_::import("os").attr("fspath")(path).cast<std::string>();
}

}  // namespace limn::python
