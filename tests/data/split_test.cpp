// SPDX-License-Identifier: MIT
#include <limn/core/error.hpp>
#include <limn/data/data.hpp>

#include <set>

#include "test.hpp"

using namespace limn;

namespace {

/// Users with 0, 1, 2, 3 and 5 events; the item of each event is its place in the input, and all
/// events of a user are at the same time, so only the stable order decides.
EventLog ladder() {
  EventLog::Columns c;
  for (const char* name : {"none", "one", "two", "three", "five"}) c.users.insert(name);
  const std::vector<std::int32_t> user{4, 3, 4, 2, 1, 3, 4, 4, 2, 3, 4};
  for (std::size_t i = 0; i < user.size(); ++i) {
    c.user.push_back(user[i]);
    c.item.push_back(c.items.insert(static_cast<std::int64_t>(i)));
    c.time_us.push_back(user[i]);
  }
  return EventLog(c);
}

std::vector<std::int32_t> items(const EventLog& log, std::size_t user) {
  const auto history = log.history(user);
  return {history.items.begin(), history.items.end()};
}

using Items = std::vector<std::int32_t>;

}  // namespace

TEST_CASE("leave one out: the last is the test, the one before validates", "[data]") {
  const auto [train, valid, test] = data::leave_one_out(ladder());
  CHECK(items(train, 4) == Items{0, 2, 6});
  CHECK(items(valid, 4) == Items{7});
  CHECK(items(test, 4) == Items{10});
  CHECK(items(train, 3) == Items{1});
  CHECK(items(test, 3) == Items{9});
  // Short users stay in train.
  CHECK(items(train, 2) == Items{3, 8});
  CHECK(items(train, 1) == Items{4});
  CHECK(items(test, 2).empty());
  CHECK(train.n_users() == 5);
  CHECK(test.n_items() == 11);
  CHECK(train.n_events() + valid.n_events() + test.n_events() == 11);
}

TEST_CASE("a time cut puts the moment itself into the test", "[data]") {
  const auto [train, test] = data::time_split(ladder(), 3);
  CHECK(train.n_events() == 3);
  CHECK(test.n_events() == 8);
  CHECK(test.first_time_us() == 3);
}

TEST_CASE("a holdout takes the last events of users who have more", "[data]") {
  const auto [train, test] = data::user_holdout(ladder(), 2);
  CHECK(items(test, 4) == Items{7, 10});
  CHECK(items(test, 3) == Items{5, 9});
  CHECK(items(test, 2).empty());
  CHECK(items(train, 2) == Items{3, 8});
  CHECK_THROWS_AS(data::user_holdout(ladder(), 0), ParamError);
}

TEST_CASE("folds share no user and lose none", "[data]") {
  const EventLog log = ladder();
  const auto folds = data::user_folds(log, 2, 3);
  CHECK(folds == data::user_folds(log, 2, 3));
  std::set<std::string> seen;
  std::size_t events = 0;
  for (const int fold : {0, 1}) {
    const auto [train, test] = data::split_fold(log, folds, fold);
    CHECK(train.n_users() + test.n_users() == 5);
    for (const std::string& user : test.users().texts()) {
      CHECK(seen.insert(user).second);
      CHECK(train.users().find(user) == -1);
    }
    events += test.n_events();
  }
  CHECK(seen.size() == 5);
  CHECK(events == 11);
  CHECK_THROWS_AS(data::user_folds(log, 1), ParamError);
  CHECK_THROWS_AS(data::user_folds(log, 6), ParamError);
  CHECK_THROWS_AS(data::split_fold(log, {0}, 0), ShapeError);
}

TEST_CASE("a split tells what it holds", "[data]") {
  const auto split = data::leave_one_out(ladder());
  const auto train = data::summarize(split.train);
  CHECK(train.users == 4);
  CHECK(train.items == 7);
  CHECK(train.events == 7);
  const std::string text = split.summary();
  INFO(text);
  CHECK(text.find("train: 4 users, 7 items, 7 events, ") == 0);
  CHECK(text.find("\ntest: 2 users, 2 items, 2 events, ") != std::string::npos);
  CHECK(split.test.fingerprint() != split.valid.fingerprint());
  CHECK(data::leave_one_out(EventLog{}).train.n_events() == 0);
}
