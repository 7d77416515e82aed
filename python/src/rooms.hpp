// SPDX-License-Identifier: MIT
#pragma once

#include <pybind11/pybind11.h>

namespace limn::python {

void bind_data(pybind11::module_& room);
void bind_filter(pybind11::module_& room);
void bind_impute(pybind11::module_& room);
void bind_outlier(pybind11::module_& room);
void bind_features(pybind11::module_& room);
void bind_learn(pybind11::module_& room);
void bind_encoder(pybind11::module_& room);
void bind_cluster(pybind11::module_& room);
void bind_recommend(pybind11::module_& room);
void bind_coldstart(pybind11::module_& room);
void bind_evaluate(pybind11::module_& room);

void bind_profiler(pybind11::module_& module);
/// Classes of Python as components.
void bind_foreign(pybind11::module_& module);

/// Makes one submodule a room.
void bind_rooms(pybind11::module_& module);

}  // namespace limn::python
