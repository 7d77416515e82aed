// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/params.hpp>
#include <limn/io/json.hpp>
#include <limn/profiler/config.hpp>

namespace limn::inline LIMN_ABI {
namespace profiler::detail {

using Json = nlohmann::ordered_json;

/// The fields of Config, once: v(key, member). Reading, writing and the list of known names are
/// folds over it.
template <class ConfigT, class V>
void visit_config(ConfigT& config, V&& v) {
  v("clean", config.clean);
  v("features", config.features);
  v("impute", config.impute);
  v("outlier", config.outlier);
  v("scale", config.scale);
  v("segments", config.segments);
  v("n_segments", config.n_segments, core::between(0, 1000));
  v("n_segments_by", config.n_segments_by, core::one_of({"silhouette", "gap", "stability"}));
  v("encoder", config.encoder);
  v("recommend", config.recommend);
  v("outlier_share", config.outlier_share, core::from_below(0, 0.5));
  v("horizon_days", config.horizon_days, core::above(0));
  v("k", config.k, core::between(1, 10000));
  v("exclude_seen", config.exclude_seen);
  v("evaluate", config.evaluate);
  v("language", config.language, core::one_of({"en", "zh"}));
  v("random_state", config.random_state, core::at_least(0));
}

inline void refuse_config(const std::string& key, std::string got, std::string expected) {
  throw ParamError(ErrorCode::param_type, {.component = "profiler",
                                           .place = "option '" + key + "'",
                                           .got = std::move(got),
                                           .expected = std::move(expected),
                                           .fix = "see docs/guide/profiler.md"});
}

/// "impute.median" or {"impute.median": {options}}.
inline ComponentSpec spec_from_json(const std::string& key, const Json& json) {
  if (json.is_string()) return {json.get<std::string>(), {}};
  if (!json.is_object() || json.size() != 1)
    refuse_config(key, std::string("a ") + json.type_name(),
                  "a component name, or an object with one name and its options");
  return {json.begin().key(), io::values_from_json(json.begin().value())};
}

inline Json spec_to_json(const ComponentSpec& spec) {
  if (spec.params.empty()) return spec.name;
  return Json{{spec.name, io::to_json(spec.params)}};
}

/// Reads the member of one key, when it is the one asked for.
struct ReadField {
  const std::string& wanted;
  const Json& json;
  bool found = false;

  template <class T, class... Rule>
  void operator()(const char* key, T& member, const Rule&... rule) {
    if (wanted != key) return;
    found = true;
    read(member);
    (core::check_rule("profiler", key, core::detail::to_value(member), rule), ...);
  }
  void read(ComponentSpec& member) { member = spec_from_json(wanted, json); }
  void read(std::optional<ComponentSpec>& member) {
    if (json.is_null()) return void(member.reset());
    member = spec_from_json(wanted, json);
  }
  void read(std::vector<ComponentSpec>& member) {
    if (!json.is_array()) refuse_config(wanted, std::string("a ") + json.type_name(), "a list");
    member.clear();
    for (const Json& one : json) member.push_back(spec_from_json(wanted, one));
  }
  template <class T>
  void read(T& member) {
    core::detail::from_value("profiler", wanted, io::value_from_json(json), member);
  }
  void read(std::optional<bool>& member) {
    if (json.is_null()) return void(member.reset());
    read(member.emplace());
  }
};

struct WriteField {
  Json& out;
  template <class T, class... Rule>
  void operator()(const char* key, const T& member, const Rule&...) {
    out[key] = json(member);
  }
  static Json json(const ComponentSpec& spec) { return spec_to_json(spec); }
  static Json json(const std::optional<ComponentSpec>& spec) {
    return spec ? spec_to_json(*spec) : Json(nullptr);
  }
  static Json json(const std::vector<ComponentSpec>& specs) {
    Json out = Json::array();
    for (const ComponentSpec& spec : specs) out.push_back(spec_to_json(spec));
    return out;
  }
  static Json json(const std::optional<bool>& flag) { return flag ? Json(*flag) : Json(nullptr); }
  template <class T>
  static Json json(const T& member) {
    return member;
  }
};

}  // namespace profiler::detail

LIMN_INLINE Config config_from_json(std::string_view text) {
  using namespace profiler::detail;
  const Json json = io::parse_json(text);
  if (!json.is_object())
    refuse_config("config", std::string("a ") + json.type_name(), "an object of options");
  Config config;
  for (const auto& [key, value] : json.items()) {
    ReadField read{key, value};
    visit_config(config, read);
    if (read.found) continue;
    std::vector<std::string> known;
    visit_config(config, [&](const char* name, auto&&...) { known.emplace_back(name); });
    core::throw_unknown_param("profiler", key, known);
  }
  return config;
}

LIMN_INLINE std::string config_to_json(const Config& config, int indent) {
  profiler::detail::Json out = profiler::detail::Json::object();
  profiler::detail::visit_config(config, profiler::detail::WriteField{out});
  return out.dump(indent);
}

}  // namespace limn::inline LIMN_ABI
