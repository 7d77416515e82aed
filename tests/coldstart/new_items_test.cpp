// SPDX-License-Identifier: MIT
// By hand: items of two kinds; the first column tells the kind, the second says nothing.
#include <limn/coldstart/new_items.hpp>

#include "kinds.hpp"
#include "test.hpp"

using namespace limn;
using coldstart::ItemDonor;
using coldstart::NewItems;
using Ids = std::vector<data::Id>;

namespace {

/// Items 0 ... 5 of kind 0 and 6 ... 11 of kind 1; users take five of one kind.
data::EventLog two_kinds() {
  std::vector<std::vector<std::int32_t>> histories;
  for (int user = 0; user < 24; ++user) {
    std::vector<std::int32_t> history;
    for (int i = 0; i < 5; ++i) history.push_back(user % 2 * 6 + (user / 2 + i) % 6);
    histories.push_back(history);
  }
  return make_log(histories, 12);
}

Matrix about(Index n) {
  Matrix x(n, 2);
  for (Index item = 0; item < n; ++item)
    x.row(item) << (item < 6 ? 1.0 : 2.0), static_cast<double>(item % 2);
  return x;
}

Matrix row(double a, double b) {
  Matrix x(1, 2);
  x << a, b;
  return x;
}

}  // namespace

TEST_CASE("a new item stands beside known ones of its kind", "[coldstart]") {
  NewItems model = NewItems({.n_neighbors = 6}).fit(two_kinds(), about(12));
  model.add(Ids{data::Id{std::int64_t{500}}}, row(2, 0))
      .add(Ids{data::Id{std::int64_t{501}}}, row(1, 0));
  CHECK(model.items().size() == 14);
  CHECK(model.is_new(12));
  CHECK_FALSE(model.is_new(11));
  double sum = 0.0;
  for (const ItemDonor& donor : model.donors(12)) {
    CHECK(donor.item >= 6);  // kind 1
    sum += donor.weight;
  }
  CHECK(model.donors(12).size() == 6);
  CHECK(sum == Approx(1.0));
  CHECK(model.donors(3).empty());
  const VectorF scores = model.score(history_of({6, 7, 8}));
  double mean = 0.0;
  for (const ItemDonor& donor : model.donors(12))
    mean += donor.weight * static_cast<double>(scores[donor.item]);
  CHECK(scores[12] == Approx(mean));
  CHECK(scores[12] > 0.0F);
  CHECK(scores[13] == 0.0F);
  const recommend::Reason why = model.reason(history_of({6, 7, 8}), 12);
  CHECK(why.kind == "similar_items");
  CHECK(why.item >= 6);
  CHECK(model.reason(history_of({6}), 7).kind == "together");
  const Ranked all = model.recommend_one(history_of({6, 7, 8}), 14);
  CHECK((all.items.row(0).array() == 12).any());
}

TEST_CASE("what the kind says is learnt, and what says nothing is not", "[coldstart]") {
  const NewItems model = NewItems().fit(two_kinds(), about(12));
  // each category: unknown, its two values, not seen
  REQUIRE(model.coef().size() == 8);
  CHECK(model.coef()[1] > 0.3);
  CHECK(model.coef()[2] > 0.3);
  CHECK(model.coef()[5] < 0.1);
  CHECK(model.coef()[6] < 0.1);
}

TEST_CASE("items nobody took, unknown cells, scores of others", "[coldstart]") {
  std::vector<std::vector<std::int32_t>> histories(6, {0, 1, 2});
  NewItems model = NewItems().fit(make_log(histories, 4), Matrix(Matrix::Ones(4, 1)));
  CHECK(model.is_new(3));
  CHECK(model.donors(3).size() == 3);
  std::vector<float> scores{3, 6, 0, 9};
  model.lend(scores);
  CHECK(scores[3] == Approx(3.0F));
  model.add(Ids{data::Id{std::int64_t{50}}}, Matrix(Matrix::Constant(1, 1, missing)));
  CHECK(model.donors(4).empty());
  CHECK(model.score(history_of({0}))[4] == 0.0F);
}

TEST_CASE("NewItems survives its archive", "[coldstart]") {
  NewItems model = NewItems().fit(two_kinds(), about(12));
  model.add(Ids{data::Id{std::int64_t{500}}}, row(2, 0));
  const core::Archive archive = core::to_archive(model);
  const auto again = core::from_archive<NewItems>(archive);
  CHECK(core::to_archive(again) == archive);
  CHECK(again.score(history_of({6, 7})) == model.score(history_of({6, 7})));
}

TEST_CASE("NewItems refuses what it cannot use", "[coldstart]") {
  CHECK_THROWS_AS(NewItems().fit(data::EventLog()), DataError);
  CHECK_THROWS_AS(NewItems().fit(two_kinds(), about(3)), ShapeError);
  const Ids one{data::Id{std::int64_t{500}}};
  CHECK_THROWS_AS(NewItems().add(one, row(1, 1)), NotFittedError);
  NewItems plain = NewItems().fit(two_kinds());
  CHECK_THROWS_AS(plain.add(one, row(1, 1)), DataError);
  NewItems model = NewItems().fit(two_kinds(), about(12));
  const core::Archive before = core::to_archive(model);
  CHECK_THROWS_AS(model.add(one, Matrix(Matrix::Ones(1, 3))), ShapeError);
  CHECK_THROWS_AS(model.add(one, Matrix(Matrix::Ones(2, 2))), ShapeError);
  CHECK_THROWS_AS(model.add(one, row(HUGE_VAL, 0)), DataError);
  CHECK_THROWS_AS(model.add(Ids{one[0], one[0]}, about(2)), DataError);
  CHECK(core::to_archive(model) == before);
}
