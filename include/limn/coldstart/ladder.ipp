// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include <limn/coldstart/ladder.hpp>
#include <limn/core/parallel.hpp>
#include <limn/recommend/top_k.hpp>

namespace limn::inline LIMN_ABI::coldstart {

namespace detail {

inline constexpr std::int64_t ladder_k = 10;
/// Known events from which a user is no stranger.
inline constexpr std::int64_t warm_from = 16;
/// The best of each rung that come into question while weights are searched.
inline constexpr std::int64_t ladder_candidates = 40;
/// Popularity breaks ties, and answers when nothing else does.
inline constexpr float tie_weight = 1e-6F;
inline constexpr std::size_t fewest_learners = 10;

/// Weight of a rung where nothing could be learnt, before rows are made to sum to 1.
LIMN_INLINE double preset_weight(std::string_view rung, std::size_t step) {
  constexpr std::array<double, n_ladder_steps> fading{1, 1, 1, 0.5, 0.25, 0.1, 0.1, 0.1};
  constexpr std::array<double, n_ladder_steps> growing{0, 0.2, 0.5, 1, 2, 3, 3, 3};
  if (rung == recommend::Popular::name || rung == Attributes::name) return fading[step];
  if (rung == SimilarUsers::name) return 0.5;
  return (rung == recommend::ItemNearest::name ? 0.3 : 1.0) * growing[step];
}

LIMN_INLINE Matrix preset_weights(const std::vector<std::string>& rungs) {
  Matrix out(static_cast<Index>(n_ladder_steps), static_cast<Index>(rungs.size()));
  for (Index step = 0; step < out.rows(); ++step) {
    for (std::size_t r = 0; r < rungs.size(); ++r)
      out(step, static_cast<Index>(r)) = preset_weight(rungs[r], static_cast<std::size_t>(step));
    const double sum = out.row(step).sum();
    if (sum > 0.0)
      out.row(step) /= sum;
    else
      out.row(step).setConstant(1.0 / static_cast<double>(out.cols()));
  }
  return out;
}

LIMN_INLINE data::History first_events(const data::History& history, std::size_t n) {
  data::History out;
  out.items = history.items.first(n);
  if (!history.types.empty()) out.types = history.types.first(n);
  if (!history.times_us.empty()) out.times_us = history.times_us.first(n);
  if (!history.values.empty()) out.values = history.values.first(n);
  return out;
}

LIMN_INLINE std::int64_t known_events(const data::History& history) {
  return std::count_if(history.items.begin(), history.items.end(),
                       [](std::int32_t item) { return item >= 0; });
}

/// A next item is one draw of chance: each user is asked for it after several events.
inline constexpr std::size_t next_draws = 3;

/// How many events of a user of n are shown at a step: drawn between its bounds, at least one left.
LIMN_INLINE std::int64_t draw_shown(std::size_t step, std::int64_t n, std::uint64_t seed,
                                    std::int32_t user, std::size_t draw) {
  const std::int64_t low = ladder_steps[step];
  const std::int64_t most =
      step + 1 < n_ladder_steps ? std::min(ladder_steps[step + 1], n) - 1 : n - 1;
  core::Random random(
      seed ^ 0x6c61646465720000ULL,
      (static_cast<std::uint64_t>(user) * n_ladder_steps + step) * next_draws + draw);
  return low + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(most - low + 1)));
}

LIMN_INLINE void exponentiate(VectorF& scores) {
  if (scores.size() == 0) return;
  const float largest = scores.maxCoeff();
  scores = (scores.array() - largest).exp();
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

struct Ladder::Spoken {
  MatrixF shares;                       // (n_rungs, n_items)
  std::vector<std::uint8_t> available;  // (n_rungs)
  std::vector<Donor> donors;
};

LIMN_INLINE Ladder::Ladder(Params params) : params_(core::checked<Ladder>(params)) {
  std::vector<std::string> known(own_rungs.begin(), own_rungs.end());
  for (std::size_t i = 0; i < params_.rungs.size(); ++i) {
    const std::string& rung = params_.rungs[i];
    if (std::find(known.begin(), known.end(), rung) == known.end())
      core::check_rule(name, "rungs", core::Value{rung}, core::Rule{.choices = known});
    if (std::find(params_.rungs.begin(), params_.rungs.begin() + static_cast<std::ptrdiff_t>(i),
                  rung) != params_.rungs.begin() + static_cast<std::ptrdiff_t>(i))
      throw ParamError(ErrorCode::param_conflict, {.component = std::string(name),
                                                   .place = "option 'rungs'",
                                                   .got = "'" + rung + "' twice",
                                                   .expected = "each rung once",
                                                   .fix = "leave one out"});
  }
}

LIMN_INLINE bool Ladder::uses(std::string_view rung) const {
  return std::find(rungs_.begin(), rungs_.end(), rung) != rungs_.end();
}

LIMN_INLINE std::vector<std::int32_t> Ladder::set_aside(const data::EventLog& log) const {
  std::vector<std::pair<double, std::int32_t>> drawn;
  for (std::size_t user = 0; user < log.n_users(); ++user)
    if (log.history(user).size() > 0)
      drawn.emplace_back(core::Random(params_.random_state, user).uniform(),
                         static_cast<std::int32_t>(user));
  std::vector<std::int32_t> out;
  if (drawn.size() < detail::fewest_learners) return out;
  std::sort(drawn.begin(), drawn.end());
  const auto share =
      static_cast<std::size_t>(params_.learn_share * static_cast<double>(drawn.size()));
  const std::size_t n = std::clamp<std::size_t>(
      share, 1, std::min(static_cast<std::size_t>(params_.max_learners), drawn.size() - 1));
  for (std::size_t i = 0; i < n; ++i) out.push_back(drawn[i].second);
  std::sort(out.begin(), out.end());
  return out;
}

LIMN_INLINE Ladder& Ladder::fit(const data::EventLog& log, const Monitor& monitor) {
  return fit(log, Matrix(static_cast<Index>(log.n_users()), 0), std::vector<OutsideRung>{},
             monitor);
}

LIMN_INLINE Ladder& Ladder::fit(const data::EventLog& log, const data::FrameView& attributes,
                                const Monitor& monitor) {
  return fit(log, attributes, std::vector<OutsideRung>{}, monitor);
}

LIMN_INLINE Ladder& Ladder::fit(const data::EventLog& log, const data::FrameView& attributes,
                                const std::vector<OutsideRung>& outside, const Monitor& monitor) {
  recommend::require_events(log, name);
  core::require_length(attributes.rows(), static_cast<Index>(log.n_users()), name,
                       "rows of attributes");
  const data::FrameView* described = attributes.cols() > 0 ? &attributes : nullptr;
  Ladder fresh(params_);
  for (const std::string& rung : params_.rungs)
    if (rung != Attributes::name || described) fresh.rungs_.push_back(rung);
  for (const OutsideRung& rung : outside) fresh.rungs_.push_back(rung.name);
  if (fresh.rungs_.empty()) fresh.rungs_.emplace_back(recommend::Popular::name);
  fresh.weights_ = detail::preset_weights(fresh.rungs_);
  fresh.plain_weights_ = fresh.weights_;
  fresh.learnt_ = Matrix::Constant(fresh.weights_.rows(), fresh.weights_.cols() + 1, missing);
  fresh.learn(log, described, outside, monitor.part(0.0, 0.7));
  fresh.fit_rungs(log, described, monitor.part(0.7, 1.0));
  return *this = std::move(fresh);
}

LIMN_INLINE Ladder& Ladder::refresh(const data::EventLog& log, const data::FrameView& attributes,
                                    const Monitor& monitor) {
  core::require_fitted(!rungs_.empty(), name);
  recommend::require_events(log, name);
  core::require_length(attributes.rows(), static_cast<Index>(log.n_users()), name,
                       "rows of attributes");
  Ladder fresh = *this;
  fresh.fit_rungs(log, attributes.cols() > 0 ? &attributes : nullptr, monitor);
  return *this = std::move(fresh);
}

LIMN_INLINE void Ladder::fit_rungs(const data::EventLog& log, const data::FrameView* attributes,
                                   const Monitor& monitor) {
  popular_.fit(log, monitor.part(0.0, 0.1));
  if (uses(Attributes::name) && attributes)
    attributes_.fit(log, *attributes, monitor.part(0.1, 0.3));
  if (uses(SimilarUsers::name)) {
    if (attributes)
      similar_users_.fit(log, *attributes, monitor.part(0.3, 0.4));
    else
      similar_users_.fit(log, monitor.part(0.3, 0.4));
  }
  if (uses(recommend::Transitions::name)) transitions_.fit(log, monitor.part(0.4, 0.7));
  if (uses(recommend::ItemNearest::name)) item_nearest_.fit(log, monitor.part(0.7, 1.0));
}

LIMN_INLINE void Ladder::learn(const data::EventLog& log, const data::FrameView* attributes,
                               const std::vector<OutsideRung>& outside, const Monitor& monitor) {
  const std::vector<std::int32_t> aside = set_aside(log);
  if (aside.empty()) return;
  std::vector<std::int32_t> others;
  for (std::int32_t user = 0; user < static_cast<std::int32_t>(log.n_users()); ++user)
    if (!std::binary_search(aside.begin(), aside.end(), user)) others.push_back(user);
  if (attributes) {
    const Matrix known = detail::rows_of(*attributes, others);
    const data::FrameView view(known, detail::columns_of(*attributes));
    fit_rungs(log.only_users(others), &view, monitor.part(0.0, 0.4));
  } else {
    fit_rungs(log.only_users(others), nullptr, monitor.part(0.0, 0.4));
  }

  Steps with = learn_steps(log, aside, attributes, outside, monitor.part(0.4, 0.7));
  if (attributes)
    plain_weights_ = learn_steps(log, aside, nullptr, outside, monitor.part(0.7, 1.0)).weights;
  else
    plain_weights_ = with.weights;
  weights_ = std::move(with.weights);
  learnt_ = std::move(with.learnt);
}

LIMN_INLINE std::vector<LadderCase> Ladder::make_cases(const data::EventLog& log,
                                                       std::span<const std::int32_t> users,
                                                       const data::FrameView* attributes,
                                                       const std::vector<OutsideRung>& outside,
                                                       std::size_t step,
                                                       const Monitor& monitor) const {
  const bool next_only = wants_next(step);
  const std::size_t draws = next_only ? detail::next_draws : 1;
  std::vector<LadderCase> out(users.size() * draws);
  core::parallel_rows(out.size(), 16, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      monitor.check();
      const std::int32_t user = users[i / draws];
      const data::History history = log.history(static_cast<std::size_t>(user));
      Vector row;
      if (attributes) row = attributes->matrix().row(user).transpose();
      const std::int64_t shown = detail::draw_shown(step, static_cast<std::int64_t>(history.size()),
                                                    params_.random_state, user, i % draws);
      out[i] = make_case(history, shown, next_only,
                         {row.data(), static_cast<std::size_t>(row.size())}, outside);
    }
  });
  std::erase_if(out, [](const LadderCase& asked) { return asked.n_taken == 0; });
  return out;
}

LIMN_INLINE Ladder::Steps Ladder::learn_steps(const data::EventLog& log,
                                              std::span<const std::int32_t> aside,
                                              const data::FrameView* attributes,
                                              const std::vector<OutsideRung>& outside,
                                              const Monitor& monitor) const {
  const Index n_rungs = weights_.cols(), n_steps = weights_.rows();
  Steps out{weights_, learnt_};
  Matrix allowed = Matrix::Ones(n_steps, n_rungs);
  for (Index step = 0; step < n_steps; ++step) {
    monitor.report(static_cast<double>(step) / static_cast<double>(n_steps), "weights");
    const auto at = static_cast<std::size_t>(step);
    std::vector<std::int32_t> users;
    for (const std::int32_t user : aside)
      if (std::ssize(log.history(static_cast<std::size_t>(user)).items) > ladder_steps[at])
        users.push_back(user);
    if (users.empty()) {  // nobody reached this step: it is answered like the one before
      if (step > 0) out.weights.row(step) = out.weights.row(step - 1);
      continue;
    }
    const std::vector<LadderCase> cases = make_cases(log, users, attributes, outside, at, monitor);
    if (cases.empty()) {  // all they took later was known before
      if (step > 0) out.weights.row(step) = out.weights.row(step - 1);
      continue;
    }
    for (Index r = 0; r < n_rungs; ++r) {
      const bool spoke = std::any_of(cases.begin(), cases.end(), [&](const LadderCase& asked) {
        return asked.available[static_cast<std::size_t>(r)] != 0;
      });
      allowed(step, r) = spoke ? 1.0 : 0.0;
      if (spoke) out.learnt(step, r) = mean_ndcg(cases, Vector::Unit(n_rungs, r), detail::ladder_k);
    }
    const Vector weights = search_both_halves(cases, detail::ladder_k, monitor);
    out.weights.row(step) = weights.transpose();
    out.learnt(step, n_rungs) = mean_ndcg(cases, weights, detail::ladder_k);
  }
  // Weights that foresee all later items and such that foresee the next one are not neighbours.
  Index later = 0;
  while (later < n_steps && !wants_next(static_cast<std::size_t>(later))) ++later;
  for (const auto& [begin, n] : {std::pair{Index{0}, later}, std::pair{later, n_steps - later}})
    if (n > 0)
      out.weights.middleRows(begin, n) = smooth_weights(
          out.weights.middleRows(begin, n), allowed.middleRows(begin, n), params_.smoothing);
  return out;
}

LIMN_INLINE bool Ladder::speak_one(const std::string& rung, const data::History& history,
                                   std::span<const double> attributes,
                                   const std::vector<OutsideRung>& outside,
                                   std::span<const Donor> donors, std::span<float> out) const {
  if (rung == recommend::Popular::name) {
    popular_.score_into(-1, out);
  } else if (rung == Attributes::name) {
    if (attributes.empty()) return false;
    attributes_.score_into(attributes, out);
  } else if (rung == SimilarUsers::name) {
    if (donors.empty()) return false;
    similar_users_.score_into(donors, out);
  } else if (rung == recommend::Transitions::name) {
    transitions_.score_into(history, out);
  } else if (rung == recommend::ItemNearest::name) {
    item_nearest_.score_into(history, out);
  } else {
    const auto found = std::find_if(outside.begin(), outside.end(),
                                    [&](const OutsideRung& o) { return o.name == rung; });
    if (found == outside.end()) return false;
    const VectorF said = found->score(history, attributes);
    if (said.size() == 0) return false;
    core::require_width(said.size(), static_cast<Index>(out.size()), name);
    std::copy_n(said.data(), out.size(), out.begin());
  }
  return to_shares(out);
}

LIMN_INLINE Ladder::Spoken Ladder::speak(const data::History& history,
                                         std::span<const double> attributes,
                                         const std::vector<OutsideRung>& outside,
                                         const Vector* weights) const {
  const auto n_items = static_cast<Index>(items().size());
  Spoken out;
  out.shares.resize(static_cast<Index>(rungs_.size()), n_items);
  out.available.assign(rungs_.size(), 0);
  const bool similar_has_attributes =
      static_cast<Index>(attributes.size()) == similar_users_.n_attributes();
  if (uses(SimilarUsers::name))
    out.donors = similar_users_.donors(
        history, similar_has_attributes ? attributes : std::span<const double>{});
  for (std::size_t r = 0; r < rungs_.size(); ++r) {
    if (weights && (*weights)[static_cast<Index>(r)] <= 0.0) continue;
    const std::span<float> row(out.shares.row(static_cast<Index>(r)).data(), items().size());
    out.available[r] = speak_one(rungs_[r], history, attributes, outside, out.donors, row) ? 1 : 0;
  }
  for (std::size_t r = 0; r < rungs_.size(); ++r)
    if (!out.available[r]) out.shares.row(static_cast<Index>(r)).setZero();
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

namespace detail {

/// The weights of a step, over the rungs that spoke only; popularity alone when none did.
LIMN_INLINE Vector used_weights(const Vector& weights, const std::vector<std::uint8_t>& available) {
  Vector out = weights;
  for (Index r = 0; r < out.size(); ++r)
    if (!available[static_cast<std::size_t>(r)]) out[r] = 0.0;
  if (out.sum() > 0.0) out /= out.sum();
  return out;
}

}  // namespace detail

LIMN_INLINE VectorF Ladder::score(const data::History& history, std::span<const double> attributes,
                                  const std::vector<OutsideRung>& outside) const {
  core::require_fitted(!rungs_.empty(), name);
  const std::size_t step = ladder_step(detail::known_events(history));
  const Vector weights =
      this->weights(!attributes.empty()).row(static_cast<Index>(step)).transpose();
  const Spoken said = speak(history, attributes, outside, &weights);
  const Vector used = detail::used_weights(weights, said.available);
  VectorF out = detail::tie_weight * popular_.score(history);
  for (Index r = 0; r < used.size(); ++r)
    if (used[r] > 0.0) out += static_cast<float>(used[r]) * said.shares.row(r).transpose();
  return out;
}

LIMN_INLINE LadderAnswer Ladder::answer(const data::History& history,
                                        std::span<const double> attributes, std::int64_t k,
                                        bool exclude_seen,
                                        const std::vector<OutsideRung>& outside) const {
  core::require_fitted(!rungs_.empty(), name);
  recommend::require_k(k, name);
  LadderAnswer out;
  out.n_events = detail::known_events(history);
  const std::size_t step = ladder_step(out.n_events);
  out.stage = out.n_events >= detail::warm_from ? "warm"
              : out.n_events > 0                ? "few events"
              : attributes.empty()              ? "none"
                                                : "attributes";
  const Vector weights =
      this->weights(!attributes.empty()).row(static_cast<Index>(step)).transpose();
  Spoken said = speak(history, attributes, outside, &weights);
  out.weights = detail::used_weights(weights, said.available);
  VectorF scores = detail::tie_weight * popular_.score(history);
  for (Index r = 0; r < out.weights.size(); ++r)
    if (out.weights[r] > 0.0)
      scores += static_cast<float>(out.weights[r]) * said.shares.row(r).transpose();
  const auto most = std::min(k, static_cast<std::int64_t>(items().size()));
  const Ranked best =
      recommend::rank_one({scores.data(), items().size()}, history.items, most, exclude_seen);
  out.donors = std::move(said.donors);
  for (Index i = 0; i < best.items.cols(); ++i) {
    const std::int32_t item = best.items(0, i);
    if (item < 0) break;
    Index rung = 0;
    (out.weights.cwiseProduct(said.shares.col(item).cast<double>())).maxCoeff(&rung);
    out.items.push_back(
        {item, best.scores(0, i), static_cast<std::int32_t>(rung),
         reason_of(static_cast<std::size_t>(rung), history, attributes, out.donors, item)});
  }
  return out;
}

LIMN_INLINE recommend::Reason Ladder::reason_of(std::size_t rung, const data::History& history,
                                                std::span<const double> attributes,
                                                std::span<const Donor> donors,
                                                std::int32_t item) const {
  const std::string& which = rungs_[rung];
  if (which == Attributes::name && !attributes.empty()) return attributes_.reason(attributes, item);
  if (which == SimilarUsers::name) return similar_users_.reason(donors, item);
  if (which == recommend::Transitions::name) return transitions_.reason(history, item);
  if (which == recommend::ItemNearest::name) return item_nearest_.reason(history, item);
  if (which == recommend::Popular::name || which == Attributes::name)
    return popular_.reason(history, item);
  return {.kind = "sequence", .item = -1, .share = 1.0};
}

LIMN_INLINE Ranked Ladder::recommend(const data::EventLog& log, std::int64_t k,
                                     bool exclude_seen) const {
  core::require_fitted(!rungs_.empty(), name);
  recommend::require_k(k, name);
  return recommend::rank_users(
      log, items(), k, exclude_seen,
      [&](std::size_t, const data::History& history, std::span<float> out) {
        const VectorF scores = score(history);
        std::copy_n(scores.data(), out.size(), out.begin());
      });
}

LIMN_INLINE Ranked Ladder::recommend(const data::EventLog& log, MatrixView attributes,
                                     std::int64_t k, bool exclude_seen) const {
  core::require_fitted(!rungs_.empty(), name);
  recommend::require_k(k, name);
  core::require_length(attributes.rows(), static_cast<Index>(log.n_users()), name,
                       "rows of attributes");
  return recommend::rank_users(
      log, items(), k, exclude_seen,
      [&](std::size_t user, const data::History& history, std::span<float> out) {
        const Vector row = attributes.row(static_cast<Index>(user)).transpose();
        const VectorF scores = score(history, {row.data(), static_cast<std::size_t>(row.size())});
        std::copy_n(scores.data(), out.size(), out.begin());
      });
}

LIMN_INLINE void Ladder::check_state() const {
  if (rungs_.empty()) return;
  const auto n_rungs = static_cast<Index>(rungs_.size());
  core::require_state(weights_.rows() == static_cast<Index>(n_ladder_steps) &&
                          weights_.cols() == n_rungs && weights_.allFinite(),
                      name, "weights");
  core::require_state(plain_weights_.rows() == weights_.rows() &&
                          plain_weights_.cols() == n_rungs && plain_weights_.allFinite(),
                      name, "plain_weights");
  core::require_state(learnt_.rows() == weights_.rows() && learnt_.cols() == n_rungs + 1, name,
                      "learnt");
  const auto same = [&](std::string_view rung, std::size_t n_items) {
    core::require_state(!uses(rung) || n_items == items().size(), name, rung);
  };
  core::require_state(items().size() > 0, name, recommend::Popular::name);
  same(Attributes::name, attributes_.items().size());
  same(SimilarUsers::name, similar_users_.items().size());
  same(recommend::Transitions::name, transitions_.items().size());
  same(recommend::ItemNearest::name, item_nearest_.items().size());
}

}  // namespace limn::inline LIMN_ABI::coldstart
