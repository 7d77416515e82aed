// SPDX-License-Identifier: MIT
#include <filesystem>
#include <fstream>
#include <sstream>

#include <limn/cluster/rules.hpp>
#include <limn/data/make_event_log.hpp>
#include <limn/io/json.hpp>

#include "test.hpp"

using namespace limn;
using cluster::Rules;

namespace {

constexpr std::int64_t day = 86'400'000'000;

/// Users 0, 1, 2: orders of user 0 on days 1, 5, 9 worth 10, 20, 30; views of user 1 on days 8, 9;
/// user 2 has one order on day 2.
data::EventLog small_log() {
  data::EventLog::Columns c;
  c.users = data::Vocabulary(std::vector<std::int64_t>{10, 11, 12});
  c.items = data::Vocabulary(std::vector<std::string>{"tea", "cup"});
  c.types = data::Vocabulary(std::vector<std::string>{"order", "view"});
  c.user = {0, 0, 0, 1, 1, 2};
  c.item = {0, 1, 0, 0, 0, 1};
  c.type = {0, 0, 0, 1, 1, 0};
  c.time_us = {1 * day, 5 * day, 9 * day, 8 * day, 9 * day, 2 * day};
  c.value = {10, 20, 30, missing, missing, 5};
  return data::EventLog(std::move(c));
}

data::Frame people() {
  return data::Frame(
      (Matrix(3, 2) << 20, 0, missing, 1, 70, missing).finished(),
      {{.name = "age"},
       {.name = "city", .kind = data::ColumnInfo::Kind::category, .levels = {"Bonn", "Paris"}}});
}

std::vector<int> list(const Labels& labels) { return {labels.begin(), labels.end()}; }

}  // namespace

TEST_CASE("Rules: every published JsonLogic test") {
  const char* folder = std::getenv("LIMN_DATA_DIR");
  const auto path = std::filesystem::path(folder ? folder : "") / "rules/jsonlogic_tests.json";
  if (!std::filesystem::exists(path)) {
    WARN("LIMN_DATA_DIR has no rules/jsonlogic_tests.json: skipped");
    return;
  }
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  int n = 0;
  for (const io::Json& test : io::parse_json(text.str())) {
    if (!test.is_array()) continue;
    INFO(test.dump());
    CHECK(io::parse_json(Rules::evaluate(test[0].dump(), test[1].dump())) == test[2]);
    ++n;
  }
  CHECK(n == 277);
}

TEST_CASE("Rules: JavaScript's meanings beyond the published tests") {
  const std::vector<std::array<const char*, 3>> cases = {
      {R"({"==": [null, 0]})", "{}", "false"},
      {R"({"<": [null, 5]})", "{}", "true"},
      {R"({"==": [[1], "1"]})", "{}", "true"},
      {R"({"<": ["b", "a"]})", "{}", "false"},
      {R"({"+": [0.1, 0.2]})", "{}", "0.30000000000000004"},
      {R"({"/": [1, 0]})", "{}", "null"},
      {R"({"substr": ["grüße", 2, 2]})", "{}", R"("üß")"},
      {R"({"in": ["ß", "grüße"]})", "{}", "true"},
      {R"({"cat": [1.5, null, true, [1, 2]]})", "{}", R"("1.5true1,2")"},
      {R"({"-": []})", "{}", "0"},
      {R"({"a": 1, "b": 2})", "{}", R"({"a":1,"b":2})"},
      {R"({"all": [[], {"var": ""}]})", "{}", "false"},
  };
  for (const auto& [rule, data, expected] : cases) CHECK(Rules::evaluate(rule, data) == expected);
}

TEST_CASE("Rules: columns, gaps and words") {
  const Rules rules =
      Rules({.rules = {R"({"<": [{"var": "age"}, 30]})", R"({"==": [{"var": "city"}, "Paris"]})",
                       R"({"missing": ["city"]})", R"({"var": ["income", true]})"},
             .names = {"young", "parisian", "unknown", "all"}})
          .fit(people().view());
  CHECK(list(rules.predict(people().view())) == std::vector<int>{0, 0, 2});  // null < 30
  const MaskMatrix expected = (MaskMatrix(3, 4) << 1, 0, 0, 1, 1, 1, 0, 1, 0, 0, 1, 1).finished();
  CHECK(rules.matches(people().view()) == expected);
  CHECK(rules.texts()[1] == "parisian");
  const Rules plain =
      Rules({.rules = {R"({">": [{"var": "x1"}, 0]})"}}).fit(Matrix(Matrix::Ones(2, 2)));
  CHECK(list(plain.predict(Matrix(Matrix::Identity(2, 2)))) == std::vector<int>{-1, 0});
}

TEST_CASE("Rules: events strictly before a time") {
  const auto value = [](const std::string& question, std::int64_t as_of) {
    std::vector<int> out;
    for (Index user = 0; user < 3; ++user) {
      int n = 0;  // the number an operator gives, found by counting up
      while (n < 100 &&
             Rules({.rules = {R"({">": [)" + question + ", " + std::to_string(n) + "]}"}})
                     .fit(small_log())
                     .predict(small_log(), as_of)(user) == 0)
        ++n;
      out.push_back(n);
    }
    return out;
  };
  using V = std::vector<int>;
  CHECK(value(R"({"count": {"type": "order"}})", 10 * day) == V{3, 0, 1});
  CHECK(value(R"({"count": {"type": "order"}})", 9 * day) == V{2, 0, 1});
  CHECK(value(R"({"count": {"type": ["order", "view"], "within_days": 2}})", 10 * day) ==
        V{1, 2, 0});
  CHECK(value(R"({"count": {"between_days": [6, 2]}})", 10 * day) == V{1, 0, 0});
  CHECK(value(R"({"sum": {"item": "tea"}})", 10 * day) == V{40, 0, 0});
  CHECK(value(R"({"distinct": {}})", 10 * day) == V{2, 1, 1});
  CHECK(value(R"({"last": {"type": "order"}})", 10 * day) == V{1, 0, 8});
  CHECK(value(R"({"first": {}})", 10 * day) == V{9, 2, 8});
  CHECK(value(R"({"count": {"type": "refund"}})", 10 * day) == V{0, 0, 0});
}

TEST_CASE("Rules: on users and their events") {
  const std::string rule =
      R"({"and": [{">": [{"var": "age"}, 60]}, {"count": {"type": "order"}}]})";
  const Rules rules = Rules({.rules = {rule}}).fit(people().view());
  CHECK(list(rules.predict(small_log(), 10 * day, people().view())) == std::vector<int>{-1, -1, 0});
  CHECK_THROWS_AS(rules.predict(people().view()), DataError);
  CHECK_THROWS_AS(Rules({.rules = {rule}}).fit(small_log()), DataError);
}

TEST_CASE("Rules: what cannot be is refused by rule and operator") {
  const auto message = [](const std::string& rule) -> std::string {
    try {
      const Rules rules(Rules::Params{.rules = {"true", rule}, .names = {"one", "two"}});
      return "accepted";
    } catch (const Error& e) {
      return e.what();
    }
  };
  for (const auto& [rule, part] : std::vector<std::pair<std::string, std::string>>{
           {R"({"nad": [1]})", "'nad'"},
           {R"({"<": [1)", "rule 'two'"},
           {R"({"count": {"kind": "order"}})", "'kind'"},
           {R"({"count": {"within_days": -1}})", "'count'"},
           {R"({"count": 7})", "'count'"},
           {R"({"map": [[1]]})", "'map'"}}) {
    CHECK(message(rule).find(part) != std::string::npos);
    CHECK(message(rule).find("rule 'two'") != std::string::npos);
  }
  std::string deep;
  for (int i = 0; i < 200; ++i) deep += R"({"!":[)";
  CHECK_THROWS_AS(Rules({.rules = {deep}}), LimitError);
  const std::string growing =
      R"({"reduce": [[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22],)"
      R"({"cat": [{"var": "accumulator"}, {"var": "accumulator"}]}, "x"]})";
  CHECK_THROWS_AS(Rules::evaluate(growing, "{}"), LimitError);
  CHECK_THROWS_AS(Rules({.rules = {"true"}, .names = {"a", "b"}}), ParamError);
  CHECK_THROWS_AS(Rules({.rules = {R"({"var": "aeg"})"}}).fit(people().view()), DataError);
  CHECK_THROWS_AS(Rules().predict(people().view()), NotFittedError);
}

TEST_CASE("Rules: saved, loaded, the same") {
  const Rules rules =
      Rules({.rules = {R"({">": [{"var": "age"}, 30]})"}, .names = {"old"}}).fit(people().view());
  const Rules loaded = core::from_archive<Rules>(core::to_archive(rules));
  CHECK(loaded.predict(people().view()) == rules.predict(people().view()));
}
