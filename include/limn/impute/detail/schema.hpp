// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <limn/core/archive.hpp>
#include <limn/core/check.hpp>
#include <limn/core/params.hpp>
#include <limn/data/frame.hpp>
#include <limn/impute/detail/within_memory.hpp>

namespace limn::inline LIMN_ABI::impute::detail {

/// Options about answers that several imputers share.
struct AnswerOptions {
  const std::vector<double>& min_value;
  const std::vector<double>& max_value;
  const std::vector<double>& categorical;
  bool integers = false;
};

/// Those of a component's options; one that knows no categories has none.
template <class Params>
AnswerOptions answer_options(const Params& params) {
  static const std::vector<double> none;
  if constexpr (requires { params.categorical; })
    return {params.min_value, params.max_value, params.categorical, params.integers};
  else
    return {params.min_value, params.max_value, none, params.integers};
}

/// Describes them and what goes with them, in the order of all these components.
template <class Params, class V>
void describe_answers(V&& v) {
  v("min_value", &Params::min_value, "least answer: none, one for all columns, or one a column",
    core::anything());
  v("max_value", &Params::max_value, "largest answer: none, one for all columns, or one a column",
    core::anything());
  v("integers", &Params::integers, "columns of whole numbers at fit get whole numbers",
    core::anything());
  if constexpr (requires(Params params) { params.categorical; })
    v("categorical", &Params::categorical, "columns (counted from 0) that hold category codes",
      core::anything());
  v("add_indicator", &Params::add_indicator, "append a flag for each column with gaps at fit",
    core::anything());
  v("fallback", &Params::fallback, "fills columns that had no value at fit, in units of the column",
    core::anything());
}

/// What an answer must keep to, column by column: bounds, whole numbers, known categories.
class Schema {
 public:
  static constexpr std::size_t most_levels = 254;

  Index cols() const { return low_.size(); }
  double low(Index c) const { return low_(c); }
  double high(Index c) const { return high_(c); }
  bool is_category(Index c) const { return !levels_[static_cast<std::size_t>(c)].empty(); }
  Index n_levels(Index c) const {
    return static_cast<Index>(levels_[static_cast<std::size_t>(c)].size());
  }
  double level(Index c, Index i) const {
    return levels_[static_cast<std::size_t>(c)][static_cast<std::size_t>(i)];
  }
  /// Place of a value among the levels of column c; -1 = not one of them.
  Index level_of(Index c, double value) const {
    const std::vector<double>& all = levels_[static_cast<std::size_t>(c)];
    const auto at = std::lower_bound(all.begin(), all.end(), value);
    return at != all.end() && *at == value ? at - all.begin() : -1;
  }
  /// The allowed answer of column c nearest to a number.
  double allowed(Index c, double value) const {
    value = std::clamp(value, low_(c), high_(c));
    if (!whole_[static_cast<std::size_t>(c)]) return value;
    const double rounded = std::nearbyint(value);
    if (rounded < low_(c)) return std::ceil(low_(c));
    return rounded > high_(c) ? std::floor(high_(c)) : rounded;
  }

  /// Learns from x (n, d). Errors: ParamError when bounds or categories do not fit its columns.
  void learn(const data::FrameView& x, const AnswerOptions& options, std::string_view component) {
    low_ = bounds(options.min_value, x.cols(), -limit, "min_value", component);
    high_ = bounds(options.max_value, x.cols(), limit, "max_value", component);
    for (Index c = 0; c < x.cols(); ++c)
      if (low_(c) > high_(c))
        refuse("max_value", "a bound below min_value for " + x.label(c), "max_value >= min_value",
               component);
    std::vector<std::uint8_t> category(static_cast<std::size_t>(x.cols()), 0);
    for (Index c = 0; c < x.cols(); ++c) category[static_cast<std::size_t>(c)] = x.is_category(c);
    for (const double c : options.categorical) {
      if (!(c >= 0 && c < static_cast<double>(x.cols()) && c == std::floor(c)))
        refuse("categorical", std::to_string(c),
               "one of " + std::to_string(x.cols()) + " columns, counted from 0", component);
      category[static_cast<std::size_t>(c)] = 1;
    }
    levels_.assign(category.size(), {});
    whole_.assign(category.size(), 0);
    for (std::size_t c = 0; c < category.size(); ++c) {
      const auto column = x.matrix().col(static_cast<Index>(c));
      if (category[c])
        levels_[c] = levels_in(column);
      else if (options.integers)
        whole_[c] = is_whole(column) && std::ceil(low_(static_cast<Index>(c))) <=
                                            std::floor(high_(static_cast<Index>(c)));
    }
  }

  template <class V>
  void state(V&& v) {
    v("low", low_);
    v("high", high_);
    v("whole", whole_);
    v("levels", levels_);
  }
  void require(Index d, std::string_view component) const {
    const auto n = static_cast<std::size_t>(d);
    core::require_state(low_.size() == d && high_.size() == d, component, "low");
    core::require_state((low_.array() <= high_.array()).all(), component, "high");
    core::require_state(whole_.size() == n && levels_.size() == n, component, "levels");
    for (const std::vector<double>& each : levels_)
      for (std::size_t i = 0; i < each.size(); ++i)
        core::require_state(std::isfinite(each[i]) && (i == 0 || each[i] > each[i - 1]), component,
                            "levels");
  }

 private:
  static constexpr double limit = std::numeric_limits<double>::max();

  [[noreturn]] static void refuse(std::string_view option, std::string got, std::string expected,
                                  std::string_view component) {
    throw ParamError(ErrorCode::param_range,
                     {.component = std::string(component),
                      .place = "option '" + std::string(option) + "'",
                      .got = std::move(got),
                      .expected = std::move(expected),
                      .fix = "give one number for all columns, or one a column"});
  }

  /// One bound a column; a bound that is missing or infinite is none.
  static Vector bounds(const std::vector<double>& given, Index d, double none,
                       std::string_view option, std::string_view component) {
    if (given.size() > 1 && static_cast<Index>(given.size()) != d)
      refuse(option, std::to_string(given.size()) + " bounds", "none, one, or " + std::to_string(d),
             component);
    Vector out = Vector::Constant(d, none);
    for (Index c = 0; c < d && !given.empty(); ++c) {
      const double bound = given[given.size() == 1 ? 0 : static_cast<std::size_t>(c)];
      if (!std::isnan(bound)) out(c) = std::clamp(bound, -limit, limit);
    }
    return out;
  }

  /// The most frequent values of a column, rising.
  template <class Column>
  static std::vector<double> levels_in(const Column& column) {
    std::vector<double> values;
    for (Index r = 0; r < column.size(); ++r)
      if (!std::isnan(column(r))) values.push_back(column(r) + 0.0);
    std::ranges::sort(values);
    std::vector<std::pair<std::size_t, double>> counted;
    for (const double v : values) {
      if (counted.empty() || counted.back().second != v) counted.emplace_back(0, v);
      ++counted.back().first;
    }
    std::ranges::stable_sort(counted, [](auto& a, auto& b) { return a.first > b.first; });
    if (counted.size() > most_levels) counted.resize(most_levels);
    std::vector<double> out;
    for (const auto& [count, value] : counted) out.push_back(value);
    std::ranges::sort(out);
    return out;
  }
  template <class Column>
  static bool is_whole(const Column& column) {
    bool any = false;
    for (Index r = 0; r < column.size(); ++r) {
      if (std::isnan(column(r))) continue;
      if (column(r) != std::nearbyint(column(r))) return false;
      any = true;
    }
    return any;
  }

  Vector low_, high_;                        // (d)
  std::vector<std::uint8_t> whole_;          // (d)
  std::vector<std::vector<double>> levels_;  // (d); empty = numbers
};

}  // namespace limn::inline LIMN_ABI::impute::detail
