// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <limn/core/value.hpp>

namespace limn::inline LIMN_ABI {

/// A component by name with the options that differ from its defaults.
struct ComponentSpec {
  std::string name;
  core::Values params = {};
  bool operator==(const ComponentSpec&) const = default;
};

/// What a Profiler is made of. Every field has a sensible default; JSON and Python keywords name
/// the same fields. A component is written as "impute.median" or {"impute.median": {options}}.
struct Config {
  /// Filters of events, and filters of the table of features, which run before its gaps are filled.
  std::vector<ComponentSpec> clean = {{"filter.duplicates"}, {"filter.bots"}};
  std::vector<ComponentSpec> features = {
      {"features.rfm"},       {"features.windows"},
      {"features.cadence"},   {"features.calendar", {{"hours_per_bin", std::int64_t{6}}}},
      {"features.interests"}, {"features.price_sensitivity"},
      {"features.sessions"}};
  ComponentSpec impute = {"impute.median"};
  ComponentSpec outlier = {"outlier.isolation_forest"};
  ComponentSpec scale = {"features.quantile"};
  ComponentSpec segments = {"cluster.kmeans"};
  std::int64_t n_segments = 0;  ///< 0: chosen, as n_segments_by says
  /// "silhouette": 3 to 8 groups, by the clusterer itself; "gap" or "stability": 1 to 8, by
  /// k-means.
  std::string n_segments_by = "silhouette";
  std::optional<ComponentSpec> encoder = ComponentSpec{"encoder.event_encoder"};  ///< null: none
  std::vector<ComponentSpec> recommend = {
      {"recommend.popular"}, {"recommend.transitions"}, {"recommend.item_nearest"}};
  double outlier_share = 0.01;  ///< share of users set apart before the segments are learnt
  double horizon_days = 30.0;   ///< of "returns within"
  std::int64_t k = 10;          ///< length of the recommendation list in a profile
  std::optional<bool> exclude_seen = {};  ///< null: seen items are left out unless users repeat
  bool evaluate = true;         ///< hold out events while fitting and judge every learned part
  std::string language = "en";  ///< words of segments: "en" or "zh"
  std::uint64_t random_state = 0;

  bool operator==(const Config&) const = default;
};

/// Errors: FormatError with the offset for broken JSON, LimitError for one nested too deep,
/// ParamError for an unknown field or component (the nearest name is suggested) or a wrong type.
Config config_from_json(std::string_view json);
/// Every field, stable order.
std::string config_to_json(const Config& config, int indent = -1);

}  // namespace limn::inline LIMN_ABI

#ifdef LIMN_HEADER_ONLY
#include <limn/profiler/config.ipp>
#endif
