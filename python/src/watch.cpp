// SPDX-License-Identifier: MIT
#include <chrono>

#include "watch.hpp"

#include "errors.hpp"

namespace limn::python {
namespace py = pybind11;

Watch::~Watch() {
  if (!display_ || display_.is_none()) return;
  py::error_scope keep;  // a display that fails to close must not hide the answer
  try {
    display_.attr("close")();
  } catch (py::error_already_set& error) {
    error.discard_as_unraisable("limn progress display");
  }
}

Monitor Watch::monitor() {
  return Monitor([this](double fraction, std::string_view stage) { show(fraction, stage); }, {},
                 [this] { return poll(); });
}

bool Watch::poll() {
  py::gil_scoped_acquire gil;
  if (raised_) return true;
  if (PyErr_CheckSignals() == 0) return false;
  raised_.emplace();
  return true;
}

void Watch::show(double fraction, std::string_view stage) {
  if (std::chrono::steady_clock::now() - start_ < std::chrono::seconds(1)) return;
  py::gil_scoped_acquire gil;
  if (raised_) return;
  try {
    if (!display_) display_ = py::module_::import("limn._progress").attr("open")(title_);
    if (!display_.is_none()) display_.attr("show")(fraction, stage);
  } catch (py::error_already_set& error) {
    raised_.emplace(std::move(error));
  }
}

void Watch::raise(const CancelledError& cause) {
  if (!raised_) return;
  PyException_SetCause(raised_->value().ptr(), to_exception(cause).release().ptr());
  throw *std::exchange(raised_, std::nullopt);
}

}  // namespace limn::python
