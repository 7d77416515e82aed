// SPDX-License-Identifier: MIT
// The room's classes, and the rules over lists; limn/recommend.py turns ids into codes.
#include <pybind11/stl.h>

#include <limn/recommend/recommend.hpp>

#include "arrays.hpp"
#include "bind_component.hpp"
#include "rooms.hpp"

namespace limn::python {
namespace {

using namespace py::literals;
using Codes = py::array_t<std::int32_t, py::array::c_style | py::array::forcecast>;
using Floats = py::array_t<float, py::array::c_style | py::array::forcecast>;

template <class T, class Array>
Eigen::Map<const T> table(const Array& values) {
  core::require_width(values.ndim(), 2, "recommend.rerank");
  return {values.data(), values.shape(0), values.shape(1)};
}

py::tuple rerank(const Codes& items, const Floats& scores, std::int64_t k, double diversity,
                 const Floats& vectors, const Floats& boost, const Codes& categories,
                 std::int64_t max_per_category, std::vector<std::int32_t> exclude,
                 std::vector<std::int32_t> pin) {
  recommend::RerankRules rules{
      .diversity = diversity,
      .vectors = table<MatrixF>(vectors),
      .boost = Eigen::Map<const VectorF>(boost.data(), boost.size()),
      .categories = Eigen::Map<const Labels>(categories.data(), categories.size()),
      .max_per_category = max_per_category,
      .exclude = std::move(exclude),
      .pin = std::move(pin)};
  const Ranked lists{table<CodeMatrix>(items), table<MatrixF>(scores)};
  Ranked out = [&] {
    const py::gil_scoped_release release;
    return recommend::rerank(lists, rules, k);
  }();
  return py::make_tuple(to_python(std::move(out.items)), to_python(std::move(out.scores)));
}

}  // namespace

void bind_recommend(py::module_& room) {
  bind_components(room, recommend::components{});
  core::enroll(recommend::components{});  // Fusion asks for its members by name
  room.def("_rerank", &rerank);
  room.def("_context_boost", [](const data::EventLog& log, const Codes& context, std::int32_t asked,
                                double shrinkage) {
    return to_python(recommend::context_boost(
        log, {context.data(), static_cast<std::size_t>(context.size())}, asked, shrinkage));
  });
}

}  // namespace limn::python
