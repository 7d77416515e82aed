// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include <limn/core/error.hpp>
#include <limn/core/types.hpp>

// What every measure asks of its arrays. Malformed input is a typed error; input that is well
// formed but on which a measure has no value (one class, one cluster, a constant truth) answers
// NaN.
namespace limn::inline LIMN_ABI::evaluate::detail {

[[noreturn]] inline void refuse(std::string_view measure, std::string_view what, Index row,
                                std::string_view got, std::string_view expected) {
  throw DataError(ErrorCode::data_value,
                  {.component = "evaluate." + std::string(measure),
                   .place = std::string(what) + ", row " + std::to_string(row),
                   .got = std::string(got),
                   .expected = std::string(expected),
                   .fix = "repair or leave out that row"});
}

/// Errors: ShapeError unless both lengths are equal, DataError when they are 0.
inline void require_pair(Index n, Index other, std::string_view measure, std::string_view what) {
  const std::string component = "evaluate." + std::string(measure);
  core::require_length(other, n, component, what);
  core::require_rows(n, 1, component);
}

/// Errors: DataError naming the first row that is NaN or infinite.
inline void require_numbers(VectorView values, std::string_view measure, std::string_view what) {
  for (Index i = 0; i < values.size(); ++i)
    if (!std::isfinite(values(i)))
      refuse(measure, what, i, std::isnan(values(i)) ? "NaN" : "an infinite value",
             "a finite number");
}

/// Errors: DataError naming the first row that is neither 0 nor 1.
inline void require_binary(VectorView truth, std::string_view measure) {
  for (Index i = 0; i < truth.size(); ++i)
    if (truth(i) != 0.0 && truth(i) != 1.0) refuse(measure, "truth", i, "another value", "0 or 1");
}

/// Errors: DataError naming the first row outside [0, 1].
inline void require_probabilities(VectorView values, std::string_view measure) {
  for (Index i = 0; i < values.size(); ++i)
    if (!(values(i) >= 0.0 && values(i) <= 1.0))
      refuse(measure, "probabilities", i, std::isnan(values(i)) ? "NaN" : "a value outside",
             "a number in [0, 1]");
}

/// Errors: ParamError unless low <= value <= high.
inline void require_option(double value, double low, double high, std::string_view measure,
                           std::string_view option) {
  if (value >= low && value <= high) return;
  const auto text = [](double x) {
    std::string out = std::to_string(x);
    out.erase(out.find_last_not_of('0') + 1);
    if (out.back() == '.') out.pop_back();
    return out;
  };
  throw ParamError(ErrorCode::param_range,
                   {.component = "evaluate." + std::string(measure),
                    .place = "option '" + std::string(option) + "'",
                    .got = text(value),
                    .expected = std::isfinite(high) ? "in [" + text(low) + ", " + text(high) + "]"
                                                    : "at least " + text(low),
                    .fix = "change the option"});
}

/// The q-quantile of sorted values that are not empty (type 7 of Hyndman and Fan 1996).
inline double sorted_quantile(const std::vector<double>& sorted, double q) {
  const double rank = q * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(rank);
  const std::size_t high = std::min(low + 1, sorted.size() - 1);
  return sorted[low] + (sorted[high] - sorted[low]) * (rank - static_cast<double>(low));
}

/// Rows in order of falling score; equal scores keep their order.
inline std::vector<Index> order_by_falling(VectorView scores) {
  std::vector<Index> order(static_cast<std::size_t>(scores.size()));
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<Index>(i);
  std::stable_sort(order.begin(), order.end(),
                   [&](Index a, Index b) { return scores(a) > scores(b); });
  return order;
}

}  // namespace limn::inline LIMN_ABI::evaluate::detail
