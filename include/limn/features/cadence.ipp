// SPDX-License-Identifier: MIT
#pragma once

#include <array>

#include <limn/data/column_summary.hpp>
#include <limn/features/cadence.hpp>
#include <limn/features/detail/story.hpp>

namespace limn::inline LIMN_ABI::features {
namespace detail {

enum CadenceColumn : std::size_t {
  cadence_visits,
  cadence_mean,
  cadence_median,
  cadence_std,
  cadence_cv,
  cadence_regularity,
  cadence_burstiness,
  cadence_since,
  cadence_overdue,
  cadence_columns
};
inline constexpr std::array<const char*, cadence_columns> cadence_names{
    "n_visits",   "mean_gap_days", "median_gap_days", "std_gap_days", "cv",
    "regularity", "burstiness",    "days_since_last", "overdue"};

class CadenceRow {
 public:
  CadenceRow(const Stories& stories, double merge_minutes, double typical_gap)
      : as_of_us_(stories.as_of_us()),
        merge_us_(std::llround(merge_minutes * static_cast<double>(minute_us))),
        clock_(!stories.log().ordered_only()),
        typical_gap_(typical_gap) {}

  void operator()(const data::History& h, std::span<double> out) {
    out[cadence_visits] = static_cast<double>(h.size());
    if (!clock_ || h.size() == 0) return;
    const std::int64_t last_start = collect_gaps(h.times_us);
    out[cadence_visits] = static_cast<double>(gaps_.size() + 1);
    out[cadence_since] = days_between(last_start, as_of_us_);
    if (!gaps_.empty()) describe_gaps(out);
    const double usual = gaps_.empty() ? typical_gap_ : out[cadence_median];
    out[cadence_overdue] = out[cadence_since] / usual;
  }

 private:
  /// Fills gaps_; the start of the last visit.
  std::int64_t collect_gaps(std::span<const std::int64_t> times_us) {
    gaps_.clear();
    std::int64_t start = times_us.front(), last = start;
    for (const std::int64_t time : times_us) {
      if (before(time, merge_us_) > last) {
        gaps_.push_back(days_between(start, time));
        start = time;
      }
      last = time;
    }
    return start;
  }

  void describe_gaps(std::span<double> out) {
    const auto n = static_cast<double>(gaps_.size());
    double mean = 0, squares = 0, near = 0;
    for (const double gap : gaps_) mean += gap / n;
    for (const double gap : gaps_) squares += (gap - mean) * (gap - mean) / n;
    const double middle = data::median(gaps_), spread = std::sqrt(squares), cv = spread / mean;
    for (const double gap : gaps_) near += gap >= 0.5 * middle && gap <= 1.5 * middle;
    out[cadence_mean] = mean;
    out[cadence_median] = middle;
    if (gaps_.size() < 2) return;  // one gap has no spread
    out[cadence_std] = spread;
    out[cadence_cv] = cv;
    out[cadence_regularity] = near / n;
    out[cadence_burstiness] = (cv - 1) / (cv + 1);
  }

  std::int64_t as_of_us_, merge_us_;
  bool clock_;
  double typical_gap_;
  std::vector<double> gaps_;
};

inline Matrix cadence_rows(const data::EventLog& log, std::int64_t as_of_us,
                           const Cadence::Params& params, double typical_gap) {
  const Stories stories(log, as_of_us, params.types, Cadence::name);
  return rows_of(stories, static_cast<Index>(cadence_columns),
                 [&] { return CadenceRow(stories, params.merge_minutes, typical_gap); });
}

}  // namespace detail

LIMN_INLINE Cadence& Cadence::fit(const data::EventLog& log) {
  detail::require_events(log, params_.types, name);
  const Matrix rows =
      detail::cadence_rows(log, detail::just_after(log.last_time_us()), params_, missing);
  std::vector<double> gaps;
  for (Index u = 0; u < rows.rows(); ++u)
    if (const double gap = rows(u, static_cast<Index>(detail::cadence_median)); !std::isnan(gap))
      gaps.push_back(gap);
  typical_gap_ = gaps.empty() ? missing : data::median(gaps);
  fitted_ = 1;
  return *this;
}

LIMN_INLINE Matrix Cadence::transform(const data::EventLog& log, std::int64_t as_of_us) const {
  core::require_fitted(fitted_ != 0, name);
  return detail::cadence_rows(log, as_of_us, params_, typical_gap_);
}

LIMN_INLINE std::vector<std::string> Cadence::feature_names() const {
  std::vector<std::string> out;
  for (const char* column : detail::cadence_names) out.push_back(std::string("cadence.") + column);
  return out;
}

LIMN_INLINE void Cadence::check_state() const {
  core::require_state(std::isnan(typical_gap_) || typical_gap_ > 0, name, "typical_gap");
}

}  // namespace limn::inline LIMN_ABI::features
