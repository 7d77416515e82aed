// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <utility>

#include <limn/core/check.hpp>
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/evaluate/groups.hpp>

namespace limn::inline LIMN_ABI::evaluate {

namespace detail {

/// The users that count, their groups as places 0 ... n_groups-1.
struct UserGroups {
  std::vector<double> values;
  std::vector<std::size_t> places;
  std::size_t n_groups = 0;

  /// Largest mean - smallest mean of the rows drawn; NaN when a group has none.
  template <class Value, class Place>
  double gap(std::size_t n, Value&& value, Place&& place) const {
    std::vector<double> sums(n_groups, 0.0), counts(n_groups, 0.0);
    for (std::size_t i = 0; i < n; ++i) sums[place(i)] += value(i), counts[place(i)] += 1.0;
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (std::size_t g = 0; g < n_groups; ++g) {
      if (counts[g] == 0.0) return missing;
      low = std::min(low, sums[g] / counts[g]);
      high = std::max(high, sums[g] / counts[g]);
    }
    return high - low;
  }
};

LIMN_INLINE double permuted_share(const UserGroups& grouped, double seen,
                                  const BootstrapOptions& options, const Monitor& monitor) {
  const auto draws = static_cast<std::size_t>(options.n_resamples);
  const std::size_t n = grouped.values.size();
  const double as_large = core::parallel_reduce(
      draws, 16, 0.0,
      [&](std::size_t begin, std::size_t end) {
        double sum = 0.0;
        std::vector<std::size_t> places;
        for (std::size_t draw = begin; draw < end; ++draw) {
          monitor.check();
          core::Random random(options.random_state, draw);
          places = grouped.places;
          for (std::size_t i = n; i > 1; --i) std::swap(places[i - 1], places[random.below(i)]);
          const double gap = grouped.gap(
              n, [&](std::size_t i) { return grouped.values[i]; },
              [&](std::size_t i) { return places[i]; });
          sum += gap >= seen - 1e-12 ? 1.0 : 0.0;
        }
        return sum;
      },
      [](double a, double b) { return a + b; });
  return (as_large + 1.0) / (static_cast<double>(draws) + 1.0);
}

}  // namespace detail

LIMN_INLINE GroupGap group_gap(VectorView users, const Labels& groups,
                               const BootstrapOptions& options, const Monitor& monitor) {
  core::require_length(groups.size(), users.size(), "evaluate.group_gap", "groups");
  detail::UserGroups grouped;
  std::vector<std::int32_t> labels;
  for (Index i = 0; i < users.size(); ++i) {
    if (std::isnan(users[i]) || groups[i] < 0) continue;
    grouped.values.push_back(users[i]);
    labels.push_back(groups[i]);
  }
  const Vector kept =
      Eigen::Map<const Vector>(grouped.values.data(), static_cast<Index>(grouped.values.size()));
  bootstrap_mean(kept, {.n_resamples = std::min<std::int64_t>(options.n_resamples, 1),
                        .level = options.level});  // its errors
  GroupGap out;
  out.groups = labels;
  std::sort(out.groups.begin(), out.groups.end());
  out.groups.erase(std::unique(out.groups.begin(), out.groups.end()), out.groups.end());
  grouped.n_groups = out.groups.size();
  std::vector<double> sums(grouped.n_groups, 0.0);
  out.counts.assign(grouped.n_groups, 0);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto place = static_cast<std::size_t>(
        std::lower_bound(out.groups.begin(), out.groups.end(), labels[i]) - out.groups.begin());
    grouped.places.push_back(place);
    sums[place] += grouped.values[i];
    ++out.counts[place];
  }
  for (std::size_t g = 0; g < grouped.n_groups; ++g)
    out.means.push_back(sums[g] / static_cast<double>(out.counts[g]));
  out.gap = {missing, missing, missing, kept.size()};
  if (grouped.n_groups < 2) return out;
  out.gap = bootstrap(
      kept.size(),
      [&](std::span<const Index> rows) {
        const auto at = [&](std::size_t i) { return static_cast<std::size_t>(rows[i]); };
        return grouped.gap(
            rows.size(), [&](std::size_t i) { return grouped.values[at(i)]; },
            [&](std::size_t i) { return grouped.places[at(i)]; });
      },
      options, monitor.part(0.0, 0.5));
  out.p_value = detail::permuted_share(grouped, out.gap.value, options, monitor);
  return out;
}

}  // namespace limn::inline LIMN_ABI::evaluate
