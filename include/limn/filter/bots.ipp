// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <span>

#include <limn/core/parallel.hpp>
#include <limn/data/column_summary.hpp>
#include <limn/data/event_log.hpp>
#include <limn/filter/bots.hpp>

namespace limn::inline LIMN_ABI::filter {
namespace detail {

inline constexpr double second_us = 1e6;
inline constexpr double session_pause_us = 1800 * second_us;

inline double gap_us(std::int64_t from, std::int64_t to) {
  return static_cast<double>(to) - static_cast<double>(from);
}

/// Most events within any half-open window of `length_us`; times rise.
inline double peak(std::span<const std::int64_t> times, double length_us) {
  std::size_t most = 0, first = 0;
  for (std::size_t last = 0; last < times.size(); ++last) {
    while (gap_us(times[first], times[last]) >= length_us) ++first;
    most = std::max(most, last - first + 1);
  }
  return static_cast<double>(most);
}

/// Coefficient of variation of the gaps between moments, of those below `longest_us` only; NaN when
/// they are fewer than min_gaps or the clock is too coarse to tell.
inline double gap_variation(std::span<const std::int64_t> times, double longest_us,
                            std::int64_t min_gaps, std::int64_t step_us) {
  double n = 0.0, mean = 0.0, m2 = 0.0;
  for (std::size_t i = 1; i < times.size(); ++i) {
    const double gap = gap_us(times[i - 1], times[i]);
    if (gap <= 0.0 || gap > longest_us) continue;
    n += 1.0;
    const double delta = gap - mean;
    mean += delta / n;
    m2 += delta * (gap - mean);
  }
  // A gap is known to one step of the clock: below ten steps its variation says nothing.
  if (n < static_cast<double>(min_gaps) || mean < 10.0 * static_cast<double>(step_us))
    return missing;
  return std::sqrt(m2 / n) / mean;
}

/// The greatest of the usual steps that divides every time.
inline std::int64_t clock_step(std::span<const std::int64_t> times) {
  std::int64_t step = 86'400'000'000;
  for (const double finer : {3600e6, 60e6, 1e6, 1e3, 1.0}) {
    if (std::ranges::all_of(times, [&](std::int64_t t) { return t % step == 0; })) break;
    step = static_cast<std::int64_t>(finer);
  }
  return step;
}

/// How high a peak is thinkable among users with such peaks: at least `floor`.
inline double limit(std::vector<double> peaks, double floor, double tolerance) {
  if (peaks.empty()) return floor;
  for (double& peak : peaks) peak = std::log(peak);
  const double centre = data::median(peaks);
  for (double& peak : peaks) peak = std::abs(peak - centre);
  // Half a unit of the logarithm at least: equal users do not make a slightly busier one a machine.
  const double spread = std::max(1.4826 * data::median(peaks), 0.5);
  return std::max(floor, std::exp(centre + tolerance * spread));
}

inline void require_clock(const data::EventLog& log) {
  if (!log.ordered_only()) return;
  throw DataError(ErrorCode::data_value, {.component = std::string(Bots::name),
                                          .place = "the log's times",
                                          .got = "an order without a clock",
                                          .expected = "times",
                                          .fix = "leave this filter out for logs of orders"});
}

/// Peaks of each user: rates and bursts; users without events stay at 0.
inline std::vector<BotVerdict> measure(const data::EventLog& log, const Bots::Params& params) {
  std::vector<BotVerdict> out(log.n_users());
  core::parallel_rows(log.n_users(), 256, [&](std::size_t begin, std::size_t end) {
    for (std::size_t u = begin; u < end; ++u) {
      const auto times = log.history(u).times_us;
      out[u].peak_per_hour = peak(times, 3600 * second_us);
      out[u].peak_per_burst = peak(times, params.burst_seconds * second_us);
    }
  });
  return out;
}

}  // namespace detail

LIMN_INLINE std::vector<std::string> BotVerdict::reasons() const {
  std::vector<std::string> out;
  if (rate) out.emplace_back("rate");
  if (regular) out.emplace_back("regular");
  if (burst) out.emplace_back("burst");
  return out;
}

LIMN_INLINE Bots& Bots::fit(const data::EventLog& log) {
  core::require_rows(static_cast<std::ptrdiff_t>(log.n_events()), 1, name);
  detail::require_clock(log);
  std::vector<double> hours, bursts;
  for (const BotVerdict& user : detail::measure(log, params_)) {
    if (user.peak_per_hour == 0.0) continue;
    hours.push_back(user.peak_per_hour);
    bursts.push_back(user.peak_per_burst);
  }
  clock_step_us_ = detail::clock_step(log.times_us());
  hour_limit_ = detail::limit(std::move(hours), params_.max_per_hour, params_.tolerance);
  burst_limit_ = detail::limit(std::move(bursts), params_.max_per_burst, params_.tolerance);
  return *this;
}

LIMN_INLINE std::vector<BotVerdict> Bots::users(const data::EventLog& log) const {
  core::require_fitted(clock_step_us_ > 0, name);
  detail::require_clock(log);
  std::vector<BotVerdict> out = detail::measure(log, params_);
  core::parallel_rows(log.n_users(), 256, [&](std::size_t begin, std::size_t end) {
    for (std::size_t u = begin; u < end; ++u) {
      const auto times = log.history(u).times_us;
      BotVerdict& user = out[u];
      user.rate = user.peak_per_hour > hour_limit_;
      user.burst = user.peak_per_burst > burst_limit_;
      const double all = detail::gap_variation(times, std::numeric_limits<double>::infinity(),
                                               params_.min_gaps, clock_step_us_);
      const double sessions =
          detail::gap_variation(times, detail::session_pause_us, params_.min_gaps, clock_step_us_);
      user.gap_variation = std::fmin(all, sessions);  // the number when the other is NaN
      user.regular = user.gap_variation < params_.min_gap_variation;
    }
  });
  return out;
}

LIMN_INLINE std::vector<std::uint8_t> Bots::mask(const data::EventLog& log) const {
  const std::vector<BotVerdict> verdicts = users(log);
  std::vector<std::uint8_t> out(log.n_events(), 0);
  for (std::size_t u = 0; u < verdicts.size(); ++u)
    if (verdicts[u].bot())
      std::fill(out.begin() + log.offsets()[u], out.begin() + log.offsets()[u + 1],
                std::uint8_t{1});
  return out;
}

}  // namespace limn::inline LIMN_ABI::filter
