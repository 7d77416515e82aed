// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <limn/core/parallel.hpp>
#include <limn/evaluate/ranking.hpp>
#include <limn/profiler/detail/judge.hpp>
#include <limn/profiler/detail/model.hpp>
#include <limn/recommend/top_k.hpp>

// Learning what to offer, and judging it on events held out.
namespace limn::inline LIMN_ABI::profiler::detail {

/// Does the ladder make this recommender itself? It does so with the options of its default.
inline bool has_rung(const ComponentSpec& spec) {
  return spec.params.empty() &&
         std::ranges::find(coldstart::own_rungs, spec.name) != coldstart::own_rungs.end();
}

/// The ladder's own rungs that the configuration asks for; what is not its own joins from outside.
inline coldstart::Ladder make_ladder(const Config& config, bool exclude_seen) {
  coldstart::Ladder::Params params;
  params.rungs = {std::string(recommend::Popular::name), std::string(coldstart::Attributes::name),
                  std::string(coldstart::SimilarUsers::name)};
  for (const ComponentSpec& spec : config.recommend)
    if (has_rung(spec) && std::ranges::find(params.rungs, spec.name) == params.rungs.end())
      params.rungs.push_back(spec.name);
  params.learn_share = 0.1;
  params.max_learners = 400;
  params.exclude_seen = exclude_seen;
  params.random_state = config.random_state;
  return coldstart::Ladder(params);
}

LIMN_INLINE void join_outside(Model& model) {
  model.outside.clear();
  for (const core::AnyRecommender& other : model.suggesters.others)
    model.outside.push_back(
        coldstart::outside_rung(other->name(), other, model.log.items(), model.log.types()));
  if (model.encoder)
    model.outside.push_back(coldstart::outside_rung(model.encoder->name(), model.encoder,
                                                    model.log.items(), model.log.types()));
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

/// The ladder's ten best for n users: ask(i) says who the i-th is.
template <class Ask>
Ranked ladder_lists(const Model& model, const coldstart::Ladder& ladder,
                    const std::vector<std::int32_t>& users, coldstart::Standing standing,
                    const Ask& history_of) {
  const auto n = std::ssize(users);
  Ranked out{CodeMatrix::Constant(n, 10, -1),
             MatrixF::Constant(n, 10, -std::numeric_limits<float>::infinity())};
  core::parallel_rows(users.size(), 8, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const Who who{history_of(users[i]), model.people.values.row(users[i]), standing};
      const auto answer = ladder.answer(who.history, row_of(who), 10, model.exclude_seen != 0,
                                        model.outside, standing);
      for (std::size_t j = 0; j < answer.items.size(); ++j) {
        out.items(static_cast<Index>(i), static_cast<Index>(j)) = answer.items[j].item;
        out.scores(static_cast<Index>(i), static_cast<Index>(j)) = answer.items[j].score;
      }
    }
  });
  return out;
}

/// A cold user's first n events, and the distinct items of all later ones.
inline data::History first_of(const data::History& all, std::size_t n) {
  data::History out = all;
  out.items = all.items.first(n), out.times_us = all.times_us.first(n);
  if (!all.types.empty()) out.types = all.types.first(n);
  if (!all.values.empty()) out.values = all.values.first(n);
  return out;
}
inline evaluate::Relevant later_items(const data::EventLog& log,
                                      const std::vector<std::int32_t>& users, std::size_t n_known) {
  evaluate::Relevant out{{0}, {}};
  for (const std::int32_t user : users) {
    const auto later = log.history(static_cast<std::size_t>(user)).items.subspan(n_known);
    std::vector<std::int32_t> wanted(later.begin(), later.end());
    std::ranges::sort(wanted);
    out.items.insert(out.items.end(), wanted.begin(), std::ranges::unique(wanted).begin());
    out.offsets.push_back(std::ssize(out.items));
  }
  return out;
}

/// Strangers of whom the first 0, 1, 3 and 5 events are known: the ladder beside plain popularity,
/// both learnt on the same log, in which these users are silent.
inline void judge_cold(Model& model, const coldstart::Ladder& ladder,
                       const data::EventLog& learnt_on, const std::vector<std::int32_t>& users) {
  const recommend::Popular popular = recommend::Popular().fit(learnt_on);
  const std::string hash = std::to_string(learnt_on.fingerprint());
  for (const std::size_t n_known : {0, 1, 3, 5}) {
    const auto known = [&](std::int32_t user) {
      return first_of(model.log.history(static_cast<std::size_t>(user)), n_known);
    };
    Ranked plain{CodeMatrix(std::ssize(users), 10), MatrixF(std::ssize(users), 10)};
    for (Index i = 0; i < std::ssize(users); ++i) {
      const Ranked one = popular.recommend_one(known(users[static_cast<std::size_t>(i)]), 10,
                                               model.exclude_seen != 0);
      plain.items.row(i) = one.items, plain.scores.row(i) = one.scores;
    }
    const evaluate::Relevant wanted = later_items(model.log, users, n_known);
    const auto ndcg = [&](const Ranked& lists) {
      return evaluate::ranking_per_user(lists, wanted, 10).ndcg;
    };
    EvaluationRow row =
        compare({std::string(coldstart::Ladder::name),
                 ndcg(ladder_lists(model, ladder, users, coldstart::Standing::stranger, known))},
                {std::string(recommend::Popular::name), ndcg(plain)},
                "users held out whole, first " + std::to_string(n_known) +
                    " events known, all later ones wanted",
                hash, model.config.random_state);
    row.metric = "NDCG@10, " + std::to_string(n_known) + " known";
    model.evaluation.rows.push_back(std::move(row));
  }
}

/// The ladder for known users: the last event of each one judged.
inline Judged judge_ladder(const Model& model, const coldstart::Ladder& ladder,
                           const LastEvents& split) {
  const Ranked lists = ladder_lists(
      model, ladder, split.users, coldstart::Standing::known,
      [&](std::int32_t user) { return split.context.history(static_cast<std::size_t>(user)); });
  return {std::string(coldstart::Ladder::name),
          evaluate::ranking_per_user(lists, evaluate::Relevant::one_each(split.targets), 10).ndcg};
}

/// The recommenders asked for and, whether asked for or not, the two that all are held against:
/// popularity, which stands first, and transitions.
inline std::vector<ComponentSpec> with_baselines(std::vector<ComponentSpec> specs) {
  const auto is = [](std::string_view name) {
    return [name](const ComponentSpec& spec) { return spec.name == name; };
  };
  for (const char* plain : {"recommend.transitions", "recommend.popular"})
    if (std::ranges::none_of(specs, is(plain)))
      specs.insert(specs.begin(), ComponentSpec{.name = plain});
  std::ranges::stable_partition(specs, is("recommend.popular"));
  return specs;
}

/// Every recommender of the configuration, the encoder and the ladder on the last events.
inline void judge_known(Model& model, const coldstart::Ladder& ladder, const LastEvents& split,
                        const data::EventLog& learnt_on, const Monitor& monitor) {
  const std::string protocol =
      "last event of each user held out, full ranking, " +
      std::string(model.exclude_seen ? "seen items excluded" : "seen items allowed");
  const std::string hash = std::to_string(split.context.fingerprint());
  std::vector<Judged> judged;
  for (const ComponentSpec& spec : with_baselines(model.config.recommend)) {
    auto one = core::AnyRecommender::from_name(spec.name, spec.params);
    one->fit(learnt_on, monitor);
    judged.push_back(judge_recommender(one, split, model.exclude_seen != 0));
  }
  const auto add = [&](const Judged& own, const Judged& baseline) {
    model.evaluation.rows.push_back(
        compare(own, baseline, protocol, hash, model.config.random_state));
  };
  for (std::size_t i = 1; i < judged.size(); ++i) add(judged[i], judged[0]);
  const Judged best =
      *std::ranges::max_element(judged, {}, [](const Judged& j) { return j.value.mean(); });
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
  coldstart::Ladder ladder = make_ladder(model.config, model.exclude_seen != 0);
  ladder.fit(learnt_on, model.people.frame(), model.outside, monitor.part(0.0, 0.5));
  judge_known(model, ladder, split, learnt_on, monitor.part(0.5, 0.9));
  if (cold.size() >= 20) judge_cold(model, ladder, learnt_on, cold);
  if (model.next_action.usable())
    model.evaluation.rows.push_back(judge_next_action(split, model.config.random_state));
}

LIMN_INLINE void suggest(Model& model, const Monitor& monitor) {
  coldstart::Ladder& ladder = model.suggesters.ladder;
  ladder = make_ladder(model.config, model.exclude_seen != 0);
  const LastEvents split =
      hold_out_last(model.log, model.rows.apart, 2000, model.config.random_state);
  const bool judged = model.config.evaluate && split.usable();
  std::vector<std::int32_t> aside = ladder.set_aside(model.log), cold;
  if (judged) cold = cold_users(model.log, aside, model.config.random_state);
  std::vector<std::int32_t> unseen = aside;
  unseen.insert(unseen.end(), cold.begin(), cold.end());
  std::ranges::sort(unseen);
  // What joins the ladder from outside must not have seen the events its weights are learnt and
  // judged on: those the ladder that is judged withholds are, the split's aside, among them.
  const data::EventLog& whole = judged ? split.context : model.log;
  const data::EventLog heard = silence(whole, cold);
  fit_outside(model, silence(heard.without(ladder.withheld(heard)), unseen),
              monitor.part(0.0, 0.7));
  join_outside(model);
  if (judged) {
    judge_all(model, split, cold, monitor.part(0.7, 0.85));
    if (auto row = judge_imputer(model.config, model.describer.cleaned(model.rows.raw)))
      model.evaluation.rows.push_back(std::move(*row));
    else
      model.evaluation.notes.push_back(model.config.impute.name +
                                       ": no known cell could be hidden to judge it");
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
    model.suggesters.guesses_segments = (labels.array() >= 0).any();
    if (model.suggesters.guesses_segments)
      model.suggesters.segment_of.fit(model.people.frame(), labels);
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
