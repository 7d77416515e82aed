// SPDX-License-Identifier: MIT
#include <limn/cluster/cluster.hpp>

#include <pybind11/numpy.h>

#include "arrays.hpp"
#include "bind_component.hpp"
#include "rooms.hpp"
#include "watch.hpp"

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

py::dict choose(const py::object& x, std::int64_t max_clusters, std::int64_t n_references,
                std::int64_t n_pairs, std::int64_t max_rows, std::int64_t n_sample,
                std::uint64_t random_state) {
  const TableArgument table(x, "cluster.choose_k");
  Matrix wide;
  const MatrixView view = table.view(wide);
  const cluster::KChoice found = run_watched("cluster.choose_k", [&](const Monitor& monitor) {
    return cluster::choose_k(
        view, {max_clusters, n_references, n_pairs, max_rows, n_sample, random_state}, monitor);
  });
  py::dict out;
  out["counts"] = py::array_t<std::int64_t>(std::ssize(found.counts), found.counts.data());
  out["inertia"] = to_python(found.inertia);
  out["silhouette"] = to_python(found.silhouette);
  out["gap"] = to_python(found.gap);
  out["gap_error"] = to_python(found.gap_error);
  out["stability"] = to_python(found.stability);
  out["by_silhouette"] = found.by_silhouette;
  out["by_gap"] = found.by_gap;
  out["by_stability"] = found.by_stability;
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
  const cluster::ChooseOptions usual;
  room.def(
      "choose_k", &choose, py::arg("X"), py::arg("max_clusters") = usual.max_clusters,
      py::arg("n_references") = usual.n_references, py::arg("n_pairs") = usual.n_pairs,
      py::arg("max_rows") = usual.max_rows, py::arg("n_sample") = usual.n_sample,
      py::arg("random_state") = usual.random_state,
      "Tries KMeans with 1 ... max_clusters groups and scores each number in three ways.\n\n"
      "X: (n, d), scaled, without gaps. Returns a dict of arrays by number of groups (counts): "
      "inertia; silhouette, how far groups are apart; gap and gap_error, whether there are groups "
      "at all (n_references tables without any are compared with); stability, whether other rows "
      "would give the same groups (n_pairs pairs of draws); and what each would choose: "
      "by_silhouette, by_gap, by_stability. max_rows: rows drawn at most; n_sample: rows whose "
      "silhouette is taken.");
}

}  // namespace limn::python
