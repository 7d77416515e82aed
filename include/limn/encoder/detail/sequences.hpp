// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include <limn/core/random.hpp>
#include <limn/data/event_log.hpp>
#include <limn/encoder/detail/stepper.hpp>
#include <limn/encoder/detail/value_scale.hpp>

namespace limn::inline LIMN_ABI::encoder::detail {

/// Histories in the encoder's own codes, one after another; a feature that is not read and times
/// without a clock are empty lists.
struct Sequences {
  std::vector<std::int64_t> offsets{0};
  std::vector<std::int32_t> items;
  std::array<std::vector<std::int32_t>, n_features> codes;
  std::vector<float> amounts;
  std::vector<std::int64_t> times_us;
  std::vector<std::uint8_t> targets;  ///< whether an event is guessed; empty: all are

  void add(const NetworkShape& shape, bool clock, const Event& event) {
    items.push_back(event.item);
    for (std::size_t f = 0; f < n_features; ++f)
      if (shape.codes[f]) codes[f].push_back(event.codes[f]);
    if (shape.amounts) amounts.push_back(event.amount);
    if (clock) times_us.push_back(event.time_us);
  }
  void close() { offsets.push_back(static_cast<std::int64_t>(items.size())); }
  Event event(std::size_t i) const {
    Event out{.item = items[i]};
    for (std::size_t f = 0; f < n_features; ++f)
      if (!codes[f].empty()) out.codes[f] = codes[f][i];
    if (!amounts.empty()) out.amount = amounts[i];
    if (!times_us.empty()) out.time_us = times_us[i];
    return out;
  }
  /// A user again, up to `end`, at the end of `into`.
  void copy(std::size_t user, std::size_t end, Sequences& into) const {
    const auto part = [&](const auto& from, auto& to) {
      if (!from.empty())
        to.insert(to.end(), from.begin() + static_cast<std::ptrdiff_t>(begin(user)),
                  from.begin() + static_cast<std::ptrdiff_t>(end));
    };
    part(items, into.items), part(amounts, into.amounts), part(times_us, into.times_us);
    part(targets, into.targets);
    for (std::size_t f = 0; f < n_features; ++f) part(codes[f], into.codes[f]);
    into.close();
  }

  std::size_t users() const { return offsets.size() - 1; }
  std::size_t begin(std::size_t user) const { return static_cast<std::size_t>(offsets[user]); }
  std::size_t length(std::size_t user) const { return begin(user + 1) - begin(user); }
  bool is_target(std::size_t i) const { return targets.empty() || targets[i] > 0; }
  /// The place of a user's last target; 0 when there is none.
  std::size_t last_target(std::size_t user) const {
    std::size_t i = begin(user + 1);
    while (i > begin(user) && !is_target(i - 1)) --i;
    return i > begin(user) ? i - 1 : 0;
  }
  /// Whether any event that comes after another one is a target.
  bool any_target() const {
    for (std::size_t user = 0; user < users(); ++user)
      if (length(user) >= 2 && last_target(user) > begin(user)) return true;
    return false;
  }
};

/// Hour of the day and day of the week (0 = Thursday) in UTC.
inline std::int32_t hour_of_day(std::int64_t time_us) {
  const std::int64_t hour = 3'600'000'000, day = 24 * hour;
  return static_cast<std::int32_t>(((time_us % day + day) % day) / hour);
}
inline std::int32_t day_of_week(std::int64_t time_us) {
  const std::int64_t day = 86'400'000'000, week = 7 * day;
  return static_cast<std::int32_t>(((time_us % week + week) % week) / day);
}

/// `length` events of the flat arrays from `begin`; as training input the next events are targets.
struct Window {
  std::size_t begin = 0, length = 0;
};

/// Adds a window to a pack. `slots` maps item codes to rows of the table in use; empty = identity.
inline void append(const Sequences& s, Window window, bool with_targets,
                   const std::vector<std::int32_t>& slots, Tokens& tokens) {
  const auto row = [&](std::int32_t item) {
    return slots.empty() ? item : slots[static_cast<std::size_t>(item)];
  };
  for (std::size_t i = window.begin; i < window.begin + window.length; ++i) {
    tokens.items.push_back(row(s.items[i]));
    for (std::size_t f = 0; f < n_features; ++f)
      if (!s.codes[f].empty()) tokens.codes[f].push_back(s.codes[f][i]);
    if (!s.amounts.empty()) tokens.amounts.push_back(s.amounts[i]);
    if (with_targets) tokens.targets.push_back(s.is_target(i + 1) ? row(s.items[i + 1]) : -1);
  }
  if (!s.times_us.empty())
    nn::append_buckets({s.times_us.data() + window.begin, window.length}, tokens.pack);
  tokens.close();
}

/// The last events of a user: what a state is computed from.
inline Window last_window(const Sequences& s, std::size_t user, std::size_t longest) {
  const std::size_t length = std::min(s.length(user), longest);
  return {s.begin(user) + s.length(user) - length, length};
}

/// Whether event i of a history is a target, by flags of the types of its log; no flags: all are.
inline bool is_target(std::span<const std::uint8_t> targets, const data::History& h,
                      std::size_t i) {
  if (targets.empty()) return true;
  return !h.types.empty() && h.types[i] >= 0 && targets[static_cast<std::size_t>(h.types[i])] > 0;
}

/// How many events of a window have a target after them.
inline std::size_t count_targets(const Sequences& s, Window window) {
  if (s.targets.empty()) return window.length;
  const auto first = s.targets.begin() + static_cast<std::ptrdiff_t>(window.begin) + 1;
  return static_cast<std::size_t>(std::count_if(first,
                                                first + static_cast<std::ptrdiff_t>(window.length),
                                                [](std::uint8_t target) { return target > 0; }));
}

/// Windows of one epoch in random order: every user with two events once, at a random place where
/// the history is longer than `longest`.
inline std::vector<Window> epoch_windows(const Sequences& s, std::size_t longest,
                                         std::uint64_t seed, std::uint64_t epoch) {
  std::vector<Window> out;
  for (std::size_t user = 0; user < s.users(); ++user) {
    if (s.length(user) < 2) continue;
    const std::size_t inputs = s.length(user) - 1, length = std::min(inputs, longest);
    core::Random random(seed, (epoch << 40) + 2 * user + 1);
    out.push_back({s.begin(user) + random.below(inputs - length + 1), length});
  }
  core::Random order(seed, epoch << 40);
  order.shuffle(out);
  return out;
}

/// `slices` parts of each user's history, a quarter to three quarters of a window long, one after
/// another; users in random order.
inline std::vector<Window> epoch_slices(const Sequences& s, std::size_t longest, std::size_t slices,
                                        std::uint64_t seed, std::uint64_t epoch) {
  std::vector<std::size_t> users;
  for (std::size_t user = 0; user < s.users(); ++user)
    if (s.length(user) >= 2) users.push_back(user);
  core::Random order(seed, epoch << 40);
  order.shuffle(users);
  std::vector<Window> out;
  for (const std::size_t user : users) {
    core::Random random(seed, (epoch << 40) + 2 * user + 1);
    const std::size_t inputs = s.length(user) - 1, most = std::min(inputs, longest);
    const std::size_t least = std::max<std::size_t>(1, most / 4);
    for (std::size_t i = 0; i < slices; ++i) {
      const std::size_t length = least + random.below(std::max(least, most * 3 / 4) - least + 1);
      out.push_back({s.begin(user) + random.below(inputs - length + 1), length});
    }
  }
  return out;
}

/// Consecutive windows: [first, last), with the number of tokens before it in its batch.
struct PackRange {
  std::size_t first = 0, last = 0, tokens_before = 0;
};
struct Batch {
  std::vector<PackRange> packs;
  std::size_t tokens = 0;
  std::size_t targets = 0;  ///< tokens whose next event is guessed
};

/// Packs of about `pack_tokens` tokens, batches of at least `batch_tokens` (the last may be less);
/// `group` windows in a row come into one batch.
inline std::vector<Batch> cut_batches(const std::vector<Window>& windows, std::size_t pack_tokens,
                                      std::size_t batch_tokens, std::size_t group = 1) {
  std::vector<Batch> out;
  for (std::size_t i = 0; i < windows.size();) {
    if (out.empty() || (i % group == 0 && out.back().tokens >= batch_tokens)) out.emplace_back();
    Batch& batch = out.back();
    const bool full = batch.tokens >= batch_tokens;  // but in the middle of a group: finish it
    const std::size_t end = full ? (i / group + 1) * group : windows.size();
    PackRange pack{i, i, batch.tokens};
    std::size_t tokens = 0;
    do {
      tokens += windows[i++].length;
    } while (i < end && tokens + windows[i].length <= pack_tokens);
    pack.last = i;
    batch.tokens += tokens;
    batch.packs.push_back(pack);
  }
  return out;
}

}  // namespace limn::inline LIMN_ABI::encoder::detail
