// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <limn/kernels/kernels.hpp>
#include <limn/recommend/ease.hpp>
#include <limn/recommend/item_gram.hpp>
#include <limn/recommend/rank_rows.hpp>
#include <limn/recommend/spd_inverse.hpp>
#include <limn/recommend/top_k.hpp>

namespace limn::inline LIMN_ABI::recommend {

namespace detail {

LIMN_INLINE void require_catalogue(std::size_t n_items, std::int64_t most) {
  if (n_items <= static_cast<std::size_t>(most)) return;
  throw LimitError(ErrorCode::limit_size,
                   {.component = std::string(Ease::name),
                    .place = "items",
                    .got = std::to_string(n_items),
                    .expected = "at most " + std::to_string(most) + " (max_items)",
                    .fix = "drop rare items, take recommend.item_nearest, or raise max_items where "
                           "4 * items^2 bytes fit"});
}

/// Different known items of a history with their weights, the latest first.
LIMN_INLINE std::vector<std::pair<std::int32_t, float>> weighted_items(
    std::span<const std::int32_t> history, std::optional<double> half_life, Index n_items) {
  std::vector<std::pair<std::int32_t, float>> out;
  for (std::size_t n = 0; n < history.size(); ++n) {
    const std::int32_t item = history[history.size() - 1 - n];
    const double age = half_life ? static_cast<double>(n) / *half_life : 0.0;
    if (age > 24.0) break;  // below what a float can tell
    if (item >= 0 && item < n_items) out.emplace_back(item, static_cast<float>(std::exp2(-age)));
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  out.erase(std::unique(out.begin(), out.end(),
                        [](const auto& a, const auto& b) { return a.first == b.first; }),
            out.end());
  return out;
}

/// B from the lower triangle of P, whose rows and columns are in `order`.
LIMN_INLINE MatrixF ease_weights(const MatrixF& p, const std::vector<std::int32_t>& order) {
  MatrixF out(p.rows(), p.cols());
  const Index tile = 64;  // B is written across: tiles keep both sides near
  core::parallel_rows(static_cast<std::size_t>(p.rows()), 64, [&](std::size_t b, std::size_t e) {
    for (Index left = 0; left < static_cast<Index>(e); left += tile)
      for (auto i = static_cast<Index>(b); i < static_cast<Index>(e); ++i)
        for (Index j = left; j < std::min(left + tile, i + 1); ++j) {
          const Index row = order[static_cast<std::size_t>(i)];
          const Index column = order[static_cast<std::size_t>(j)];
          out(row, column) = i == j ? 0.0F : -p(i, j) / p(j, j);
          out(column, row) = i == j ? 0.0F : -p(i, j) / p(i, i);
        }
  });
  return out;
}

}  // namespace detail

LIMN_INLINE Ease& Ease::fit(const data::EventLog& log, const Monitor& monitor) {
  require_events(log, name);
  detail::require_catalogue(log.n_items(), params_.max_items);
  monitor.report(0.0, "pairs");
  ItemGram gram = item_gram(distinct_items(log, params_.max_history), log.n_items(), monitor);
  VectorF counts(gram.counts.rows());
  for (Index rank = 0; rank < counts.size(); ++rank)
    counts[gram.order[static_cast<std::size_t>(rank)]] = gram.counts(rank, rank);
  gram.counts.diagonal().array() += static_cast<float>(params_.l2);
  if (!invert_spd(gram.counts, monitor.part(0.1, 0.95)))
    throw DataError(ErrorCode::data_value, {.component = std::string(name),
                                            .place = "option 'l2'",
                                            .got = "a matrix that float arithmetic cannot invert",
                                            .expected = "a larger ridge",
                                            .fix = "raise l2"});
  MatrixF weights = detail::ease_weights(gram.counts, gram.order);
  data::Vocabulary items = log.items();
  items_ = std::move(items);
  weights_ = std::move(weights);
  counts_ = std::move(counts);
  return *this;
}

LIMN_INLINE Ranked Ease::recommend(const data::EventLog& log, std::int64_t k,
                                   bool exclude_seen) const {
  core::require_fitted(counts_.size() > 0, name);
  require_k(k, name);
  const auto weigh = [&](const data::History& history, KnownRows& known) {
    for (const auto& [item, weight] :
         detail::weighted_items(history.items, params_.half_life, weights_.rows())) {
      known.rows.push_back(item);
      known.weights.push_back(weight);
    }
  };
  return rank_rows(weights_, counts_, items_, log, weigh, k, exclude_seen);
}

LIMN_INLINE Ranked Ease::recommend_one(const data::History& history, std::int64_t k,
                                       bool exclude_seen) const {
  require_k(k, name);
  VectorF scores = score(history);
  return rank_one({scores.data(), items_.size()}, history.items, k, exclude_seen);
}

LIMN_INLINE VectorF Ease::score(const data::History& history) const {
  core::require_fitted(counts_.size() > 0, name);
  VectorF out(counts_.size());
  score_into(history, {out.data(), items_.size()});
  return out;
}

LIMN_INLINE void Ease::score_into(const data::History& history, std::span<float> out) const {
  const auto known = detail::weighted_items(history.items, params_.half_life, weights_.rows());
  std::fill(out.begin(), out.end(), 0.0F);
  if (known.empty())  // nothing known: by count, below all evidence
    for (std::size_t i = 0; i < out.size(); ++i)
      out[i] = -1.0F / (1.0F + counts_[static_cast<Index>(i)]);
  const auto axpy = kernels::table().vector.axpy;
  for (const auto& [item, weight] : known)
    axpy(out.size(), weight, weights_.row(item).data(), out.data());
}

LIMN_INLINE Reason Ease::reason(const data::History& history, std::int32_t item) const {
  Reason out;
  if (item < 0 || item >= weights_.cols()) return out;
  double total = 0.0, loudest = 0.0;
  for (const auto& [known, weight] :
       detail::weighted_items(history.items, params_.half_life, weights_.rows())) {
    const double part = static_cast<double>(weight * weights_(known, item));
    if (part > 0.0) total += part;
    if (part <= loudest) continue;
    loudest = part;
    out = {.kind = "together", .item = known};
  }
  if (total > 0.0) out.share = loudest / total;
  return out;
}

LIMN_INLINE void Ease::check_state() {
  items_.check_state();
  const auto n = static_cast<Index>(items_.size());
  core::require_state(counts_.size() == n, name, "counts");
  core::require_state(weights_.rows() == n && weights_.cols() == n, name, "weights");
}

}  // namespace limn::inline LIMN_ABI::recommend
