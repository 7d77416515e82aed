// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>

#include <limn/coldstart/similar_users.hpp>
#include <limn/core/random.hpp>
#include <limn/recommend/item_graph.hpp>
#include <limn/recommend/top_k.hpp>

namespace limn::inline LIMN_ABI::coldstart {

namespace detail {

inline constexpr std::size_t most_items_of_a_donor = 200;
/// Known events at which attributes and events weigh the same.
inline constexpr double events_worth_attributes = 3.0;

/// The last different items of a history, rising.
LIMN_INLINE std::vector<std::int32_t> last_items(std::span<const std::int32_t> history,
                                                 std::size_t most) {
  std::vector<std::int32_t> out;
  for (std::size_t n = history.size(); n-- > 0 && out.size() < 4 * most;)
    if (history[n] >= 0) out.push_back(history[n]);
  std::vector<std::int32_t> recent;
  std::vector<std::int32_t> seen = out;
  std::sort(seen.begin(), seen.end());
  seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
  if (seen.size() <= most) return seen;
  for (const std::int32_t item : out) {
    if (recent.size() == most) break;
    if (std::find(recent.begin(), recent.end(), item) == recent.end()) recent.push_back(item);
  }
  std::sort(recent.begin(), recent.end());
  return recent;
}

}  // namespace detail

LIMN_INLINE SimilarUsers& SimilarUsers::fit(const data::EventLog& log, const Monitor& monitor) {
  return fit(log, nullptr, monitor);
}

LIMN_INLINE SimilarUsers& SimilarUsers::fit(const data::EventLog& log,
                                            const data::FrameView& attributes,
                                            const Monitor& monitor) {
  core::require_length(attributes.rows(), static_cast<Index>(log.n_users()), name,
                       "rows of attributes");
  return fit(log, &attributes, monitor);
}

LIMN_INLINE SimilarUsers& SimilarUsers::fit(const data::EventLog& log,
                                            const data::FrameView* attributes,
                                            const Monitor& monitor) {
  recommend::require_events(log, name);
  SimilarUsers fresh(params_);
  fresh.items_ = log.items();
  if (attributes) fresh.coder_.fit(*attributes, name);
  const auto n_items = static_cast<Index>(log.n_items());
  Vector takers = Vector::Zero(n_items);
  const std::size_t step = (log.n_users() - 1) / static_cast<std::size_t>(params_.max_donors) + 1;
  fresh.offsets_ = {0};
  double n_active = 0.0;
  for (std::size_t user = 0; user < log.n_users(); ++user) {
    if (user % 1024 == 0) monitor.check();
    const auto items = detail::last_items(log.history(user).items, detail::most_items_of_a_donor);
    if (items.empty()) continue;
    n_active += 1.0;
    for (const std::int32_t item : items) takers[item] += 1.0;
    if (user % step != 0) continue;
    fresh.users_.push_back(static_cast<std::int32_t>(user));
    fresh.user_items_.insert(fresh.user_items_.end(), items.begin(), items.end());
    fresh.offsets_.push_back(static_cast<std::int64_t>(fresh.user_items_.size()));
  }
  fresh.attributes_.resize(fresh.n_donors(), attributes ? attributes->cols() : 0);
  for (Index row = 0; attributes && row < fresh.n_donors(); ++row)
    fresh.attributes_.row(row) =
        attributes->matrix().row(fresh.users_[static_cast<std::size_t>(row)]);
  fresh.shares_ = (takers / n_active).cast<float>();
  fresh.rarity_ = ((n_active + 1.0) / takers.array().max(1.0)).log().cast<float>();
  fresh.index();
  fresh.weigh_columns();
  monitor.check();
  return *this = std::move(fresh);
}

LIMN_INLINE void SimilarUsers::index() {
  const data::Occurrences where = data::occurrences(user_items_, items_.size());
  item_offsets_ = where.offsets;
  item_donors_.assign(user_items_.size(), 0);
  lengths_.assign(users_.size(), 0.0);
  std::vector<std::int32_t> donor_of(user_items_.size());
  for (std::size_t row = 0; row < users_.size(); ++row) {
    double squares = 0.0;
    for (const std::int32_t item : items_of(row))
      squares += static_cast<double>(rarity_[item]) * static_cast<double>(rarity_[item]);
    lengths_[row] = std::sqrt(squares);
    std::fill(donor_of.begin() + offsets_[row], donor_of.begin() + offsets_[row + 1],
              static_cast<std::int32_t>(row));
  }
  for (std::size_t e = 0; e < where.events.size(); ++e)
    item_donors_[e] = donor_of[static_cast<std::size_t>(where.events[e])];
}

LIMN_INLINE Ranked SimilarUsers::recommend(const data::EventLog& log, std::int64_t k,
                                           bool exclude_seen) const {
  core::require_fitted(shares_.size() > 0, name);
  recommend::require_k(k, name);
  return recommend::rank_users(log, items_, k, exclude_seen,
                               [&](std::size_t, const data::History& history,
                                   std::span<float> out) { score_into(donors(history, {}), out); });
}

LIMN_INLINE Ranked SimilarUsers::recommend(const data::EventLog& log, MatrixView attributes,
                                           std::int64_t k, bool exclude_seen) const {
  core::require_fitted(shares_.size() > 0, name);
  recommend::require_k(k, name);
  core::require_length(attributes.rows(), static_cast<Index>(log.n_users()), name,
                       "rows of attributes");
  coder_.require(attributes, name);
  return recommend::rank_users(
      log, items_, k, exclude_seen,
      [&](std::size_t user, const data::History& history, std::span<float> out) {
        const Vector row = attributes.row(static_cast<Index>(user)).transpose();
        score_into(donors(history, {row.data(), static_cast<std::size_t>(row.size())}), out);
      });
}

LIMN_INLINE Ranked SimilarUsers::recommend_one(const data::History& history,
                                               std::span<const double> attributes, std::int64_t k,
                                               bool exclude_seen) const {
  recommend::require_k(k, name);
  VectorF scores = score(history, attributes);
  return recommend::rank_one({scores.data(), items_.size()}, history.items, k, exclude_seen);
}

LIMN_INLINE double SimilarUsers::cosine(std::size_t a, std::size_t b) const {
  const auto of_a = items_of(a), of_b = items_of(b);
  if (!(lengths_[a] > 0.0 && lengths_[b] > 0.0)) return 0.0;
  double sum = 0.0;
  for (std::size_t i = 0, j = 0; i < of_a.size() && j < of_b.size();) {
    if (of_a[i] == of_b[j]) {
      const auto rare = static_cast<double>(rarity_[of_a[i]]);
      sum += rare * rare, ++i, ++j;
    } else {
      of_a[i] < of_b[j] ? ++i : ++j;
    }
  }
  return sum / (lengths_[a] * lengths_[b]);
}

LIMN_INLINE void SimilarUsers::weigh_columns() {
  const Index d = coder_.width();
  column_weights_ = Vector::Zero(d);
  if (d == 0) return;
  core::Random random(0, 0x7061697273);
  const std::uint64_t n_users = users_.size();
  constexpr Index n_pairs = 20000;
  Matrix agreed(n_pairs, d);
  Vector like(n_pairs);
  for (Index p = 0; p < n_pairs; ++p) {
    const std::uint64_t a = random.below(n_users), b = random.below(n_users);
    like[p] = a == b ? missing : cosine(a, b);
    for (Index c = 0; c < d; ++c)
      agreed(p, c) = coder_.agreement(c, attributes_(static_cast<Index>(a), c),
                                      attributes_(static_cast<Index>(b), c));
  }
  const auto different = like.array().isFinite();
  const double n = static_cast<double>(different.count());
  if (n > 0.0) {
    const Vector flags = different.cast<double>();
    const Vector centred = different.select(like, 0.0).array() -
                           flags.array() * (different.select(like, 0.0).sum() / n);
    for (Index c = 0; c < d; ++c) {
      const double mean = agreed.col(c).dot(flags) / n;
      const Vector off = (agreed.col(c).array() - mean) * flags.array();
      const double length = std::sqrt(off.squaredNorm() * centred.squaredNorm());
      if (length > 0.0) column_weights_[c] = std::max(0.0, off.dot(centred) / length);
    }
  }
  const double sum = column_weights_.sum();
  if (sum > 0.0)
    column_weights_ /= sum;
  else
    column_weights_.setConstant(1.0 / static_cast<double>(d));
}

LIMN_INLINE void SimilarUsers::add_attributes(std::span<const double> asked, double weight,
                                              std::vector<double>& like) const {
  double known = 0.0;
  for (Index c = 0; c < coder_.width(); ++c)
    if (!std::isnan(asked[static_cast<std::size_t>(c)])) known += column_weights_[c];
  if (!(known > 0.0)) return;
  for (Index c = 0; c < coder_.width(); ++c) {
    const double value = asked[static_cast<std::size_t>(c)];
    const double part = weight * column_weights_[c] / known;
    if (std::isnan(value) || part == 0.0) continue;
    for (std::size_t row = 0; row < like.size(); ++row)
      like[row] += part * coder_.agreement(c, value, attributes_(static_cast<Index>(row), c));
  }
}

LIMN_INLINE void SimilarUsers::add_events(std::span<const std::int32_t> items, double weight,
                                          std::vector<double>& like) const {
  double squares = 0.0;
  for (const std::int32_t item : items)
    squares += static_cast<double>(rarity_[item]) * static_cast<double>(rarity_[item]);
  if (squares <= 0.0) return;
  for (const std::int32_t item : items) {
    const auto code = static_cast<std::size_t>(item);
    const auto rare = static_cast<double>(rarity_[item]);
    const double part = weight * rare * rare / std::sqrt(squares);
    for (auto e = static_cast<std::size_t>(item_offsets_[code]);
         e < static_cast<std::size_t>(item_offsets_[code + 1]); ++e) {
      const auto row = static_cast<std::size_t>(item_donors_[e]);
      if (lengths_[row] > 0.0) like[row] += part / lengths_[row];
    }
  }
}

LIMN_INLINE std::vector<double> SimilarUsers::likeness(const data::History& history,
                                                       std::span<const double> attributes) const {
  std::vector<double> like(users_.size(), 0.0);
  std::vector<std::int32_t> items =
      detail::last_items(history.items, detail::most_items_of_a_donor);
  std::erase_if(items, [&](std::int32_t item) { return item >= shares_.size(); });
  const bool asks_attributes = !attributes.empty() && coder_.width() > 0;
  const double share =
      1.0 / (1.0 + static_cast<double>(items.size()) / detail::events_worth_attributes);
  if (asks_attributes) add_attributes(attributes, items.empty() ? 1.0 : share, like);
  if (!items.empty()) add_events(items, asks_attributes ? 1.0 - share : 1.0, like);
  return like;
}

LIMN_INLINE std::vector<Donor> SimilarUsers::donors(const data::History& history,
                                                    std::span<const double> attributes) const {
  core::require_fitted(shares_.size() > 0, name);
  if (!attributes.empty())
    core::require_width(static_cast<Index>(attributes.size()), coder_.width(), name);
  std::vector<Donor> out;
  const std::vector<double> like = likeness(history, attributes);
  for (std::size_t row = 0; row < like.size(); ++row)
    if (like[row] > 0.0 && offsets_[row + 1] > offsets_[row])
      out.push_back({static_cast<std::int32_t>(row), like[row]});
  const auto n = std::min(out.size(), static_cast<std::size_t>(params_.n_neighbors));
  const auto liker = [](const Donor& a, const Donor& b) {
    return a.weight > b.weight || (a.weight == b.weight && a.user < b.user);
  };
  if (n < out.size())
    std::nth_element(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(n), out.end(), liker);
  out.resize(n);
  std::sort(out.begin(), out.end(), liker);
  const double largest = out.empty() ? 1.0 : out.front().weight;
  double sum = 0.0;
  for (Donor& donor : out) {
    donor.weight = std::pow(donor.weight / largest, params_.sharpness);
    sum += donor.weight;
    donor.user = users_[static_cast<std::size_t>(donor.user)];
  }
  for (Donor& donor : out) donor.weight /= sum;
  return out;
}

LIMN_INLINE VectorF SimilarUsers::score(const data::History& history,
                                        std::span<const double> attributes) const {
  core::require_fitted(shares_.size() > 0, name);
  VectorF out(shares_.size());
  score_into(donors(history, attributes), {out.data(), items_.size()});
  return out;
}

LIMN_INLINE void SimilarUsers::score_into(std::span<const Donor> donors,
                                          std::span<float> out) const {
  const double n = static_cast<double>(donors.size()) + params_.shrinkage;
  const auto everybody = static_cast<float>(params_.shrinkage / n);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = everybody * shares_[static_cast<Index>(i)];
  for (const Donor& donor : donors) {
    const std::ptrdiff_t row = row_of(donor.user);
    if (row < 0) continue;
    const auto add = static_cast<float>(donor.weight * static_cast<double>(donors.size()) / n);
    for (const std::int32_t item : items_of(static_cast<std::size_t>(row)))
      out[static_cast<std::size_t>(item)] += add;
  }
}

LIMN_INLINE recommend::Reason SimilarUsers::reason(std::span<const Donor> donors,
                                                   std::int32_t item) const {
  if (item < 0 || item >= shares_.size()) return {};
  double share = 0.0;
  for (const Donor& donor : donors) {
    const std::ptrdiff_t row = row_of(donor.user);
    if (row < 0) continue;
    const auto items = items_of(static_cast<std::size_t>(row));
    if (std::binary_search(items.begin(), items.end(), item)) share += donor.weight;
  }
  if (share > 0.0) return {.kind = "similar_users", .item = -1, .share = share};
  const auto everybody = static_cast<double>(shares_[item]);
  return {.kind = everybody > 0.0 ? "popular" : "none", .item = -1, .share = everybody};
}

LIMN_INLINE Vector SimilarUsers::mean_profile(std::span<const Donor> donors,
                                              MatrixView profiles) const {
  Vector sums = Vector::Zero(profiles.cols()), weights = sums;
  for (const Donor& donor : donors) {
    if (donor.user < 0 || donor.user >= profiles.rows()) continue;
    for (Index c = 0; c < profiles.cols(); ++c) {
      if (std::isnan(profiles(donor.user, c))) continue;
      sums[c] += donor.weight * profiles(donor.user, c);
      weights[c] += donor.weight;
    }
  }
  for (Index c = 0; c < sums.size(); ++c)
    sums[c] = weights[c] > 0.0 ? sums[c] / weights[c] : missing;
  return sums;
}

LIMN_INLINE void SimilarUsers::forget(std::int32_t user) {
  const std::ptrdiff_t row = row_of(user);
  if (row < 0) return;
  const auto at = static_cast<std::size_t>(row);
  const auto begin = user_items_.begin() + offsets_[at],
             end = user_items_.begin() + offsets_[at + 1];
  const std::int64_t n = offsets_[at + 1] - offsets_[at];
  user_items_.erase(begin, end);
  for (std::size_t r = at + 1; r < offsets_.size(); ++r) offsets_[r] -= n;
  offsets_.erase(offsets_.begin() + row + 1);
  users_.erase(users_.begin() + row);
  Matrix rest(attributes_.rows() - 1, attributes_.cols());
  rest << attributes_.topRows(row), attributes_.bottomRows(attributes_.rows() - 1 - row);
  attributes_ = std::move(rest);
  index();
}

LIMN_INLINE std::ptrdiff_t SimilarUsers::row_of(std::int32_t user) const {
  const auto at = std::lower_bound(users_.begin(), users_.end(), user);
  return at == users_.end() || *at != user ? -1 : at - users_.begin();
}

LIMN_INLINE std::span<const std::int32_t> SimilarUsers::items_of(std::size_t row) const {
  const auto begin = static_cast<std::size_t>(offsets_[row]);
  return std::span(user_items_).subspan(begin, static_cast<std::size_t>(offsets_[row + 1]) - begin);
}

LIMN_INLINE void SimilarUsers::check_state() {
  items_.check_state();
  coder_.check(name);
  const auto n_items = static_cast<Index>(items_.size());
  core::require_state(shares_.size() == n_items && rarity_.size() == n_items, name, "shares");
  if (n_items == 0 && users_.empty() && user_items_.empty()) return;
  core::require_state(std::is_sorted(users_.begin(), users_.end()), name, "users");
  core::require_state(attributes_.rows() == n_donors() && attributes_.cols() == coder_.width() &&
                          column_weights_.size() == coder_.width(),
                      name, "attributes");
  core::require_state(offsets_.size() == users_.size() + 1 && offsets_.front() == 0 &&
                          offsets_.back() == static_cast<std::int64_t>(user_items_.size()) &&
                          std::is_sorted(offsets_.begin(), offsets_.end()),
                      name, "offsets");
  for (const std::int32_t item : user_items_)
    core::require_state(item >= 0 && item < n_items, name, "user_items");
  index();
}

}  // namespace limn::inline LIMN_ABI::coldstart
