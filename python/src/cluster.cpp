// SPDX-License-Identifier: MIT
#include <limn/cluster/cluster.hpp>

#include <pybind11/numpy.h>

#include "arrays.hpp"
#include "bind_component.hpp"
#include "rooms.hpp"

namespace limn::python {
namespace {

Labels to_labels(const py::object& values, std::string_view what) {
  const Vector given = to_vector(values, "cluster.match_segments", what);
  Labels out(given.size());
  for (Index r = 0; r < given.size(); ++r) {
    if (given(r) != std::floor(given(r)) || std::abs(given(r)) >= 0x1p31)
      throw DataError(ErrorCode::data_value,
                      {.component = "cluster.match_segments",
                       .place = std::string(what) + ", row " + std::to_string(r),
                       .got = core::to_text(core::Value{given(r)}),
                       .expected = "an integer, negative for no segment",
                       .fix = "pass the labels of a clusterer"});
    out(r) = static_cast<std::int32_t>(given(r));
  }
  return out;
}

py::dict match(const py::object& before, const py::object& after) {
  const cluster::SegmentMatch found =
      cluster::match_segments(to_labels(before, "before"), to_labels(after, "after"));
  const auto array = [](const auto& list) {
    return py::array_t<std::remove_cvref_t<decltype(list[0])>>(std::ssize(list), list.data());
  };
  py::dict out;
  out["labels"] = py::array_t<std::int32_t>(found.labels.size(), found.labels.data());
  out["ids"] = array(found.id_of);
  out["shared"] = array(found.users_shared);
  out["overlap"] = array(found.overlap);
  return out;
}

}  // namespace

void bind_cluster(py::module_& room) {
  bind_components(room, cluster::components{});
  room.def(
      "match_segments", &match, py::arg("before"), py::arg("after"),
      "Which segments of a new clustering continue those of an old one.\n\n"
      "before, after: labels of the same users, (n,); negative = in no segment. Returns a dict: "
      "labels, (n,), `after` under the numbers of `before`; and by new label its number from "
      "now on (ids), the rows it shares with the old segment of that number (shared) and that "
      "as a share of the rows of either (overlap). The pairing under which most rows keep "
      "their number; a segment that continues none gets a number never used.");
}

}  // namespace limn::python
