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
      "conformal_p_values",
      [scores_of](const py::object& calibration, const py::object& scores) {
        return to_python(outlier::conformal_p_values(scores_of(calibration), scores_of(scores)));
      },
      "calibration"_a, "scores"_a,
      "conformal_p_values(calibration: typing.Any, scores: typing.Any) -> "
      "numpy.typing.NDArray[numpy.float64]\n\nHow rare each score would be among usual rows, whose "
      "scores `calibration` holds (rows not learned from), (n,) in (0, 1].");
}

}  // namespace

void bind_outlier(py::module_& room) {
  bind_components(room, outlier::components{});
  bind_thresholds(room);
}

}  // namespace limn::python
