// SPDX-License-Identifier: MIT
#include <limn/core/error.hpp>
#include <limn/core/params.hpp>

#include <cmath>

#include "test.hpp"

using namespace limn;
using core::Values;

namespace {

struct Sample {
  static constexpr std::string_view name = "test.sample";
  struct Params {
    std::int64_t n_neighbors = 5;
    double share = 0.5;
    bool exact = true;
    std::string metric = "euclid";
    std::vector<double> weights = {1, 2};
    std::vector<std::string> columns = {};
    std::optional<std::int64_t> limit = {};
    std::uint64_t random_state = 0;
  };
  template <class V>
  static void describe(V&& v) {
    v("n_neighbors", &Params::n_neighbors, "rows to look at", core::at_least(1));
    v("share", &Params::share, "a share", core::from_below(0, 1));
    v("exact", &Params::exact, "no shortcuts", core::anything());
    v("metric", &Params::metric, "distance", core::one_of({"euclid", "cosine"}));
    v("weights", &Params::weights, "of columns", core::above(0));
    v("columns", &Params::columns, "which", core::anything());
    v("limit", &Params::limit, "at most", core::between(1, 10));
    v("random_state", &Params::random_state, "seed", core::anything());
  }
};

std::string message(const Values& values) {
  try {
    core::from_values<Sample>(values);
  } catch (const ParamError& e) {
    return e.what();
  }
  return "";
}

bool contains(const std::string& text, const std::string& part) {
  UNSCOPED_INFO(text);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("options go out and come back", "[core]") {
  Sample::Params params;
  params.n_neighbors = 7;
  params.limit = 3;
  params.columns = {"a", "b"};
  const Values values = core::to_values<Sample>(params);
  CHECK(values.front().first == "n_neighbors");
  CHECK(core::to_values<Sample>(core::from_values<Sample>(values)) == values);
  CHECK(core::from_values<Sample>({}).share == 0.5);
  CHECK(core::from_values<Sample>({{"share", std::int64_t{0}}}).share == 0.0);
  CHECK_FALSE(core::from_values<Sample>({{"limit", std::monostate{}}}).limit);
  CHECK(core::from_values<Sample>({{"columns", std::vector<double>{}}}).columns.empty());
}

TEST_CASE("an unknown option suggests the nearest", "[core]") {
  CHECK(contains(message({{"n_neighbours", std::int64_t{3}}}), "did you mean 'n_neighbors'?"));
  CHECK(contains(message({{"metrc", std::string("cosine")}}), "did you mean 'metric'?"));
  CHECK(contains(message({{"zzzzzzzzzz", true}}), "remove it"));
  CHECK(contains(message({{"metric", std::string("cosin")}}), "did you mean \"cosine\"?"));
}

TEST_CASE("ranges and types are told", "[core]") {
  CHECK(contains(message({{"n_neighbors", std::int64_t{0}}}), "got 0, expected at least 1"));
  CHECK(contains(message({{"share", 1.0}}), "expected in [0, 1)"));
  CHECK(contains(message({{"share", std::nan("")}}), "option 'share'"));
  CHECK(contains(message({{"weights", std::vector<double>{1, 0}}}), "above 0"));
  CHECK(contains(message({{"limit", std::int64_t{11}}}), "expected in [1, 10]"));
  CHECK(contains(message({{"metric", std::string("x")}}), "one of euclid, cosine"));
  CHECK(contains(message({{"n_neighbors", 2.5}}), "expected an integer"));
  CHECK(contains(message({{"n_neighbors", true}}), "expected an integer"));
  CHECK(contains(message({{"exact", std::int64_t{1}}}), "option 'exact'"));
  CHECK(contains(message({{"share", std::string("half")}}), "expected a number"));
  CHECK(contains(message({{"random_state", std::int64_t{-1}}}), "option 'random_state'"));
  CHECK_THROWS_AS(core::checked<Sample>({.n_neighbors = -3}), ParamError);
}

TEST_CASE("the list of options feeds help and documents", "[core]") {
  const auto list = core::param_list<Sample>();
  const std::vector<std::string> types{"int",         "float",     "bool",       "str",
                                       "list[float]", "list[str]", "int | None", "int"};
  REQUIRE(list.size() == types.size());
  for (std::size_t i = 0; i < types.size(); ++i) CHECK(list[i].type == types[i]);
  CHECK(core::rule_text(list[1].rule) == "in [0, 1)");
  CHECK(core::rule_text(core::inside(0, 2)) == "in (0, 2)");
  CHECK(core::rule_text(core::anything()).empty());
}

TEST_CASE("the nearest name is near", "[core]") {
  const std::vector<std::string> known{"recency", "frequency", "monetary"};
  CHECK(core::nearest_name("recancy", known) == "recency");
  CHECK(core::nearest_name("frequencies", known) == "frequency");
  CHECK(core::nearest_name("age", known).empty());
  CHECK(core::nearest_name("", {}).empty());
}
