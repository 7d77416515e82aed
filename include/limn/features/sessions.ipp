// SPDX-License-Identifier: MIT
#pragma once

#include <array>

#include <limn/features/detail/story.hpp>
#include <limn/features/sessions.hpp>

namespace limn::inline LIMN_ABI::features {
namespace detail {

enum SessionColumn : std::size_t {
  session_count,
  session_events,
  session_minutes,
  session_longest,
  session_items,
  session_single,
  session_per_week,
  session_columns
};
inline constexpr std::array<const char*, session_columns> session_names{
    "n_sessions",      "events_per_session", "minutes_per_session",
    "longest_minutes", "items_per_session",  "single_event_share",
    "per_week"};

class SessionsRow {
 public:
  SessionsRow(const Stories& stories, double gap_minutes)
      : as_of_us_(stories.as_of_us()),
        gap_us_(std::llround(gap_minutes * static_cast<double>(minute_us))),
        clock_(!stories.log().ordered_only()) {}

  void operator()(const data::History& h, std::span<double> out) {
    if (!clock_) return;
    out[session_count] = 0;
    if (h.size() == 0) return;
    double n = 0, minutes = 0, longest = 0, items = 0, single = 0;
    for (std::size_t begin = 0; begin < h.size(); ++n) {
      const std::size_t end = session_end(h.times_us, begin);
      const double length = days_between(h.times_us[begin], h.times_us[end - 1]) * 24 * 60;
      minutes += length;
      longest = std::max(longest, length);
      single += end == begin + 1;
      items += distinct(h.items.subspan(begin, end - begin));
      begin = end;
    }
    const double weeks = days_between(h.times_us.front(), as_of_us_) / 7;
    out[session_count] = n;
    out[session_events] = static_cast<double>(h.size()) / n;
    out[session_minutes] = minutes / n;
    out[session_longest] = longest;
    out[session_items] = items / n;
    out[session_single] = single / n;
    out[session_per_week] = n / std::max(weeks, 1.0);
  }

 private:
  std::size_t session_end(std::span<const std::int64_t> times_us, std::size_t begin) const {
    std::size_t end = begin + 1;
    while (end < times_us.size() && before(times_us[end], gap_us_) <= times_us[end - 1]) ++end;
    return end;
  }
  double distinct(std::span<const std::int32_t> items) {
    sorted_.assign(items.begin(), items.end());
    std::sort(sorted_.begin(), sorted_.end());
    return static_cast<double>(std::unique(sorted_.begin(), sorted_.end()) - sorted_.begin());
  }

  std::int64_t as_of_us_, gap_us_;
  bool clock_;
  std::vector<std::int32_t> sorted_;
};

}  // namespace detail

LIMN_INLINE Sessions& Sessions::fit(const data::EventLog& log) {
  detail::require_events(log, params_.types, name);
  (void)detail::Stories(log, 0, params_.types, name);  // types wanted of a log without types
  fitted_ = 1;
  return *this;
}

LIMN_INLINE Matrix Sessions::transform(const data::EventLog& log, std::int64_t as_of_us) const {
  core::require_fitted(fitted_ != 0, name);
  const detail::Stories stories(log, as_of_us, params_.types, name);
  return detail::rows_of(stories, static_cast<Index>(detail::session_columns),
                         [&] { return detail::SessionsRow(stories, params_.gap_minutes); });
}

LIMN_INLINE std::vector<std::string> Sessions::feature_names() const {
  std::vector<std::string> out;
  for (const char* column : detail::session_names) out.push_back(std::string("sessions.") + column);
  return out;
}

}  // namespace limn::inline LIMN_ABI::features
