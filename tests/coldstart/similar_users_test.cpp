// SPDX-License-Identifier: MIT
#include <limn/coldstart/similar_users.hpp>

#include "kinds.hpp"
#include "test.hpp"

using namespace limn;
using coldstart::Donor;
using coldstart::SimilarUsers;

TEST_CASE("donors by a first event, scores by hand", "[coldstart]") {
  const SimilarUsers model =
      SimilarUsers({.shrinkage = 10.0}).fit(make_log({{0, 1}, {0, 2}, {3}}, 4));
  const std::vector<Donor> donors = model.donors(history_of({0}), {});
  REQUIRE(donors.size() == 2);
  CHECK(donors[0].user == 0);
  CHECK(donors[0].weight == Approx(0.5));
  const VectorF score = model.score(history_of({0}));
  CHECK(score[1] == Approx((0.5 * 2 + 10.0 / 3) / 12));
  CHECK(score[3] == Approx((10.0 / 3) / 12));
  CHECK(model.reason(donors, 1).kind == "similar_users");
  CHECK(model.reason(donors, 1).share == Approx(0.5));
  CHECK(model.reason(donors, 3).kind == "popular");
}

TEST_CASE("donors by attributes, and the telling column weighs all", "[coldstart]") {
  const SimilarUsers model = SimilarUsers({.n_neighbors = 4}).fit(kinds_log(), kinds_table());
  CHECK(model.column_weights()[0] == 0.0);
  CHECK(model.column_weights()[1] == 1.0);
  const std::vector<double> kind_1{1.0, 11.0};
  std::vector<std::int32_t> users;
  for (const Donor& donor : model.donors(history_of({}), kind_1)) users.push_back(donor.user);
  CHECK(users == std::vector<std::int32_t>{2, 3, 6, 7});
  CHECK(model.recommend_one(history_of({}), kind_1, 1).items(0, 0) == 2);
}

TEST_CASE("nothing known: no donors, everybody's items", "[coldstart]") {
  const SimilarUsers model = SimilarUsers().fit(kinds_log(), kinds_table());
  CHECK(model.donors(history_of({}), {}).empty());
  CHECK(model.donors(history_of({-1}), std::vector<double>{missing, missing}).empty());
  CHECK(model.score(history_of({}))[0] == Approx(0.5));
}

TEST_CASE("the mean profile leaves gaps out", "[coldstart]") {
  const SimilarUsers model = SimilarUsers().fit(kinds_log());
  Matrix profiles = Matrix::Constant(8, 2, missing);
  profiles(0, 0) = 10;
  profiles(1, 0) = 20;
  const std::vector<Donor> donors{{0, 0.25}, {1, 0.25}, {2, 0.5}};
  const Vector mean = model.mean_profile(donors, profiles);
  CHECK(mean[0] == Approx(15.0));
  CHECK(std::isnan(mean[1]));
}

TEST_CASE("a forgotten user is no donor and leaves no history", "[coldstart]") {
  SimilarUsers model = SimilarUsers().fit(make_log({{0, 1}, {0, 2}, {3}}, 4));
  model.forget(0);
  model.forget(0);
  const std::vector<Donor> donors = model.donors(history_of({0}), {});
  REQUIRE(donors.size() == 1);
  CHECK(donors[0].user == 1);
  CHECK(core::from_archive<SimilarUsers>(core::to_archive(model))
            .donors(history_of({0}), {})[0]
            .user == 1);
}

TEST_CASE("SimilarUsers refuses what it cannot use", "[coldstart]") {
  CHECK_THROWS_AS(SimilarUsers({.n_neighbors = 0}), ParamError);
  CHECK_THROWS_AS(SimilarUsers().fit(data::EventLog()), DataError);
  CHECK_THROWS_AS(SimilarUsers().fit(kinds_log(), Matrix(Matrix::Zero(2, 1))), ShapeError);
  CHECK_THROWS_AS(SimilarUsers().score(history_of({0})), NotFittedError);
  const SimilarUsers model = SimilarUsers().fit(kinds_log(), kinds_table());
  CHECK_THROWS_AS(model.donors(history_of({}), std::vector<double>{1.0}), ShapeError);
}
