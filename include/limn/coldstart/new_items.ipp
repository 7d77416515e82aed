// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include <limn/coldstart/new_items.hpp>
#include <limn/core/random.hpp>
#include <limn/recommend/top_k.hpp>

namespace limn::inline LIMN_ABI::coldstart {

namespace detail {

/// Categories of more values have one weight for all of them.
inline constexpr std::int32_t most_values_weighed = 30;
inline constexpr std::size_t item_pairs = 20000;

/// Who took each item, rising: (n_items) lists.
LIMN_INLINE std::vector<std::vector<std::int32_t>> takers_of(const data::EventLog& log) {
  std::vector<std::vector<std::int32_t>> out(log.n_items());
  for (std::size_t user = 0; user < log.n_users(); ++user)
    for (const std::int32_t item : log.history(user).items) {
      auto& takers = out[static_cast<std::size_t>(item)];
      if (takers.empty() || takers.back() != static_cast<std::int32_t>(user))
        takers.push_back(static_cast<std::int32_t>(user));
    }
  return out;
}

LIMN_INLINE double takers_cosine(const std::vector<std::int32_t>& a,
                                 const std::vector<std::int32_t>& b) {
  double both = 0.0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j])
      both += 1.0, ++i, ++j;
    else
      a[i] < b[j] ? ++i : ++j;
  }
  return both / std::sqrt(static_cast<double>(a.size()) * static_cast<double>(b.size()));
}

/// Weights w >= 0 of least |Xw - y|^2 + ridge |w|^2 for centred columns, from X'X and X'y, by
/// cyclic coordinate descent.
LIMN_INLINE Vector non_negative_ridge(const Matrix& gram, const Vector& target, double ridge) {
  Vector out = Vector::Zero(target.size());
  for (int round = 0; round < 200; ++round) {
    double moved = 0.0;
    for (Index k = 0; k < out.size(); ++k) {
      const double rest = target[k] - gram.row(k).dot(out.transpose()) + gram(k, k) * out[k];
      const double next = std::max(0.0, rest / (gram(k, k) + ridge));
      moved = std::max(moved, std::abs(next - out[k]));
      out[k] = next;
    }
    if (moved < 1e-9) break;
  }
  return out;
}

}  // namespace detail

/// Where each column's weights begin, and their number at the end: (d + 1).
LIMN_INLINE std::vector<std::int64_t> NewItems::starts() const {
  std::vector<std::int64_t> out{0};
  for (Index c = 0; c < coder_.width(); ++c) {
    const std::int32_t n = coder_.n_levels(c);
    const bool each = coder_.column(c).is_category && n - 2 <= detail::most_values_weighed;
    out.push_back(out.back() + (each ? n : 1));
  }
  return out;
}

template <class F>
void NewItems::shared(std::span<const std::int64_t> start, VectorView a, VectorView b,
                      const F& f) const {
  for (Index c = 0; c < coder_.width(); ++c) {
    if (std::isnan(a(c)) || std::isnan(b(c))) continue;
    const double agreement = coder_.agreement(c, a(c), b(c));
    if (!(agreement > 0.0)) continue;
    const auto at = static_cast<std::size_t>(c);
    const bool each = start[at + 1] - start[at] > 1;
    f(static_cast<Index>(start[at]) + (each ? coder_.level(c, a(c)) : 0), agreement);
  }
}

LIMN_INLINE NewItems& NewItems::fit(const data::EventLog& log, const Monitor& monitor) {
  return fit(log, nullptr, monitor);
}

LIMN_INLINE NewItems& NewItems::fit(const data::EventLog& log, const data::FrameView& attributes,
                                    const Monitor& monitor) {
  core::require_length(attributes.rows(), static_cast<Index>(log.n_items()), name,
                       "rows of attributes (one an item)");
  return fit(log, attributes.cols() > 0 ? &attributes : nullptr, monitor);
}

LIMN_INLINE NewItems& NewItems::fit(const data::EventLog& log, const data::FrameView* attributes,
                                    const Monitor& monitor) {
  recommend::require_events(log, name);
  NewItems fresh(params_);
  fresh.items_ = log.items();
  fresh.is_new_.assign(log.n_items(), 1);
  for (const std::int32_t item : log.item_codes())
    if (item >= 0) fresh.is_new_[static_cast<std::size_t>(item)] = 0;
  fresh.nearest_.fit(log, monitor.part(0.0, 0.6));
  fresh.offsets_ = {0};
  if (attributes) {
    fresh.coder_.fit(*attributes, name);
    fresh.attributes_ = attributes->matrix();
    fresh.learn_weights(log, monitor.part(0.6, 1.0));
  } else {
    fresh.attributes_.resize(static_cast<Index>(log.n_items()), 0);
  }
  for (std::int32_t item = 0; item < static_cast<std::int32_t>(log.n_items()); ++item)
    if (fresh.is_new(item)) fresh.place(item);
  monitor.check();
  return *this = std::move(fresh);
}

LIMN_INLINE void NewItems::learn_weights(const data::EventLog& log, const Monitor& monitor) {
  const auto takers = detail::takers_of(log);
  std::vector<std::int32_t> known;
  for (std::size_t item = 0; item < takers.size(); ++item)
    if (!takers[item].empty()) known.push_back(static_cast<std::int32_t>(item));
  const std::vector<std::int64_t> start = starts();
  const auto p = static_cast<Index>(start.back());
  Matrix gram = Matrix::Zero(p, p);
  Vector target = Vector::Zero(p), mean = Vector::Zero(p);
  double mean_like = 0.0, n = 0.0;
  core::Random random(params_.random_state, 0x6e65776974656dULL);
  std::vector<std::pair<Index, double>> active;
  for (std::size_t pair = 0; known.size() > 1 && pair < detail::item_pairs; ++pair) {
    if (pair % 512 == 0) monitor.check();
    const std::int32_t a = known[random.below(known.size())], b = known[random.below(known.size())];
    if (a == b) continue;
    const double like = detail::takers_cosine(takers[static_cast<std::size_t>(a)],
                                              takers[static_cast<std::size_t>(b)]);
    active.clear();
    shared(start, attributes_.row(a).transpose(), attributes_.row(b).transpose(),
           [&](Index k, double agreement) { active.emplace_back(k, agreement); });
    for (const auto& [k, x] : active) {
      mean[k] += x;
      target[k] += x * like;
      for (const auto& [other, y] : active) gram(k, other) += x * y;
    }
    mean_like += like;
    n += 1.0;
  }
  if (n > 0.0) {
    gram -= mean * mean.transpose() / n;
    target -= mean * (mean_like / n);
  }
  weights_ = detail::non_negative_ridge(gram, target, params_.regularization);
  if (!(weights_.maxCoeff() > 0.0)) weights_.setOnes();
}

LIMN_INLINE std::vector<ItemDonor> NewItems::find_donors(VectorView row) const {
  const std::vector<std::int64_t> start = starts();
  std::vector<ItemDonor> out;
  for (std::int32_t item = 0; item < std::ssize(is_new_); ++item) {
    if (is_new(item)) continue;
    double like = 0.0;
    shared(start, row, attributes_.row(item).transpose(),
           [&](Index k, double agreement) { like += weights_[k] * agreement; });
    if (like > 0.0) out.push_back({item, like});
  }
  const auto n = std::min(out.size(), static_cast<std::size_t>(params_.n_neighbors));
  std::partial_sort(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(n), out.end(),
                    [](const ItemDonor& a, const ItemDonor& b) {
                      return a.weight > b.weight || (a.weight == b.weight && a.item < b.item);
                    });
  out.resize(n);
  if (out.empty()) return out;
  const double most = out.front().weight;
  double sum = 0.0;
  for (ItemDonor& donor : out)
    donor.weight = std::pow(donor.weight / most, params_.sharpness), sum += donor.weight;
  for (ItemDonor& donor : out) donor.weight /= sum;
  return out;
}

LIMN_INLINE void NewItems::place(std::int32_t item) {
  const std::vector<ItemDonor> found = attributes_.cols() > 0
                                           ? find_donors(attributes_.row(item).transpose())
                                           : std::vector<ItemDonor>{};
  const Index before = shares_.size();
  shares_.conservativeResize(before + std::ssize(found));
  for (std::size_t i = 0; i < found.size(); ++i) {
    donors_.push_back(found[i].item);
    shares_[before + static_cast<Index>(i)] = found[i].weight;
  }
  offsets_.push_back(std::ssize(donors_));
}

LIMN_INLINE NewItems& NewItems::add(std::span<const data::Id> ids, MatrixView attributes) {
  core::require_fitted(items_.size() > 0, name);
  if (coder_.width() == 0)
    throw DataError(ErrorCode::data_value, {.component = std::string(name),
                                            .place = "add",
                                            .got = "a fit without attributes",
                                            .expected = "attributes of the known items",
                                            .fix = "fit with one row of attributes an item"});
  core::require_length(attributes.rows(), std::ssize(ids), name, "rows of attributes");
  coder_.require(attributes, name);
  NewItems next = *this;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto code = static_cast<std::int32_t>(next.items_.size());
    if (next.items_.insert(ids[i]) != code)
      throw DataError(ErrorCode::data_value, {.component = std::string(name),
                                              .place = "items, row " + std::to_string(i),
                                              .got = "an item known already",
                                              .expected = "new items, each once",
                                              .fix = "leave it out, or fit again"});
    next.is_new_.push_back(1);
  }
  const Index before = attributes_.rows();
  next.attributes_.conservativeResize(before + attributes.rows(), Eigen::NoChange);
  next.attributes_.bottomRows(attributes.rows()) = attributes;
  for (Index i = 0; i < attributes.rows(); ++i) next.place(static_cast<std::int32_t>(before + i));
  return *this = std::move(next);
}

LIMN_INLINE std::size_t NewItems::place_of(std::int32_t item) const {
  return static_cast<std::size_t>(
      std::count(is_new_.begin(), is_new_.begin() + item, std::uint8_t{1}));
}

LIMN_INLINE std::vector<ItemDonor> NewItems::donors(std::int32_t item) const {
  core::require_fitted(items_.size() > 0, name);
  std::vector<ItemDonor> out;
  if (!is_new(item)) return out;
  const std::size_t at = place_of(item);
  for (auto i = offsets_[at]; i < offsets_[at + 1]; ++i)
    out.push_back({donors_[static_cast<std::size_t>(i)], shares_[static_cast<Index>(i)]});
  return out;
}

LIMN_INLINE void NewItems::lend(std::span<float> scores) const {
  core::require_fitted(items_.size() > 0, name);
  core::require_length(std::ssize(scores), static_cast<Index>(items_.size()), name, "scores");
  std::size_t at = 0;
  for (std::size_t item = 0; item < is_new_.size(); ++item) {
    if (!is_new_[item]) continue;
    double sum = 0.0;
    for (auto i = offsets_[at]; i < offsets_[at + 1]; ++i)
      sum += shares_[static_cast<Index>(i)] *
             static_cast<double>(
                 scores[static_cast<std::size_t>(donors_[static_cast<std::size_t>(i)])]);
    scores[item] = static_cast<float>(params_.trust * sum);
    ++at;
  }
}

LIMN_INLINE VectorF NewItems::score(const data::History& history) const {
  core::require_fitted(items_.size() > 0, name);
  const auto n_known = static_cast<std::int32_t>(nearest_.items().size());
  std::vector<std::int32_t> codes(history.items.begin(), history.items.end());
  for (std::int32_t& item : codes)
    if (item >= n_known) item = -1;  // nobody had taken it at fit
  data::History known = history;
  known.items = codes;
  VectorF out = VectorF::Zero(static_cast<Index>(items_.size()));
  nearest_.score_into(known, {out.data(), static_cast<std::size_t>(n_known)});
  lend({out.data(), items_.size()});
  return out;
}

LIMN_INLINE recommend::Reason NewItems::reason(const data::History& history,
                                               std::int32_t item) const {
  if (!is_new(item)) return nearest_.reason(history, item);
  const VectorF scores = score(history);
  recommend::Reason out;
  double most = 0.0, sum = 0.0;
  for (const ItemDonor& donor : donors(item)) {
    const double part = donor.weight * static_cast<double>(scores[donor.item]);
    sum += part;
    if (part > most) most = part, out = {.kind = "similar_items", .item = donor.item, .share = 0.0};
  }
  out.share = sum > 0.0 ? most / sum : 0.0;
  return out;
}

LIMN_INLINE Ranked NewItems::recommend(const data::EventLog& log, std::int64_t k,
                                       bool exclude_seen) const {
  core::require_fitted(items_.size() > 0, name);
  recommend::require_k(k, name);
  return recommend::rank_users(
      log, items_, k, exclude_seen,
      [&](std::size_t, const data::History& history, std::span<float> out) {
        const VectorF scores = score(history);
        std::copy_n(scores.data(), out.size(), out.begin());
      });
}

LIMN_INLINE Ranked NewItems::recommend_one(const data::History& history, std::int64_t k,
                                           bool exclude_seen) const {
  recommend::require_k(k, name);
  VectorF scores = score(history);
  return recommend::rank_one({scores.data(), items_.size()}, history.items, k, exclude_seen);
}

LIMN_INLINE void NewItems::check_state() {
  items_.check_state();
  coder_.check(name);
  const auto n = static_cast<Index>(items_.size());
  if (n == 0) return;
  const auto n_known = static_cast<std::int32_t>(nearest_.items().size());
  core::require_state(std::ssize(is_new_) == n && n_known <= n && n_known > 0, name, "is_new");
  core::require_state(attributes_.rows() == n && attributes_.cols() == coder_.width(), name,
                      "attributes");
  core::require_state(weights_.size() == starts().back() && weights_.allFinite(), name, "weights");
  const auto n_new = std::count_if(is_new_.begin(), is_new_.end(), [](auto m) { return m != 0; });
  core::require_state(std::ssize(offsets_) == n_new + 1 && offsets_.front() == 0 &&
                          std::is_sorted(offsets_.begin(), offsets_.end()) &&
                          offsets_.back() == std::ssize(donors_) &&
                          shares_.size() == std::ssize(donors_) && shares_.allFinite(),
                      name, "offsets");
  for (Index item = n_known; item < n; ++item)
    core::require_state(is_new_[static_cast<std::size_t>(item)] != 0, name, "is_new");
  for (const std::int32_t donor : donors_)
    core::require_state(donor >= 0 && donor < n_known && !is_new(donor), name, "donors");
}

}  // namespace limn::inline LIMN_ABI::coldstart
