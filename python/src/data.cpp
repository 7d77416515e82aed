// SPDX-License-Identifier: MIT
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <limn/data/split.hpp>

#include "arrays.hpp"
#include "rooms.hpp"

namespace limn::python {

namespace py = pybind11;
using data::EventLog;

void bind_data(py::module_& room) {
  py::options options;
  options.disable_function_signatures();
  room.def(
      "leave_one_out",
      [](const EventLog& log) {
        data::TrainValidTest parts;
        {
          py::gil_scoped_release release;
          parts = data::leave_one_out(log);
        }
        return py::make_tuple(std::move(parts.train), std::move(parts.valid),
                              std::move(parts.test));
      },
      "leave_one_out(log: limn._limn.EventLog) -> tuple[limn._limn.EventLog, "
      "limn._limn.EventLog, limn._limn.EventLog]\n\nTrain: all but the last two events of each "
      "user; valid: the last but one; test: the last. Users with fewer than three events stay "
      "whole in train. All parts know all users and items.",
      py::arg("log"));
  const auto two = [](data::TrainTest parts) {
    return py::make_tuple(std::move(parts.train), std::move(parts.test));
  };
  room.def(
      "time_split",
      [two](const EventLog& log, const py::object& at) {
        return two(data::time_split(
            log, py::module_::import("limn._time").attr("to_us")(at).cast<std::int64_t>()));
      },
      "time_split(log: limn._limn.EventLog, at: typing.Any) -> tuple[limn._limn.EventLog, "
      "limn._limn.EventLog]\n\nThe events strictly before `at` (datetime, numpy.datetime64, "
      "ISO text or integer microseconds), and those from then on.",
      py::arg("log"), py::arg("at"));
  room.def(
      "user_holdout",
      [two](const EventLog& log, std::int64_t n_last) {
        return two(data::user_holdout(log, n_last));
      },
      "user_holdout(log: limn._limn.EventLog, n_last: int = 1) -> tuple[limn._limn.EventLog, "
      "limn._limn.EventLog]\n\nAll but the last n_last events of each user, and those.",
      py::arg("log"), py::arg("n_last") = 1);
  room.def(
      "user_folds",
      [two](const EventLog& log, std::int32_t n_folds, std::uint64_t random_state) {
        const std::vector<std::int32_t> folds = data::user_folds(log, n_folds, random_state);
        py::list out;
        for (std::int32_t fold = 0; fold < n_folds; ++fold)
          out.append(two(data::split_fold(log, folds, fold)));
        return out;
      },
      "user_folds(log: limn._limn.EventLog, n_folds: int = 5, random_state: int = 0) -> "
      "list[tuple[limn._limn.EventLog, limn._limn.EventLog]]\n\n(train, test) logs of each "
      "fold; no user is in both.",
      py::arg("log"), py::arg("n_folds") = 5, py::arg("random_state") = 0);
  room.def(
      "summary", [](const EventLog& log) { return data::summarize(log).text(); },
      "summary(log: limn._limn.EventLog) -> str\n\nUsers, items, events and fingerprint of a "
      "log, to name a split by.",
      py::arg("log"));
}

}  // namespace limn::python
