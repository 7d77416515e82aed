// SPDX-License-Identifier: MIT
#include <limn/profiler/profiler.hpp>

#include <cmath>

#include <limn/core/parallel.hpp>
#include <limn/testing/findings.hpp>

#include "profiler/shop.hpp"
#include "test.hpp"

using namespace limn;

TEST_CASE("a known user's profile says who, what next, what to offer, and why") {
  const Profile p = fitted_shop().profile("user3");
  CHECK(p.known);
  CHECK(p.profile_id == "user3");
  REQUIRE(p.segments.size() == 1);
  CHECK(p.segments[0].kind == "cluster");
  CHECK_FALSE(p.segments[0].name.empty());
  CHECK(p.segments[0].probability > 0.0);
  CHECK(p.traits.size() > 20);
  CHECK_FALSE(p.interests.empty());
  REQUIRE(p.recommendations.size() == 6);  // of 20 items all but the 14 seen
  CHECK_FALSE(p.recommendations[0].reasons.at(0).text.empty());
  CHECK_FALSE(p.next_items.empty());
  CHECK(p.next_actions.size() == 2);
  CHECK(p.embedding.size() == 8);
  CHECK(p.attributes.size() == 2);
  CHECK((p.quality.outlier_score > 0.0 && p.quality.outlier_score < 1.0));
  CHECK(p.to_json().find("\"schema\":\"limn.profile/1\"") == 1);
}

TEST_CASE("whoever asks gets an answer that says where it comes from") {
  const Profiler& profiler = fitted_shop();
  const Profile nobody = profiler.profile("never heard of");
  CHECK_FALSE(nobody.known);
  CHECK(nobody.cold_start.stage == "none");
  CHECK(nobody.recommendations.size() == 10);
  CHECK(nobody.segments.size() == 1);

  const Profile described = profiler.profile({}, {{"city", std::string("Graz")}, {"age", 30.0}});
  CHECK(described.cold_start.stage == "attributes");
  CHECK(described.segments[0].kind == "attributes");

  const Profile stranger = profiler.profile({{.item = "item4"}, {.item = "no such item"}});
  CHECK(stranger.cold_start.n_events == 1);
  CHECK(stranger.segments[0].kind == "cluster");
  for (const Suggestion& s : stranger.recommendations) CHECK(s.item != "no such item");

  const Profile without_events = profiler.profile("user120");  // only in the user table
  CHECK(without_events.known);
  CHECK(without_events.lineage.n_events == 0);
  CHECK(without_events.recommendations.size() == 10);
}

TEST_CASE("predict: actions sum to one, the chance of a return is a chance") {
  const Prediction p = fitted_shop().predict("user5");
  double sum = 0.0;
  for (const Likely& l : p.next_actions) sum += l.probability;
  CHECK(sum == Approx(1.0));
  if (p.returns) CHECK((p.returns->value >= 0.0 && p.returns->value <= 1.0));
}

TEST_CASE("the chance of a return says what speaks for it and what against") {
  const Profiler profiler = Profiler(quick(false)).fit(loyal_and_lost());
  for (const std::string user : {"user0", "user1"}) {
    const bool loyal = user == "user0";
    const Profile who = profiler.profile(user);
    const auto score = std::ranges::find(who.scores, "return", &Score::task);
    REQUIRE(score != who.scores.end());
    CHECK((score->value > 0.5) == loyal);
    REQUIRE(score->reasons.size() == 3);
    // What learn.LogisticRegression.explain says, in Python, of the same features made by hand.
    CHECK(score->reasons[0].feature == "sessions.n_sessions");
    CHECK(score->reasons[0].contribution == Approx(loyal ? 0.05376635 : -0.05489445).epsilon(1e-4));
    double sum = 0.0, last = 1.0;
    for (const Reason& reason : score->reasons) {
      INFO(reason.text);
      CHECK(std::ranges::find(who.traits, reason.feature, &Trait::name) != who.traits.end());
      const bool for_it = reason.contribution > 0.0;
      CHECK(reason.text.starts_with(reason.feature + " is "));
      CHECK(reason.text.ends_with(for_it ? "speaks for a return" : "speaks against a return"));
      CHECK(std::abs(reason.contribution) <= last);
      last = std::abs(reason.contribution), sum += last;
    }
    CHECK(sum <= 1.0 + 1e-9);
    CHECK(std::ranges::any_of(score->reasons, [&](const Reason& reason) {
      return (reason.contribution > 0.0) == loyal;
    }));
    const auto returns = profiler.predict(user).returns;
    REQUIRE(returns);
    CHECK(returns->reasons.front().text == score->reasons.front().text);
    CHECK(returns->scored_at == score->scored_at);
  }
  CHECK_FALSE(profiler.predict({{.item = "item4"}}).returns->reasons.empty());
}

TEST_CASE("model bytes are equal for 1, 2 and 7 threads") {
  std::vector<std::string> bytes;
  for (const int n : {1, 2, 7}) {
    const testing::Threads scope(n);
    bytes.push_back(Profiler(quick()).fit(shop_log(60), shop_users(60), "id").to_bytes());
  }
  CHECK(bytes[0] == bytes[1]);
  CHECK(bytes[0] == bytes[2]);
}

TEST_CASE("a loaded profiler answers identically and saves the same bytes") {
  const Profiler& before = fitted_shop();
  const std::string bytes = before.to_bytes();
  const Profiler after = Profiler::from_bytes(bytes);
  CHECK(after.to_bytes() == bytes);
  for (const char* user : {"user0", "user7", "user120", "stranger"})
    CHECK(after.profile(user).to_json() == before.profile(user).to_json());
  CHECK(after.config() == before.config());
  CHECK(after.report_html() == before.report_html());
}

TEST_CASE("every learned part stands beside its baseline, protocol and split named") {
  const Evaluation& e = fitted_shop().evaluate();
  std::vector<std::string> parts;
  for (const EvaluationRow& row : e.rows) {
    parts.push_back(row.part);
    CHECK_FALSE(row.baseline.empty());
    CHECK_FALSE(row.protocol.empty());
    CHECK_FALSE(row.split.empty());
    CHECK(row.low <= row.value);
    CHECK(row.value <= row.high);
  }
  for (const char* part :
       {"recommend.transitions", "recommend.sequence", "coldstart.ladder", "impute.median"})
    CHECK(std::count(parts.begin(), parts.end(), part) > 0);
}

TEST_CASE("popularity and transitions stand in every evaluation, asked for or not") {
  Config config = quick();
  config.encoder = {};
  config.recommend = {{"recommend.ease"}};
  const Evaluation e = Profiler(config).fit(testing::sample_log({.n_users = 60})).evaluate();
  for (const char* part : {"recommend.transitions", "recommend.ease"})
    CHECK(std::ranges::any_of(e.rows, [&](const EvaluationRow& row) {
      return row.part == part && row.baseline == "recommend.popular";
    }));
}

TEST_CASE("logs that lack things still give profiles") {
  for (const testing::LogShape& shape :
       {testing::LogShape{.n_users = 1, .longest = 1}, testing::LogShape{.types = false},
        testing::LogShape{.values = false}, testing::LogShape{.ordered_only = true}}) {
    const Profiler p = Profiler(quick()).fit(testing::sample_log(shape));
    const Profile who = p.profile(p.users().front());
    CHECK(who.known);
    CHECK_FALSE(who.recommendations.empty());
    CHECK_FALSE(p.report_html().empty());
  }
}

TEST_CASE("bad input gets a typed error and changes nothing") {
  Profiler p(quick(false));
  CHECK_THROWS_AS(p.profile("x"), NotFittedError);
  CHECK_THROWS_AS(p.fit(data::EventLog{}), DataError);
  CHECK_FALSE(p.fitted());
  p.fit(shop_log(30));
  const std::string before = p.to_bytes();
  CHECK_THROWS_AS(p.fit(shop_log(30), testing::stopped_monitor()), CancelledError);
  CHECK_THROWS_AS(p.fit(shop_log(30), shop_users(30), "idd"), DataError);
  data::Table twice;
  twice.add("id", data::Column::text({"a", "a"}));
  CHECK_THROWS_WITH(p.fit(shop_log(30), twice, "id"), Catch::Contains("twice"));
  CHECK(p.to_bytes() == before);
  CHECK_THROWS_AS(p.recommend("user1", 0), ParamError);
  CHECK_THROWS_AS(Profiler::load("/nowhere/model.limn"), IoError);
  CHECK_THROWS_AS(Profiler::from_bytes("not a model"), FormatError);
}
