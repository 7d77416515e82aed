// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include <limn/core/error.hpp>
#include <limn/core/random.hpp>
#include <limn/data/split.hpp>

namespace limn::inline LIMN_ABI::data {
namespace detail {

inline std::string hex16(std::uint64_t number) {
  std::string out(16, '0');
  for (std::size_t i = 16; i-- > 0; number >>= 4) out[i] = "0123456789abcdef"[number & 15];
  return out;
}

/// The events whose position counted from the end of their user's history is in [low, high);
/// users with fewer than `least` events count as having none there.
inline std::vector<std::uint8_t> from_the_end(const EventLog& log, std::int64_t low,
                                              std::int64_t high, std::int64_t least) {
  std::vector<std::uint8_t> out(log.n_events(), 0);
  const auto offsets = log.offsets();
  for (std::size_t user = 0; user < log.n_users(); ++user) {
    const std::int64_t n = offsets[user + 1] - offsets[user];
    if (n < least) continue;
    for (std::int64_t back = low; back < std::min(high, n); ++back)
      out[static_cast<std::size_t>(offsets[user + 1] - 1 - back)] = 1;
  }
  return out;
}

inline std::vector<std::uint8_t> opposite(std::vector<std::uint8_t> flags) {
  for (std::uint8_t& flag : flags) flag = flag == 0;
  return flags;
}

[[noreturn]] inline void throw_split(const char* option, std::string got, std::string expected) {
  throw ParamError(ErrorCode::param_range, {.component = "data.split",
                                            .place = std::string("option '") + option + "'",
                                            .got = std::move(got),
                                            .expected = std::move(expected),
                                            .fix = "choose a number in range"});
}

}  // namespace detail

LIMN_INLINE std::string LogSummary::text() const {
  return std::to_string(users) + " users, " + std::to_string(items) + " items, " +
         std::to_string(events) + " events, " + detail::hex16(fingerprint);
}

LIMN_INLINE LogSummary summarize(const EventLog& log) {
  LogSummary out{.events = log.n_events(), .fingerprint = log.fingerprint()};
  const auto offsets = log.offsets();
  for (std::size_t user = 0; user < log.n_users(); ++user)
    out.users += offsets[user + 1] > offsets[user];
  std::vector<std::uint8_t> seen(log.n_items(), 0);
  for (const std::int32_t item : log.item_codes()) seen[static_cast<std::size_t>(item)] = 1;
  out.items = static_cast<std::size_t>(std::count(seen.begin(), seen.end(), 1));
  return out;
}

LIMN_INLINE std::string TrainTest::summary() const {
  return "train: " + summarize(train).text() + "\ntest: " + summarize(test).text() + "\n";
}

LIMN_INLINE std::string TrainValidTest::summary() const {
  return "train: " + summarize(train).text() + "\nvalid: " + summarize(valid).text() +
         "\ntest: " + summarize(test).text() + "\n";
}

LIMN_INLINE TrainValidTest leave_one_out(const EventLog& log) {
  const auto last = [&](std::int64_t low, std::int64_t high) {
    return detail::from_the_end(log, low, high, 3);
  };
  return {log.without(last(0, 2)), log.without(detail::opposite(last(1, 2))),
          log.without(detail::opposite(last(0, 1)))};
}

LIMN_INLINE TrainTest time_split(const EventLog& log, std::int64_t at_us) {
  std::vector<std::uint8_t> early(log.n_events());
  for (std::size_t event = 0; event < early.size(); ++event)
    early[event] = log.times_us()[event] < at_us;
  return {log.slice(at_us), log.without(early)};
}

LIMN_INLINE TrainTest user_holdout(const EventLog& log, std::int64_t n_last) {
  if (n_last < 1) detail::throw_split("n_last", std::to_string(n_last), "at least 1");
  const std::vector<std::uint8_t> held = detail::from_the_end(log, 0, n_last, n_last + 1);
  return {log.without(held), log.without(detail::opposite(held))};
}

LIMN_INLINE std::vector<std::int32_t> user_folds(const EventLog& log, std::int32_t n_folds,
                                                 std::uint64_t seed) {
  if (n_folds < 2 || static_cast<std::size_t>(n_folds) > log.n_users())
    detail::throw_split("n_folds", std::to_string(n_folds),
                        "2 to " + std::to_string(log.n_users()) + ", the number of users");
  std::vector<std::int32_t> out(log.n_users());
  for (std::size_t user = 0; user < out.size(); ++user)
    out[user] = static_cast<std::int32_t>(user % static_cast<std::size_t>(n_folds));
  core::Random(seed).shuffle(out);
  return out;
}

LIMN_INLINE TrainTest split_fold(const EventLog& log, const std::vector<std::int32_t>& folds,
                                 std::int32_t fold) {
  core::require_length(std::ssize(folds), static_cast<std::ptrdiff_t>(log.n_users()), "data.split",
                       "folds");
  std::vector<std::int32_t> train, test;
  for (std::size_t user = 0; user < folds.size(); ++user)
    (folds[user] == fold ? test : train).push_back(static_cast<std::int32_t>(user));
  return {log.only_users(train), log.only_users(test)};
}

}  // namespace limn::inline LIMN_ABI::data
