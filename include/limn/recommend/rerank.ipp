// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include <limn/core/random.hpp>
#include <limn/recommend/fusion.hpp>
#include <limn/recommend/item_graph.hpp>
#include <limn/recommend/rerank.hpp>
#include <limn/recommend/sequence.hpp>
#include <limn/recommend/top_k.hpp>
#include <limn/recommend/user_items.hpp>

namespace limn::inline LIMN_ABI::recommend {

namespace detail {

inline constexpr std::int64_t all_events = std::int64_t{1} << 40;

/// width signs of a user.
LIMN_INLINE void draw_signs(std::uint64_t seed, std::size_t user, std::span<float> out) {
  core::Random random(seed, user);
  for (std::size_t begin = 0; begin < out.size(); begin += 32) {
    const std::uint32_t bits = random.bits();
    for (std::size_t i = begin; i < std::min(begin + 32, out.size()); ++i)
      out[i] = (bits >> (i - begin) & 1U) != 0 ? 1.0F : -1.0F;
  }
}

/// (n_items, width): random projections of the users who took each item.
LIMN_INLINE MatrixF project_users(const data::EventLog& log, std::int64_t width, std::uint64_t seed,
                                  const Monitor& monitor) {
  const UserItems taken = distinct_items(log, all_events);
  const data::Occurrences where = data::occurrences(taken.items, log.n_items());
  MatrixF signs(static_cast<Index>(log.n_users()), width);
  MatrixF out = MatrixF::Zero(static_cast<Index>(log.n_items()), width);
  core::parallel_rows(log.n_users(), 256, [&](std::size_t begin, std::size_t end) {
    for (std::size_t user = begin; user < end; ++user)
      draw_signs(seed, user,
                 {signs.row(static_cast<Index>(user)).data(), static_cast<std::size_t>(width)});
  });
  core::parallel_rows(log.n_items(), 64, [&](std::size_t begin, std::size_t end) {
    monitor.check();
    for (std::size_t item = begin; item < end; ++item)
      for (const std::int64_t entry : where.of(static_cast<std::int32_t>(item)))
        out.row(static_cast<Index>(item)) +=
            signs.row(taken.users[static_cast<std::size_t>(entry)]);
  });
  return out;
}

LIMN_INLINE std::vector<std::int32_t> codes_of_ids(const data::Vocabulary& items,
                                                   const std::vector<std::string>& ids) {
  std::vector<std::int32_t> out;
  for (const std::string& id : ids)
    if (const std::int32_t code = items.find(id); code >= 0) out.push_back(code);
  return out;
}

LIMN_INLINE Labels category_codes(const data::Vocabulary& items, const Rerank::Params& params) {
  if (params.max_per_category == 0 || params.categorized.empty()) return {};
  Labels out = Labels::Constant(static_cast<Index>(items.size()), -1);
  data::Vocabulary kinds;
  for (std::size_t i = 0; i < params.categorized.size(); ++i) {
    const std::int32_t code = items.find(params.categorized[i]);
    const std::int32_t kind = kinds.insert("_" + params.categories[i]);  // texts, whatever they say
    if (code >= 0) out[code] = kind;
  }
  return out;
}

/// The context of each user's last event, -1 = none.
LIMN_INLINE std::vector<std::int32_t> last_contexts(const data::EventLog& log,
                                                    std::span<const std::int32_t> contexts) {
  std::vector<std::int32_t> out(log.n_users(), -1);
  for (std::size_t user = 0; !contexts.empty() && user < out.size(); ++user)
    if (log.offsets()[user + 1] > log.offsets()[user])
      out[user] = contexts[static_cast<std::size_t>(log.offsets()[user + 1]) - 1];
  return out;
}

}  // namespace detail

LIMN_INLINE Rerank::Rerank(Params params) : params_(core::checked<Rerank>(std::move(params))) {
  const auto refuse = [](std::string place, std::string got, std::string expected) {
    throw ParamError(ErrorCode::param_conflict, {.component = std::string(name),
                                                 .place = std::move(place),
                                                 .got = std::move(got),
                                                 .expected = std::move(expected),
                                                 .fix = "see the help of the option"});
  };
  if (params_.members.size() != 1)
    refuse("option 'members'", std::to_string(params_.members.size()) + " members",
           "one recommender; recommend.fusion joins several");
  if (params_.categorized.size() != params_.categories.size())
    refuse("option 'categories'", std::to_string(params_.categories.size()) + " categories",
           std::to_string(params_.categorized.size()) + ", one for each of 'categorized'");
}

LIMN_INLINE Rerank::Rerank(std::vector<core::AnyRecommender> members, Params params)
    : Rerank([&] {
        params.members.clear();
        for (const core::AnyRecommender& member : members) params.members.push_back(member->name());
        return std::move(params);
      }()) {
  recommender_ = std::move(members.front());
}

LIMN_INLINE Rerank& Rerank::fit(const data::EventLog& log, const Monitor& monitor) {
  require_events(log, name);
  Rerank next(*this);
  if (!next.recommender_) next.recommender_ = detail::fusion_member(params_.members.front());
  next.types_ = log.types();
  const std::vector<std::int32_t> contexts = next.contexts_of(log);
  if (params_.fit_members) next.recommender_->fit(log, monitor.part(0.0, 0.8));
  monitor.report(0.8, "rules");
  // Codes are those of the recommender, whose log may have been another.
  const data::Vocabulary& known = next.recommender_->items();
  const std::vector<std::int32_t> own = known.translate(log.items());
  const auto n = static_cast<Index>(known.size());
  const auto place = [&](const auto& from, auto& to) {
    for (std::size_t i = 0; i < own.size(); ++i)
      if (own[i] >= 0) to.row(own[i]) = from.row(static_cast<Index>(i));
  };
  next.counts_ = VectorF::Zero(n);
  for (const std::int32_t item : log.item_codes())
    if (item >= 0 && own[static_cast<std::size_t>(item)] >= 0)
      next.counts_[own[static_cast<std::size_t>(item)]] += 1.0F;
  next.rules_ = {};
  next.rules_.diversity = params_.diversity;
  next.rules_.max_per_category = params_.max_per_category;
  if (params_.diversity > 0.0) {
    next.rules_.vectors = MatrixF::Zero(n, params_.width);
    place(detail::project_users(log, params_.width, params_.random_state, monitor),
          next.rules_.vectors);
  }
  next.rules_.categories = detail::category_codes(known, params_);
  next.rules_.exclude = detail::codes_of_ids(known, params_.exclude);
  next.rules_.pin = detail::codes_of_ids(known, params_.pin);
  const Index n_contexts = params_.context == "hour"      ? 24
                           : params_.context == "weekday" ? 7
                           : params_.context == "type"    ? static_cast<Index>(next.types_.size())
                                                          : 0;
  next.boosts_ = MatrixF::Ones(n_contexts, n);
  for (Index c = 0; c < n_contexts; ++c) {
    VectorF of_context = VectorF::Ones(n);
    place(context_boost(log, contexts, static_cast<std::int32_t>(c), params_.shrinkage),
          of_context);
    next.boosts_.row(c) = of_context.transpose();
  }
  *this = std::move(next);
  return *this;
}

LIMN_INLINE std::vector<std::int32_t> Rerank::contexts_of(const data::EventLog& log) const {
  if (params_.context == "hour") return hours_of(log);
  if (params_.context == "weekday") return weekdays_of(log);
  if (params_.context == "none") return {};
  if (!log.has_types())
    throw DataError(ErrorCode::data_value, {.component = std::string(name),
                                            .place = "types",
                                            .got = "a log without event types",
                                            .expected = "types, for context \"type\"",
                                            .fix = "give types, or another context"});
  const std::vector<std::int32_t> codes = types_.translate(log.types());
  std::vector<std::int32_t> out;
  for (const std::int32_t type : log.type_codes())
    out.push_back(type < 0 ? -1 : codes[static_cast<std::size_t>(type)]);
  return out;
}

LIMN_INLINE Ranked Rerank::under_rules(const Ranked& candidates, const data::EventLog& log,
                                       std::int64_t k) const {
  const std::vector<std::int32_t> of_user = detail::last_contexts(log, contexts_of(log));
  Ranked out{CodeMatrix(candidates.items.rows(), k), MatrixF(candidates.items.rows(), k)};
  RerankRules rules = rules_;
  for (Index context = -1; context < boosts_.rows(); ++context) {
    std::vector<Index> users;
    for (std::size_t u = 0; u < of_user.size(); ++u)
      if (of_user[u] == context) users.push_back(static_cast<Index>(u));
    if (users.empty()) continue;
    if (context >= 0) rules.boost = boosts_.row(context).transpose();
    const Ranked chosen = rerank(
        {candidates.items(users, Eigen::all), candidates.scores(users, Eigen::all)}, rules, k);
    for (std::size_t u = 0; u < users.size(); ++u) {
      out.items.row(users[u]) = chosen.items.row(static_cast<Index>(u));
      out.scores.row(users[u]) = chosen.scores.row(static_cast<Index>(u));
    }
  }
  return out;
}

LIMN_INLINE Ranked Rerank::recommend(const data::EventLog& log, std::int64_t k,
                                     bool exclude_seen) const {
  core::require_fitted(counts_.size() > 0, name);
  require_k(k, name);
  const auto spare = static_cast<std::int64_t>(rules_.exclude.size());
  const std::int64_t asked =
      std::min<std::int64_t>(std::max(k, params_.candidates) + spare, 1'000'000);
  return under_rules(recommender_->recommend(log, asked, exclude_seen), log, k);
}

LIMN_INLINE Ranked Rerank::recommend_one(const data::History& history, std::int64_t k,
                                         bool exclude_seen) const {
  core::require_fitted(counts_.size() > 0, name);
  require_k(k, name);
  return recommend(detail::one_user_log(items(), history, types_), k, exclude_seen);
}

LIMN_INLINE VectorF Rerank::score(const data::History& history) const {
  const Ranked list = recommend_one(history, params_.candidates, false);
  VectorF out = VectorF::Zero(counts_.size());
  for (Index i = 0; i < list.items.cols(); ++i)
    if (list.items(0, i) >= 0)
      out[list.items(0, i)] = 1.0F - static_cast<float>(i) / static_cast<float>(list.items.cols());
  fill_by_count(counts_, {out.data(), static_cast<std::size_t>(out.size())});
  hide(rules_.exclude, {out.data(), static_cast<std::size_t>(out.size())});
  return out;
}

LIMN_INLINE const data::Vocabulary& Rerank::items() const {
  static const data::Vocabulary none;
  return recommender_ ? recommender_->items() : none;
}

LIMN_INLINE void Rerank::check_state() {
  types_.check_state();
  rules_.diversity = params_.diversity;
  rules_.max_per_category = params_.max_per_category;
  if (counts_.size() == 0) return;
  core::require_state(static_cast<bool>(recommender_), name, "recommender");
  const auto n = static_cast<Index>(items().size());
  const auto fits = [&](const std::vector<std::int32_t>& codes) {
    return std::ranges::all_of(codes, [&](std::int32_t c) { return c >= 0 && c < n; });
  };
  core::require_state(counts_.size() == n, name, "counts");
  core::require_state(
      rules_.vectors.rows() == (params_.diversity > 0.0 ? n : 0) && rules_.vectors.allFinite(),
      name, "vectors");
  core::require_state((boosts_.rows() == 0 || boosts_.cols() == n) && boosts_.allFinite() &&
                          (boosts_.array() >= 0.0F).all(),
                      name, "boosts");
  core::require_state(rules_.categories.size() == 0 || rules_.categories.size() == n, name,
                      "categories");
  core::require_state(fits(rules_.exclude), name, "exclude");
  core::require_state(fits(rules_.pin), name, "pin");
}

}  // namespace limn::inline LIMN_ABI::recommend
