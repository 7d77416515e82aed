// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include <limn/data/column_summary.hpp>
#include <limn/data/event_log.hpp>
#include <limn/impute/context.hpp>
#include <limn/impute/detail/fill.hpp>

namespace limn::inline LIMN_ABI::impute {
namespace detail {

/// Fills the gaps of one history, oldest value first. An empty `times` means 0, 1, 2 ...; a missing
/// time has no place in the order and is only ever filled by what is typical.
class HistoryFill {
 public:
  HistoryFill(std::string_view method, double typical)
      : last_(method == "last"), line_(method == "interpolate"), typical_(typical) {}

  void operator()(std::span<double> values, std::span<const double> times) {
    known_.clear();
    for (const double v : values)
      if (!std::isnan(v)) known_.push_back(v);
    if (known_.size() == values.size()) return;
    const double typical = known_.empty() ? typical_ : data::median(known_);
    std::size_t before = none, after = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const bool timed = times.empty() || !std::isnan(times[i]);
      if (!std::isnan(values[i])) {
        if (timed) before = i;
        continue;
      }
      after = std::max(after, i + 1);
      while (line_ && after < values.size() && !is_anchor(values, times, after)) ++after;
      fill_.emplace_back(i, timed ? answer(values, times, i, before, after, typical) : typical);
    }
    for (const auto& [i, value] : fill_) values[i] = value;  // late: a fill is never an anchor
    fill_.clear();
  }

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  static bool is_anchor(std::span<const double> values, std::span<const double> times,
                        std::size_t i) {
    return !std::isnan(values[i]) && (times.empty() || !std::isnan(times[i]));
  }

  double answer(std::span<const double> values, std::span<const double> times, std::size_t i,
                std::size_t before, std::size_t after, double typical) const {
    if (last_) return before == none ? typical : values[before];
    if (!line_) return typical;
    if (before == none) return after < values.size() ? values[after] : typical;
    if (after >= values.size()) return values[before];
    const auto time = [&](std::size_t j) {
      return times.empty() ? static_cast<double>(j) : times[j];
    };
    const double span = time(after) - time(before);
    const double share = span > 0 ? (time(i) - time(before)) / span : 0.5;
    return values[before] * (1.0 - share) + values[after] * share;
  }

  bool last_, line_;
  double typical_;
  std::vector<double> known_;
  std::vector<std::pair<std::size_t, double>> fill_;
};

/// Rows sorted by (group, time), stable; rows without time come last in their group, rows without a
/// group last of all. `ends` closes each group; each row without a group is a group of its own.
struct Histories {
  std::vector<Index> rows;
  std::vector<std::size_t> ends;
};

inline Histories histories_of(MatrixView x, const Context::Params& params) {
  Histories out;
  out.rows.resize(static_cast<std::size_t>(x.rows()));
  std::iota(out.rows.begin(), out.rows.end(), Index{0});
  const auto group = [&](Index r) {
    return params.group_column ? x(r, *params.group_column) : 0.0;
  };
  const auto time = [&](Index r) { return params.time_column ? x(r, *params.time_column) : 0.0; };
  const auto less = [](double a, double b) { return a < b || (!std::isnan(a) && std::isnan(b)); };
  std::ranges::stable_sort(out.rows, [&](Index a, Index b) {
    if (less(group(a), group(b))) return true;
    if (less(group(b), group(a))) return false;
    return less(time(a), time(b));
  });
  for (std::size_t i = 1; i <= out.rows.size(); ++i)
    if (i == out.rows.size() || !(group(out.rows[i]) == group(out.rows[i - 1])))
      out.ends.push_back(i);
  return out;
}

inline void require_column(const std::optional<std::int64_t>& column, MatrixView x,
                           std::string_view option) {
  if (!column || *column < x.cols()) return;
  throw ShapeError(ErrorCode::shape_width,
                   {.component = std::string(Context::name),
                    .place = "option '" + std::string(option) + "'",
                    .got = "column " + std::to_string(*column),
                    .expected = "one of " + std::to_string(x.cols()) + " columns, counted from 0",
                    .fix = "pass the index of a column of the table"});
}

}  // namespace detail

LIMN_INLINE Context::Context(Params params) : params_(core::checked<Context>(params)) {
  if (params_.group_column && params_.group_column == params_.time_column)
    throw ParamError(ErrorCode::param_conflict,
                     {.component = std::string(name),
                      .place = "option 'time_column'",
                      .got = std::to_string(*params_.time_column) + ", the group column",
                      .expected = "another column",
                      .fix = "pass different columns, or leave one out"});
}

LIMN_INLINE Context& Context::fit(MatrixView x) {
  detail::require_table(x, name);
  detail::require_column(params_.group_column, x, "group_column");
  detail::require_column(params_.time_column, x, "time_column");
  Vector typical = Vector::Constant(x.cols(), params_.fallback);
  data::for_each_column(x, [&](Index c, std::vector<double>& values) {
    if (!values.empty()) typical(c) = data::median(values);
  });
  typical_ = std::move(typical);
  return *this;
}

LIMN_INLINE Matrix Context::transform(MatrixView x) const {
  core::require_fitted(typical_.size() > 0, name);
  core::require_width(x.cols(), typical_.size(), name);
  core::require_finite(x, name, core::Missing::allowed);
  const detail::Histories histories = detail::histories_of(x, params_);
  Matrix out = x;
  core::parallel_for(static_cast<std::size_t>(x.cols()), [&](std::size_t column) {
    const auto c = static_cast<Index>(column);
    if (params_.group_column == c || params_.time_column == c) return;
    detail::HistoryFill fill(params_.method, typical_(c));
    std::vector<double> values, times;
    std::size_t begin = 0;
    for (const std::size_t end : histories.ends) {
      values.clear();
      times.clear();
      for (std::size_t i = begin; i < end; ++i) {
        values.push_back(x(histories.rows[i], c));
        if (params_.time_column) times.push_back(x(histories.rows[i], *params_.time_column));
      }
      fill(values, times);
      for (std::size_t i = begin; i < end; ++i) out(histories.rows[i], c) = values[i - begin];
      begin = end;
    }
  });
  return out;
}

LIMN_INLINE std::vector<double> Context::complete(const data::EventLog& log) const {
  if (!log.has_values())
    throw DataError(ErrorCode::data_column_missing, {.component = std::string(name),
                                                     .place = "the log's values",
                                                     .got = "a log without values",
                                                     .expected = "one value an event",
                                                     .fix = "name the value column of the log"});
  std::vector<double> out(log.values().begin(), log.values().end());
  std::vector<double> known;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (std::isinf(out[i]))
      core::throw_value(name, static_cast<Index>(i), 0, "an infinite value",
                        "replace it or set it missing");
    if (!std::isnan(out[i])) known.push_back(out[i]);
  }
  const double typical = known.empty() ? params_.fallback : data::median(known);
  core::parallel_rows(log.n_users(), 256, [&](std::size_t begin, std::size_t end) {
    detail::HistoryFill fill(params_.method, typical);
    std::vector<double> times;
    for (std::size_t u = begin; u < end; ++u) {
      const auto from = static_cast<std::size_t>(log.offsets()[u]);
      const auto to = static_cast<std::size_t>(log.offsets()[u + 1]);
      times.assign(log.times_us().begin() + static_cast<std::ptrdiff_t>(from),
                   log.times_us().begin() + static_cast<std::ptrdiff_t>(to));
      fill(std::span(out).subspan(from, to - from), times);
    }
  });
  return out;
}

LIMN_INLINE void Context::check_state() const {
  core::require_state(typical_.allFinite(), name, "typical");
  const auto inside = [&](const std::optional<std::int64_t>& c) {
    return !c || typical_.size() == 0 || *c < typical_.size();
  };
  core::require_state(inside(params_.group_column) && inside(params_.time_column), name, "typical");
}

}  // namespace limn::inline LIMN_ABI::impute
