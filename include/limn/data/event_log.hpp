// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <limn/data/vocabulary.hpp>

namespace limn::inline LIMN_ABI::data {

/// The events of one user inside a log, oldest first: spans of equal length into its columns.
struct History {
  std::span<const std::int32_t> items;  ///< codes of log.items()
  std::span<const std::int32_t> types;  ///< codes of log.types(); empty span when the log has none
  std::span<const std::int64_t>
      times_us;  ///< UTC microseconds, or the order 0, 1, 2 ... (log.ordered_only())
  std::span<const double> values;  ///< NaN = missing; empty span when the log has none
  std::size_t size() const { return items.size(); }
};

/// Who did what when: events sorted by (user, time), stable inside equal times, in columns with
/// dictionary codes and one offset per user (CSR). Immutable after it is made.
class EventLog {
 public:
  /// Columns of equal length, events in any order; `type` and `value` may be empty. A user code of
  /// -1 means that nobody is known: the event is dropped and counted.
  struct Columns {
    Vocabulary users = {}, items = {}, types = {};
    std::vector<std::int32_t> user = {}, item = {}, type = {};
    std::vector<std::int64_t> time_us = {};
    std::vector<double> value = {};
    bool ordered_only = false;  ///< time_us holds only an order, no clock
  };

  EventLog() = default;
  /// Cost: O(n) when each user's events come oldest first (the usual file), else O(n log n).
  /// Errors: ShapeError on unequal lengths, DataError on a code out of range or an infinite value.
  explicit EventLog(Columns columns);

  std::size_t n_events() const { return item_.size(); }
  std::size_t n_users() const { return users_.size(); }
  std::size_t n_items() const { return items_.size(); }
  std::size_t n_dropped() const { return n_dropped_; }  ///< rows without a user
  const Vocabulary& users() const { return users_; }
  const Vocabulary& items() const { return items_; }
  const Vocabulary& types() const { return types_; }
  bool has_types() const { return types_.size() > 0; }
  bool has_values() const { return has_values_ != 0; }
  bool ordered_only() const {
    return ordered_only_ != 0;
  }  ///< true: time_us is an order, not a clock

  /// The events of user `code`. Errors: DataError unless code < n_users().
  History history(std::size_t code) const;
  std::span<const std::int64_t> offsets() const { return offsets_; }  ///< (n_users + 1)
  std::span<const std::int32_t> user_codes() const { return user_; }  ///< (n_events), rising
  std::span<const std::int32_t> item_codes() const { return item_; }
  std::span<const std::int32_t> type_codes() const { return type_; }
  std::span<const std::int64_t> times_us() const { return time_us_; }
  std::span<const double> values() const { return value_; }
  /// Earliest and latest time; {0, 0} when empty.
  std::int64_t first_time_us() const;
  std::int64_t last_time_us() const;

  /// Events strictly before `until_us`. Users and items keep their codes and stay in the
  /// vocabularies, even those left without events.
  EventLog slice(std::int64_t until_us) const;
  /// Events whose flag is 0, codes kept (what an EventFilter's mask asks for): flags (n_events).
  /// Errors: ShapeError on another length.
  EventLog without(std::span<const std::uint8_t> drop) const;
  /// The events of the given users only; the vocabulary of users shrinks to them, in the given
  /// order. Items keep their codes. Errors: DataError on an unknown or repeated code.
  EventLog only_users(std::span<const std::int32_t> user_codes) const;
  /// This log and the events of another: vocabularies joined (codes of this log stay), sorted anew,
  /// at equal times this log's events first. Values absent on one side become missing; the orders
  /// of an ordered_only() log continue after the last one here. Errors: DataError when ids are of
  /// another kind, or only one of the two has types or a clock.
  EventLog append(const EventLog& more) const;
  /// Without a user: neither the id nor the events stay anywhere in the result; the codes of the
  /// users after it move down by one. Errors: DataError on an unknown code.
  EventLog without_user(std::int32_t user_code) const;
  /// Names a split: 64-bit FNV-1a of ids, codes and times, equal for equal logs on every machine.
  /// Not made against forgery (files carry a SHA-256, see io).
  std::uint64_t fingerprint() const;

  template <class V>
  void state(V&& v) {
    v("users", users_);
    v("items", items_);
    v("types", types_);
    v("user", user_);
    v("item", item_);
    v("type", type_);
    v("time", time_us_);
    v("value", value_);
    v("offsets", offsets_);
    v("has_values", has_values_);
    v("ordered_only", ordered_only_);
    v("n_dropped", n_dropped_);
  }
  /// Errors: FormatError unless every code, offset and order is one the constructor could have
  /// made.
  void check_state() const;

 private:
  EventLog select(const std::vector<std::size_t>& events) const;
  Vocabulary users_, items_, types_;
  std::vector<std::int32_t> user_, item_, type_;
  std::vector<std::int64_t> time_us_;
  std::vector<double> value_;
  std::vector<std::int64_t> offsets_;
  std::uint8_t has_values_ = 0, ordered_only_ = 0;
  std::int64_t n_dropped_ = 0;
};

}  // namespace limn::inline LIMN_ABI::data

#ifdef LIMN_HEADER_ONLY
#include <limn/data/event_log.ipp>
#endif
