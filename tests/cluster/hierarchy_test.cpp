// SPDX-License-Identifier: MIT
#include <limn/cluster/hierarchy.hpp>
#include <limn/core/random.hpp>

#include "test.hpp"

using namespace limn;
using cluster::Hierarchy;

namespace {

/// Two far groups; each falls in two by another column.
Matrix nested(Index n = 160) {
  Matrix x(n, 3);
  for (Index r = 0; r < n; ++r) {
    core::Random random(7, static_cast<std::uint64_t>(r));
    const bool second = r % 2 == 1, upper = r / 2 % 2 == 1;
    x.row(r) << 50.0 * second + random.normal(), second ? 0.0 : 9.0 * upper + random.normal(),
        second ? 9.0 * upper + random.normal() : 0.0;
  }
  return x;
}

data::FrameView named(const Matrix& x) {
  static const auto columns = std::make_shared<const std::vector<data::ColumnInfo>>(
      std::vector<data::ColumnInfo>{{.name = "spend"}, {.name = "visits"}, {.name = "returns"}});
  return data::FrameView(x, columns);
}

}  // namespace

TEST_CASE("Hierarchy: groups within groups, explained against their siblings") {
  const Matrix x = nested();
  for (const char* clusterer : {"kmeans", "ward", "genie"}) {
    const Hierarchy m =
        Hierarchy({.clusterer = clusterer, .n_clusters = 2, .n_children = 2}).fit(named(x));
    CHECK(m.n_clusters() == 4);
    CHECK(m.parents() == std::vector<std::int32_t>{0, 0, 1, 1});
    for (Index r = 4; r < x.rows(); ++r) CHECK(m.labels()(r) == m.labels()(r % 4));
    CHECK(m.predict(x) == m.labels());
    CHECK(m.predict(x.middleRows(5, 1))(0) == m.labels()(5));
    const Labels parents = m.predict_parents(x);
    for (Index r = 0; r < x.rows(); ++r)
      CHECK(parents(r) == m.parents()[static_cast<std::size_t>(m.labels()(r))]);
    for (std::int64_t p : {0, 1}) {
      const std::string splits_by = parents(0) == p ? "visits" : "returns";
      for (const auto& child : m.child_descriptions(p)) {
        CHECK(child.share == 0.5);
        CHECK(child.rule.at(0).feature == splits_by);
      }
    }
    CHECK(m.texts().at(0).find(" > ") != std::string::npos);
  }
}

TEST_CASE("Hierarchy: small parents stay whole; explained anew in other units") {
  const Matrix x = nested(30);
  Hierarchy m = Hierarchy({.n_clusters = 2, .min_rows = 16}).fit(named(x));
  CHECK(m.n_clusters() == 2);
  CHECK(m.child_descriptions(0).empty());
  m.explain_on(Matrix(x * 100.0));
  CHECK(m.parent_descriptions()[0].lifts[0].feature == "x0");
  CHECK_THROWS_AS(m.child_descriptions(2), ParamError);
}

TEST_CASE("Hierarchy: hdbscan may leave rows out, or all") {
  Matrix x = nested(200);
  x.row(199) << 1e4, 1e4, 1e4;
  const Hierarchy m = Hierarchy({.clusterer = "hdbscan"}).fit(x);
  CHECK(m.labels()(199) == -1);
  CHECK(m.n_clusters() >= 2);
  const Hierarchy none = Hierarchy({.clusterer = "hdbscan"}).fit(Matrix(Matrix::Random(6, 2)));
  CHECK(none.n_clusters() == 0);
  CHECK((none.predict(x.leftCols(2)).array() == -1).all());
}

TEST_CASE("Hierarchy: saved and loaded; misuse is refused") {
  const Matrix x = nested();
  const Hierarchy m = Hierarchy({.n_clusters = 2}).fit(x);
  const Hierarchy loaded = core::from_archive<Hierarchy>(core::to_archive(m));
  CHECK(loaded.predict(x) == m.labels());
  CHECK(loaded.texts() == m.texts());
  CHECK_THROWS_AS(loaded.labels(), NotFittedError);
  CHECK_THROWS_AS(Hierarchy().predict(x), NotFittedError);
  CHECK_THROWS_AS(Hierarchy({.n_clusters = 1000}).fit(x), DataError);
  CHECK_THROWS_AS(Hierarchy({.clusterer = "dbscan"}), ParamError);
}
