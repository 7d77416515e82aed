// SPDX-License-Identifier: MIT
// Logs, tables and files nobody would wish for: an answer, or a typed error and the object as it
// was.
#include <cmath>
#include <filesystem>
#include <limits>

#include <limn/core/random.hpp>
#include <limn/data/make_event_log.hpp>
#include <limn/profiler/profiler.hpp>

#include "profiler/shop.hpp"
#include "test.hpp"

using namespace limn;

namespace {

constexpr std::int64_t noon = 1'700'000'000'000'000, hour = 3'600'000'000;

/// n users with `each` events; time and value of an event as told.
template <class Time, class Value>
data::EventLog log_of(int n_users, int each, const Time& time, const Value& value) {
  data::EventLog::Columns c;
  for (int i = 0; i < 12; ++i) c.items.insert("item" + std::to_string(i));
  for (int user = 0; user < n_users; ++user) {
    c.users.insert("user" + std::to_string(user));
    for (int e = 0; e < each; ++e) {
      c.user.push_back(user);
      c.item.push_back((user + e) % 12);
      c.time_us.push_back(time(user, e));
      c.value.push_back(value(user, e));
    }
  }
  return data::EventLog(std::move(c));
}

constexpr auto hourly = [](int user, int e) { return noon + (user * 7 + e * 31) * hour; };
constexpr auto ten = [](int, int) { return 10.0; };

/// One user with 99 % of the events.
data::EventLog one_greedy_user() {
  data::EventLog::Columns c;
  for (int i = 0; i < 12; ++i) c.items.insert("item" + std::to_string(i));
  for (int user = 0; user < 30; ++user) {
    c.users.insert("user" + std::to_string(user));
    for (int e = 0; e < (user == 0 ? 5000 : 2); ++e) {
      c.user.push_back(user);
      c.item.push_back((user + e * 5) % 12);
      c.time_us.push_back(noon + e * hour + user);
    }
  }
  return data::EventLog(std::move(c));
}

}  // namespace

TEST_CASE("odd logs still give profiles, and never a NaN in an answer") {
  const std::vector<std::pair<const char*, data::EventLog>> logs = {
      {"one user with 99 % of the events", one_greedy_user()},
      {"all events at one moment", log_of(
                                       20, 5, [](int, int) { return noon; }, ten)},
      {"unsorted", log_of(
                       20, 5, [](int u, int e) { return noon - (u + e * 13) * hour; }, ten)},
      {"in the far future",
       log_of(
           20, 5, [](int u, int e) { return 4'100'000'000'000'000 + u + e * hour; }, ten)},
      {"before 1970", log_of(
                          20, 5, [](int u, int e) { return -noon + u + e * hour; }, ten)},
      {"negative amounts only", log_of(20, 5, hourly, [](int, int) { return -3.0; })},
      {"amounts all missing", log_of(20, 5, hourly, [](int, int) { return missing; })},
      {"the same event over and over", log_of(1, 50, [](int, int) { return noon; }, ten)}};
  for (const auto& [what, log] : logs) {
    INFO(what);
    const Profiler p = Profiler(quick()).fit(log);
    const Profile who = p.profile(p.users().front());
    CHECK(who.known);
    CHECK_FALSE(who.segments.empty());
    CHECK(std::isfinite(who.quality.outlier_score));
    for (const Suggestion& s : who.recommendations) CHECK(std::isfinite(s.score));
    CHECK(p.profile("somebody new").recommendations.size() > 0);
    CHECK(Profiler::from_bytes(p.to_bytes()).profile("user0").to_json() ==
          p.profile("user0").to_json());
  }
}

TEST_CASE("times in the future are told, since all ages are counted from them") {
  const auto notes = [](std::int64_t start) {
    return Profiler(quick())
        .fit(log_of(
            20, 5, [&](int u, int e) { return start + u + e * hour; }, ten))
        .evaluate()
        .notes;
  };
  const auto told = [](const std::string& note) {
    return note.starts_with("100 events lie after");
  };
  CHECK(std::ranges::any_of(notes(4'100'000'000'000'000), told));
  CHECK(std::ranges::none_of(notes(noon), told));
}

TEST_CASE("user tables with nothing in them are understood, infinities named by their column") {
  data::Table odd;
  std::vector<std::string> ids;
  for (int u = 0; u < 30; ++u) ids.push_back("user" + std::to_string(u));
  odd.add("id", data::Column::text(ids));
  odd.add("empty", data::Column::float64(std::vector<double>(30, missing)));
  odd.add("constant", data::Column::float64(std::vector<double>(30, 1.0)));
  Profiler p = Profiler(quick(false)).fit(shop_log(30), odd, "id");
  CHECK(p.profile("user1").known);
  constexpr double infinity = std::numeric_limits<double>::infinity();
  CHECK_THROWS_WITH(p.recommend({}, {{"constant", infinity}}, 3),
                    Catch::Contains("attribute 'constant': got an infinite value"));
  std::vector<double> endless(30, 1.0);
  endless[7] = -infinity;
  data::Table worse = odd;
  worse.add("endless", data::Column::float64(endless));
  CHECK_THROWS_WITH(p.fit(shop_log(30), worse, "id"),
                    Catch::Contains("column 'endless', row 7: got an infinite value"));
  CHECK_FALSE(p.recommend({}, {{"constant", 1.0}}, 3).empty());
  CHECK_THROWS_AS(odd.add("empty", data::Column::float64(std::vector<double>(30, 1.0))), DataError);
}

TEST_CASE("a log without one known cell is not judged, but noted") {
  Config config = quick(false);
  config.features = {{"features.price_sensitivity"}};
  const Profiler p = Profiler(config).fit(log_of(30, 5, hourly, [](int, int) { return missing; }));
  bool noted = false;
  for (const std::string& note : p.evaluate().notes)
    noted = noted || note.find("no known cell") != std::string::npos;
  bool judged = false;
  for (const EvaluationRow& row : p.evaluate().rows) judged = judged || row.part == "impute.median";
  CHECK(noted != judged);
}

TEST_CASE("filters that need a clock stay out where there is only an order") {
  Config config = quick(false);
  config.clean = {{"filter.bots"}, {"filter.duplicates", {{"window_seconds", 5.0}}}};
  const Profiler p = Profiler(config).fit(testing::sample_log({.ordered_only = true}));
  CHECK(p.evaluate().notes.size() >= 2);
  CHECK(p.evaluate().notes[0].find("filter.bots: left out") == 0);
  CHECK(p.evaluate().notes[1].find("filter.duplicates: left out") == 0);
}

TEST_CASE("a broken model file is refused with a typed error, wherever it is broken") {
  const std::string whole = Profiler(quick(false)).fit(shop_log(30)).to_bytes();
  const auto refused = [](const std::string& bytes) {
    try {
      (void)Profiler::from_bytes(bytes);
      return false;
    } catch (const FormatError&) {
      return true;
    } catch (const LimitError&) {
      return true;
    }
  };
  core::Random random(5, 0);
  for (int i = 0; i < 40; ++i) {
    const auto at = static_cast<std::size_t>(random.below(whole.size()));
    INFO(at);
    CHECK(refused(whole.substr(0, at)));
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ (1 << (i % 8)));
    CHECK(refused(flipped));
  }
  CHECK(refused(whole + "x"));
}

TEST_CASE("what cannot be written leaves the old file whole") {
  namespace fs = std::filesystem;
  const Profiler p = Profiler(quick(false)).fit(shop_log(30));
  const fs::path folder = fs::temp_directory_path() / "limn_bad_input_test";
  fs::remove_all(folder);
  CHECK_THROWS_AS(p.save((folder / "m.limn").string()), IoError);
  fs::create_directories(folder / "m.limn");  // a folder where the file should go
  CHECK_THROWS_AS(p.save((folder / "m.limn").string()), IoError);
  CHECK(fs::is_directory(folder / "m.limn"));
  CHECK_THROWS_AS(p.report((folder / "no" / "r.html").string()), IoError);
  p.save((folder / "good.limn").string());
  CHECK(Profiler::load((folder / "good.limn").string()).to_bytes() == p.to_bytes());
  CHECK(std::distance(fs::directory_iterator(folder), fs::directory_iterator()) == 2);
  fs::remove_all(folder);
}
