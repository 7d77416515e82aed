// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include <limn/core/check.hpp>

namespace limn::inline LIMN_ABI::filter::detail {

/// Labels as places in the sorted list of classes.
struct Classes {
  std::vector<double> values;       // rising
  std::vector<std::int32_t> codes;  // (n)
  std::vector<std::int64_t> counts;

  /// Errors: ShapeError for the length; DataError for labels that are not finite, or above 1,024
  /// classes.
  Classes(VectorView y, Index rows, std::string_view component) {
    core::require_length(y.size(), rows, component, "y");
    for (Index r = 0; r < y.size(); ++r) {
      if (!std::isfinite(y(r)))
        refuse(component, "y, row " + std::to_string(r), "a label that is no number",
               "a class a row", "leave out rows whose class is unknown");
      values.push_back(y(r));
    }
    std::ranges::sort(values);
    values.erase(std::unique(values.begin(), values.end()), values.end());
    if (values.size() > 1024)
      refuse(component, "y", std::to_string(values.size()) + " different labels",
             "at most 1024 classes", "pass classes, not amounts");
    counts.resize(values.size(), 0);
    for (Index r = 0; r < y.size(); ++r) {
      const auto at = std::lower_bound(values.begin(), values.end(), y(r)) - values.begin();
      codes.push_back(static_cast<std::int32_t>(at));
      ++counts[static_cast<std::size_t>(at)];
    }
  }

  [[noreturn]] static void refuse(std::string_view component, std::string place, std::string got,
                                  std::string expected, std::string fix) {
    throw DataError(ErrorCode::data_value, {.component = std::string(component),
                                            .place = std::move(place),
                                            .got = std::move(got),
                                            .expected = std::move(expected),
                                            .fix = std::move(fix)});
  }
  std::size_t size() const { return values.size(); }
  /// The class of fewest rows, the first of equals.
  std::int32_t rarest() const {
    return static_cast<std::int32_t>(std::min_element(counts.begin(), counts.end()) -
                                     counts.begin());
  }
};

/// The rows that are not marked.
inline std::vector<std::int64_t> unmarked(const std::vector<std::uint8_t>& noise) {
  std::vector<std::int64_t> out;
  for (std::size_t r = 0; r < noise.size(); ++r)
    if (!noise[r]) out.push_back(static_cast<std::int64_t>(r));
  return out;
}

}  // namespace limn::inline LIMN_ABI::filter::detail
