// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>

#include <limn/recommend/popular.hpp>
#include <limn/recommend/top_k.hpp>

namespace limn::inline LIMN_ABI::recommend {

namespace detail {

inline constexpr double microseconds_a_day = 86400e6;

/// Weight of each event: 1, or by its age at the end of the log.
LIMN_INLINE std::vector<double> popular_weights(const data::EventLog& log,
                                                const Popular::Params& params) {
  std::vector<double> out(log.n_events(), 1.0);
  if (params.scope != "recent") return out;
  if (log.ordered_only())
    throw DataError(ErrorCode::data_value, {.component = std::string(Popular::name),
                                            .place = "times",
                                            .got = "a log that knows only the order of events",
                                            .expected = "times, for scope 'recent'",
                                            .fix = "use scope 'all' or give times"});
  const auto times = log.times_us();
  for (std::size_t e = 0; e < out.size(); ++e) {
    const double days = (static_cast<double>(log.last_time_us()) - static_cast<double>(times[e])) /
                        microseconds_a_day;
    out[e] = params.half_life_days ? std::exp2(-days / *params.half_life_days)
                                   : static_cast<double>(days < params.window_days);
  }
  return out;
}

LIMN_INLINE std::vector<std::int32_t> distinct_labels(const Labels& labels) {
  std::vector<std::int32_t> out(labels.data(), labels.data() + labels.size());
  std::erase_if(out, [](std::int32_t label) { return label < 0; });
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

/// (n_segments, n_items) weighted events.
LIMN_INLINE Matrix count_by_segment(const data::EventLog& log, const Labels& labels,
                                    const std::vector<std::int32_t>& segments,
                                    const std::vector<double>& weights) {
  Matrix out = Matrix::Zero(static_cast<Index>(segments.size()), static_cast<Index>(log.n_items()));
  for (std::size_t e = 0; e < weights.size(); ++e) {
    const std::int32_t label = labels[static_cast<Index>(log.user_codes()[e])];
    if (label < 0 || log.item_codes()[e] < 0) continue;
    const auto at = std::lower_bound(segments.begin(), segments.end(), label);
    out(at - segments.begin(), log.item_codes()[e]) += weights[e];
  }
  return out;
}

}  // namespace detail

LIMN_INLINE Popular& Popular::fit(const data::EventLog& log, const Monitor& monitor) {
  if (params_.scope == "segment")
    throw DataError(ErrorCode::data_column_missing,
                    {.component = std::string(name),
                     .place = "segments",
                     .got = "none",
                     .expected = "one label a user, for scope 'segment'",
                     .fix = "call fit(log, segments) or use scope 'all'"});
  return fit(log, nullptr, monitor);
}

LIMN_INLINE Popular& Popular::fit(const data::EventLog& log, const Labels& segments,
                                  const Monitor& monitor) {
  core::require_length(segments.size(), static_cast<Index>(log.n_users()), name, "segments");
  return fit(log, params_.scope == "segment" ? &segments : nullptr, monitor);
}

LIMN_INLINE Popular& Popular::fit(const data::EventLog& log, const Labels* labels,
                                  const Monitor& monitor) {
  require_events(log, name);
  monitor.report(0.0, "counting");
  const std::vector<double> weights = detail::popular_weights(log, params_);
  Vector counts = Vector::Zero(static_cast<Index>(log.n_items()));
  Vector all_time = counts;
  for (std::size_t e = 0; e < weights.size(); ++e) {
    const std::int32_t item = log.item_codes()[e];
    if (item < 0) continue;
    counts[item] += weights[e];
    all_time[item] += 1.0;
  }
  const double total = std::max(counts.sum(), 1e-300);
  Vector shares = counts / total;
  std::vector<std::int32_t> segments;
  Matrix by_segment(0, shares.size());
  if (labels) {
    segments = detail::distinct_labels(*labels);
    by_segment = detail::count_by_segment(log, *labels, segments, weights);
    for (Index s = 0; s < by_segment.rows(); ++s) {
      const double n = std::max(by_segment.row(s).sum() + params_.shrinkage, 1e-300);
      by_segment.row(s) = (by_segment.row(s) + params_.shrinkage * shares.transpose()) / n;
    }
  }
  if (params_.scope == "recent")
    for (Index i = 0; i < shares.size(); ++i)
      if (counts[i] == 0.0) shares[i] = -1.0 / (1.0 + all_time[i]);
  monitor.check();
  items_ = log.items();
  scores_ = shares.cast<float>();
  segments_ = std::move(segments);
  segment_scores_ = by_segment.cast<float>();
  return *this;
}

LIMN_INLINE Ranked Popular::recommend(const data::EventLog& log, std::int64_t k,
                                      bool exclude_seen) const {
  return recommend(log, Labels::Constant(static_cast<Index>(log.n_users()), -1), k, exclude_seen);
}

LIMN_INLINE Ranked Popular::recommend(const data::EventLog& log, const Labels& segments,
                                      std::int64_t k, bool exclude_seen) const {
  core::require_fitted(scores_.size() > 0, name);
  require_k(k, name);
  core::require_length(segments.size(), static_cast<Index>(log.n_users()), name, "segments");
  return rank_users(log, items_, k, exclude_seen,
                    [&](std::size_t user, const data::History&, std::span<float> out) {
                      score_into(segments[static_cast<Index>(user)], out);
                    });
}

LIMN_INLINE Ranked Popular::recommend_one(const data::History& history, std::int64_t k,
                                          bool exclude_seen, std::int32_t segment) const {
  require_k(k, name);
  VectorF scores = score(history, segment);
  return rank_one({scores.data(), items_.size()}, history.items, k, exclude_seen);
}

LIMN_INLINE VectorF Popular::score(const data::History&, std::int32_t segment) const {
  core::require_fitted(scores_.size() > 0, name);
  const Index row = row_of(segment);
  if (row < 0) return scores_;
  return segment_scores_.row(row).transpose();
}

LIMN_INLINE void Popular::score_into(std::int32_t segment, std::span<float> out) const {
  const Index row = row_of(segment);
  const float* from = row < 0 ? scores_.data() : segment_scores_.data() + row * scores_.size();
  std::copy_n(from, out.size(), out.begin());
}

LIMN_INLINE Reason Popular::reason(const data::History&, std::int32_t item,
                                   std::int32_t segment) const {
  if (item < 0 || item >= scores_.size()) return {};
  const Index row = row_of(segment);
  const float score = row < 0 ? scores_[item] : segment_scores_(row, item);
  if (score <= 0.0F) return {};
  const std::string_view kind =
      row >= 0 ? "segment" : (params_.scope == "recent" ? "recent" : "popular");
  return {.kind = kind, .item = -1, .share = static_cast<double>(score)};
}

LIMN_INLINE Index Popular::row_of(std::int32_t segment) const {
  const auto at = std::lower_bound(segments_.begin(), segments_.end(), segment);
  return at == segments_.end() || *at != segment ? -1 : at - segments_.begin();
}

LIMN_INLINE void Popular::check_state() {
  items_.check_state();
  const auto n = static_cast<Index>(items_.size());
  core::require_state(scores_.size() == n, name, "scores");
  core::require_state(std::is_sorted(segments_.begin(), segments_.end()), name, "segments");
  core::require_state(segment_scores_.rows() == static_cast<Index>(segments_.size()) &&
                          (segments_.empty() || segment_scores_.cols() == n),
                      name, "segment_scores");
}

}  // namespace limn::inline LIMN_ABI::recommend
