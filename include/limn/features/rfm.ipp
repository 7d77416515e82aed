// SPDX-License-Identifier: MIT
#pragma once

#include <array>

#include <limn/data/column_summary.hpp>
#include <limn/features/detail/story.hpp>
#include <limn/features/rfm.hpp>

namespace limn::inline LIMN_ABI::features {
namespace detail {

enum RfmColumn : std::size_t {
  rfm_recency,
  rfm_frequency,
  rfm_sum,
  rfm_mean,
  rfm_events,
  rfm_returns,
  rfm_tenure,
  rfm_age_at_last,
  rfm_r_score,
  rfm_f_score,
  rfm_m_score,
  rfm_columns
};
inline constexpr std::array<const char*, rfm_columns> rfm_names{
    "recency_days", "frequency",        "monetary_sum", "monetary_mean", "n_events", "n_returns",
    "tenure_days",  "age_at_last_days", "r_score",      "f_score",       "m_score"};

/// All columns but the scores.
class RfmRow {
 public:
  RfmRow(const Stories& stories, double utc_offset_hours)
      : as_of_us_(stories.as_of_us()),
        offset_us_(offset_from_hours(utc_offset_hours)),
        clock_(!stories.log().ordered_only()),
        values_(stories.log().has_values()) {}

  void operator()(const data::History& h, std::span<double> out) const {
    out[rfm_events] = static_cast<double>(h.size());
    out[rfm_frequency] = 0;
    if (values_) out[rfm_sum] = value_sum(h.values, h.size());
    count(h, out);
    if (!clock_ || h.size() == 0) return;
    out[rfm_recency] = days_between(h.times_us.back(), as_of_us_);
    out[rfm_tenure] = days_between(h.times_us.front(), as_of_us_);
    out[rfm_age_at_last] = days_between(h.times_us.front(), h.times_us.back());
  }

 private:
  void count(const data::History& h, std::span<double> out) const {
    double bought = 0, n_bought = 0, n_returns = 0;
    std::int64_t last_day = std::numeric_limits<std::int64_t>::min();
    for (std::size_t i = 0; i < h.size(); ++i) {
      const double value = values_ ? h.values[i] : missing;
      if (value < 0) {
        n_returns += 1;
        continue;
      }
      if (!std::isnan(value)) {
        bought += value;
        n_bought += 1;
      }
      const std::int64_t day =
          clock_ ? local_time(h.times_us[i], offset_us_).day : static_cast<std::int64_t>(i);
      out[rfm_frequency] += day != last_day;
      last_day = day;
    }
    if (values_) out[rfm_returns] = n_returns;
    if (n_bought > 0) out[rfm_mean] = bought / n_bought;
  }

  std::int64_t as_of_us_, offset_us_;
  bool clock_, values_;
};

inline Matrix rfm_rows(const data::EventLog& log, std::int64_t as_of_us,
                       const Rfm::Params& params) {
  const Stories stories(log, as_of_us, params.types, Rfm::name);
  return rows_of(stories, static_cast<Index>(rfm_columns),
                 [&] { return RfmRow(stories, params.utc_offset_hours); });
}

/// Quantiles that cut the known values of users with events into n_levels parts; empty = none
/// known.
inline Vector level_edges(const Matrix& rows, std::size_t column, std::int64_t n_levels) {
  std::vector<double> values;
  for (Index u = 0; u < rows.rows(); ++u)
    if (const double v = rows(u, static_cast<Index>(column));
        rows(u, static_cast<Index>(rfm_events)) > 0 && !std::isnan(v))
      values.push_back(v);
  if (values.empty()) return {};
  Vector out(n_levels - 1);
  for (Index i = 0; i < out.size(); ++i)
    out(i) = data::quantile(values, static_cast<double>(i + 1) / static_cast<double>(n_levels));
  return out;
}

/// 1 + the number of edges below the value; missing without a value, events or edges.
inline double level_of(double value, double n_events, const Vector& edges) {
  if (std::isnan(value) || n_events == 0 || edges.size() == 0) return missing;
  return 1.0 + static_cast<double>((edges.array() < value).count());
}

}  // namespace detail

LIMN_INLINE Rfm& Rfm::fit(const data::EventLog& log) {
  detail::require_events(log, params_.types, name);
  const Matrix rows = detail::rfm_rows(log, detail::just_after(log.last_time_us()), params_);
  const auto edges = [&](detail::RfmColumn column) {
    return detail::level_edges(rows, column, params_.n_levels);
  };
  Vector recency = edges(detail::rfm_recency), frequency = edges(detail::rfm_frequency);
  monetary_edges_ = edges(detail::rfm_sum);
  recency_edges_ = std::move(recency);
  frequency_edges_ = std::move(frequency);
  fitted_ = 1;
  return *this;
}

LIMN_INLINE Matrix Rfm::transform(const data::EventLog& log, std::int64_t as_of_us) const {
  core::require_fitted(fitted_ != 0, name);
  Matrix rows = detail::rfm_rows(log, as_of_us, params_);
  const auto at = [](detail::RfmColumn column) { return static_cast<Index>(column); };
  for (Index u = 0; u < rows.rows(); ++u) {
    const double n = rows(u, at(detail::rfm_events));
    const double late = detail::level_of(rows(u, at(detail::rfm_recency)), n, recency_edges_);
    rows(u, at(detail::rfm_r_score)) = static_cast<double>(params_.n_levels) + 1.0 - late;
    rows(u, at(detail::rfm_f_score)) =
        detail::level_of(rows(u, at(detail::rfm_frequency)), n, frequency_edges_);
    rows(u, at(detail::rfm_m_score)) =
        detail::level_of(rows(u, at(detail::rfm_sum)), n, monetary_edges_);
  }
  return rows;
}

LIMN_INLINE std::vector<std::string> Rfm::feature_names() const {
  std::vector<std::string> out;
  for (const char* column : detail::rfm_names) out.push_back(std::string("rfm.") + column);
  return out;
}

LIMN_INLINE void Rfm::check_state() const {
  for (const Vector* edges : {&recency_edges_, &frequency_edges_, &monetary_edges_})
    core::require_state(
        edges->size() == 0 || (edges->size() == params_.n_levels - 1 && edges->allFinite()), name,
        "edges");
}

}  // namespace limn::inline LIMN_ABI::features
