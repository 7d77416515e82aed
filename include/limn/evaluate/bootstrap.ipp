// SPDX-License-Identifier: MIT
#pragma once

#include <limits>

#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/evaluate/bootstrap.hpp>
#include <limn/evaluate/detail/input.hpp>

namespace limn::inline LIMN_ABI::evaluate {
namespace detail {

inline constexpr std::uint64_t sign_streams = std::uint64_t{1} << 40;  // apart from the resamples'

inline void require_bootstrap(const BootstrapOptions& options) {
  require_option(static_cast<double>(options.n_resamples), 1, 1e9, "bootstrap", "n_resamples");
  require_option(options.level, 1e-9, 1.0 - 1e-9, "bootstrap", "level");
}

/// resample(r) for each r, in parallel.
template <class Resample>
std::vector<double> resampled(const BootstrapOptions& options, const Monitor& monitor,
                              Resample&& resample) {
  std::vector<double> out(static_cast<std::size_t>(options.n_resamples));
  core::parallel_rows(out.size(), 8, [&](std::size_t begin, std::size_t end) {
    for (std::size_t r = begin; r < end; ++r) {
      monitor.check();
      out[r] = resample(r);
    }
  });
  return out;
}

inline Interval interval_of(double value, std::int64_t n, std::vector<double> draws, double level) {
  std::erase_if(draws, [](double d) { return std::isnan(d); });
  std::sort(draws.begin(), draws.end());
  if (draws.empty()) return {value, missing, missing, n};
  return {value, sorted_quantile(draws, (1 - level) / 2), sorted_quantile(draws, (1 + level) / 2),
          n};
}

/// The values that count. Errors: DataError when there is none or one is infinite.
inline std::vector<double> counted(VectorView users, std::string_view measure) {
  std::vector<double> out;
  for (Index i = 0; i < users.size(); ++i) {
    if (std::isinf(users(i))) refuse(measure, "values", i, "an infinite value", "a number or NaN");
    if (!std::isnan(users(i))) out.push_back(users(i));
  }
  core::require_rows(std::ssize(out), 1, "evaluate." + std::string(measure));
  return out;
}

inline double plain_mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

inline Interval mean_interval(const std::vector<double>& values, const BootstrapOptions& options,
                              const Monitor& monitor) {
  const std::size_t n = values.size();
  std::vector<double> draws = resampled(options, monitor, [&](std::size_t r) {
    core::Random random(options.random_state, r);
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) sum += values[random.below(n)];
    return sum / static_cast<double>(n);
  });
  return interval_of(plain_mean(values), std::ssize(values), std::move(draws), options.level);
}

/// Share of random sign flips whose mean is at least as far from 0, the data itself counted as one.
inline double sign_flip_p_value(const std::vector<double>& differences,
                                const BootstrapOptions& options, const Monitor& monitor) {
  const double seen = std::abs(plain_mean(differences)) * (1 - 1e-12);
  const std::vector<double> draws = resampled(options, monitor, [&](std::size_t r) {
    core::Random random(options.random_state, sign_streams + r);
    double sum = 0;
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < differences.size(); ++i) {
      if (i % 32 == 0) word = random.bits();
      sum += (word >> (i % 32)) & 1u ? differences[i] : -differences[i];
    }
    return std::abs(sum / static_cast<double>(differences.size()));
  });
  double as_far = 1;
  for (const double draw : draws) as_far += draw >= seen;
  return as_far / static_cast<double>(draws.size() + 1);
}

}  // namespace detail

LIMN_INLINE Interval bootstrap_mean(VectorView users, const BootstrapOptions& options,
                                    const Monitor& monitor) {
  detail::require_bootstrap(options);
  return detail::mean_interval(detail::counted(users, "bootstrap_mean"), options, monitor);
}

LIMN_INLINE Interval bootstrap(Index n,
                               const std::function<double(std::span<const Index> rows)>& statistic,
                               const BootstrapOptions& options, const Monitor& monitor) {
  detail::require_bootstrap(options);
  core::require_rows(n, 1, "evaluate.bootstrap");
  std::vector<Index> all(static_cast<std::size_t>(n));
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<Index>(i);
  std::vector<double> draws = detail::resampled(options, monitor, [&](std::size_t r) {
    core::Random random(options.random_state, r);
    std::vector<Index> rows(all.size());
    for (Index& row : rows) row = static_cast<Index>(random.below(all.size()));
    return statistic(rows);
  });
  return detail::interval_of(statistic(all), n, std::move(draws), options.level);
}

LIMN_INLINE PairedDifference paired_difference(VectorView a, VectorView b,
                                               const BootstrapOptions& options,
                                               const Monitor& monitor) {
  detail::require_bootstrap(options);
  detail::require_pair(a.size(), b.size(), "paired_difference", "b");
  const Vector gap = a - b;  // NaN where either is
  const std::vector<double> differences = detail::counted(gap, "paired_difference");
  PairedDifference out;
  for (const double d : differences) {
    out.share_better += d > 0;
    out.share_worse += d < 0;
  }
  out.share_better /= static_cast<double>(differences.size());
  out.share_worse /= static_cast<double>(differences.size());
  out.difference = detail::mean_interval(differences, options, monitor.part(0.0, 0.5));
  out.p_value = detail::sign_flip_p_value(differences, options, monitor.part(0.5, 1.0));
  return out;
}

}  // namespace limn::inline LIMN_ABI::evaluate
