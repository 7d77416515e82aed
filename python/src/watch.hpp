// SPDX-License-Identifier: MIT
// Long calls from Python: the GIL is released, progress is shown, Ctrl-C is heard.
#pragma once

#include <chrono>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include <pybind11/pybind11.h>

#include <limn/core/monitor.hpp>

#include "errors.hpp"

namespace limn::python {

/// The eyes on one long call. Made, asked and destroyed with the GIL held.
class Watch {
 public:
  explicit Watch(std::string title) : title_(std::move(title)) {}
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  ~Watch();

  /// Silent for the first second, then handed to limn._progress; polls Python's signals.
  Monitor monitor();
  /// Raises what a signal handler or the progress display raised, `cause` chained to it; returns
  /// when there was nothing.
  void raise(const CancelledError& cause);

 private:
  bool poll();
  void show(double fraction, std::string_view stage);

  std::string title_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  pybind11::object display_;
  std::optional<pybind11::error_already_set> raised_;
};

/// Runs f(monitor) without the GIL. f must not touch Python objects.
/// Errors: what f throws, LimitError naming `title` in place of std::bad_alloc; KeyboardInterrupt,
/// from CancelledError, after Ctrl-C.
template <class F>
auto run_watched(std::string title, F&& f) {
  Watch watch(title);
  const Monitor monitor = watch.monitor();
  try {
    pybind11::gil_scoped_release release;
    return f(monitor);
  } catch (const CancelledError& error) {
    watch.raise(error);
    throw;
  } catch (const std::bad_alloc&) {
    throw out_of_memory(std::move(title));
  } catch (const std::length_error&) {  // larger than any memory
    throw out_of_memory(std::move(title));
  }
}

}  // namespace limn::python
