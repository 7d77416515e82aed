// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>

#include <limn/io/json.hpp>
#include <limn/profiler/profile.hpp>

// The documents as JSON: one function a struct, keys in the order of docs/reference/profile.md.
// What is not known is null, never NaN (JSON has none) and never a made-up number.

namespace limn::inline LIMN_ABI {
namespace profiler::detail {

using Json = nlohmann::ordered_json;

inline Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }
inline Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}
inline Json interval(double low, double high) {
  return std::isfinite(low) ? Json::array({low, high}) : Json(nullptr);
}

/// One overload a struct, as members so that lists of any of them find their own.
struct Document {
  template <class T>
  static Json list(const std::vector<T>& values) {
    Json out = Json::array();
    for (const T& value : values) out.push_back(json_of(value));
    return out;
  }

  static Json json_of(const std::string& text) { return text; }
  static Json json_of(const Reason& r) {
    return {{"feature", r.feature},
            {"value", number(r.value)},
            {"contribution", number(r.contribution)},
            {"text", r.text}};
  }
  static Json json_of(const Suggestion& s) {
    return {{"item", s.item},
            {"score", number(s.score)},
            {"source", s.source},
            {"reasons", list(s.reasons)}};
  }
  static Json json_of(const Likely& l) {
    return {{"name", l.name}, {"probability", number(l.probability)}, {"source", l.source}};
  }
  static Json json_of(const Tag& t) {
    return {{"name", t.name},
            {"confidence", t.confidence},
            {"since", text_or_null(t.since)},
            {"source", t.source}};
  }
  static Json json_of(const Membership& m) {
    return {{"id", m.id}, {"name", m.name}, {"probability", number(m.probability)}};
  }
  static Json json_of(const ProfileSegment& s) {
    return {{"id", s.id},
            {"name", s.name},
            {"rule", text_or_null(s.rule)},
            {"path", s.path},
            {"kind", s.kind},
            {"probability", number(s.probability)},
            {"memberships", list(s.memberships)},
            {"since", text_or_null(s.since)},
            {"reasons", list(s.reasons)}};
  }
  static Json json_of(const Score& s) {
    return {{"value", number(s.value)},
            {"calibrated", s.calibrated},
            {"interval", interval(s.low, s.high)},
            {"horizon", text_or_null(s.horizon)},
            {"model_id", s.model_id},
            {"scored_at", text_or_null(s.scored_at)},
            {"reasons", list(s.reasons)}};
  }
  static Json json_of(const ProfileAttribute& a) {
    return {{"value", io::to_json(a.value)},
            {"source", a.source},
            {"event_time", nullptr},
            {"confidence", a.confidence},
            {"imputed", a.imputed}};
  }
  static Json json_of(const Trait& t) {
    return {{"value", number(t.value)},
            {"window", t.window},
            {"n_events", t.n_events},
            {"imputed", t.imputed}};
  }
  static Json json_of(const ColdStart& c) {
    Json weights = Json::object();
    for (const auto& [rung, weight] : c.weights) weights[rung] = number(weight);
    return {
        {"stage", c.stage}, {"n_events", c.n_events}, {"donors", c.n_donors}, {"weights", weights}};
  }
  static Json json_of(const Quality& q) {
    return {{"completeness", number(q.completeness)},
            {"staleness_days", number(q.staleness_days)},
            {"outlier_score", number(q.outlier_score)},
            {"outlier_percentile", number(q.outlier_percentile)},
            {"flags", q.flags}};
  }
  static Json json_of(const Lineage& l) {
    return {{"event_count", l.n_events},
            {"first_event", text_or_null(l.first_event)},
            {"last_event", text_or_null(l.last_event)},
            {"pipeline", l.pipeline}};
  }
  static Json json_of(const EvaluationRow& r) {
    return {{"part", r.part},
            {"metric", r.metric},
            {"value", number(r.value)},
            {"interval", interval(r.low, r.high)},
            {"baseline", r.baseline},
            {"baseline_value", number(r.baseline_value)},
            {"difference_interval", interval(r.difference_low, r.difference_high)},
            {"n_users", r.n},
            {"protocol", r.protocol},
            {"split", r.split}};
  }

  /// {name: document} for things that carry their own name.
  template <class T, class Name>
  static Json named(const std::vector<T>& values, Name&& name) {
    Json out = Json::object();
    for (const T& value : values) out[name(value)] = json_of(value);
    return out;
  }

  static Json json_of(const Profile& p) {
    Json out;
    out["schema"] = "limn.profile/1";
    out["profile_id"] = p.profile_id;
    out["ids"] = p.profile_id.empty() ? Json::array() : Json::array({p.profile_id});
    out["known"] = p.known;
    out["as_of"] = text_or_null(p.as_of);
    out["version"] = 1;
    out["attributes"] = named(p.attributes, [](const auto& a) { return a.name; });
    out["traits"] = named(p.traits, [](const auto& t) { return t.name; });
    out["interests"] = list(p.interests);
    out["tags"] = list(p.tags);
    out["segments"] = list(p.segments);
    out["scores"] = named(p.scores, [](const auto& s) { return s.task; });
    out["next_items"] = list(p.next_items);
    out["next_actions"] = list(p.next_actions);
    out["recommendations"] = list(p.recommendations);
    out["embedding"] = {{"model_id", text_or_null(p.embedding_model)}, {"data", p.embedding}};
    out["cold_start"] = json_of(p.cold_start);
    out["quality"] = json_of(p.quality);
    out["consents"] = Json::object();
    out["privacy"] = {{"holds_raw_events", false}};
    out["lineage"] = json_of(p.lineage);
    out["erasure"] = nullptr;
    return out;
  }
};

}  // namespace profiler::detail

LIMN_INLINE std::string Profile::to_json(int indent) const {
  return profiler::detail::Document::json_of(*this).dump(indent);
}

LIMN_INLINE std::string Prediction::to_json(int indent) const {
  using namespace profiler::detail;
  return Json{{"next_actions", Document::list(next_actions)},
              {"next_items", Document::list(next_items)},
              {"returns", returns ? Document::json_of(*returns) : Json(nullptr)}}
      .dump(indent);
}

LIMN_INLINE std::string Receipt::to_json(int indent) const {
  return profiler::detail::Json{{"requested_at", requested_at},
                                {"completed_at", completed_at},
                                {"was_known", was_known},
                                {"events_erased", events_erased},
                                {"rows_erased", rows_erased},
                                {"refitted", refitted},
                                {"kept_as_statistics", kept_as_statistics}}
      .dump(indent);
}

LIMN_INLINE std::string Evaluation::to_json(int indent) const {
  using namespace profiler::detail;
  return Json{{"rows", Document::list(rows)}, {"notes", notes}}.dump(indent);
}

}  // namespace limn::inline LIMN_ABI
