// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include <limn/profiler/detail/html.hpp>
#include <limn/profiler/detail/model.hpp>
#include <limn/profiler/detail/model_text.hpp>
#include <limn/profiler/detail/time_text.hpp>

// One user's document, from the stored rows or from what a request brings.
namespace limn::inline LIMN_ABI::profiler::detail {

/// "windows.orders_30d" -> "30 days"; everything else looks at the whole history.
inline std::string window_of(const std::string& feature) {
  for (std::size_t i = feature.size(); i-- > 1;)
    if (feature[i] == 'd' && std::isdigit(static_cast<unsigned char>(feature[i - 1])) &&
        (i + 1 == feature.size() || feature[i + 1] == '_')) {
      std::size_t begin = i;
      while (begin > 0 && std::isdigit(static_cast<unsigned char>(feature[begin - 1]))) --begin;
      return feature.substr(begin, i - begin) + " days";
    }
  return "all";
}

/// Which features the models know by a filled value: gaps, and what a filter took for noise. (d)
inline std::vector<std::uint8_t> filled_in(const Model& model, const Matrix& raw) {
  std::vector<std::uint8_t> out(static_cast<std::size_t>(raw.cols()));
  for (Index c = 0; c < raw.cols(); ++c) out[static_cast<std::size_t>(c)] = std::isnan(raw(0, c));
  if (model.describer.filters.empty()) return out;
  const Matrix left = model.describer.cleaned(raw);
  const Columns& columns = model.describer.cleaned_columns();
  for (Index c = 0; c < left.cols(); ++c)
    if (const std::int64_t f = columns.feature[static_cast<std::size_t>(c)]; f >= 0)
      out[static_cast<std::size_t>(f)] = std::isnan(left(0, c));
  return out;
}

inline void add_traits(Profile& out, const Model& model, const Matrix& raw, std::int64_t n_events) {
  const std::vector<std::string>& names = model.describer.features.names;
  const std::vector<std::uint8_t> imputed = filled_in(model, raw);
  for (std::size_t c = 0; c < names.size(); ++c) {
    const double value = raw(0, static_cast<Index>(c));
    out.traits.push_back({.name = names[c],
                          .value = value,
                          .window = window_of(names[c]),
                          .n_events = n_events,
                          .imputed = imputed[c] != 0});
  }
}

/// Share of the decayed affinity of the five favourite items: an event of `half_life` ago weighs
/// half; without a clock, one 10 events ago.
inline std::vector<Likely> interests_of(const Model& model, const data::History& history,
                                        std::int64_t as_of_us) {
  constexpr double half_life_days = 90.0, half_life_events = 10.0;
  const auto n_known = static_cast<std::int32_t>(model.log.n_items());
  std::unordered_map<std::int32_t, double> affinity;
  double total = 0.0;
  for (std::size_t e = 0; e < history.size(); ++e) {
    const double age = model.log.ordered_only()
                           ? static_cast<double>(history.size() - 1 - e) / half_life_events
                           : static_cast<double>(as_of_us - history.times_us[e]) /
                                 static_cast<double>(day_us) / half_life_days;
    const double weight = std::exp2(-std::max(0.0, age));
    total += weight;
    if (history.items[e] < n_known) affinity[history.items[e]] += weight;
  }
  std::vector<std::pair<double, std::int32_t>> best;
  for (const auto& [item, weight] : affinity) best.emplace_back(-weight, item);
  std::ranges::sort(best);
  std::vector<Likely> out;
  for (std::size_t i = 0; i < std::min<std::size_t>(5, best.size()); ++i)
    out.push_back({.name = model.log.items().text(best[i].second),
                   .probability = total > 0 ? -best[i].first / total : 0.0,
                   .source = "history"});
  return out;
}

inline void add_attributes(Profile& out, const Model& model, const People& people, Index row,
                           const std::string& source) {
  for (std::size_t a = 0; a < people.names.size(); ++a) {
    core::Value value = people.value(row, a);
    const bool known = !std::holds_alternative<std::monostate>(value);
    out.attributes.push_back({.name = model.people.names[a],
                              .value = std::move(value),
                              .source = known ? source : "unknown",
                              .confidence = known ? 1.0 : 0.0});
  }
}

inline double percentile_of(const Vector& quantiles, double score) {
  const auto* end = std::upper_bound(quantiles.data(), quantiles.data() + quantiles.size(), score);
  return static_cast<double>(std::max<std::ptrdiff_t>(0, end - quantiles.data() - 1)) / 100.0;
}

/// The three columns that make the row strange.
inline std::vector<Reason> outlier_reasons(const Model& model, const Matrix& raw,
                                           const Matrix& filled) {
  const Columns& columns = model.describer.filled_columns;
  const Matrix why = model.outlier->explain(filled), value = columns.told(filled, raw);
  core::require_width(why.cols(), columns.size(), model.outlier->name());
  std::vector<Index> order(static_cast<std::size_t>(why.cols()));
  std::iota(order.begin(), order.end(), Index{0});
  std::ranges::sort(order, [&](Index a, Index b) {
    return why(0, a) > why(0, b) || (why(0, a) == why(0, b) && a < b);
  });
  std::vector<Reason> out;
  for (std::size_t i = 0; i < std::min<std::size_t>(3, order.size()) && why(0, order[i]) > 0.0;
       ++i) {
    const std::string& name = columns.names[static_cast<std::size_t>(order[i])];
    out.push_back({.feature = name,
                   .value = value(0, order[i]),
                   .contribution = why(0, order[i]),
                   .text = name + " is unusual"});
  }
  return out;
}

/// Share of traits and attributes that are known.
inline double completeness(const Profile& p) {
  std::size_t known = 0;
  for (const Trait& t : p.traits) known += !std::isnan(t.value);
  for (const ProfileAttribute& a : p.attributes)
    known += !std::holds_alternative<std::monostate>(a.value);
  const std::size_t all = p.traits.size() + p.attributes.size();
  return all ? static_cast<double>(known) / static_cast<double>(all) : 0.0;
}

/// What both kinds of users share once their numbers are there.
struct Numbers {
  Matrix raw;  ///< (1, d)
  double outlier_score = missing;
  std::int32_t segment = 0;
  std::int64_t since_us = 0, as_of_us = 0;
  double return_chance = missing;
  VectorF embedding;
};

inline void add_scores(Profile& out, const Model& model, const Numbers& n, const Matrix& filled) {
  Score outlier;
  outlier.task = "outlier";
  outlier.value = n.outlier_score;
  outlier.model_id = model_id(model, model.outlier->name());
  outlier.scored_at = when(model, n.as_of_us - 1);
  out.quality.outlier_score = n.outlier_score;
  out.quality.outlier_percentile = percentile_of(model.outlier_quantiles, n.outlier_score);
  if (out.quality.outlier_percentile >= 1.0 - model.config.outlier_share) {
    out.quality.flags.push_back("outlier");
    outlier.reasons = outlier_reasons(model, n.raw, filled);
  }
  out.scores.push_back(std::move(outlier));
}

inline void add_segment(Profile& out, const Model& model, const Numbers& n, const Matrix& filled) {
  if (n.segment < 0) return;  // a clusterer that knows noise: the user is in no segment
  const Columns& columns = model.describer.ready_columns;
  const Matrix scaled = model.describer.scale(filled), ready = model.describer.weighed(scaled);
  const SegmentSummary& s = model.segments.summaries[static_cast<std::size_t>(n.segment)];
  ProfileSegment segment;
  segment.id = n.segment;
  segment.name = segment_name(model, s);
  segment.rule = s.rule;
  segment.kind = "cluster";
  segment.probability = model.segments.membership(ready)(0, n.segment);
  if (const Matrix chances = model.segments.probabilities(ready); chances.cols() > 0)
    segment.memberships = memberships_of(model, chances.row(0));
  segment.since = when(model, n.since_us);
  segment.reasons =
      model.segments.reasons(ready, columns.told(scaled, n.raw), n.segment, columns.names);
  out.tags.push_back({.name = segment.name,
                      .confidence = segment.probability,
                      .since = segment.since,
                      .source = model.segments.clusterer->name()});
  out.segments.push_back(std::move(segment));
}

inline Profile profile_of(const Model& model, const Who& who, const Numbers& n,
                          const data::EventLog& log) {
  Profile out;
  const data::History& history = who.history;
  const Matrix filled = model.describer.fill(n.raw);
  out.as_of = when(model, n.as_of_us);
  add_traits(out, model, n.raw, static_cast<std::int64_t>(history.size()));
  out.interests = interests_of(model, history, n.as_of_us);
  add_scores(out, model, n, filled);
  if (!std::isnan(n.return_chance))
    out.scores.push_back(return_score(model, log, history, n.return_chance, n.as_of_us));
  if (history.size() > 0)
    add_segment(out, model, n, filled);
  else if (!model.segments.summaries.empty())
    out.segments.push_back(guessed_segment(model, who));
  const Answer answer = suggest_for(model, who, model.config.k);
  out.recommendations = answer.suggestions;
  out.cold_start = answer.cold_start;
  const Prediction next = predict_for(model, who);
  out.next_items = next.next_items;
  out.next_actions = next.next_actions;
  out.embedding.assign(n.embedding.begin(), n.embedding.end());
  if (!out.embedding.empty()) out.embedding_model = model_id(model, model.encoder->name());
  if (log.ordered_only())
    out.quality.flags.push_back("no clock");
  else if (history.size() > 0)
    out.quality.staleness_days =
        static_cast<double>(n.as_of_us - 1 - history.times_us.back()) / static_cast<double>(day_us);
  out.lineage = {.n_events = static_cast<std::int64_t>(history.size()),
                 .first_event = history.size() ? when(model, history.times_us.front()) : "",
                 .last_event = history.size() ? when(model, history.times_us.back()) : "",
                 .pipeline = model_id(model, "limn")};
  return out;
}

LIMN_INLINE Profile known_profile(const Model& model, std::int32_t user) {
  const auto row = static_cast<Index>(user);
  Numbers n;
  n.raw = model.rows.raw.row(row);
  n.outlier_score = model.rows.outlier_score(row);
  n.segment = model.rows.segment(row);
  n.since_us = model.rows.segment_since_us[static_cast<std::size_t>(user)];
  n.as_of_us = model.rows.as_of_us[static_cast<std::size_t>(user)];
  n.return_chance = model.rows.return_chance(row);
  if (model.rows.embedding.cols() > 0) n.embedding = model.rows.embedding.row(row);
  Profile out = profile_of(model, who_is(model, user), n, model.log);
  out.profile_id = model.log.users().text(user);
  out.known = true;
  add_attributes(out, model, model.people, row, "user table");
  if (model.rows.apart[static_cast<std::size_t>(user)]) out.quality.flags.push_back("bot-like");
  out.quality.completeness = completeness(out);
  return out;
}

LIMN_INLINE data::EventLog request_log(const Model& model, const std::vector<Event>& history) {
  data::EventLog::Columns c;
  c.users.insert("stranger");
  c.items = model.log.items();
  c.types = model.log.types();
  c.ordered_only = model.log.ordered_only();
  for (std::size_t e = 0; e < history.size(); ++e) {
    std::int32_t item = c.items.find(std::string_view(history[e].item));
    if (item < 0 && c.items.kind() == data::Vocabulary::Kind::integer) continue;  // no such number
    if (item < 0) item = c.items.insert(std::string_view(history[e].item));
    c.user.push_back(0);
    c.item.push_back(item);
    const std::int64_t time_us = history[e].time_us ? history[e].time_us : model.as_of_us - 1;
    c.time_us.push_back(c.ordered_only ? static_cast<std::int64_t>(e) : time_us);
    if (model.log.has_types())
      c.type.push_back(history[e].type.empty() ? 0
                                               : c.types.insert(std::string_view(history[e].type)));
    if (model.log.has_values()) c.value.push_back(history[e].value);
  }
  return data::EventLog(std::move(c));
}

LIMN_INLINE data::EventLog one_user_log(const data::EventLog& log, const data::History& history) {
  data::EventLog::Columns c;
  c.users.insert("one");
  c.types = log.types();
  c.ordered_only = log.ordered_only();
  for (const std::int32_t item : history.items)
    c.item.push_back(c.items.insert(log.items().id(item)));
  c.user.assign(history.size(), 0);
  c.type.assign(history.types.begin(), history.types.end());
  c.time_us.assign(history.times_us.begin(), history.times_us.end());
  c.value.assign(history.values.begin(), history.values.end());
  return data::EventLog(std::move(c));
}

LIMN_INLINE Profile stranger_profile(const Model& model, const std::vector<Event>& history,
                                     const Attributes& attributes) {
  const data::EventLog log = request_log(model, history);
  const std::int64_t as_of_us = std::max(model.as_of_us, log.last_time_us() + 1);
  const Who who{.history = log.history(0), .attributes = model.people.row(attributes)};
  const Rows rows = describe_rows(model, log, as_of_us, who.attributes);
  Numbers n;
  n.raw = rows.raw;
  n.outlier_score = rows.outlier_score(0);
  n.segment = rows.segment(0);
  n.as_of_us = as_of_us;
  n.since_us = as_of_us - 1;
  n.return_chance = rows.return_chance(0);
  if (rows.embedding.cols() > 0) n.embedding = rows.embedding.row(0);
  Profile out = profile_of(model, who, n, log);
  People given = model.people;
  given.values = who.attributes;
  add_attributes(out, model, given, 0, "request");
  out.quality.flags.push_back("never seen before");
  out.quality.completeness = completeness(out);
  return out;
}

}  // namespace limn::inline LIMN_ABI::profiler::detail
