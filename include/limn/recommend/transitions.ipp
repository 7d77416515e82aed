// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <vector>

#include <limn/recommend/rank_rows.hpp>
#include <limn/recommend/top_k.hpp>
#include <limn/recommend/transitions.hpp>

namespace limn::inline LIMN_ABI::recommend {

namespace detail {

/// Weight of each event by its age at the end of the log; empty = all 1.
LIMN_INLINE std::vector<double> transition_ages(const data::EventLog& log,
                                                const std::optional<double>& half_life_days) {
  std::vector<double> out;
  if (!half_life_days) return out;
  if (log.ordered_only())
    throw DataError(ErrorCode::data_value, {.component = std::string(Transitions::name),
                                            .place = "times",
                                            .got = "a log that knows only the order of events",
                                            .expected = "times, for age_half_life_days",
                                            .fix = "leave age_half_life_days out or give times"});
  const double half_life_us = *half_life_days * 86400e6;
  const auto last = static_cast<double>(log.last_time_us());
  for (const std::int64_t time : log.times_us())
    out.push_back(std::exp2((static_cast<double>(time) - last) / half_life_us));
  return out;
}

/// Adds the links of one item: what comes after each of its events and, weaker, what came before.
LIMN_INLINE void add_transitions(const data::EventLog& log, std::span<const std::int64_t> events,
                                 const Transitions::Params& params, const std::vector<double>& ages,
                                 RowSums& sums) {
  const auto items = log.item_codes();
  const auto age = [&](std::int64_t event) {
    return ages.empty() ? 1.0 : ages[static_cast<std::size_t>(event)];
  };
  for (const std::int64_t at : events) {
    const auto user = static_cast<std::size_t>(log.user_codes()[static_cast<std::size_t>(at)]);
    const std::int64_t begin = log.offsets()[user], end = log.offsets()[user + 1];
    for (std::int64_t d = 1; d <= params.window; ++d) {
      const double weight = 1.0 / static_cast<double>(d);
      if (const std::int64_t after = at + d; after < end)
        if (const auto to = items[static_cast<std::size_t>(after)]; to >= 0)
          sums.add(to, weight * age(after));
      if (const std::int64_t before = at - d; before >= begin)
        if (const auto to = items[static_cast<std::size_t>(before)]; to >= 0)
          sums.add(to, params.reverse * weight * age(at));
    }
  }
}

}  // namespace detail

LIMN_INLINE Transitions& Transitions::fit(const data::EventLog& log, const Monitor& monitor) {
  require_events(log, name);
  monitor.report(0.0, "items");
  const std::vector<double> ages = detail::transition_ages(log, params_.age_half_life_days);
  const data::Occurrences where = data::occurrences(log.item_codes(), log.n_items());
  VectorF counts(static_cast<Index>(log.n_items()));
  for (Index i = 0; i < counts.size(); ++i)
    counts[i] = static_cast<float>(where.of(static_cast<std::int32_t>(i)).size());
  // Only items with events are ever linked; the 1 keeps the others from dividing by 0.
  const Vector n = counts.cast<double>().cwiseMax(1.0);
  const Vector of_source = n.array().pow(params_.source_exponent);
  const Vector of_target = n.array().pow(params_.popularity_exponent);
  ItemGraph graph = make_graph(
      log.n_items(), params_.n_neighbors,
      [&](std::int32_t item, RowSums& sums) {
        detail::add_transitions(log, where.of(item), params_, ages, sums);
      },
      [&](std::int32_t from, std::int32_t to, double sum) {
        return sum / (of_source[from] * of_target[to]);
      },
      monitor);
  data::Vocabulary items = log.items();
  items_ = std::move(items);
  counts_ = std::move(counts);
  graph_ = std::move(graph);
  return *this;
}

LIMN_INLINE Ranked Transitions::recommend(const data::EventLog& log, std::int64_t k,
                                          bool exclude_seen) const {
  core::require_fitted(counts_.size() > 0, name);
  require_k(k, name);
  return rank_rows(graph_, counts_, items_, log, weigh_events(params_.half_life, items_.size()), k,
                   exclude_seen);
}

LIMN_INLINE Ranked Transitions::recommend_one(const data::History& history, std::int64_t k,
                                              bool exclude_seen) const {
  require_k(k, name);
  VectorF scores = score(history);
  const std::span<float> out(scores.data(), items_.size());
  fill_by_count(counts_, out);
  return rank_one(out, history.items, k, exclude_seen);
}

LIMN_INLINE VectorF Transitions::score(const data::History& history) const {
  core::require_fitted(counts_.size() > 0, name);
  VectorF out(counts_.size());
  score_into(history, {out.data(), items_.size()});
  return out;
}

LIMN_INLINE void Transitions::score_into(const data::History& history, std::span<float> out) const {
  graph_.score(history.items, params_.half_life, out);
}

LIMN_INLINE Reason Transitions::reason(const data::History& history, std::int32_t item) const {
  return graph_.reason(history.items, params_.half_life, item, "follows");
}

LIMN_INLINE void Transitions::check_state() {
  items_.check_state();
  core::require_state(counts_.size() == static_cast<Index>(items_.size()), name, "counts");
  if (counts_.size() > 0) graph_.check(items_.size(), name);
}

}  // namespace limn::inline LIMN_ABI::recommend
