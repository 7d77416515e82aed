// SPDX-License-Identifier: MIT
#include <limn/profiler/config.hpp>

#include <limn/core/error.hpp>
#include <limn/profiler/profiler.hpp>

#include "test.hpp"

using namespace limn;

TEST_CASE("a configuration survives JSON") {
  Config config;
  config.encoder = {};
  config.segments = {"cluster.kmeans", {{"n_clusters", std::int64_t{5}}}};
  config.exclude_seen = false;
  config.n_segments_by = "gap";
  CHECK(config_from_json(config_to_json(config)) == config);
  CHECK(config_from_json("{}") == Config{});
  CHECK(
      config_from_json(R"({"impute": {"impute.knn": {"n_neighbors": 3}}})").impute.params.size() ==
      1);
}

TEST_CASE("what is wrong with a configuration is named") {
  const auto message = [](const char* json) -> std::string {
    try {
      (void)Profiler(config_from_json(json));
    } catch (const Error& e) {
      return e.what();
    }
    return "accepted";
  };
  using Catch::Contains;
  CHECK_THAT(message(R"({"horizon_day": 3})"), Contains("'horizon_days'"));
  CHECK_THAT(message(R"({"horizon_days": -3})"), Contains("above 0"));
  CHECK_THAT(message(R"({"language": "fr"})"), Contains("one of en, zh"));
  CHECK_THAT(message(R"({"k": "ten"})"), Contains("'k'") && Contains("an integer"));
  CHECK_THAT(message(R"({"impute": "impute.medain"})"), Contains("'impute.median'"));
  CHECK_THAT(message(R"({"impute": {"impute.knn": {"n_neighbours": 3}}})"),
             Contains("'n_neighbors'"));
  CHECK_THAT(message(R"({"clean": "filter.bots"})"), Contains("a list"));
  CHECK_THAT(message(R"({"clean": ["filter.hampl"]})"), Contains("'filter.hampel'"));
  CHECK_THAT(message(R"({"clean": [{"filter.hampel": {"n_sigma": 3}}]})"), Contains("'n_sigmas'"));
  CHECK_THAT(message(R"({"n_segments_by": "elbow"})"), Contains("one of silhouette, gap"));
  CHECK_THAT(message(R"({"k": 1)"), Contains("broken JSON"));
  CHECK_THAT(message(R"({"k": 1, "k": 2})"), Contains("twice"));
  CHECK_THAT(message("[]"), Contains("an object"));
}
