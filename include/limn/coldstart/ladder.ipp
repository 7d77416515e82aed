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

/// Known events from which a user is no stranger.
inline constexpr std::int64_t warm_from = 16;
/// Popularity breaks ties, and answers when nothing else does.
inline constexpr float tie_weight = 1e-6F;

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

LIMN_INLINE std::int64_t known_events(const data::History& history) {
  return std::count_if(history.items.begin(), history.items.end(),
                       [](std::int32_t item) { return item >= 0; });
}

/// A hash of each user's id (FNV-1a of its text), never 0; 0 for users without an event.
LIMN_INLINE std::vector<std::int64_t> user_hashes(const data::EventLog& log) {
  std::vector<std::int64_t> out(log.n_users(), 0);
  core::parallel_rows(out.size(), 1024, [&](std::size_t begin, std::size_t end) {
    for (std::size_t user = begin; user < end; ++user) {
      if (log.offsets()[user + 1] == log.offsets()[user]) continue;
      std::uint64_t hash = 0xCBF29CE484222325u;
      for (const char c : log.users().text(static_cast<std::int32_t>(user)))
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
      out[user] = static_cast<std::int64_t>(hash >> 1) | 1;
    }
  });
  return out;
}

LIMN_INLINE void exponentiate(VectorF& scores) {
  if (scores.size() == 0) return;
  const float largest = scores.maxCoeff();
  scores = (scores.array() - largest).exp();
}

}  // namespace detail

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
  const Matrix preset = detail::preset_weights(fresh.rungs_);
  fresh.strangers_ = {preset, preset, Matrix::Constant(preset.rows(), preset.cols() + 1, missing)};
  fresh.known_ = fresh.strangers_;
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
  users_ = detail::user_hashes(log);
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

LIMN_INLINE std::vector<Standing> Ladder::standings(const data::EventLog& log) const {
  core::require_fitted(!rungs_.empty(), name);
  std::vector<std::int64_t> known = users_;
  std::sort(known.begin(), known.end());
  std::vector<Standing> out;
  for (const std::int64_t hash : detail::user_hashes(log))
    out.push_back(hash != 0 && std::binary_search(known.begin(), known.end(), hash)
                      ? Standing::known
                      : Standing::stranger);
  return out;
}

LIMN_INLINE void Ladder::forget(std::int32_t user) {
  similar_users_.forget(user);
  if (user >= 0 && static_cast<std::size_t>(user) < users_.size())
    users_[static_cast<std::size_t>(user)] = 0;
}

LIMN_INLINE VectorF Ladder::score(const data::History& history, std::span<const double> attributes,
                                  const std::vector<OutsideRung>& outside,
                                  Standing standing) const {
  core::require_fitted(!rungs_.empty(), name);
  const std::size_t step = ladder_step(detail::known_events(history));
  const Vector weights =
      this->weights(!attributes.empty(), standing).row(static_cast<Index>(step)).transpose();
  const Spoken said = speak(history, attributes, outside, &weights);
  const Vector used = detail::used_weights(weights, said.available);
  VectorF out = detail::tie_weight * popular_.score(history);
  for (Index r = 0; r < used.size(); ++r)
    if (used[r] > 0.0) out += static_cast<float>(used[r]) * said.shares.row(r).transpose();
  return out;
}

LIMN_INLINE LadderAnswer Ladder::answer(const data::History& history,
                                        std::span<const double> attributes, std::int64_t k,
                                        bool exclude_seen, const std::vector<OutsideRung>& outside,
                                        Standing standing) const {
  core::require_fitted(!rungs_.empty(), name);
  recommend::require_k(k, name);
  LadderAnswer out;
  out.known = standing == Standing::known;
  out.n_events = detail::known_events(history);
  const std::size_t step = ladder_step(out.n_events);
  out.stage = out.n_events >= detail::warm_from ? "warm"
              : out.n_events > 0                ? "few events"
              : attributes.empty()              ? "none"
                                                : "attributes";
  const Vector weights =
      this->weights(!attributes.empty(), standing).row(static_cast<Index>(step)).transpose();
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
  const std::vector<Standing> standing = standings(log);
  return recommend::rank_users(
      log, items(), k, exclude_seen,
      [&](std::size_t user, const data::History& history, std::span<float> out) {
        const VectorF scores = score(history, {}, {}, standing[user]);
        std::copy_n(scores.data(), out.size(), out.begin());
      });
}

LIMN_INLINE Ranked Ladder::recommend(const data::EventLog& log, MatrixView attributes,
                                     std::int64_t k, bool exclude_seen) const {
  core::require_fitted(!rungs_.empty(), name);
  recommend::require_k(k, name);
  core::require_length(attributes.rows(), static_cast<Index>(log.n_users()), name,
                       "rows of attributes");
  const std::vector<Standing> standing = standings(log);
  return recommend::rank_users(
      log, items(), k, exclude_seen,
      [&](std::size_t user, const data::History& history, std::span<float> out) {
        const Vector row = attributes.row(static_cast<Index>(user)).transpose();
        const VectorF scores =
            score(history, {row.data(), static_cast<std::size_t>(row.size())}, {}, standing[user]);
        std::copy_n(scores.data(), out.size(), out.begin());
      });
}

LIMN_INLINE void Ladder::check_state() const {
  if (rungs_.empty()) return;
  const auto n_rungs = static_cast<Index>(rungs_.size());
  for (const Learned* of : {&strangers_, &known_}) {
    for (const Matrix* weights : {&of->weights, &of->plain_weights})
      core::require_state(weights->rows() == static_cast<Index>(n_ladder_steps) &&
                              weights->cols() == n_rungs && weights->allFinite(),
                          name, "weights");
    core::require_state(
        of->learnt.rows() == static_cast<Index>(n_ladder_steps) && of->learnt.cols() == n_rungs + 1,
        name, "learnt");
  }
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
