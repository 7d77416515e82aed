// SPDX-License-Identifier: MIT
#pragma once

// profiler: all of it, for one user.
// In: an event log, optionally a user table. Out: profiles with segments, interests, scores,
// recommendations and reasons; an evaluation; a report; one model file.
// This header is the facade alone: no JSON, no Eigen, no threads enter your build.

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <limn/profiler/config.hpp>
#include <limn/profiler/profile.hpp>

namespace limn::inline LIMN_ABI {

class Monitor;
namespace data {
class EventLog;
class Table;
}  // namespace data

/// One event of a history given with a request.
struct Event {
  std::string item;
  std::int64_t time_us =
      0;  ///< UTC microseconds; the order of the list decides between equal times
  std::string type = {};
  double value = std::numeric_limits<double>::quiet_NaN();
};
using Attributes = std::vector<std::pair<std::string, core::Value>>;

/// Learns from a log and a user table, and answers for every user, also one never seen before.
///
/// Choose it when you want profiles; prefer the rooms when you want one algorithm.
/// `const` calls are safe from any number of threads at once; fit, update and forget need the
/// object alone, and leave it as it was when they throw.
/// Cost: fit is dominated by the encoder; profile and recommend take microseconds to a millisecond.
class Profiler {
 public:
  Profiler();
  explicit Profiler(Config config);
  Profiler(const Profiler& other);
  Profiler(Profiler&&) noexcept;
  Profiler& operator=(const Profiler& other);
  Profiler& operator=(Profiler&&) noexcept;
  ~Profiler();

  const Config& config() const;

  /// Learns everything; forgets what it knew. `users`: one row a user, `id_column` names its key.
  /// Errors: DataError when there are no events, or the key column is missing or not unique;
  /// CancelledError through the monitor.
  Profiler& fit(const data::EventLog& log);
  Profiler& fit(const data::EventLog& log, const Monitor& monitor);
  Profiler& fit(const data::EventLog& log, const data::Table& users, std::string_view id_column);
  Profiler& fit(const data::EventLog& log, const data::Table& users, std::string_view id_column,
                const Monitor& monitor);

  /// The document of a user. A user never seen gets the answer of a stranger without history.
  Profile profile(std::string_view user) const;
  /// The document of a stranger, from what the request brings.
  Profile profile(const std::vector<Event>& history, const Attributes& attributes = {}) const;
  /// Every known user's document, one after the other, in the order of users().
  void profiles(const std::function<void(const Profile&)>& take) const;

  /// The k best items for a user; for a stranger, from what the request brings.
  std::vector<Suggestion> recommend(std::string_view user, std::int64_t k = 10) const;
  std::vector<Suggestion> recommend(const std::vector<Event>& history, const Attributes& attributes,
                                    std::int64_t k = 10) const;

  /// Next action, next items, and the chance of a return within the horizon.
  Prediction predict(std::string_view user) const;
  Prediction predict(const std::vector<Event>& history, const Attributes& attributes = {}) const;

  /// New events and users, without learning anew: histories, features, segments and scores of the
  /// users concerned are brought up to date; new items join the counting models.
  Profiler& update(const data::EventLog& more);
  Profiler& update(const data::EventLog& more, const Monitor& monitor);

  /// Erases a user: no trace of the id or the events stays in this object, nor in files it saves.
  Receipt forget(std::string_view user);

  /// The table made while fitting: each learned part beside its plain baseline.
  const Evaluation& evaluate() const;
  const std::vector<SegmentSummary>& segments() const;
  std::vector<std::string> users() const;
  std::int64_t n_users() const;
  /// Were the ids integers in the log? Answers name users and items by their text.
  bool integer_users() const;
  bool integer_items() const;
  bool fitted() const;

  /// One HTML file: inline pictures, no script from elsewhere, no row of a single user.
  std::string report_html() const;
  void report(const std::string& path) const;

  /// Errors: IoError; the old file stays whole when anything fails.
  void save(const std::string& path) const;
  /// Errors: IoError, FormatError, LimitError: a file is refused before anything large is
  /// allocated.
  static Profiler load(const std::string& path);
  /// The same bytes a file would hold.
  std::string to_bytes() const;
  static Profiler from_bytes(std::string_view bytes);

 private:
  struct Hidden;
  std::shared_ptr<const Hidden> hidden_;
};

}  // namespace limn::inline LIMN_ABI

#ifdef LIMN_HEADER_ONLY
#include <limn/profiler/profiler.ipp>
#endif
