// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>

#include <limn/core/parallel.hpp>
#include <limn/profiler/detail/judge.hpp>
#include <limn/profiler/detail/model.hpp>
#include <limn/recommend/top_k.hpp>

// Learning what to offer, and judging it on events held out.
namespace limn::inline LIMN_ABI::profiler::detail {

inline bool has_rung(const ComponentSpec& spec) {
  return spec.params.empty() &&
         (spec.name == "recommend.popular" || spec.name == "recommend.transitions" ||
          spec.name == "recommend.item_nearest");
}

/// The ladder's own rungs that the configuration asks for, and what must join from outside.
inline coldstart::Ladder make_ladder(const Config& config) {
  coldstart::Ladder::Params params;
  params.rungs = {"popular", "attributes", "similar_users"};
  for (const ComponentSpec& spec : config.recommend)
    if (has_rung(spec) && spec.name != "recommend.popular")
      params.rungs.push_back(spec.name.substr(10));
  params.learn_share = 0.1;
  params.max_learners = 400;
  params.random_state = config.random_state;
  return coldstart::Ladder(params);
}

LIMN_INLINE void join_outside(Model& model) {
  model.outside.clear();
  for (const core::AnyRecommender& other : model.suggesters.others)
    model.outside.push_back(coldstart::outside_rung(other->name(), other, model.log.items()));
  if (model.encoder)
    model.outside.push_back(
        coldstart::outside_rung(model.encoder->name(), model.encoder, model.log.items()));
}

/// The log without the events of some users, who stay in the vocabulary.
inline data::EventLog silence(const data::EventLog& log, const std::vector<std::int32_t>& users) {
  std::vector<std::uint8_t> mask(log.n_events(), 0);
  for (const std::int32_t user : users) {
    const auto begin = mask.begin() + log.offsets()[static_cast<std::size_t>(user)];
    std::fill(begin, mask.begin() + log.offsets()[static_cast<std::size_t>(user) + 1],
              std::uint8_t{1});
  }
  return log.without(mask);
}

/// Users to play strangers: six events or more, not among `aside`, at most one in ten and 300.
inline std::vector<std::int32_t> cold_users(const data::EventLog& log,
                                            const std::vector<std::int32_t>& aside,
                                            std::uint64_t seed) {
  std::vector<std::pair<double, std::int32_t>> drawn;
  for (std::size_t u = 0; u < log.n_users(); ++u)
    if (log.offsets()[u + 1] - log.offsets()[u] >= 6 &&
        !std::ranges::binary_search(aside, static_cast<std::int32_t>(u)))
      drawn.emplace_back(core::Random(seed + 3, u).uniform(), static_cast<std::int32_t>(u));
  std::ranges::sort(drawn);
  drawn.resize(std::min<std::size_t>(300, drawn.size() / 10));
  std::vector<std::int32_t> out;
  for (const auto& [order, user] : drawn) out.push_back(user);
  std::ranges::sort(out);
  return out;
}

/// NDCG@10 of a ranked list against a user's later items.
inline double list_ndcg(std::span<const std::int32_t> offered, std::vector<std::int32_t> later) {
  std::ranges::sort(later);
  later.erase(std::ranges::unique(later).begin(), later.end());
  double gain = 0.0, ideal = 0.0;
  for (std::size_t i = 0; i < std::min<std::size_t>(10, offered.size()); ++i)
    if (std::ranges::binary_search(later, offered[i]))
      gain += 1.0 / std::log2(static_cast<double>(i) + 2.0);
  for (std::size_t i = 0; i < std::min<std::size_t>(10, later.size()); ++i)
    ideal += 1.0 / std::log2(static_cast<double>(i) + 2.0);
  return ideal > 0 ? gain / ideal : missing;
}

inline std::vector<std::int32_t> offered_items(const coldstart::LadderAnswer& answer) {
  std::vector<std::int32_t> out;
  for (const coldstart::LadderItem& item : answer.items) out.push_back(item.item);
  return out;
}

/// Strangers of whom the first n events are known: the ladder beside plain popularity.
inline EvaluationRow judge_cold(const Model& model, const coldstart::Ladder& ladder,
                                const std::vector<std::int32_t>& users, std::size_t n_known) {
  const recommend::Popular popular = recommend::Popular().fit(silence(model.log, users));
  Judged own{"coldstart.ladder", Vector(std::ssize(users))}, plain{"recommend.popular", own.ndcg};
  core::parallel_rows(users.size(), 8, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const data::History all = model.log.history(static_cast<std::size_t>(users[i]));
      data::History known = all;
      known.items = all.items.first(n_known), known.times_us = all.times_us.first(n_known);
      if (!all.types.empty()) known.types = all.types.first(n_known);
      if (!all.values.empty()) known.values = all.values.first(n_known);
      const std::vector<std::int32_t> later(
          all.items.begin() + static_cast<std::ptrdiff_t>(n_known), all.items.end());
      const Vector row = model.people.values.row(users[i]).transpose();
      const std::span<const double> attributes(row.data(), static_cast<std::size_t>(row.size()));
      const auto answer =
          ladder.answer(known, attributes, 10, model.exclude_seen != 0, model.outside);
      own.ndcg(static_cast<Index>(i)) = list_ndcg(offered_items(answer), later);
      const Ranked base = popular.recommend_one(known, 10, model.exclude_seen != 0);
      plain.ndcg(static_cast<Index>(i)) = list_ndcg({base.items.data(), 10}, later);
    }
  });
  EvaluationRow row =
      compare(own, plain,
              "users held out whole, first " + std::to_string(n_known) +
                  " events known, all later ones wanted",
              std::to_string(silence(model.log, users).fingerprint()), model.config.random_state);
  row.metric = "NDCG@10, " + std::to_string(n_known) + " known";
  return row;
}

/// The ladder for known users: the last event of each one judged.
inline Judged judge_ladder(const Model& model, const coldstart::Ladder& ladder,
                           const LastEvents& split) {
  Judged out{"coldstart.ladder", Vector(std::ssize(split.users))};
  core::parallel_rows(split.users.size(), 8, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const Vector row = model.people.values.row(split.users[i]).transpose();
      const auto answer =
          ladder.answer(split.context.history(static_cast<std::size_t>(split.users[i])),
                        {row.data(), static_cast<std::size_t>(row.size())}, 10,
                        model.exclude_seen != 0, model.outside);
      out.ndcg(static_cast<Index>(i)) = list_ndcg(offered_items(answer), {split.targets[i]});
    }
  });
  return out;
}

/// Every recommender of the configuration, the encoder and the ladder on the last events.
inline void judge_known(Model& model, const coldstart::Ladder& ladder, const LastEvents& split,
                        const data::EventLog& learnt_on, const Monitor& monitor) {
  const std::string protocol =
      "last event of each user held out, full ranking, " +
      std::string(model.exclude_seen ? "seen items excluded" : "seen items allowed");
  const std::string hash = std::to_string(split.context.fingerprint());
  std::vector<Judged> judged;
  for (const ComponentSpec& spec : model.config.recommend) {
    auto one = core::AnyRecommender::from_name(spec.name, spec.params);
    one->fit(learnt_on, monitor);
    judged.push_back(judge_recommender(one, split, model.exclude_seen != 0));
  }
  if (judged.empty()) return;
  const auto add = [&](const Judged& own, const Judged& baseline) {
    model.evaluation.rows.push_back(
        compare(own, baseline, protocol, hash, model.config.random_state));
  };
  for (std::size_t i = 1; i < judged.size(); ++i) add(judged[i], judged[0]);
  const Judged best =
      *std::ranges::max_element(judged, {}, [](const Judged& j) { return j.ndcg.mean(); });
  if (model.encoder) add(judge_encoder(model.encoder, split, model.exclude_seen != 0), best);
  add(judge_ladder(model, ladder, split), best);
}

/// Fits what the ladder takes from outside on `log`.
inline void fit_outside(Model& model, const data::EventLog& log, const Monitor& monitor) {
  model.suggesters.others.clear();
  for (const ComponentSpec& spec : model.config.recommend) {
    if (has_rung(spec)) continue;
    auto other = core::AnyRecommender::from_name(spec.name, spec.params);
    other->fit(log, monitor.part(0.0, 0.1));
    model.suggesters.others.push_back(std::move(other));
  }
  if (!model.config.encoder) return;
  model.encoder =
      core::AnySequenceEncoder::from_name(model.config.encoder->name, model.config.encoder->params);
  try {
    model.encoder->fit(log, monitor.part(0.1, 1.0));
  } catch (const DataError& e) {  // histories too short to learn an order from: go without
    model.encoder = {};
    model.evaluation.notes.push_back(std::string("encoder: ") + e.what());
  }
}

inline void judge_all(Model& model, const LastEvents& split, const std::vector<std::int32_t>& cold,
                      const Monitor& monitor) {
  const data::EventLog learnt_on = silence(split.context, cold);
  coldstart::Ladder ladder = make_ladder(model.config);
  ladder.fit(learnt_on, model.people.frame(), model.outside, monitor.part(0.0, 0.5));
  judge_known(model, ladder, split, learnt_on, monitor.part(0.5, 0.9));
  if (cold.size() >= 20)
    for (const std::size_t n_known : {0, 1, 3, 5})
      model.evaluation.rows.push_back(judge_cold(model, ladder, cold, n_known));
  if (model.next_action.usable())
    model.evaluation.rows.push_back(judge_next_action(split, model.config.random_state));
}

LIMN_INLINE void suggest(Model& model, const Monitor& monitor) {
  coldstart::Ladder& ladder = model.suggesters.ladder;
  ladder = make_ladder(model.config);
  const LastEvents split =
      hold_out_last(model.log, model.rows.apart, 2000, model.config.random_state);
  const bool judged = model.config.evaluate && split.usable();
  std::vector<std::int32_t> aside = ladder.set_aside(model.log), cold;
  if (judged) cold = cold_users(model.log, aside, model.config.random_state);
  std::vector<std::int32_t> unseen = aside;
  unseen.insert(unseen.end(), cold.begin(), cold.end());
  std::ranges::sort(unseen);
  // What joins the ladder from outside must not have seen those its weights are learnt and judged
  // on.
  fit_outside(model, silence(judged ? split.context : model.log, unseen), monitor.part(0.0, 0.7));
  join_outside(model);
  if (judged) {
    judge_all(model, split, cold, monitor.part(0.7, 0.85));
    model.evaluation.rows.push_back(judge_imputer(model.config, model.rows.raw));
  } else if (model.config.evaluate) {
    model.evaluation.notes.push_back(
        "recommend: fewer than 20 users with three events to hold one out");
  }
  ladder.fit(model.log, model.people.frame(), model.outside, monitor.part(0.85, 1.0));
  if (!model.people.empty()) {
    Vector labels = model.rows.segment.cast<double>();
    for (std::size_t u = 0; u < model.log.n_users(); ++u)
      if (model.log.offsets()[u + 1] == model.log.offsets()[u])
        labels(static_cast<Index>(u)) = -1.0;
    model.suggesters.segment_of.fit(model.people.frame(), labels);
    model.suggesters.guesses_segments = 1;
  }
}

LIMN_INLINE std::vector<std::string> refresh(Model& model, const Monitor& monitor) {
  if (model.log.n_events() == 0) return {};
  model.suggesters.ladder.refresh(model.log, model.people.frame(), monitor);
  std::vector<std::string> out;
  for (const std::string& rung : model.suggesters.ladder.rungs()) out.push_back(rung);
  for (core::AnyRecommender& other : model.suggesters.others) other->fit(model.log, monitor);
  std::erase_if(
      out, [&](const std::string& rung) { return model.encoder && rung == model.encoder->name(); });
  model.next_action.fit(model.log);
  join_outside(model);
  return out;
}

}  // namespace limn::inline LIMN_ABI::profiler::detail
