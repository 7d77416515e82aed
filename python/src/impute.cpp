// SPDX-License-Identifier: MIT
#include <limits>
#include <optional>
#include <string>

#include <pybind11/stl.h>

#include <limn/impute/impute.hpp>

#include "bind_component.hpp"
#include "rooms.hpp"

namespace limn::python {
namespace {

using namespace py::literals;
using Numbers = py::array_t<double, py::array::c_style | py::array::forcecast>;

/// One number a table, or one row a table: (m, k).
MatrixView tables(const Numbers& values) {
  core::require_width(values.ndim() == 1 ? 2 : values.ndim(), 2, "impute.pool");
  const Index k = values.ndim() == 1 ? 1 : values.shape(1);
  return Eigen::Map<const Matrix>(values.data(), values.shape(0), k);
}

py::dict pool(const Numbers& estimates, const Numbers& variances, std::optional<double> df_complete,
              const std::string& rule) {
  if (rule != "rubin" && rule != "reiter")
    throw ParamError(ErrorCode::param_range, {.component = "impute.pool",
                                              .place = "option 'rule'",
                                              .got = rule,
                                              .expected = "rubin or reiter",
                                              .fix = "leave it out for filled gaps"});
  const impute::Pooled said =
      impute::pool(tables(estimates), tables(variances),
                   df_complete.value_or(std::numeric_limits<double>::infinity()),
                   rule == "reiter" ? impute::PoolRule::reiter : impute::PoolRule::rubin);
  const auto out = [&](const Vector& each) -> py::object {
    if (estimates.ndim() == 1) return py::float_(each(0));
    return to_python(each);
  };
  return py::dict("estimate"_a = out(said.estimate), "within"_a = out(said.within),
                  "between"_a = out(said.between), "total"_a = out(said.total),
                  "df"_a = out(said.df), "increase"_a = out(said.increase),
                  "lambda"_a = out(said.lambda), "fmi"_a = out(said.fmi));
}

}  // namespace

void bind_impute(py::module_& room) {
  bind_components(room, impute::components{});
  room.def("pool", pool, "estimates"_a, "variances"_a, "df_complete"_a = py::none(),
           "rule"_a = "rubin",
           "Joins the analyses of m completed tables: estimates and variances (squared standard "
           "errors), (m,) or (m, k). df_complete: rows less parameters, None for large tables; "
           "rule: 'rubin' for filled gaps, 'reiter' for synthetic data.");
}

}  // namespace limn::python
