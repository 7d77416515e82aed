// SPDX-License-Identifier: MIT
#include <limn/coldstart/attributes.hpp>

#include "kinds.hpp"
#include "test.hpp"

using namespace limn;
using coldstart::Attributes;

TEST_CASE("a cell is drawn towards everybody", "[coldstart]") {
  // By hand: 4 of the 8 events of kind 1 are item 2, everybody's share is 1/4, 8 events of it.
  const Attributes model =
      Attributes({.depth = 1, .shrinkage = 8.0}).fit(kinds_log(), kinds_table());
  CHECK(model.order() == std::vector<std::int32_t>{1});  // the constant tells nothing
  const std::vector<double> kind_1{1.0, 11.0};
  const VectorF score = model.score(kind_1);
  CHECK(score[2] == Approx((4 + 8 * 0.25) / 16));
  CHECK(score[0] == Approx((0 + 8 * 0.25) / 16));
  CHECK(model.reason(kind_1, 2).kind == "attributes");
  CHECK(model.reason(kind_1, 2).share == Approx(1.0 - 0.25 / 0.375));
  CHECK(model.reason(kind_1, 0).kind == "popular");
}

TEST_CASE("who is unknown or of a new kind gets what everybody takes", "[coldstart]") {
  const Attributes model = Attributes().fit(kinds_log(), kinds_table());
  for (const std::vector<double>& row : {std::vector<double>{}, {1.0, missing}, {1.0, 77.0}})
    CHECK(model.score(row)[2] == 0.25F);
}

TEST_CASE("each user by their own row", "[coldstart]") {
  const Attributes model = Attributes().fit(kinds_log(), kinds_table());
  const Ranked ranked = model.recommend(kinds_log(), kinds_table(), 2, false);
  CHECK(ranked.items(0, 0) == 0);
  CHECK(ranked.items(2, 0) == 2);
  CHECK(model.recommend(kinds_log(), 1, false).items(2, 0) == 0);
  const std::vector<double> kind_1{1.0, 11.0};
  CHECK(model.recommend_one(history_of({2}), kind_1, 1).items(0, 0) == 3);
}

TEST_CASE("a column that tells every other user apart is taken as any other", "[coldstart]") {
  data::EventLog::Columns c;
  c.ordered_only = true;
  Matrix kinds(400, 1);
  for (std::int64_t u = 0; u < 400; ++u) {
    kinds(u, 0) = static_cast<double>(u % 2);
    for (std::int64_t i = 0; i < 5; ++i) {
      c.user.push_back(c.users.insert(u));
      c.item.push_back(c.items.insert(u % 2 * 20 + (u / 2 + i) % 20));
      c.time_us.push_back(i);
    }
  }
  const Attributes model = Attributes().fit(data::EventLog(std::move(c)), kinds);
  CHECK(model.order() == std::vector<std::int32_t>{0});
}

TEST_CASE("Attributes refuses what it cannot use", "[coldstart]") {
  CHECK_THROWS_AS(Attributes().fit(kinds_log(), Matrix(Matrix::Zero(3, 2))), ShapeError);
  CHECK_THROWS_AS(Attributes().fit(data::EventLog()), DataError);
  CHECK_THROWS_AS(Attributes({.depth = 1, .shrinkage = 0.0}), ParamError);
  CHECK_THROWS_AS(Attributes().recommend(kinds_log()), NotFittedError);
  const Attributes model = Attributes().fit(kinds_log(), kinds_table());
  CHECK_THROWS_AS(model.recommend(kinds_log(), Matrix::Zero(8, 3)), ShapeError);
}
