// SPDX-License-Identifier: MIT
#include <limn/filter/edited_nearest_neighbours.hpp>

#include "test.hpp"

using namespace limn;
using Rows = std::vector<std::int64_t>;

namespace {

// Twenty points of imbalanced-learn 0.14's tests of these methods.
Matrix points() {
  return (Matrix(20, 2) << 2.59928271, 0.93323465, 0.25738379, 0.95564169, 1.42772181, 0.526027,
          1.92365863, 0.82718767, -0.10903849, -0.12085181, -0.284881, -0.62730973, 0.57062627,
          1.19528323, 0.03394306, 0.03986753, 0.78318102, 2.59153329, 0.35831463, 1.33483198,
          -0.14313184, -1.0412815, 0.01936241, 0.17799828, -1.25020462, -0.40402054, -0.09816301,
          -0.74662486, -0.01252787, 0.34102657, 0.52726792, -0.38735648, 0.2821046, -0.07862747,
          0.05230552, 0.09043907, 0.15198585, 0.12512646, 0.70524765, 0.39816382)
      .finished();
}
Vector classes() {
  return (Vector(20) << 1, 2, 1, 1, 0, 2, 2, 2, 2, 2, 2, 0, 1, 2, 2, 2, 2, 1, 2, 1).finished();
}

}  // namespace

TEST_CASE("edited nearest neighbours keep the published points", "[filter]") {
  const filter::EditedNearestNeighbours all =
      filter::EditedNearestNeighbours().fit(points(), classes());
  CHECK(all.sample_indices() == Rows{0, 1, 3, 4, 8, 11, 15});  // 7 of 20
  const auto mode = filter::EditedNearestNeighbours({.kind_sel = "mode"}).fit(points(), classes());
  CHECK(mode.sample_indices() == Rows{0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 13, 15, 16});
  const filter::Audit audit = all.audit();
  REQUIRE(audit.size() == 13);
  CHECK(audit[0].row == 2);
  CHECK(audit[0].column == -1);
  CHECK(audit[0].action == "drop");
  const auto strict =
      filter::EditedNearestNeighbours({.sampling_strategy = "all"}).fit(points(), classes());
  CHECK(strict.sample_indices().size() == 5);  // both points of class 0 go
  const Matrix x = points();
  CHECK_THROWS_AS(filter::EditedNearestNeighbours().fit(x.topRows(3), classes().head(3)),
                  DataError);
  CHECK_THROWS_AS(filter::EditedNearestNeighbours().fit(x, classes().head(3)), ShapeError);
  CHECK_THROWS_AS(filter::EditedNearestNeighbours().audit(), NotFittedError);
  CHECK_THROWS_AS(filter::EditedNearestNeighbours({.kind_sel = "any"}), ParamError);
}
