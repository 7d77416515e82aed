// SPDX-License-Identifier: MIT
#include <limn/features/interests.hpp>

#include "features/event_table.hpp"

using namespace limn;

namespace {

data::EventLog shop() {
  return event_log({{"ann", "tea", 0, 10, "view"},
                    {"ann", "tea", 30, 20, "buy"},
                    {"ann", "cup", 60, 30, "buy"},
                    {"bob", "tea", 10, 5, "view"},
                    {"bob", "jar", 10, -5, "view"},
                    {"cat", "cup", 20, missing, "buy"}});
}

}  // namespace

TEST_CASE("interests fade by half-lives", "[features]") {
  const features::Interests interests = features::Interests({.n_topics = 2}).fit(shop());
  CHECK(interests.feature_names() ==
        std::vector<std::string>{"interests.item.tea", "interests.item.cup", "interests.other",
                                 "interests.entropy", "interests.n_topics",
                                 "interests.repeat_share"});
  const Answers a(interests, shop(), day(90));
  CHECK(a(0, "interests.item.tea") == Approx(0.75 / 1.75));  // 1/4 + 1/2, against 1
  CHECK(a(0, "interests.item.cup") == Approx(1 / 1.75));
  CHECK(a(0, "interests.other") == 0);
  const double p = 0.75 / 1.75;
  CHECK(a(0, "interests.entropy") == Approx(-p * std::log2(p) - (1 - p) * std::log2(1 - p)));
  CHECK(a(0, "interests.n_topics") == 2);
  CHECK(a(0, "interests.repeat_share") == Approx(1 / 3.));
  CHECK(a(1, "interests.other") == Approx(0.5));
  CHECK(a(2, "interests.entropy") == 0);
  const Answers early(interests, shop(), day(30));  // exclusive: ann has seen only one tea
  CHECK(early(0, "interests.item.tea") == 1);
  const Answers none(interests, shop(), day(-1));
  CHECK(none(0, "interests.n_topics") == 0);
  CHECK(none.absent(0, "interests.item.tea"));
}

TEST_CASE("interests by type, by value, of some types, without a clock", "[features]") {
  const Answers t(features::Interests({.by = "type", .half_life_days = 1e12}).fit(shop()), shop(),
                  day(90));
  CHECK(t(0, "interests.type.view") == Approx(1 / 3.));
  const Answers v(features::Interests({.half_life_days = 1e12, .weight = "value"}).fit(shop()),
                  shop(), day(90));
  CHECK(v(0, "interests.item.tea") == Approx(0.5));
  CHECK(v(1, "interests.item.tea") == 1);  // the returned jar has no weight
  CHECK(v(1, "interests.n_topics") == 2);
  CHECK(v.absent(2, "interests.item.cup"));  // no value, no weight
  const Answers b(features::Interests({.types = {"buy"}}).fit(shop()), shop(), day(90));
  CHECK(b(1, "interests.n_topics") == 0);
  const data::EventLog order =
      event_log({{"a", "x", 0}, {"a", "y", 1}, {"a", "x", 2}}, {.clock = false});
  const Answers o(features::Interests({.half_life_days = 1}).fit(order), order, 3);
  CHECK(o(0, "interests.item.x") == Approx(1.25 / 1.75));
}

TEST_CASE("interests over categories, and items never seen", "[features]") {
  const data::Vocabulary categories(std::vector<std::string>{"unused", "drink", "ware"});
  const std::vector<std::int32_t> of_item{1, 2, -1};  // tea, cup, jar
  features::Interests interests({.half_life_days = 1e12});
  interests.fit(shop(), categories, of_item);
  const data::EventLog later =
      event_log({{"dan", "jar", 1}, {"dan", "new", 2}, {"dan", "cup", 3}, {"dan", "cup", 4}});
  const auto check = [&](const features::Interests& c) {
    const Answers a(c, later, day(9));
    CHECK(a.names().size() == 2 + 4);
    CHECK(a(0, "interests.category.ware") == Approx(0.5));
    CHECK(a(0, "interests.category.drink") == 0);
    CHECK(a(0, "interests.other") == Approx(0.5));
    CHECK(a(0, "interests.n_topics") == 2);
  };
  check(interests);
  check(core::from_archive<features::Interests>(core::to_archive(interests)));
  CHECK(std::get<std::string>(interests.topics().front()) == "drink");
}

TEST_CASE("one heavy user does not choose the topics", "[features]") {
  std::vector<Event> events(500, Event{"bot", "spam", 1});
  for (const char* user : {"ann", "bob", "cat"}) events.push_back({user, "tea", 1});
  const features::Interests c = features::Interests({.n_topics = 1}).fit(event_log(events));
  CHECK(std::get<std::string>(c.topics().front()) == "tea");
}

TEST_CASE("Interests refuses what it cannot use and stays as it was", "[features]") {
  features::Interests c;
  CHECK_THROWS_AS(c.transform(shop(), 0), NotFittedError);
  CHECK_THROWS_AS(c.feature_names(), NotFittedError);
  c.fit(shop());
  const auto before = core::to_archive(c);
  CHECK_THROWS_AS(c.fit(data::EventLog{}), DataError);
  const data::Vocabulary categories(std::vector<std::string>{"a"});
  CHECK_THROWS_AS(c.fit(shop(), categories, std::vector<std::int32_t>{0}), ShapeError);
  CHECK_THROWS_AS(c.fit(shop(), categories, std::vector<std::int32_t>{0, 1, 0}), DataError);
  CHECK(core::to_archive(c) == before);
  CHECK_THROWS_AS(features::Interests({.by = "type"})
                      .fit(shop(), categories, std::vector<std::int32_t>{0, 0, 0}),
                  ParamError);
  const data::EventLog bare = event_log({{"a", "b", 1}}, {.values = false, .types = false});
  CHECK_THROWS_AS(features::Interests({.by = "type"}).fit(bare), DataError);
  CHECK_THROWS_AS(features::Interests({.weight = "value"}).fit(bare), DataError);
  CHECK_THROWS_AS(features::Interests({.by = "items"}), ParamError);
  CHECK_THROWS_AS(features::Interests({.half_life_days = 0}), ParamError);
  core::Archive hostile = before;
  for (auto& [key, tensor] : hostile.tensors)
    if (key == "shown") std::ranges::fill(tensor.bytes, std::byte{77});
  CHECK_THROWS_AS(core::from_archive<features::Interests>(hostile), FormatError);
}
