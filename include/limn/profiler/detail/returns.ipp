// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>

#include <limn/core/random.hpp>
#include <limn/evaluate/bootstrap.hpp>
#include <limn/evaluate/calibration.hpp>
#include <limn/evaluate/classification.hpp>
#include <limn/profiler/detail/returns.hpp>
#include <limn/profiler/detail/time_text.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

/// Users with a past at the cut, their features there, and whether they came back after it.
struct ReturnData {
  Matrix x;        ///< (n, d) ready
  Vector y;        ///< (n) 1 = came back
  Vector recency;  ///< (n) minus days since the last event: the plain baseline
};

inline ReturnData return_data(const Describer& describer, const data::EventLog& log,
                              const data::EventLog& past, const Matrix& raw, std::int64_t cut_us,
                              std::int64_t until_us, const std::vector<std::uint8_t>& apart) {
  std::vector<std::uint8_t> has_past(log.n_users());
  std::vector<double> y, recency;
  for (std::size_t u = 0; u < log.n_users(); ++u) {
    const auto before = past.history(u).times_us;
    has_past[u] = !before.empty() && !apart[u];
    if (!has_past[u]) continue;
    const auto all = log.history(u).times_us;
    y.push_back(all.size() > before.size() && all[before.size()] < until_us ? 1.0 : 0.0);
    recency.push_back(-static_cast<double>(cut_us - before.back()) / static_cast<double>(day_us));
  }
  ReturnData out;
  out.x = describer.ready(describer.fill(pick_rows(raw, has_past)));
  out.y = Eigen::Map<const Vector>(y.data(), std::ssize(y));
  out.recency = Eigen::Map<const Vector>(recency.data(), std::ssize(recency));
  return out;
}

/// One user in five, by a random number of the row: judged on, not learnt from.
inline std::vector<std::uint8_t> held_out(Index n, std::uint64_t seed) {
  std::vector<std::uint8_t> out(static_cast<std::size_t>(n));
  for (std::size_t r = 0; r < out.size(); ++r) out[r] = core::Random(seed, r).uniform() < 0.2;
  return out;
}

inline std::vector<std::uint8_t> inverse(std::vector<std::uint8_t> flags) {
  for (auto& f : flags) f = !f;
  return flags;
}

/// AUC of learnt chances beside plain recency, with a bootstrap over the users.
inline EvaluationRow judge_returns(const Vector& y, const Vector& chance, const Vector& recency,
                                   std::uint64_t seed) {
  const auto auc_of = [&](const Vector& scores) {
    return [&y, &scores](std::span<const Index> rows) {
      Vector truth(std::ssize(rows)), picked(std::ssize(rows));
      for (Index i = 0; i < truth.size(); ++i) {
        truth(i) = y(rows[static_cast<std::size_t>(i)]);
        picked(i) = scores(rows[static_cast<std::size_t>(i)]);
      }
      return evaluate::auroc(truth, picked);
    };
  };
  const auto learnt = auc_of(chance), plain = auc_of(recency);
  const evaluate::BootstrapOptions options{.n_resamples = 200, .random_state = seed};
  const evaluate::Interval own = evaluate::bootstrap(y.size(), learnt, options);
  const evaluate::Interval difference = evaluate::bootstrap(
      y.size(), [&](std::span<const Index> rows) { return learnt(rows) - plain(rows); }, options);
  EvaluationRow row;
  row.part = "predict.returns";
  row.metric = "AUC";
  row.value = own.value, row.low = own.low, row.high = own.high;
  row.baseline = "recency";
  row.baseline_value = own.value - difference.value;
  row.difference_low = difference.low, row.difference_high = difference.high;
  row.n = y.size();
  return row;
}

LIMN_INLINE void Returns::fit(const Config& config, const data::EventLog& log,
                              const std::vector<std::uint8_t>& apart, Evaluation& evaluation,
                              const Monitor& monitor) {
  const auto refuse = [&](std::string reason) {
    why_not = std::move(reason);
    evaluation.notes.push_back("predict.returns: " + why_not);
  };
  horizon_days = config.horizon_days;
  const auto horizon_us =
      static_cast<std::int64_t>(config.horizon_days * static_cast<double>(day_us));
  if (log.ordered_only()) return refuse("the log knows only an order, no clock");
  const std::int64_t end_us = log.last_time_us() + 1;
  const std::int64_t cut_us = end_us - horizon_us;
  if (cut_us - log.first_time_us() < horizon_us)
    return refuse("the log is shorter than two horizons");
  const data::EventLog past = log.slice(cut_us);
  if (past.n_events() == 0) return refuse("no events before the last horizon");
  const Matrix raw =
      describer.fit(config, past, cut_us, learners(past, apart), monitor.part(0, 0.5));
  const ReturnData all = return_data(describer, log, past, raw, cut_us, end_us, apart);
  const double positives = all.y.sum();
  if (positives < 20 || static_cast<double>(all.y.size()) - positives < 20)
    return refuse("fewer than 20 users of either answer");

  const std::vector<std::uint8_t> test = held_out(all.y.size(), config.random_state + 1);
  const std::vector<std::uint8_t> train = inverse(test);
  const Vector y_train = pick_rows(all.y, train), y_test = pick_rows(all.y, test);
  if (config.evaluate && y_test.sum() >= 5 &&
      static_cast<double>(y_test.size()) - y_test.sum() >= 5) {
    learn::LogisticRegression judged;
    judged.fit(pick_rows(all.x, train), y_train, monitor.part(0.5, 0.7));
    const Vector chance = judged.predict_proba(pick_rows(all.x, test)).col(1);
    calibrated = evaluate::reliability(y_test, chance, 10, evaluate::Binning::quantile).ece <= 0.05;
    EvaluationRow row =
        judge_returns(y_test, chance, pick_rows(all.recency, test), config.random_state);
    row.protocol = "event within " + std::to_string(static_cast<int>(horizon_days)) +
                   " days after " + time_text(cut_us) + ", 20 % of users held out";
    row.split = std::to_string(past.fingerprint());
    evaluation.rows.push_back(std::move(row));
  }
  model = learn::LogisticRegression{};
  model.fit(all.x, all.y, monitor.part(0.7, 1.0));
  usable_code = 1;
}

LIMN_INLINE Vector Returns::chance(const data::EventLog& log, std::int64_t as_of_us) const {
  Vector out = Vector::Constant(static_cast<Index>(log.n_users()), missing);
  if (!usable() || log.n_users() == 0) return out;
  const Matrix x = describer.ready(describer.fill(describer.raw(log, as_of_us)));
  const Matrix chances = model.predict_proba(x);
  for (std::size_t u = 0; u < log.n_users(); ++u)
    if (log.offsets()[u + 1] > log.offsets()[u])
      out(static_cast<Index>(u)) = chances(static_cast<Index>(u), 1);
  return out;
}

LIMN_INLINE std::vector<Reason> Returns::reasons(const data::EventLog& log,
                                                 std::int64_t as_of_us) const {
  if (!usable()) return {};
  const Columns& columns = describer.ready_columns;
  const Matrix raw = describer.raw(log, as_of_us), scaled = describer.scale(describer.fill(raw));
  const Vector speaks = model.explain(describer.weighed(scaled)).row(0);
  const Matrix told = columns.told(scaled, raw);
  const double total = speaks.cwiseAbs().sum();
  std::vector<Index> order(static_cast<std::size_t>(speaks.size()));
  std::iota(order.begin(), order.end(), Index{0});
  std::ranges::stable_sort(
      order, [&](Index a, Index b) { return std::abs(speaks(a)) > std::abs(speaks(b)); });
  std::vector<Reason> out;
  for (const Index c : order) {
    if (out.size() == 3 || speaks(c) == 0.0) break;
    const std::string& name = columns.names[static_cast<std::size_t>(c)];
    const bool above = (speaks(c) > 0.0) == (model.coef()(0, c) > 0.0);
    const char* where = std::isnan(told(0, c)) ? " is not known"
                        : above                ? " is above the average user"
                                               : " is below the average user";
    out.push_back({.feature = name,
                   .value = told(0, c),
                   .contribution = speaks(c) / total,
                   .text = name + where + ", which speaks " +
                           (speaks(c) > 0.0 ? "for a return" : "against a return")});
  }
  return out;
}

}  // namespace limn::inline LIMN_ABI::profiler::detail
