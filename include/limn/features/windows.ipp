// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <charconv>

#include <limn/features/detail/story.hpp>
#include <limn/features/windows.hpp>

namespace limn::inline LIMN_ABI::features {
namespace detail {

enum WindowColumn : std::size_t {
  window_count,
  window_sum,
  window_items,
  window_days,
  window_trend,
  window_columns
};
inline constexpr std::array<const char*, window_columns> window_names{
    "count", "value_sum", "distinct_items", "active_days", "trend"};

class WindowsRow {
 public:
  WindowsRow(const Stories& stories, const Windows::Params& params)
      : params_(params),
        as_of_us_(stories.as_of_us()),
        offset_us_(offset_from_hours(params.utc_offset_hours)),
        clock_(!stories.log().ordered_only()),
        values_(stories.log().has_values()),
        starts_(params.days.size()) {}

  void operator()(const data::History& h, std::span<double> out) {
    for (std::size_t w = 0; w < starts_.size(); ++w) {
      starts_[w] = start(h, params_.days[w]);
      const std::span<double> cells = out.subspan(w * window_columns, window_columns);
      const auto recent = static_cast<double>(h.size() - starts_[w]);
      const auto earlier = static_cast<double>(starts_[w] - start(h, 2 * params_.days[w]));
      cells[window_count] = recent;
      if (values_)
        cells[window_sum] = value_sum(h.values.subspan(starts_[w]), h.size() - starts_[w]);
      if (clock_) cells[window_days] = active_days(h.times_us.subspan(starts_[w]));
      if (recent + earlier > 0) cells[window_trend] = (recent - earlier) / (recent + earlier);
    }
    count_items(h, out);
  }

 private:
  /// Place of the first event of the last `days` days.
  std::size_t start(const data::History& h, double days) const {
    if (!clock_) return h.size() - std::min(h.size(), static_cast<std::size_t>(days));
    const auto length = static_cast<std::int64_t>(days * static_cast<double>(day_us));
    return static_cast<std::size_t>(
        std::lower_bound(h.times_us.begin(), h.times_us.end(), before(as_of_us_, length)) -
        h.times_us.begin());
  }

  double active_days(std::span<const std::int64_t> times_us) const {
    double days = 0;
    std::int64_t last = std::numeric_limits<std::int64_t>::min();
    for (const std::int64_t time : times_us) {
      const std::int64_t day = local_time(time, offset_us_).day;
      days += day != last;
      last = day;
    }
    return days;
  }

  /// Each item counts from the shortest window that holds it, and in all longer ones.
  void count_items(const data::History& h, std::span<double> out) {
    const std::size_t n_windows = starts_.size();
    seen_.clear();
    for (std::size_t i = h.size(), w = 0; i-- > starts_.back();) {
      while (i < starts_[w]) ++w;
      seen_.emplace_back(h.items[i], w);
    }
    std::sort(seen_.begin(), seen_.end());
    std::vector<double>& fresh = fresh_;
    fresh.assign(n_windows, 0.0);
    for (std::size_t i = 0; i < seen_.size(); ++i)
      if (i == 0 || seen_[i].first != seen_[i - 1].first) fresh[seen_[i].second] += 1;
    double sum = 0;
    for (std::size_t w = 0; w < n_windows; ++w)
      out[w * window_columns + window_items] = sum += fresh[w];
  }

  const Windows::Params& params_;
  std::int64_t as_of_us_, offset_us_;
  bool clock_, values_;
  std::vector<std::size_t> starts_;
  std::vector<std::pair<std::int32_t, std::size_t>> seen_;
  std::vector<double> fresh_;
};

/// 7 -> "7", 0.5 -> "0.5"
inline std::string short_number(double value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

}  // namespace detail

LIMN_INLINE Windows::Windows(Params params) : params_(core::checked<Windows>(params)) {
  const auto& days = params_.days;
  if (!days.empty() && std::ranges::adjacent_find(days, std::greater_equal<>{}) == days.end())
    return;
  throw ParamError(ErrorCode::param_conflict,
                   {.component = std::string(name),
                    .place = "option 'days'",
                    .got = days.empty() ? "no window" : "windows that do not rise",
                    .expected = "at least one window, each longer than the one before",
                    .fix = "sort the windows and drop the repeated ones"});
}

LIMN_INLINE Windows& Windows::fit(const data::EventLog& log) {
  detail::require_events(log, params_.types, name);
  (void)detail::Stories(log, 0, params_.types, name);  // types wanted of a log without types
  fitted_ = 1;
  return *this;
}

LIMN_INLINE Matrix Windows::transform(const data::EventLog& log, std::int64_t as_of_us) const {
  core::require_fitted(fitted_ != 0, name);
  const detail::Stories stories(log, as_of_us, params_.types, name);
  return detail::rows_of(stories, static_cast<Index>(params_.days.size() * detail::window_columns),
                         [&] { return detail::WindowsRow(stories, params_); });
}

LIMN_INLINE std::vector<std::string> Windows::feature_names() const {
  std::vector<std::string> out;
  for (const double days : params_.days)
    for (const char* column : detail::window_names)
      out.push_back(std::string("windows.") + column + "_" + detail::short_number(days) + "d");
  return out;
}

}  // namespace limn::inline LIMN_ABI::features
