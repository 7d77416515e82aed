// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <limn/data/event_log.hpp>

namespace limn::inline LIMN_ABI::data {

/// What a part of a split holds; names it in papers and reports.
struct LogSummary {
  std::size_t users = 0;  ///< with at least one event
  std::size_t items = 0;  ///< that appear in an event
  std::size_t events = 0;
  std::uint64_t fingerprint = 0;

  /// "6040 users, 3416 items, 987529 events, 0123456789abcdef"
  std::string text() const;
};

LogSummary summarize(const EventLog& log);

/// Parts of one log. Where nothing else is said, users and items keep their codes and all parts
/// have the vocabularies of the whole log, so that row u means the same user in each of them.
struct TrainTest {
  EventLog train, test;
  std::string summary() const;  ///< one line a part
};
struct TrainValidTest {
  EventLog train, valid, test;
  std::string summary() const;
};

/// train: all but the last two events of each user; valid: the last but one; test: the last.
/// Users with fewer than three events stay whole in train and have no event in valid and test.
/// Of events at the same time the later one is the one that came later in the input.
TrainValidTest leave_one_out(const EventLog& log);

/// train: strictly before `at_us`; test: from then on.
TrainTest time_split(const EventLog& log, std::int64_t at_us);

/// test: the last `n_last` events of each user who has more than that; train: everything else.
/// Errors: ParamError when n_last < 1.
TrainTest user_holdout(const EventLog& log, std::int64_t n_last = 1);

/// A fold, 0 ... n_folds-1, for each user: sizes differ by at most one, drawn by `seed`.
/// Errors: ParamError unless 2 <= n_folds <= users.
std::vector<std::int32_t> user_folds(const EventLog& log, std::int32_t n_folds,
                                     std::uint64_t seed = 0);

/// test: the users of one fold; train: all others. No user is in both, and each part has only its
/// own users in its vocabulary. Errors: ShapeError unless there is one fold a user.
TrainTest split_fold(const EventLog& log, const std::vector<std::int32_t>& folds,
                     std::int32_t fold);

}  // namespace limn::inline LIMN_ABI::data

#ifdef LIMN_HEADER_ONLY
#include <limn/data/split.ipp>
#endif
