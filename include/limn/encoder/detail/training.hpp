// SPDX-License-Identifier: MIT
// What training needs of options, logs and errors, whatever the kind of encoder.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <limn/core/error.hpp>
#include <limn/data/event_log.hpp>
#include <limn/encoder/detail/layout.hpp>
#include <limn/encoder/detail/trainer.hpp>
#include <limn/encoder/named_weights.hpp>

namespace limn::inline LIMN_ABI::encoder::detail {

[[noreturn]] inline void throw_data(std::string_view component, ErrorCode code, std::string place,
                                    std::string got, std::string expected, std::string fix) {
  throw DataError(code, {.component = std::string(component),
                         .place = std::move(place),
                         .got = std::move(got),
                         .expected = std::move(expected),
                         .fix = std::move(fix)});
}

/// (3, 16)
inline std::string shape_text(const std::vector<std::int64_t>& shape) {
  std::string out = "(";
  for (const std::int64_t n : shape) out += (out.size() > 1 ? ", " : "") + std::to_string(n);
  return out + ")";
}

/// What was given for a place does not fit it; null: nothing was given.
[[noreturn]] inline void throw_weights(std::string_view component, const Place& place,
                                       const NamedWeights* given) {
  throw ShapeError(given ? ErrorCode::shape_width : ErrorCode::shape_names,
                   {.component = std::string(component),
                    .place = "weights '" + place.name + "'",
                    .got = given ? "shape " + shape_text(given->shape) : "none",
                    .expected = "shape " + shape_text(place.shape),
                    .fix = "take the weights of an encoder of the same options and log"});
}
[[noreturn]] inline void throw_count(std::string_view component, std::size_t got,
                                     std::size_t expected) {
  throw ShapeError(ErrorCode::shape_names,
                   {.component = std::string(component),
                    .place = "weights",
                    .got = std::to_string(got) + " arrays",
                    .expected = std::to_string(expected) + ", each name once",
                    .fix = "pass what named_weights (weights() in Python) lists, and no more"});
}

inline std::vector<std::int32_t> all_users(const data::EventLog& log) {
  std::vector<std::int32_t> out(log.n_users());
  std::iota(out.begin(), out.end(), 0);
  return out;
}

/// Takes the last target of a tenth of the users who have one after two events, and what comes
/// after it, out of the sequences.
inline std::vector<Trial> hold_out(Sequences& s, std::uint64_t seed) {
  std::vector<std::size_t> users;
  for (std::size_t user = 0; user < s.users(); ++user)
    if (s.last_target(user) >= s.begin(user) + 2) users.push_back(user);
  if (users.size() < 100) return {};
  core::Random random(seed, std::uint64_t{7} << 60);
  random.shuffle(users);
  users.resize(std::clamp<std::size_t>(users.size() / 10, 20, 2000));
  std::vector<std::uint8_t> held(s.users(), 0);
  for (const std::size_t user : users) held[user] = 1;
  Sequences kept;
  std::vector<Trial> out;
  for (std::size_t user = 0; user < s.users(); ++user) {
    const std::size_t end = held[user] ? s.last_target(user) : s.begin(user) + s.length(user);
    if (held[user]) out.push_back({user, s.items[end]});
    s.copy(user, end, kept);
  }
  s = std::move(kept);
  return out;
}

inline std::size_t training_tokens(const Sequences& s, std::size_t longest) {
  std::size_t out = 0;
  for (std::size_t user = 0; user < s.users(); ++user)
    out += std::min(longest, std::max<std::size_t>(s.length(user), 1) - 1);
  return out;
}

/// Up to here all items are candidates of every event, unless told otherwise.
inline constexpr std::size_t most_for_softmax = 20'000;
/// Parts of each history and turn of the contrastive objective. Its steps want many users at once.
inline constexpr std::size_t n_slices = 5;

/// Tokens of a step: what was asked for, or a share of the log.
template <class Params>
std::size_t batch_tokens(const Params& p, std::size_t tokens) {
  return p.batch_tokens > 0           ? static_cast<std::size_t>(p.batch_tokens)
         : p.objective == "next_item" ? std::clamp<std::size_t>(tokens / 64, 256, 4096)
                                      : std::clamp<std::size_t>(tokens / 16, 1024, 16384);
}

/// How many classes labels name. Errors: DataError unless two are met among users with events.
inline std::size_t count_classes(std::string_view component, const Sequences& sequences,
                                 std::span<const std::int32_t> labels) {
  std::int32_t least = std::numeric_limits<std::int32_t>::max(), most = -1;
  for (std::size_t user = 0; user < labels.size(); ++user)
    if (labels[user] >= 0 && sequences.length(user) > 0)
      least = std::min(least, labels[user]), most = std::max(most, labels[user]);
  if (least < most) return static_cast<std::size_t>(most) + 1;
  throw_data(component, ErrorCode::data_value, "labels",
             most < 0 ? "no label of a user with known events" : "one class",
             "at least two classes", "pass a class for each user of the log, -1 where unknown");
}

template <class Params>
TrainOptions train_options(const Params& p, const NetworkShape& shape, std::size_t tokens,
                           std::size_t n_items, std::int64_t begun) {
  const auto negatives = static_cast<std::size_t>(p.n_negatives);
  const bool chosen = p.loss == "auto";
  const bool full = p.loss == "softmax" || (chosen && n_items <= most_for_softmax);
  return {.shape = shape,
          .objective = full || (p.loss != "gbce" && negatives >= n_items) ? Objective::softmax
                       : p.loss == "gbce"                                 ? Objective::gbce
                                                                          : Objective::sampled,
          .batch_tokens = batch_tokens(p, tokens),
          .n_negatives = negatives,
          .popular_negatives = chosen || p.negatives == "popularity",
          .next_item = p.objective != "contrastive",
          .slices = p.objective == "next_item" ? std::size_t{0} : n_slices,
          .dropout = p.dropout,
          .learning_rate = p.learning_rate,
          .clip = p.clip_norm,
          .seed = p.random_state,
          .epochs = p.epochs,
          .begun = begun};
}

/// A training on its way. Where turns are judged, `best` is the best of them.
struct Course {
  Trainer& trainer;
  const Sequences& sequences;
  const std::vector<Trial>& trials;
  Weights best = {};
  double best_ndcg = -1.0;
  std::int64_t since = 0;  // turns without a better one
};

/// Does the work; true when it was cancelled and what it did so far is to be kept.
template <class Work>
bool cancelled(bool keep, const Work& work) {
  try {
    work();
    return false;
  } catch (const CancelledError&) {
    if (!keep) throw;
    return true;
  }
}

}  // namespace limn::inline LIMN_ABI::encoder::detail
