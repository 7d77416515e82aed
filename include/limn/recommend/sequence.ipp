// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include <limn/core/parallel.hpp>
#include <limn/recommend/sequence.hpp>
#include <limn/recommend/top_k.hpp>

namespace limn::inline LIMN_ABI::recommend {

namespace detail {

/// Appends a word that stands for "none of the others", and that nobody else uses.
LIMN_INLINE std::int32_t add_no_type(data::Vocabulary& types) {
  if (types.kind() == data::Vocabulary::Kind::integer) {
    std::int64_t number = std::numeric_limits<std::int64_t>::min();
    while (types.find(number) >= 0) ++number;
    return types.insert(number);
  }
  std::string word = "\x1Fnone";
  while (types.find(word) >= 0) word += '\x1F';
  return types.insert(word);
}

LIMN_INLINE data::EventLog one_user_log(const data::Vocabulary& items, const data::History& history,
                                        const data::Vocabulary& types) {
  const bool typed = types.size() > 0 && history.types.size() == history.size();
  const auto known = [&](std::int32_t type) {
    return type >= 0 && static_cast<std::size_t>(type) < types.size();
  };
  data::EventLog::Columns columns;
  columns.users = data::Vocabulary(std::vector<std::int64_t>{0});
  columns.items = items;
  if (typed) columns.types = types;
  const std::int32_t no_type =
      typed && !std::ranges::all_of(history.types, known) ? add_no_type(columns.types) : -1;
  columns.ordered_only = history.times_us.size() != history.size();
  for (std::size_t i = 0; i < history.size(); ++i) {
    if (history.items[i] < 0) continue;
    columns.user.push_back(0);
    columns.item.push_back(history.items[i]);
    columns.time_us.push_back(columns.ordered_only ? static_cast<std::int64_t>(i)
                                                   : history.times_us[i]);
    if (typed) columns.type.push_back(known(history.types[i]) ? history.types[i] : no_type);
    if (history.values.size() == history.size()) columns.value.push_back(history.values[i]);
  }
  return data::EventLog(std::move(columns));
}

/// Scores in memory at once: 128 MiB.
inline constexpr std::size_t most_scores = std::size_t{1} << 25;
/// Users whose scores are made together, and no fewer than this many where there are more: encoders
/// turn to another product for a handful, whose last bits differ.
inline constexpr std::size_t users_together = 256, users_at_least = 32;

LIMN_INLINE void rank_block(const core::AnySequenceEncoder& encoder, const data::EventLog& log,
                            std::span<const std::int32_t> codes, std::size_t first,
                            std::size_t last, bool exclude_seen, Ranked& out) {
  std::vector<std::int32_t> users(last - first);
  std::iota(users.begin(), users.end(), static_cast<std::int32_t>(first));
  const std::size_t n_items = encoder->items().size();
  MatrixF scores = encoder->score_items(log.only_users(users));
  core::require_width(scores.cols(), static_cast<Index>(n_items), Sequence::name);
  core::require_length(scores.rows(), static_cast<Index>(users.size()), Sequence::name,
                       "users of the encoder's scores");
  const auto width = static_cast<std::size_t>(out.items.cols());
  core::parallel_rows(users.size(), 8, [&](std::size_t begin, std::size_t end) {
    Translated translated;
    for (std::size_t row = begin; row < end; ++row) {
      const std::span<float> of_user(scores.row(static_cast<Index>(row)).data(), n_items);
      if (exclude_seen) hide(translated.view(log.history(first + row), codes).items, of_user);
      const std::size_t at = (first + row) * width;
      top_k(of_user, {out.items.data() + at, width}, {out.scores.data() + at, width});
    }
  });
}

LIMN_INLINE Ranked rank_encoded(const core::AnySequenceEncoder& encoder, const data::EventLog& log,
                                std::int64_t k, bool exclude_seen, std::size_t most) {
  const std::vector<std::int32_t> codes = encoder->items().translate(log.items());
  const std::size_t n = log.n_users();
  const std::size_t together = std::clamp(most / std::max<std::size_t>(encoder->items().size(), 1),
                                          users_at_least, users_together);
  // Blocks of equal size: none is left with a handful.
  const std::size_t n_blocks = core::chunk_count(n, together);
  Ranked out{CodeMatrix(static_cast<Index>(n), k), MatrixF(static_cast<Index>(n), k)};
  for (std::size_t b = 0; b < n_blocks; ++b)
    rank_block(encoder, log, codes, n * b / n_blocks, n * (b + 1) / n_blocks, exclude_seen, out);
  return out;
}

}  // namespace detail

LIMN_INLINE Sequence& Sequence::fit(const data::EventLog& log, const Monitor& monitor) {
  require_events(log, name);
  core::AnySequenceEncoder encoder =
      encoder_ ? encoder_ : core::AnySequenceEncoder::from_name(params_.encoder, {});
  encoder->fit(log, monitor);
  encoder_ = std::move(encoder);
  return *this;
}

LIMN_INLINE Ranked Sequence::recommend(const data::EventLog& log, std::int64_t k,
                                       bool exclude_seen) const {
  core::require_fitted(static_cast<bool>(encoder_), name);
  require_k(k, name);
  return detail::rank_encoded(encoder_, log, k, exclude_seen, detail::most_scores);
}

LIMN_INLINE Ranked Sequence::recommend_one(const data::History& history, std::int64_t k,
                                           bool exclude_seen) const {
  require_k(k, name);
  VectorF scores = score(history);
  return rank_one({scores.data(), static_cast<std::size_t>(scores.size())}, history.items, k,
                  exclude_seen);
}

LIMN_INLINE VectorF Sequence::score(const data::History& history) const {
  core::require_fitted(static_cast<bool>(encoder_), name);
  VectorF next = encoder_->score(history);
  if (next.size() > 0) {
    core::require_width(next.size(), static_cast<Index>(items().size()), name);
    return next;
  }
  const MatrixF scores = encoder_->score_items(detail::one_user_log(items(), history, types()));
  core::require_width(scores.cols(), static_cast<Index>(items().size()), name);
  return scores.row(0).transpose();
}

LIMN_INLINE void Sequence::require_steps() const {
  core::require_fitted(static_cast<bool>(encoder_), name);
  if (encoder_->steps()) return;
  throw ParamError(ErrorCode::param_conflict, {.component = std::string(name),
                                               .place = "option 'encoder'",
                                               .got = encoder_->name(),
                                               .expected = "an encoder with one-event updates",
                                               .fix = "use recommend with the whole history"});
}

LIMN_INLINE data::EventState Sequence::start(const data::History& history) const {
  require_steps();
  data::EventState out;
  encoder_->start(history, out);
  return out;
}

LIMN_INLINE const VectorF& Sequence::step(data::EventState& state, std::int32_t item,
                                          std::optional<std::int64_t> time_us, std::int32_t type,
                                          double value) const {
  require_steps();
  encoder_->step(state, item, time_us, type, value);
  return state.embedding;
}

LIMN_INLINE VectorF Sequence::score(const data::EventState& state) const {
  require_steps();
  return encoder_->score(state);
}

LIMN_INLINE Ranked Sequence::recommend_from(const data::EventState& state, std::int64_t k,
                                            bool exclude_seen) const {
  require_k(k, name);
  VectorF scores = score(state);
  return rank_one({scores.data(), static_cast<std::size_t>(scores.size())}, state.seen_items, k,
                  exclude_seen);
}

LIMN_INLINE Reason Sequence::reason(const data::History& history, std::int32_t item) const {
  if (!encoder_ || item < 0 || static_cast<std::size_t>(item) >= items().size()) return {};
  const auto known = std::find_if(history.items.rbegin(), history.items.rend(),
                                  [](std::int32_t code) { return code >= 0; });
  return {.kind = "sequence", .item = known == history.items.rend() ? -1 : *known, .share = 1.0};
}

LIMN_INLINE const data::Vocabulary& Sequence::items() const {
  static const data::Vocabulary none;
  return encoder_ ? encoder_->items() : none;
}

LIMN_INLINE const data::Vocabulary& Sequence::types() const {
  static const data::Vocabulary none;
  const data::Vocabulary* found = encoder_ ? encoder_->types() : nullptr;
  return found ? *found : none;
}

}  // namespace limn::inline LIMN_ABI::recommend
