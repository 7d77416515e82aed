// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <numbers>

#include <limn/features/calendar.hpp>
#include <limn/features/detail/story.hpp>

namespace limn::inline LIMN_ABI::features {
namespace detail {

enum CalendarColumn : std::size_t {  // after the hours
  calendar_weekdays,
  calendar_hour_entropy = 7,
  calendar_weekday_entropy,
  calendar_weekend,
  calendar_night,
  calendar_cos,
  calendar_sin,
  calendar_unusual,
  calendar_columns
};
inline constexpr std::array<const char*, calendar_columns> calendar_names{
    "monday",      "tuesday",  "wednesday",    "thursday",        "friday",
    "saturday",    "sunday",   "hour_entropy", "weekday_entropy", "weekend_share",
    "night_share", "hour_cos", "hour_sin",     "unusual_hours"};

class CalendarRow {
 public:
  CalendarRow(const Stories& stories, const Calendar::Params& params, const Vector& usual)
      : params_(params),
        n_bins_(static_cast<std::size_t>(24 / params.hours_per_bin)),
        usual_(usual),
        offset_us_(offset_from_hours(params.utc_offset_hours)),
        clock_(!stories.log().ordered_only()) {}

  void operator()(const data::History& h, std::span<double> out) const {
    if (!clock_ || h.size() == 0) return;
    std::ranges::fill(out, 0.0);
    const std::span<double> hours = out.first(n_bins_), rest = out.subspan(n_bins_);
    for (const std::int64_t time : h.times_us) add(local_time(time, offset_us_), hours, rest);
    const auto n = static_cast<double>(h.size());
    for (double& share : hours) share /= n;
    for (double& share : rest) share /= n;
    const std::span<double> weekdays = rest.first(calendar_hour_entropy);
    if (n_bins_ > 1)
      rest[calendar_hour_entropy] =
          entropy_bits(hours, 1.0) / std::log2(static_cast<double>(n_bins_));
    rest[calendar_weekday_entropy] = entropy_bits(weekdays, 1.0) / std::log2(7.0);
    rest[calendar_weekend] = weekdays[5] + weekdays[6];
    for (std::size_t bin = 0; bin < n_bins_; ++bin)
      rest[calendar_unusual] += std::abs(hours[bin] - usual_(static_cast<Index>(bin))) / 2;
  }

 private:
  void add(const LocalTime& t, std::span<double> hours, std::span<double> rest) const {
    hours[static_cast<std::size_t>(t.hour() / params_.hours_per_bin)] += 1;
    rest[calendar_weekdays + static_cast<std::size_t>(t.weekday())] += 1;
    rest[calendar_night] += is_night(t.hour());
    const double angle =
        2 * std::numbers::pi * static_cast<double>(t.into_day_us) / static_cast<double>(day_us);
    rest[calendar_cos] += std::cos(angle);
    rest[calendar_sin] += std::sin(angle);
  }
  bool is_night(std::int64_t hour) const {
    const bool late = hour >= params_.night_from, early = hour < params_.night_to;
    return params_.night_from <= params_.night_to ? late && early : late || early;
  }

  const Calendar::Params& params_;
  std::size_t n_bins_;
  const Vector& usual_;
  std::int64_t offset_us_;
  bool clock_;
};

}  // namespace detail

LIMN_INLINE Calendar::Calendar(Params params) : params_(core::checked<Calendar>(params)) {
  if (24 % params_.hours_per_bin == 0) return;
  throw ParamError(ErrorCode::param_range, {.component = std::string(name),
                                            .place = "option 'hours_per_bin'",
                                            .got = std::to_string(params_.hours_per_bin),
                                            .expected = "a divisor of 24",
                                            .fix = "take 1, 2, 3, 4, 6, 8, 12 or 24"});
}

LIMN_INLINE Calendar& Calendar::fit(const data::EventLog& log) {
  detail::require_events(log, params_.types, name);
  const detail::Stories stories(log, detail::just_after(log.last_time_us()), params_.types, name);
  Vector counts = Vector::Zero(n_bins());
  const std::int64_t offset = detail::offset_from_hours(params_.utc_offset_hours);
  detail::Stories::Buffer buffer;
  for (std::size_t user = 0; user < log.n_users() && !log.ordered_only(); ++user)
    for (const std::int64_t time : stories(user, buffer).times_us)
      counts(detail::local_time(time, offset).hour() / params_.hours_per_bin) += 1;
  usual_hours_ = counts / std::max(counts.sum(), 1.0);
  return *this;
}

LIMN_INLINE Matrix Calendar::transform(const data::EventLog& log, std::int64_t as_of_us) const {
  core::require_fitted(usual_hours_.size() > 0, name);
  const detail::Stories stories(log, as_of_us, params_.types, name);
  return detail::rows_of(stories, n_bins() + static_cast<Index>(detail::calendar_columns),
                         [&] { return detail::CalendarRow(stories, params_, usual_hours_); });
}

LIMN_INLINE std::vector<std::string> Calendar::feature_names() const {
  std::vector<std::string> out;
  for (std::int64_t hour = 0; hour < 24; hour += params_.hours_per_bin)
    out.push_back(std::string("calendar.hour_") + (hour < 10 ? "0" : "") + std::to_string(hour));
  for (const char* column : detail::calendar_names)
    out.push_back(std::string("calendar.") + column);
  return out;
}

LIMN_INLINE void Calendar::check_state() const {
  core::require_state(
      usual_hours_.size() == 0 || (usual_hours_.size() == n_bins() && usual_hours_.allFinite()),
      name, "usual_hours");
}

}  // namespace limn::inline LIMN_ABI::features
