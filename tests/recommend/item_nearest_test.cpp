// SPDX-License-Identifier: MIT
#include <limn/recommend/item_nearest.hpp>

#include "small_log.hpp"
#include "test.hpp"

using namespace limn;
using recommend::ItemNearest;

TEST_CASE("nearness is the cosine of the users", "[recommend]") {  // by hand: users 2 3 2 1
  const ItemNearest model = ItemNearest({.shrinkage = 0.0}).fit(abcd_log());
  CHECK(model.graph().weight(0, 1) == Approx(2.0 / std::sqrt(6.0)));
  CHECK(model.graph().weight(0, 2) == Approx(0.5));
  CHECK(model.graph().weight(2, 3) == Approx(1.0 / std::sqrt(2.0)));
  CHECK(model.graph().weight(1, 1) == 0.0F);
}

TEST_CASE("shrinkage distrusts few users", "[recommend]") {
  const ItemNearest model = ItemNearest({.shrinkage = 2.0}).fit(abcd_log());
  CHECK(model.graph().weight(0, 2) == Approx(1.0 / 4.0));
}

TEST_CASE("an item taken twice by one user counts once", "[recommend]") {
  const data::EventLog log = make_log({{0, 0, 0, 1}, {0, 1}}, 2);
  CHECK(ItemNearest({.shrinkage = 0.0}).fit(log).graph().weight(0, 1) == Approx(1.0));
}

TEST_CASE("only the nearest are kept and only the last items learned from", "[recommend]") {
  const ItemNearest one = ItemNearest({.n_neighbors = 1, .shrinkage = 0.0}).fit(abcd_log());
  CHECK(one.graph().weight(0, 1) > 0.0F);
  CHECK(one.graph().weight(0, 2) == 0.0F);
  const ItemNearest last = ItemNearest({.max_history = 2}).fit(abcd_log());
  CHECK(last.graph().weight(0, 2) == 0.0F);  // a is not among the last two of user 0
}

TEST_CASE("the history is summed, with or without fading", "[recommend]") {
  const ItemNearest even = ItemNearest({.shrinkage = 0.0, .half_life = {}}).fit(abcd_log());
  CHECK(even.score(history_of({0, 3}))[2] == Approx(0.5 + 1.0 / std::sqrt(2.0)));
  const ItemNearest fading = ItemNearest({.shrinkage = 0.0, .half_life = 1.0}).fit(abcd_log());
  CHECK(fading.score(history_of({0, 3}))[2] == Approx(0.25 + 1.0 / std::sqrt(2.0)));
  CHECK(even.reason(history_of({0, 3}), 2).kind == "together");
  CHECK(even.reason(history_of({0, 3}), 2).item == 3);
  CHECK(even.reason(history_of({}), 2).kind == "none");
}

TEST_CASE("ItemNearest refuses what it cannot use", "[recommend]") {
  CHECK_THROWS_AS(ItemNearest({.n_neighbors = 0}), ParamError);
  CHECK_THROWS_AS(ItemNearest().fit(data::EventLog()), DataError);
  CHECK_THROWS_AS(ItemNearest().score(history_of({0})), NotFittedError);
}
