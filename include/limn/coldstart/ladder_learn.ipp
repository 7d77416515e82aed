// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include <limn/coldstart/ladder.hpp>
#include <limn/core/parallel.hpp>
#include <limn/recommend/top_k.hpp>

// How the ladder learns its weights.
namespace limn::inline LIMN_ABI::coldstart {

namespace detail {

inline constexpr std::int64_t ladder_k = 10;
/// The best of each rung that come into question while weights are searched.
inline constexpr std::int64_t ladder_candidates = 40;
inline constexpr std::size_t fewest_learners = 10;
/// A known user learnt from keeps two events at least.
inline constexpr std::size_t fewest_events_known = 3;
/// Cases from which a step of known users may have weights of its own.
inline constexpr std::size_t fewest_cases_of_a_step = 100;

LIMN_INLINE data::History first_events(const data::History& history, std::size_t n) {
  data::History out;
  out.items = history.items.first(n);
  if (!history.types.empty()) out.types = history.types.first(n);
  if (!history.times_us.empty()) out.times_us = history.times_us.first(n);
  if (!history.values.empty()) out.values = history.values.first(n);
  return out;
}

/// How many events of a user of n are shown at a step: drawn between its bounds, at least one left.
LIMN_INLINE std::int64_t draw_shown(std::size_t step, std::int64_t n, std::uint64_t seed,
                                    std::int32_t user) {
  const std::int64_t low = ladder_steps[step];
  const std::int64_t most =
      step + 1 < n_ladder_steps ? std::min(ladder_steps[step + 1], n) - 1 : n - 1;
  core::Random random(seed ^ 0x6c61646465720000ULL,
                      static_cast<std::uint64_t>(user) * n_ladder_steps + step);
  return low + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(most - low + 1)));
}

/// The n users with the least random number, rising.
LIMN_INLINE std::vector<std::int32_t> drawn_users(
    std::vector<std::pair<double, std::int32_t>> drawn, std::size_t n) {
  std::sort(drawn.begin(), drawn.end());
  drawn.resize(std::min(n, drawn.size()));
  std::vector<std::int32_t> out;
  for (const auto& [number, user] : drawn) out.push_back(user);
  std::sort(out.begin(), out.end());
  return out;
}

/// Weights and qualities learnt twice: with attributes, and as if there were none.
template <class Learned, class Learn>
void both_ways(Learned& out, bool attributes, const Learn& learn) {
  auto with = learn(attributes);
  out.plain_weights = attributes ? learn(false).weights : with.weights;
  out.weights = std::move(with.weights);
  out.learnt = std::move(with.learnt);
}

/// What is known of the columns of a frame; nothing where it does not describe them.
LIMN_INLINE std::shared_ptr<const std::vector<data::ColumnInfo>> columns_of(
    const data::FrameView& frame) {
  if (!frame.described()) return nullptr;
  std::vector<data::ColumnInfo> out;
  for (Index c = 0; c < frame.cols(); ++c) out.push_back(frame.column(c));
  return std::make_shared<const std::vector<data::ColumnInfo>>(std::move(out));
}

LIMN_INLINE Matrix rows_of(const data::FrameView& frame, const std::vector<std::int32_t>& rows) {
  Matrix out(static_cast<Index>(rows.size()), frame.cols());
  for (std::size_t r = 0; r < rows.size(); ++r)
    out.row(static_cast<Index>(r)) = frame.matrix().row(rows[r]);
  return out;
}

}  // namespace detail

LIMN_INLINE std::vector<std::vector<std::int32_t>> Ladder::turns(const data::EventLog& log) const {
  std::vector<std::pair<double, std::int32_t>> drawn;
  for (std::size_t user = 0; user < log.n_users(); ++user)
    if (log.history(user).size() > 0)
      drawn.emplace_back(core::Random(params_.random_state, user).uniform(),
                         static_cast<std::int32_t>(user));
  if (drawn.size() < detail::fewest_learners) return {};
  const auto share =
      static_cast<std::size_t>(params_.learn_share * static_cast<double>(drawn.size()));
  const std::size_t n = std::clamp<std::size_t>(
      share, 1, std::min(static_cast<std::size_t>(params_.max_learners), drawn.size() - 1));
  const std::size_t n_turns =
      std::clamp<std::size_t>(static_cast<std::size_t>(params_.max_learners) / n, 1,
                              std::max<std::size_t>(drawn.size() / n, 1));
  std::sort(drawn.begin(), drawn.end());
  std::vector<std::vector<std::int32_t>> out(n_turns);
  for (std::size_t i = 0; i < n_turns * n; ++i) out[i / n].push_back(drawn[i].second);
  for (std::vector<std::int32_t>& users : out) std::sort(users.begin(), users.end());
  return out;
}

LIMN_INLINE std::vector<std::int32_t> Ladder::set_aside(const data::EventLog& log) const {
  const std::vector<std::vector<std::int32_t>> parts = turns(log);
  return parts.empty() ? std::vector<std::int32_t>{} : parts.front();
}

LIMN_INLINE std::vector<std::int32_t> Ladder::known_learners(const data::EventLog& log,
                                                             Users aside) const {
  std::vector<std::pair<double, std::int32_t>> drawn;
  for (std::size_t user = 0; user < log.n_users(); ++user)
    if (log.history(user).size() >= detail::fewest_events_known &&
        !std::binary_search(aside.begin(), aside.end(), static_cast<std::int32_t>(user)))
      drawn.emplace_back(core::Random(params_.random_state ^ 0x6b6e6f776eULL, user).uniform(),
                         static_cast<std::int32_t>(user));
  if (aside.empty() || drawn.size() < detail::fewest_learners) return {};
  return detail::drawn_users(std::move(drawn), static_cast<std::size_t>(params_.known_learners));
}

LIMN_INLINE std::vector<std::uint8_t> Ladder::withheld(const data::EventLog& log) const {
  std::vector<std::uint8_t> out(log.n_events(), 0);
  const std::vector<std::int32_t> aside = set_aside(log);
  for (const std::int32_t user : aside)
    std::fill(out.begin() + log.offsets()[static_cast<std::size_t>(user)],
              out.begin() + log.offsets()[static_cast<std::size_t>(user) + 1], std::uint8_t{1});
  for (const std::int32_t user : known_learners(log, aside))
    out[static_cast<std::size_t>(log.offsets()[static_cast<std::size_t>(user) + 1] - 1)] = 1;
  return out;
}

LIMN_INLINE void Ladder::learn(const data::EventLog& log, const data::FrameView* attributes,
                               const Rungs& outside, const Monitor& monitor) {
  std::vector<std::vector<std::int32_t>> parts = turns(log);
  if (parts.empty()) return;
  if (!outside.empty()) parts.resize(1);  // models from outside are fitted once
  const std::vector<std::int32_t> learners = known_learners(log, parts.front());
  CasesByStep with, plain;
  for (std::size_t t = parts.size(); t-- > 0;) {  // the last turn's rungs know the known users
    const double n = static_cast<double>(parts.size());
    const double begin = 0.6 * (1.0 - static_cast<double>(t + 1) / n);
    const Monitor here = monitor.part(begin, begin + 0.6 / n);
    fit_without(log, parts[t], t == 0 ? withheld(log) : std::vector<std::uint8_t>{}, attributes,
                here.part(0.0, 0.6));
    gather_strangers(log, parts[t], attributes, outside, with, here.part(0.6, 0.8));
    if (attributes) gather_strangers(log, parts[t], nullptr, outside, plain, here.part(0.8, 1.0));
  }
  detail::both_ways(strangers_, attributes != nullptr, [&](bool told) {
    return learn_strangers(told == (attributes != nullptr) ? with : plain, told,
                           monitor.part(0.6, 0.8));
  });
  known_ = {strangers_.weights, strangers_.plain_weights, known_.learnt};
  if (!learners.empty())
    detail::both_ways(known_, attributes != nullptr, [&](bool told) {
      return learn_known(log, learners, told ? attributes : nullptr, outside,
                         monitor.part(0.8, 1.0));
    });
}

/// Fits the rungs on everybody but `aside`, and without the events marked.
LIMN_INLINE void Ladder::fit_without(const data::EventLog& log, Users aside,
                                     const std::vector<std::uint8_t>& marked,
                                     const data::FrameView* attributes, const Monitor& monitor) {
  std::vector<std::int32_t> others;
  for (std::int32_t user = 0; user < static_cast<std::int32_t>(log.n_users()); ++user)
    if (!std::binary_search(aside.begin(), aside.end(), user)) others.push_back(user);
  const data::EventLog rest =
      marked.empty() ? log.only_users(others) : log.without(marked).only_users(others);
  if (!attributes) return fit_rungs(rest, nullptr, monitor);
  const Matrix table = detail::rows_of(*attributes, others);
  const data::FrameView view(table, detail::columns_of(*attributes));
  fit_rungs(rest, &view, monitor);
}

template <class Shown>
std::vector<LadderCase> Ladder::make_cases(const data::EventLog& log, Users users,
                                           const data::FrameView* attributes, const Rungs& outside,
                                           bool next_only, const Shown& shown,
                                           const Monitor& monitor) const {
  std::vector<LadderCase> out(users.size());
  core::parallel_rows(out.size(), 16, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      monitor.check();
      const std::int32_t user = users[i];
      const data::History history = log.history(static_cast<std::size_t>(user));
      Vector row;
      if (attributes) row = attributes->matrix().row(user).transpose();
      out[i] = make_case(history, shown(user, static_cast<std::int64_t>(history.size())), next_only,
                         {row.data(), static_cast<std::size_t>(row.size())}, outside);
    }
  });
  return out;
}

/// What each rung alone and the weights found reach; which rungs said anything.
LIMN_INLINE void Ladder::say_how_well(std::span<const LadderCase> cases, Index step, Steps& out,
                                      Matrix& allowed) const {
  const Index n_rungs = out.weights.cols();
  for (Index r = 0; r < n_rungs; ++r) {
    const bool spoke = std::any_of(cases.begin(), cases.end(), [&](const LadderCase& asked) {
      return asked.available[static_cast<std::size_t>(r)] != 0;
    });
    allowed(step, r) = spoke ? 1.0 : 0.0;
    if (spoke) out.learnt(step, r) = mean_ndcg(cases, Vector::Unit(n_rungs, r), detail::ladder_k);
  }
  out.learnt(step, n_rungs) =
      mean_ndcg(cases, Vector(out.weights.row(step).transpose()), detail::ladder_k);
}

LIMN_INLINE void Ladder::gather_strangers(const data::EventLog& log, Users aside,
                                          const data::FrameView* attributes, const Rungs& outside,
                                          CasesByStep& out, const Monitor& monitor) const {
  for (std::size_t step = 0; step < n_ladder_steps; ++step) {
    std::vector<std::int32_t> users;
    for (const std::int32_t user : aside)
      if (std::ssize(log.history(static_cast<std::size_t>(user)).items) > ladder_steps[step])
        users.push_back(user);
    std::vector<LadderCase> cases = make_cases(
        log, users, attributes, outside, false,
        [&](std::int32_t user, std::int64_t n) {
          return detail::draw_shown(step, n, params_.random_state, user);
        },
        monitor);
    for (LadderCase& asked : cases)
      if (asked.n_taken > 0) out[step].push_back(std::move(asked));
  }
}

LIMN_INLINE Ladder::Steps Ladder::learn_strangers(const CasesByStep& by_step, bool told,
                                                  const Monitor& monitor) const {
  Steps out{told ? strangers_.weights : strangers_.plain_weights, strangers_.learnt};
  const Index n_steps = out.weights.rows();
  Matrix allowed = Matrix::Ones(n_steps, out.weights.cols());
  for (Index step = 0; step < n_steps; ++step) {
    const std::span<const LadderCase> cases = by_step[static_cast<std::size_t>(step)];
    if (cases.empty()) {  // nobody reached this step: it is answered like the one before
      if (step > 0) out.weights.row(step) = out.weights.row(step - 1);
      continue;
    }
    out.weights.row(step) =
        search_beyond(cases, best_rung(cases, detail::ladder_k), detail::ladder_k, monitor)
            .transpose();
    say_how_well(cases, step, out, allowed);
  }
  out.weights = smooth_weights(out.weights, allowed, params_.smoothing);
  return out;
}

LIMN_INLINE Ladder::Steps Ladder::learn_known(const data::EventLog& log, Users learners,
                                              const data::FrameView* attributes,
                                              const Rungs& outside, const Monitor& monitor) const {
  Steps out{(attributes ? known_.weights : known_.plain_weights), known_.learnt};
  std::vector<LadderCase> cases = make_cases(
      log, learners, attributes, outside, true, [](std::int32_t, std::int64_t n) { return n - 1; },
      monitor);
  std::array<std::vector<LadderCase>, n_ladder_steps> by_step;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const auto n = std::ssize(log.history(static_cast<std::size_t>(learners[i])).items) - 1;
    if (cases[i].n_taken > 0) by_step[ladder_step(n)].push_back(cases[i]);
  }
  std::erase_if(cases, [](const LadderCase& asked) { return asked.n_taken == 0; });
  if (cases.empty()) return out;
  const Vector all =
      search_beyond(cases, best_rung(cases, detail::ladder_k), detail::ladder_k, monitor);
  Matrix allowed = Matrix::Ones(out.weights.rows(), out.weights.cols());
  for (Index step = 1; step < out.weights.rows(); ++step) {
    const std::vector<LadderCase>& own = by_step[static_cast<std::size_t>(step)];
    out.weights.row(step) = all.transpose();
    if (own.size() >= detail::fewest_cases_of_a_step)
      out.weights.row(step) = search_beyond(own, all, detail::ladder_k, monitor).transpose();
    if (!own.empty()) say_how_well(own, step, out, allowed);
  }
  out.weights.bottomRows(out.weights.rows() - 1) =
      smooth_weights(out.weights.bottomRows(out.weights.rows() - 1),
                     allowed.bottomRows(out.weights.rows() - 1), 0.0);
  return out;
}

LIMN_INLINE LadderCase Ladder::make_case(const data::History& history, std::int64_t n_shown,
                                         bool next_only, std::span<const double> attributes,
                                         const std::vector<OutsideRung>& outside) const {
  const auto shown = static_cast<std::size_t>(n_shown);
  const data::History first = detail::first_events(history, shown);
  Spoken said = speak(first, attributes, outside, nullptr);
  std::vector<std::uint8_t> later(items().size(), 0), candidate(items().size(), 0);
  std::vector<std::uint8_t> known(items().size(), 0);
  if (params_.exclude_seen)
    for (const std::int32_t item : first.items) known[static_cast<std::size_t>(item)] = 1;
  LadderCase out;
  const std::size_t end = next_only ? shown + 1 : history.size();
  for (std::size_t e = shown; e < end; ++e) {
    const auto item = static_cast<std::size_t>(history.items[e]);
    if (known[item] || later[item]) continue;
    later[item] = 1;
    ++out.n_taken;
  }
  for (Index r = 0; r < said.shares.rows(); ++r) {
    if (!said.available[static_cast<std::size_t>(r)]) continue;
    const Ranked best =
        recommend::rank_one({said.shares.row(r).data(), items().size()}, first.items,
                            detail::ladder_candidates, params_.exclude_seen);
    for (Index i = 0; i < best.items.cols(); ++i)
      if (best.items(0, i) >= 0) candidate[static_cast<std::size_t>(best.items(0, i))] = 1;
  }
  const auto n = std::count(candidate.begin(), candidate.end(), 1);
  out.scores.resize(said.shares.rows(), n);
  Index column = 0;
  for (std::size_t item = 0; item < candidate.size(); ++item) {
    if (!candidate[item]) continue;
    out.scores.col(column++) = said.shares.col(static_cast<Index>(item));
    out.taken.push_back(later[item]);
  }
  out.available = std::move(said.available);
  return out;
}

}  // namespace limn::inline LIMN_ABI::coldstart
