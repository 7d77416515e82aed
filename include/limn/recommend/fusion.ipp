// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <limn/core/random.hpp>
#include <limn/recommend/fusion.hpp>
#include <limn/recommend/item_graph.hpp>
#include <limn/recommend/item_nearest.hpp>
#include <limn/recommend/popular.hpp>
#include <limn/recommend/sequence.hpp>
#include <limn/recommend/top_k.hpp>
#include <limn/recommend/transitions.hpp>

namespace limn::inline LIMN_ABI::recommend {

namespace detail {

inline constexpr std::int64_t fusion_k = 10;

LIMN_INLINE bool in_log_odds(const core::AnyRecommender& member) {
  return member->name() == Sequence::name;
}

/// What one member says to one user, in one form, laid over a dense row.
LIMN_INLINE void lay(FusionForm form, bool log_odds, std::span<const std::int32_t> items,
                     std::span<const float> scores, std::span<const std::int32_t> codes,
                     float weight, std::span<float> row) {
  std::vector<float> said(items.size());
  to_form(form, log_odds, items, scores, said);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (said[i] <= 0.0F) continue;
    const std::int32_t code = codes[static_cast<std::size_t>(items[i])];
    if (code >= 0) row[static_cast<std::size_t>(code)] += weight * said[i];
  }
}

LIMN_INLINE std::span<const std::int32_t> items_of(const Ranked& ranked, std::size_t row) {
  const auto width = static_cast<std::size_t>(ranked.items.cols());
  return {ranked.items.data() + row * width, width};
}
LIMN_INLINE std::span<const float> scores_of(const Ranked& ranked, std::size_t row) {
  const auto width = static_cast<std::size_t>(ranked.scores.cols());
  return {ranked.scores.data() + row * width, width};
}

/// The last events of some users, hidden: what is left, and the item each of them took (-1 = the
/// user is not asked about).
struct Hidden {
  data::EventLog rest;
  std::vector<std::int32_t> users, wanted;
};

LIMN_INLINE Hidden hide_last(const data::EventLog& log, std::int64_t most, std::uint64_t seed) {
  std::vector<std::pair<std::uint32_t, std::int32_t>> drawn;
  for (std::size_t user = 0; user < log.n_users(); ++user)
    if (log.offsets()[user + 1] - log.offsets()[user] >= 3)
      drawn.emplace_back(core::Random(seed, user).bits(), static_cast<std::int32_t>(user));
  std::sort(drawn.begin(), drawn.end());
  if (drawn.size() > static_cast<std::size_t>(most)) drawn.resize(static_cast<std::size_t>(most));
  Hidden out;
  for (const auto& [draw, user] : drawn) out.users.push_back(user);
  std::sort(out.users.begin(), out.users.end());
  std::vector<std::uint8_t> drop(log.n_events(), 0);
  for (const std::int32_t user : out.users) {
    const auto last =
        static_cast<std::size_t>(log.offsets()[static_cast<std::size_t>(user) + 1]) - 1;
    drop[last] = 1;
    out.wanted.push_back(log.item_codes()[last]);
  }
  out.rest = log.without(drop);
  return out;
}

LIMN_INLINE Fusion::Params named_after(Fusion::Params params,
                                       const std::vector<core::AnyRecommender>& members) {
  params.members.clear();
  for (const core::AnyRecommender& member : members) params.members.push_back(member->name());
  return params;
}

LIMN_INLINE core::AnyRecommender fusion_member(const std::string& name) {
  if (name == Transitions::name) return Transitions();
  if (name == ItemNearest::name) return ItemNearest();
  if (name == Popular::name) return Popular();
  if (std::ranges::count(core::AnySequenceEncoder::names(), name) > 0)
    return Sequence(Sequence::Params{.encoder = name});
  return core::AnyRecommender::from_name(name, {});
}

/// The cases of one form: what each member says for each item that any of them offers.
LIMN_INLINE std::vector<FusionCase> fusion_cases(
    FusionForm form, const std::vector<Ranked>& lists, const std::vector<bool>& log_odds,
    const std::vector<std::vector<std::int32_t>>& codes, std::span<const std::int32_t> wanted,
    std::size_t n_items) {
  std::vector<FusionCase> out(wanted.size());
  core::parallel_rows(wanted.size(), 64, [&](std::size_t begin, std::size_t end) {
    std::vector<std::vector<float>> rows(lists.size(), std::vector<float>(n_items));
    std::vector<std::int32_t> offered;
    for (std::size_t c = begin; c < end; ++c) {
      offered.assign(1, wanted[c]);
      for (std::size_t m = 0; m < lists.size(); ++m) {
        lay(form, log_odds[m], items_of(lists[m], c), scores_of(lists[m], c), codes[m], 1.0F,
            rows[m]);
        for (const std::int32_t item : items_of(lists[m], c))
          if (item >= 0 && codes[m][static_cast<std::size_t>(item)] >= 0)
            offered.push_back(codes[m][static_cast<std::size_t>(item)]);
      }
      std::sort(offered.begin() + 1, offered.end());
      offered.erase(std::unique(offered.begin() + 1, offered.end()), offered.end());
      offered.erase(std::remove(offered.begin() + 1, offered.end(), wanted[c]), offered.end());
      MatrixF& said = out[c].said;
      said.resize(static_cast<Index>(offered.size()), static_cast<Index>(lists.size()));
      for (std::size_t i = 0; i < offered.size(); ++i)
        for (std::size_t m = 0; m < lists.size(); ++m)
          said(static_cast<Index>(i), static_cast<Index>(m)) =
              offered[i] < 0 ? 0.0F : rows[m][static_cast<std::size_t>(offered[i])];
      for (const std::int32_t item : offered)
        for (auto& row : rows)
          if (item >= 0) row[static_cast<std::size_t>(item)] = 0.0F;
    }
  });
  return out;
}

}  // namespace detail

LIMN_INLINE Fusion::Fusion(Params params) : params_(core::checked<Fusion>(std::move(params))) {
  if (params_.members.empty())
    throw ParamError(ErrorCode::param_range, {.component = std::string(name),
                                              .place = "option 'members'",
                                              .got = "no member",
                                              .expected = "at least one recommender",
                                              .fix = "name or hand in recommenders"});
}

LIMN_INLINE Fusion::Fusion(std::vector<core::AnyRecommender> members, Params params)
    : Fusion(detail::named_after(std::move(params), members)) {
  members_ = std::move(members);
}

LIMN_INLINE std::vector<core::AnyRecommender> Fusion::make_members() const {
  if (!members_.empty()) return members_;
  std::vector<core::AnyRecommender> out;
  for (const std::string& member : params_.members) out.push_back(detail::fusion_member(member));
  return out;
}

LIMN_INLINE std::vector<std::int32_t> Fusion::codes_of(const core::AnyRecommender& member) const {
  return items_.translate(member->items());
}

LIMN_INLINE Fusion& Fusion::fit(const data::EventLog& log, const Monitor& monitor) {
  require_events(log, name);
  const detail::Hidden hidden = detail::hide_last(log, params_.max_learners, params_.random_state);
  Fusion next(make_members(), params_);
  const auto n = static_cast<double>(next.members_.size());
  const bool learns = !hidden.users.empty() && next.members_.size() > 1;
  const auto fit_all = [&](const data::EventLog& events, double from, double to) {
    for (std::size_t m = 0; params_.fit_members && m < next.members_.size(); ++m) {
      const double at = from + (to - from) * static_cast<double>(m) / n;
      next.members_[m]->fit(events, monitor.part(at, at + (to - from) / n));
    }
  };
  if (learns) fit_all(hidden.rest, 0.0, 0.45);
  next.items_ = log.items();
  next.types_ = log.types();
  next.counts_ = VectorF::Zero(static_cast<Index>(log.n_items()));
  for (const std::int32_t item : log.item_codes())
    if (item >= 0) next.counts_[item] += 1.0F;
  next.learn(
      learns ? hidden.rest.only_users(hidden.users) : data::EventLog(),
      learns ? std::span<const std::int32_t>(hidden.wanted) : std::span<const std::int32_t>(),
      monitor.part(0.45, 0.55));
  fit_all(log, 0.55, 1.0);
  *this = std::move(next);
  return *this;
}

LIMN_INLINE Fusion& Fusion::fit(const data::EventLog& log, const data::EventLog& validation,
                                const Monitor& monitor) {
  require_events(log, name);
  Fusion next(make_members(), params_);
  const auto n = static_cast<double>(next.members_.size());
  for (std::size_t m = 0; params_.fit_members && m < next.members_.size(); ++m)
    next.members_[m]->fit(
        log, monitor.part(0.9 * static_cast<double>(m) / n, 0.9 * static_cast<double>(m + 1) / n));
  next.items_ = log.items();
  next.types_ = log.types();
  next.counts_ = VectorF::Zero(static_cast<Index>(log.n_items()));
  for (const std::int32_t item : log.item_codes())
    if (item >= 0) next.counts_[item] += 1.0F;
  const std::vector<std::int32_t> users = log.users().translate(validation.users());
  const std::vector<std::int32_t> items = next.items_.translate(validation.items());
  std::vector<std::pair<std::uint32_t, std::size_t>> drawn;
  for (std::size_t user = 0; user < validation.n_users(); ++user)
    if (users[user] >= 0 && validation.history(user).size() > 0)
      drawn.emplace_back(core::Random(params_.random_state, user).bits(), user);
  std::sort(drawn.begin(), drawn.end());
  if (drawn.size() > static_cast<std::size_t>(params_.max_learners))
    drawn.resize(static_cast<std::size_t>(params_.max_learners));
  std::vector<std::int32_t> learners, wanted;
  for (const auto& [draw, user] : drawn) {
    const std::int32_t item = validation.history(user).items.front();
    learners.push_back(users[user]);
    wanted.push_back(item < 0 ? -1 : items[static_cast<std::size_t>(item)]);
  }
  next.learn(log.only_users(learners), wanted, monitor.part(0.9, 1.0));
  *this = std::move(next);
  return *this;
}

LIMN_INLINE void Fusion::learn(const data::EventLog& context, std::span<const std::int32_t> wanted,
                               const Monitor& monitor) {
  const auto n = static_cast<Index>(members_.size());
  weights_ = VectorF::Constant(n, 1.0F / static_cast<float>(n));
  form_ = static_cast<std::uint8_t>(FusionForm::rank);
  learnt_ = Vector::Constant(n + 1, missing);
  if (wanted.empty()) return;
  std::vector<Ranked> lists;
  std::vector<bool> log_odds;
  std::vector<std::vector<std::int32_t>> codes;
  for (const core::AnyRecommender& member : members_) {
    monitor.report(0.2 * static_cast<double>(lists.size()) / static_cast<double>(n), "lists");
    lists.push_back(member->recommend(context, params_.candidates, params_.exclude_seen));
    log_odds.push_back(detail::in_log_odds(member));
    codes.push_back(codes_of(member));
  }
  double best = -1.0;
  for (const FusionForm form : {FusionForm::share, FusionForm::log, FusionForm::rank}) {
    const std::vector<FusionCase> cases =
        detail::fusion_cases(form, lists, log_odds, codes, wanted, items_.size());
    if (form == FusionForm::share)
      for (Index m = 0; m < n; ++m)
        learnt_[m] = mean_gain(cases, VectorF::Unit(n, m), detail::fusion_k);
    const VectorF weights = search_weights(cases, n, detail::fusion_k, monitor);
    const double gain = mean_gain(cases, weights, detail::fusion_k);
    if (!(gain > best)) continue;
    best = gain;
    weights_ = weights;
    form_ = static_cast<std::uint8_t>(form);
  }
  learnt_[n] = best;
}

LIMN_INLINE Ranked Fusion::recommend(const data::EventLog& log, std::int64_t k,
                                     bool exclude_seen) const {
  core::require_fitted(counts_.size() > 0, name);
  require_k(k, name);
  std::vector<Ranked> lists(members_.size());
  std::vector<std::vector<std::int32_t>> codes(members_.size());
  const std::int64_t width = std::max(k, params_.candidates);
  const std::size_t block =
      std::clamp<std::size_t>((std::size_t{1} << 22) / static_cast<std::size_t>(width), 1, 100'000);
  for (std::size_t m = 0; m < members_.size(); ++m) codes[m] = codes_of(members_[m]);
  const std::vector<std::int32_t> known = items_.translate(log.items());
  Ranked out{CodeMatrix(static_cast<Index>(log.n_users()), k),
             MatrixF(static_cast<Index>(log.n_users()), k)};
  for (std::size_t first = 0; first < log.n_users(); first += block) {
    std::vector<std::int32_t> users(std::min(block, log.n_users() - first));
    for (std::size_t u = 0; u < users.size(); ++u) users[u] = static_cast<std::int32_t>(first + u);
    const bool whole = users.size() == log.n_users();
    const data::EventLog part = whole ? log : log.only_users(users);
    for (std::size_t m = 0; m < members_.size(); ++m)
      if (weights_[static_cast<Index>(m)] > 0.0F)
        lists[m] = members_[m]->recommend(part, width, exclude_seen);
    core::parallel_rows(users.size(), 32, [&](std::size_t begin, std::size_t end) {
      std::vector<float> scores(items_.size());
      detail::Translated translated;
      for (std::size_t user = begin; user < end; ++user) {
        std::fill(scores.begin(), scores.end(), 0.0F);
        for (std::size_t m = 0; m < members_.size(); ++m)
          if (weights_[static_cast<Index>(m)] > 0.0F)
            detail::lay(form(), detail::in_log_odds(members_[m]), detail::items_of(lists[m], user),
                        detail::scores_of(lists[m], user), codes[m],
                        weights_[static_cast<Index>(m)], scores);
        fill_by_count(counts_, scores);
        if (exclude_seen) hide(translated.view(part.history(user), known).items, scores);
        const std::size_t at = (first + user) * static_cast<std::size_t>(k);
        const auto places = static_cast<std::size_t>(k);
        top_k(scores, {out.items.data() + at, places}, {out.scores.data() + at, places});
      }
    });
  }
  return out;
}

LIMN_INLINE Ranked Fusion::recommend_one(const data::History& history, std::int64_t k,
                                         bool exclude_seen) const {
  core::require_fitted(counts_.size() > 0, name);
  require_k(k, name);
  return recommend(detail::one_user_log(items_, history, types_), k, exclude_seen);
}

LIMN_INLINE VectorF Fusion::score(const data::History& history) const {
  core::require_fitted(counts_.size() > 0, name);
  VectorF out = VectorF::Zero(counts_.size());
  const data::EventLog log = detail::one_user_log(items_, history, types_);
  for (std::size_t m = 0; m < members_.size(); ++m) {
    const float weight = weights_[static_cast<Index>(m)];
    if (weight <= 0.0F) continue;
    const Ranked list = members_[m]->recommend(log, params_.candidates, false);
    detail::lay(form(), detail::in_log_odds(members_[m]), detail::items_of(list, 0),
                detail::scores_of(list, 0), codes_of(members_[m]), weight,
                {out.data(), items_.size()});
  }
  fill_by_count(counts_, {out.data(), items_.size()});
  return out;
}

LIMN_INLINE Reason Fusion::reason(const data::History& history, std::int32_t item) const {
  if (item < 0 || static_cast<std::size_t>(item) >= items_.size()) return {};
  const data::EventLog log = detail::one_user_log(items_, history, types_);
  double total = 0.0, loudest = 0.0;
  for (std::size_t m = 0; m < members_.size(); ++m) {
    const float weight = weights_[static_cast<Index>(m)];
    if (weight <= 0.0F) continue;
    std::vector<float> row(items_.size());
    const Ranked list = members_[m]->recommend(log, params_.candidates, false);
    detail::lay(form(), detail::in_log_odds(members_[m]), detail::items_of(list, 0),
                detail::scores_of(list, 0), codes_of(members_[m]), weight, row);
    const auto part = static_cast<double>(row[static_cast<std::size_t>(item)]);
    total += part;
    loudest = std::max(loudest, part);
  }
  const auto known = std::find_if(history.items.rbegin(), history.items.rend(),
                                  [](std::int32_t code) { return code >= 0; });
  if (!(total > 0.0)) return {};
  return {.kind = "fusion",
          .item = known == history.items.rend() ? -1 : *known,
          .share = loudest / total};
}

LIMN_INLINE void Fusion::check_state() {
  items_.check_state();
  types_.check_state();
  const auto n = static_cast<Index>(members_.size());
  core::require_state(counts_.size() == static_cast<Index>(items_.size()), name, "counts");
  core::require_state(form_ <= static_cast<std::uint8_t>(FusionForm::rank), name, "form");
  if (counts_.size() == 0) return;
  core::require_state(n > 0 && weights_.size() == n && learnt_.size() == n + 1, name, "weights");
  core::require_state((weights_.array() >= 0.0F).all(), name, "weights");
  for (const core::AnyRecommender& member : members_)
    core::require_state(static_cast<bool>(member), name, "members");
}

}  // namespace limn::inline LIMN_ABI::recommend
