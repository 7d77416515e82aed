// SPDX-License-Identifier: MIT
#include <limn/outlier/outlier.hpp>

#include "bind_component.hpp"
#include "rooms.hpp"

namespace limn::python {
namespace {

void bind_thresholds(py::module_& room) {
  using namespace py::literals;
  py::options options;
  options.disable_function_signatures();
  const auto scores_of = [](const py::object& scores) {
    return to_vector(scores, "outlier.threshold", "scores");
  };
  room.def(
      "quantile_threshold",
      [scores_of](const py::object& scores, double contamination) {
        return outlier::quantile_threshold(scores_of(scores), contamination);
      },
      "scores"_a, "contamination"_a,
      "quantile_threshold(scores: typing.Any, contamination: float) -> float\n\nThe score above "
      "which a share `contamination` of the rows lies.");
  room.def(
      "fence_threshold",
      [scores_of](const py::object& scores) { return outlier::fence_threshold(scores_of(scores)); },
      "scores"_a,
      "fence_threshold(scores: typing.Any) -> float\n\nThe upper fence of the scores: third "
      "quartile + 1.5 times the distance of the quartiles.");
  room.def(
      "conformal_threshold",
      [scores_of](const py::object& calibration, double level) {
        return outlier::conformal_threshold(scores_of(calibration), level);
      },
      "calibration"_a, "level"_a,
      "conformal_threshold(calibration: typing.Any, level: float) -> float\n\nThe line that at "
      "most a share `level` of usual rows crosses, by scores of usual rows not learned from.");
  room.def(
      "conformal_p_values",
      [scores_of](const py::object& calibration, const py::object& scores) {
        return to_python(outlier::conformal_p_values(scores_of(calibration), scores_of(scores)));
      },
      "calibration"_a, "scores"_a,
      "conformal_p_values(calibration: typing.Any, scores: typing.Any) -> "
      "numpy.typing.NDArray[numpy.float64]\n\nHow rare each score would be among usual rows, whose "
      "scores `calibration` holds (rows not learned from), (n,) in (0, 1].");
}

using Forest = outlier::IsolationForest;

/// The names of the columns to ask for: those given, else those at fit.
std::vector<std::string> names_for_sql(const Estimator& self, const py::object& columns) {
  if (!columns.is_none()) {
    std::vector<std::string> names;
    for (const py::handle column : columns) names.push_back(py::str(column));
    return names;
  }
  if (self.names().empty())
    throw ParamError(ErrorCode::param_conflict, {.component = std::string(Forest::name),
                                                 .place = "option 'columns'",
                                                 .got = "nothing, and X had no names at fit",
                                                 .expected = "the name of each column",
                                                 .fix = "call to_sql(table, columns=[...])"});
  return self.names();
}

/// Rows of numbers and codes; texts would need the words known at fit.
TableArgument numbers(const py::object& x) {
  TableArgument table(x, Forest::name);
  if (!table.category_columns().empty())
    throw DataError(ErrorCode::data_column_type, {.component = std::string(Forest::name),
                                                  .place = "X",
                                                  .got = "a column of texts",
                                                  .expected = "numbers, or codes as at fit",
                                                  .fix = "pass the codes, see features.Ordinal"});
  return table;
}

void hear(Estimator& self, const py::object& x, const py::object& labels, double rate) {
  core::require_fitted(self.fitted(), Forest::name);
  const TableArgument table = numbers(x);
  const Vector said = to_vector(labels, Forest::name, "labels");
  Matrix wide;
  const MatrixView view = table.view(wide);
  self.change([&](Model& model, const Monitor&) {
    component_of<Forest>(model).feedback(view, said.cast<std::int32_t>(), rate);
  });
}

void drop_trees(Estimator& self, const py::object& n) {
  core::require_fitted(self.fitted(), Forest::name);
  const std::int64_t count = to_count(n, Forest::name, "n");
  self.change([&](Model& model, const Monitor&) { component_of<Forest>(model).drop_trees(count); });
}

/// What only a forest can do.
void bind_forest(py::module_& room) {
  using namespace py::literals;
  const py::object type = room.attr("IsolationForest");
  const auto add = [&](const char* name, auto&& f, const char* text, const auto&... extra) {
    type.attr(name) = py::cpp_function(f, py::name(name), py::is_method(type), text, extra...);
  };
  add(
      "to_json", [](const Estimator& self) { return fitted_component<Forest>(self)->to_json(); },
      "to_json(self) -> str\n\nThe trees as JSON, for readers elsewhere.");
  add(
      "to_sql",
      [](const Estimator& self, const std::string& table, const py::object& columns) {
        return fitted_component<Forest>(self)->to_sql(table, names_for_sql(self, columns));
      },
      "to_sql(self, table: str, columns: typing.Any = None) -> str\n\nOne SELECT of `table` with "
      "all "
      "its columns and `anomaly_score`; a gap is NULL. columns: what the table calls those of X; "
      "None: as at fit.",
      "table"_a, "columns"_a = py::none());
  add(
      "impute",
      [](const Estimator& self, const py::object& x) {
        const std::shared_ptr<const Forest> forest = fitted_component<Forest>(self);
        const TableArgument table = numbers(x);
        Matrix wide;
        const MatrixView view = table.view(wide);
        Matrix out = [&] {
          const py::gil_scoped_release release;
          return forest->impute(view);
        }();
        return to_python(std::move(out));
      },
      "impute(self, X: typing.Any) -> numpy.typing.NDArray[numpy.float64]\n\nX with its gaps "
      "filled "
      "by what the leaves of each row are like, (n, d); fit with build_imputer=True.",
      "X"_a);
  add(
      "feedback",
      [](py::object self, const py::object& x, const py::object& labels, double rate) {
        hear(self.cast<Estimator&>(), x, labels, rate);
        return self;
      },
      "feedback(self, X: typing.Any, labels: typing.Any, rate: float = 1.0) -> "
      "limn._limn.outlier.IsolationForest\n\nWhat rows of X turned out to be: -1 strange, 1 usual, "
      "0 "
      "not known. Rows like them are judged with them; `rate` says how much each counts.",
      "X"_a, "labels"_a, "rate"_a = 1.0);
  add(
      "drop_trees",
      [](py::object self, const py::object& n) {
        drop_trees(self.cast<Estimator&>(), n);
        return self;
      },
      "drop_trees(self, n: int) -> limn._limn.outlier.IsolationForest\n\nLets the n oldest trees "
      "go; at least one stays. After merge those are the trees of this object, before those of the "
      "other.",
      "n"_a);
}

}  // namespace

void bind_outlier(py::module_& room) {
  bind_components(room, outlier::components{});
  bind_forest(room);
  bind_thresholds(room);
}

}  // namespace limn::python
