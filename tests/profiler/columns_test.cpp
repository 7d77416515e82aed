// SPDX-License-Identifier: MIT
// Imputers and scalers that add, drop and mix columns: every table keeps its own names and blocks.
#include <limn/profiler/profiler.hpp>

#include <algorithm>
#include <cmath>

#include <limn/profiler/detail/describe.hpp>

#include "profiler/shop.hpp"
#include "test.hpp"

using namespace limn;

namespace {

using Names = std::vector<std::string>;

/// Few features, some with gaps, and many users strange enough to be told why.
Config small() {
  Config config = quick(false);
  config.clean = {};
  config.features = {{"features.rfm"}, {"features.cadence"}, {"features.price_sensitivity"}};
  config.recommend = {{"recommend.popular"}};
  config.outlier_share = 0.4;
  return config;
}

/// What the profiler of this configuration describes its users with.
profiler::detail::Describer describer_of(const Config& config, const data::EventLog& log) {
  profiler::detail::Describer out;
  const std::vector<std::uint8_t> apart(log.n_users(), 0);
  out.fit(config, log, log.last_time_us() + 1, profiler::detail::learners(log, apart), {});
  return out;
}

bool all_known(const std::vector<Reason>& reasons, const Names& names) {
  return std::ranges::all_of(reasons, [&](const Reason& reason) {
    return std::ranges::find(names, reason.feature) != names.end();
  });
}

/// Fits and asks everybody. "" when every reason names a column of its table, else what is wrong.
std::string trouble(const Config& config, const data::EventLog& log) {
  Profiler p(config);
  try {
    p.fit(log);
  } catch (const Error& e) {
    return e.what();
  }
  const auto describer = describer_of(config, log);
  std::size_t n_reasons = 0;
  bool known = true;
  p.profiles([&](const Profile& profile) {
    for (const ProfileSegment& s : profile.segments) {
      known = known && all_known(s.reasons, describer.ready_columns.names);
      n_reasons += s.reasons.size();
    }
    for (const Score& s : profile.scores) {
      if (s.task != "outlier") continue;  // a return has a table of its own
      known = known && all_known(s.reasons, describer.filled_columns.names);
      n_reasons += s.reasons.size();
    }
  });
  if (!known) return "a reason names no column of the table";
  if (p.report_html().empty()) return "an empty report";
  const Profiler again = Profiler::from_bytes(p.to_bytes());
  if (again.profile("user3").to_json() != p.profile("user3").to_json()) return "loads another";
  return n_reasons > 0 ? "" : "no reasons";
}

}  // namespace

TEST_CASE("whatever imputes, scales, scores or groups: an answer, or a typed refusal") {
  const Profiler enrols_the_rooms;
  const data::EventLog log = shop_log(40);
  const auto ask = [&](ComponentSpec Config::* slot, const ComponentSpec& choice, bool may_refuse) {
    INFO(choice.name << " with " << choice.params.size() << " options");
    Config config = small();
    config.*slot = choice;
    config.evaluate = slot == &Config::impute;  // the imputer is judged on what it keeps
    const std::string wrong = trouble(config, log);
    INFO(wrong);
    CHECK(
        (wrong.empty() || (may_refuse && wrong.find("got a missing value") != std::string::npos)));
  };
  for (const std::string& name : core::AnyTransformer::names()) {
    const bool fills = name.starts_with("impute.") && name != "impute.indicator";
    ask(&Config::impute, {name}, !fills);
    ask(&Config::scale, {name}, name.starts_with("filter."));  // noise becomes a gap
  }
  for (const char* name :
       {"impute.iterative", "impute.forest", "impute.soft_impute", "impute.multiple"})
    ask(&Config::impute, {name, {{"add_indicator", true}}}, false);
  ask(&Config::impute, {"impute.indicator", {{"fill_value", 0.0}}}, false);
  for (const std::string& name : core::AnyScorer::names()) ask(&Config::outlier, {name}, false);
  for (const std::string& name : core::AnyClusterer::names()) ask(&Config::segments, {name}, false);
}

TEST_CASE("every filter of events or of tables can stand in clean") {
  const Profiler enrols_the_rooms;
  const data::EventLog log = shop_log(40);
  std::vector<std::string> names = core::AnyEventFilter::names();
  for (const std::string& name : core::AnyTransformer::names())
    if (name.starts_with("filter.")) names.push_back(name);
  CHECK(names.size() >= 7);
  for (const std::string& name : names) {
    INFO(name);
    Config config = small();
    config.clean = {{"filter.duplicates"}, {name}};
    CHECK(trouble(config, log) == "");
  }
}

TEST_CASE("noise in the features is filled like a gap, and a profile says so") {
  Config config = small();
  config.clean = {{"filter.range", {{"upper", std::vector<double>{10.0}}}}};
  const Profiler p = Profiler(config).fit(shop_log(40));
  const auto d = describer_of(config, shop_log(40));
  const Matrix raw = d.raw(shop_log(40), shop_log(40).last_time_us() + 1), left = d.cleaned(raw);
  CHECK(d.fill(raw).allFinite());
  for (Index c = 0; c < raw.cols(); ++c)
    for (Index r = 0; r < raw.rows(); ++r) CHECK(std::isnan(left(r, c)) == !(raw(r, c) <= 10.0));
  std::size_t beyond = 0;
  for (const Trait& t : p.profile("user3").traits) {
    CHECK(t.imputed == !(t.value <= 10.0));
    beyond += t.value > 10.0;
  }
  CHECK(beyond > 0);
}

TEST_CASE("a filter that drops features leaves the others their names") {
  const Profiler enrols_the_rooms;
  Config config = small();
  config.clean = {{"filter.correlated", {{"threshold", 0.5}}}, {"filter.hampel"}};
  const auto d = describer_of(config, shop_log(40));
  const profiler::detail::Columns& left = d.cleaned_columns();
  REQUIRE(left.size() < d.features.size());
  for (std::size_t c = 0; c < left.names.size(); ++c) {
    const auto from = static_cast<std::size_t>(left.feature[c]);
    CHECK(left.names[c] == d.features.names.at(from));
    CHECK(left.block[c] == d.features.block.at(from));
  }
  CHECK(d.filled_columns.names == left.names);
}

TEST_CASE("flags of gaps are columns of the block they flag") {
  const Profiler enrols_the_rooms;
  Config config = small();
  config.impute = {"impute.indicator", {{"fill_value", 0.0}}};
  const auto d = describer_of(config, shop_log(40));
  const auto n = static_cast<std::size_t>(d.features.size());
  REQUIRE(d.filled_columns.names.size() > n);
  for (std::size_t c = 0; c < n; ++c) {
    CHECK(d.filled_columns.names[c] == d.features.names[c]);
    CHECK(d.filled_columns.feature[c] == static_cast<std::int64_t>(c));
  }
  for (std::size_t c = n; c < d.filled_columns.names.size(); ++c) {
    const std::string& name = d.filled_columns.names[c];
    REQUIRE(name.ends_with("_missing"));
    const auto from = std::ranges::find(d.features.names, name.substr(0, name.size() - 8)) -
                      d.features.names.begin();
    CHECK(d.filled_columns.block[c] == d.features.block[static_cast<std::size_t>(from)]);
    CHECK(d.filled_columns.feature[c] == -1);
  }
  CHECK(d.ready_columns.names == d.filled_columns.names);
  CHECK(d.ready_columns.block == d.filled_columns.block);
}

TEST_CASE("a scaler that drops or mixes columns leaves no name where it does not belong") {
  const Profiler enrols_the_rooms;
  const data::EventLog log = shop_log(40);
  Config config = small();
  const auto kept = describer_of(config, log);
  CHECK(kept.ready_columns.names == kept.features.names);
  CHECK(kept.ready_columns.block == kept.features.block);

  config.scale = {"features.variance", {{"threshold", 1.0}}};
  const auto fewer = describer_of(config, log);
  REQUIRE(fewer.ready_columns.size() > 0);
  REQUIRE(fewer.ready_columns.size() < fewer.features.size());
  for (std::size_t c = 0; c < fewer.ready_columns.names.size(); ++c) {
    const auto from = static_cast<std::size_t>(fewer.ready_columns.feature[c]);
    CHECK(fewer.ready_columns.names[c] == fewer.features.names.at(from));
    CHECK(fewer.ready_columns.block[c] == fewer.features.block.at(from));
  }

  for (const auto& [scale, first] : {std::pair{"features.pca", "pca0"},
                                     {"features.hashing", "hash_0"},
                                     {"cluster.kmeans", "cluster.kmeans 1"}}) {
    config.scale = {scale};
    const auto mixed = describer_of(config, log);
    CHECK(mixed.ready_columns.names.at(0) == first);
    CHECK(std::ranges::count(mixed.ready_columns.feature, -1) == mixed.ready_columns.size());
    CHECK((mixed.ready_columns.widths().array() == 1.0).all());  // each a block of its own
    const Matrix raw = Matrix::Constant(1, mixed.features.size(), 7.0),
                 row = Matrix::Constant(1, mixed.ready_columns.size(), 3.0);
    CHECK(mixed.ready_columns.told(row, raw) == row);
  }
}
