// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>

#include <limn/data/make_event_log.hpp>
#include <limn/evaluate/clustering.hpp>
#include <limn/profiler/detail/model.hpp>
#include <limn/profiler/detail/time_text.hpp>

// The steps of Profiler::fit up to the segments.
namespace limn::inline LIMN_ABI::profiler::detail {

/// Runs one filter. A user all of whose events are noise (a robot) is set apart but stays known;
/// single noisy events are dropped.
inline data::EventLog clean_once(const data::EventLog& log, core::AnyEventFilter& filter,
                                 std::vector<std::uint8_t>& apart, std::vector<Cleaned>& cleaned,
                                 const Monitor& monitor) {
  filter->fit(log, monitor);
  std::vector<std::uint8_t> mask = filter->mask(log);
  cleaned.push_back({filter->name(), std::ranges::count_if(mask, [](auto m) { return m != 0; })});
  for (std::size_t user = 0; user < log.n_users(); ++user) {
    const auto begin = mask.begin() + log.offsets()[user],
               end = mask.begin() + log.offsets()[user + 1];
    if (begin == end || !std::all_of(begin, end, [](auto m) { return m != 0; })) continue;
    apart[user] = 1;
    std::fill(begin, end, std::uint8_t{0});
  }
  return log.without(mask);
}

/// Do users come back to items they know? Then seen items are worth offering again.
inline double repeat_share(const data::EventLog& log) {
  std::vector<std::int64_t> last_user(log.n_items(), -1);
  std::int64_t repeats = 0;
  for (std::size_t e = 0; e < log.n_events(); ++e) {
    std::int64_t& last = last_user[static_cast<std::size_t>(log.item_codes()[e])];
    repeats += last == log.user_codes()[e];
    last = log.user_codes()[e];
  }
  return log.n_events() ? static_cast<double>(repeats) / static_cast<double>(log.n_events()) : 0.0;
}

/// Ages are counted from the last event: one with a wrong year makes everybody look long gone.
inline void note_future(Model& model, const data::EventLog& log) {
  if (log.ordered_only()) return;
  if (const std::size_t n = data::n_events_after(log, now_us()))
    model.evaluation.notes.push_back(
        std::to_string(n) +
        " events lie after the day of this fit, and ages are counted from the " +
        "last of them: where their times are wrong, fit on log.slice(today)");
}

LIMN_INLINE void clean(Model& model, const data::EventLog& log, const Monitor& monitor) {
  if (log.n_events() == 0)
    throw DataError(ErrorCode::data_empty, {.component = "profiler",
                                            .place = "event log",
                                            .got = "0 events",
                                            .expected = "at least 1",
                                            .fix = "pass a log with events"});
  note_future(model, log);
  model.log = log;
  model.rows.apart.assign(log.n_users(), 0);
  if (log.n_dropped() > 0)
    model.cleaned.push_back({"events without a user", static_cast<std::int64_t>(log.n_dropped())});
  for (const ComponentSpec& spec : model.config.clean) {
    if (cleans_table(spec)) continue;  // the describer's
    auto filter = core::AnyEventFilter::from_name(spec.name, spec.params);
    if (filter->needs_clock() && log.ordered_only()) {
      model.evaluation.notes.push_back(spec.name + ": left out, the log knows only an order");
      continue;
    }
    model.log = clean_once(model.log, filter, model.rows.apart, model.cleaned, monitor);
    monitor.report(static_cast<double>(model.cleaned.size()) /
                       static_cast<double>(model.config.clean.size() + 1),
                   "clean");
  }
  model.as_of_us = model.log.last_time_us() + 1;
  model.exclude_seen = model.config.exclude_seen.value_or(repeat_share(model.log) < 0.15);
}

/// The scores at 0, 1 ... 100 %.
inline Vector percentiles(Vector scores) {
  std::sort(scores.begin(), scores.end());
  Vector out(101);
  for (Index i = 0; i <= 100; ++i) out(i) = scores((scores.size() - 1) * i / 100);
  return out;
}

LIMN_INLINE Matrix describe(Model& model, const Monitor& monitor) {
  const std::vector<std::uint8_t> learn = learners(model.log, model.rows.apart);
  model.rows.raw =
      model.describer.fit(model.config, model.log, model.as_of_us, learn, monitor.part(0, 0.7));
  Matrix filled = model.describer.fill(model.rows.raw);
  model.outlier =
      core::AnyScorer::from_name(model.config.outlier.name, model.config.outlier.params);
  model.outlier->fit(pick_rows(filled, learn), monitor.part(0.7, 0.9));
  model.rows.outlier_score = model.outlier->anomaly_score(filled);
  model.outlier_quantiles = percentiles(model.rows.outlier_score);
  monitor.report(1.0, "outliers");
  return filled;
}

LIMN_INLINE void segment(Model& model, const Matrix& filled, const Monitor& monitor) {
  // The strangest users would drag centres towards themselves: they get a segment, but form none.
  std::vector<std::uint8_t> learn = learners(model.log, model.rows.apart);
  const auto cut = static_cast<Index>(std::floor(100.0 * (1.0 - model.config.outlier_share)));
  const double limit = model.outlier_quantiles(cut);
  if (model.log.n_users() >= 100)
    for (std::size_t u = 0; u < learn.size(); ++u)
      if (model.rows.outlier_score(static_cast<Index>(u)) > limit) learn[u] = 0;
  const Matrix ready = model.describer.ready(filled);
  const Told told_learners = [&] {
    return told_frame(model, pick_rows(model.rows.raw, learn),
                      pick_rows(model.people.values, learn));
  };
  model.segments.fit(model.config, pick_rows(ready, learn), told_learners, pick_rows(filled, learn),
                     model.describer.filled_columns.names, monitor);
  model.rows.segment = model.segments.predict(
      ready, [&] { return told_frame(model, model.rows.raw, model.people.values); });
  model.rows.segment_since_us.assign(model.log.n_users(), model.as_of_us - 1);
}

LIMN_INLINE void foresee(Model& model, const Monitor& monitor) {
  model.next_action.fit(model.log);
  model.returns.fit(model.config, model.log, model.rows.apart, model.evaluation, monitor);
  model.rows.return_chance = model.returns.chance(model.log, model.as_of_us);
}

}  // namespace limn::inline LIMN_ABI::profiler::detail
