// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cmath>

#include <limn/profiler/detail/model.hpp>
#include <limn/profiler/detail/model_text.hpp>
#include <limn/recommend/top_k.hpp>

// Asking what was learnt: items with reasons, next items and actions, a guessed segment.
namespace limn::inline LIMN_ABI::profiler::detail {

/// A reason in words. Items are named, users never.
inline Reason reason_text(const Model& model, const recommend::Reason& reason) {
  const auto& items = model.log.items();
  const bool named = reason.item >= 0 && static_cast<std::size_t>(reason.item) < items.size();
  const std::string item = named ? items.text(reason.item) : std::string();
  Reason out;
  out.feature = std::string(reason.kind);
  out.contribution = reason.share;
  if (reason.kind == "follows" && named)
    out.feature = item, out.text = "often comes after " + item;
  else if (reason.kind == "together" && named)
    out.feature = item, out.text = "taken by the same users as " + item;
  else if (reason.kind == "sequence")
    out.text = "fits the order of the history";
  else if (reason.kind == "attributes")
    out.text = "popular among users with such attributes";
  else if (reason.kind == "similar_users")
    out.text = "taken by similar users";
  else if (reason.kind == "segment")
    out.text = "popular in the segment";
  else if (reason.kind == "recent")
    out.text = "popular of late";
  else
    out.feature = "popular", out.text = "popular with everybody";
  return out;
}

/// The history without items beyond the model's catalogue (a stranger's own).
struct KnownHistory {
  explicit KnownHistory(const Model& model, const data::History& history) : view(history) {
    const auto n_items = static_cast<std::int32_t>(model.log.n_items());
    items.assign(history.items.begin(), history.items.end());
    for (std::int32_t& item : items)
      if (item >= n_items) item = -1;
    view.items = items;
  }
  KnownHistory(const KnownHistory&) = delete;
  KnownHistory& operator=(const KnownHistory&) = delete;
  std::vector<std::int32_t> items;
  data::History view;
};

LIMN_INLINE Answer suggest_for(const Model& model, const Who& who, std::int64_t k) {
  const coldstart::Ladder& ladder = model.suggesters.ladder;
  const KnownHistory known(model, who.history);
  const auto said = ladder.answer(known.view, row_of(who), k, model.exclude_seen != 0,
                                  model.outside, who.standing);
  Answer out;
  for (const coldstart::LadderItem& item : said.items) {
    if (item.item < 0) continue;
    Reason reason = reason_text(model, item.reason);
    const std::string& rung = ladder.rungs()[static_cast<std::size_t>(item.rung)];
    if (item.reason.kind == "none" && model.encoder && rung == model.encoder->name())
      reason.feature = "sequence", reason.text = "fits the order of the history";
    out.suggestions.push_back({.item = model.log.items().text(item.item),
                               .score = item.score,
                               .source = rung,
                               .reasons = {std::move(reason)}});
  }
  out.cold_start.stage = std::string(said.stage);
  out.cold_start.n_events = said.n_events;
  out.cold_start.n_donors = std::ssize(said.donors);
  for (Index r = 0; r < said.weights.size(); ++r)
    out.cold_start.weights.emplace_back(ladder.rungs()[static_cast<std::size_t>(r)],
                                        said.weights(r));
  return out;
}

/// The five likeliest next items with their probability: shares of the ladder's scores, with the
/// weights that foresee the next item of whoever has a history.
inline std::vector<Likely> next_items(const Model& model, const KnownHistory& known,
                                      const Who& who) {
  const bool warm = std::ranges::any_of(known.items, [](std::int32_t i) { return i >= 0; });
  VectorF scores = model.suggesters.ladder.score(
      known.view, row_of(who), model.outside,
      warm ? coldstart::Standing::known : coldstart::Standing::stranger);
  const float total = scores.cwiseMax(0.0F).sum();
  if (model.exclude_seen)
    recommend::hide(known.view.items, {scores.data(), static_cast<std::size_t>(scores.size())});
  std::array<std::int32_t, 5> items{};
  std::array<float, 5> best{};
  recommend::top_k({scores.data(), static_cast<std::size_t>(scores.size())}, items, best);
  std::vector<Likely> out;
  for (std::size_t i = 0; i < items.size(); ++i)
    if (items[i] >= 0 && best[i] > 0.0F)
      out.push_back({.name = model.log.items().text(items[i]),
                     .probability = best[i] / total,
                     .source = std::string(coldstart::Ladder::name)});
  return out;
}

LIMN_INLINE Prediction predict_for(const Model& model, const Who& who) {
  Prediction out;
  const KnownHistory known(model, who.history);
  out.next_items = next_items(model, known, who);
  if (model.next_action.usable()) {
    std::vector<std::int32_t> kinds(who.history.types.begin(), who.history.types.end());
    for (std::int32_t& kind : kinds)
      if (kind >= model.next_action.all.size()) kind = -1;
    const Vector chances = model.next_action.predict(kinds);
    for (Index t = 0; t < chances.size(); ++t)
      out.next_actions.push_back(
          {.name = model.next_action.types.text(static_cast<std::int32_t>(t)),
           .probability = chances(t),
           .source = "predict.next_action"});
    std::ranges::stable_sort(out.next_actions, [](const Likely& a, const Likely& b) {
      return a.probability > b.probability;
    });
    if (out.next_actions.size() > 5) out.next_actions.resize(5);
  }
  return out;
}

LIMN_INLINE ProfileSegment guessed_segment(const Model& model, const Who& who) {
  const auto& summaries = model.segments.summaries;
  ProfileSegment out;
  out.kind = "attributes";
  Index best = 0;
  if (model.suggesters.guesses_segments) {
    const Matrix chances = model.suggesters.segment_of.predict_proba(who.attributes);
    const auto segment_at = [&](Index c) {
      const auto segment = static_cast<Index>(model.suggesters.segment_of.classes()(c));
      return std::clamp<Index>(segment, 0, std::ssize(summaries) - 1);
    };
    Vector by_segment = Vector::Zero(std::ssize(summaries));
    for (Index c = 0; c < chances.cols(); ++c) by_segment(segment_at(c)) += chances(0, c);
    out.memberships = memberships_of(model, by_segment);
    out.probability = chances.row(0).maxCoeff(&best);
    best = segment_at(best);
  } else {
    best = std::ranges::max_element(summaries, {}, [](const auto& s) { return s.n_users; }) -
           summaries.begin();
    out.probability = summaries[static_cast<std::size_t>(best)].share;
    out.kind = "largest";
  }
  const SegmentSummary& s = summaries[static_cast<std::size_t>(best)];
  out.id = best;
  out.name = segment_name(model, s);
  out.rule = s.rule;
  return out;
}

}  // namespace limn::inline LIMN_ABI::profiler::detail
