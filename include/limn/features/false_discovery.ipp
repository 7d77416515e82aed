// SPDX-License-Identifier: MIT
#pragma once

#include <numeric>

#include <limn/features/detail/answers.hpp>
#include <limn/features/detail/cells.hpp>
#include <limn/features/detail/column_kinds.hpp>
#include <limn/features/detail/tails.hpp>
#include <limn/features/false_discovery.hpp>

namespace limn::inline LIMN_ABI::features {
namespace detail {

/// A statistic and what to compare it with.
struct Tested {
  double statistic = 0.0;
  double above = 0.0, below = 0.0;  ///< freedoms; below 0 = chi squared; above 0 = no test
};

/// Values less their mean, brought near 1; whether they vary at all.
inline bool centre(std::vector<double>& values) {
  const auto [low, high] = std::ranges::minmax(values);
  if (!(high > low)) return false;
  const double largest = std::max(std::abs(low), std::abs(high));
  double mean = 0.0;
  for (double& v : values) mean += (v /= largest) / static_cast<double>(values.size());
  for (double& v : values) v -= mean;
  return true;
}

/// F of means by group.
inline Tested by_groups(std::vector<double> values, const Groups& groups) {
  const std::size_t n = values.size(), k = groups.sizes.size();
  if (k < 2 || n <= k || !centre(values)) return {};
  std::vector<double> sums(k, 0.0);
  for (std::size_t i = 0; i < n; ++i) sums[groups.of[i]] += values[i];
  double between = 0.0, within = 0.0;
  for (std::size_t g = 0; g < k; ++g) {
    sums[g] /= static_cast<double>(groups.sizes[g]);
    between += sums[g] * sums[g] * static_cast<double>(groups.sizes[g]);
  }
  for (std::size_t i = 0; i < n; ++i)
    within += (values[i] - sums[groups.of[i]]) * (values[i] - sums[groups.of[i]]);
  Tested out{0.0, static_cast<double>(k - 1), static_cast<double>(n - k)};
  out.statistic =
      std::min(std::numeric_limits<double>::max(), between / out.above / (within / out.below));
  return out;
}

/// F of the correlation.
inline Tested by_line(std::vector<double> x, std::vector<double> y) {
  if (x.size() < 3 || !centre(x) || !centre(y)) return {};
  const double xy = std::inner_product(x.begin(), x.end(), y.begin(), 0.0);
  const double xx = std::inner_product(x.begin(), x.end(), x.begin(), 0.0);
  const double yy = std::inner_product(y.begin(), y.end(), y.begin(), 0.0);
  const double r = xy / std::sqrt(xx) / std::sqrt(yy), left = std::max(0.0, 1.0 - r * r);
  Tested out{0.0, 1.0, static_cast<double>(x.size() - 2)};
  out.statistic = std::min(std::numeric_limits<double>::max(), r * r / left * out.below);
  return out;
}

/// Chi squared of the table of two groupings.
inline Tested by_table(const Groups& a, const Groups& b) {
  if (a.sizes.size() < 2 || b.sizes.size() < 2) return {};
  std::vector<std::size_t> both;
  for (std::size_t i = 0; i < a.of.size(); ++i) both.push_back(a.of[i] * b.sizes.size() + b.of[i]);
  std::ranges::sort(both);
  const auto n = static_cast<double>(a.of.size());
  double sum = 0.0;  // of seen^2 / expected: chi squared = sum - n
  for (std::size_t i = 0, j = 0; i < both.size(); i = j) {
    while (j < both.size() && both[j] == both[i]) ++j;
    const auto seen = static_cast<double>(j - i);
    const auto rows = static_cast<double>(a.sizes[both[i] / b.sizes.size()]);
    const auto columns = static_cast<double>(b.sizes[both[i] % b.sizes.size()]);
    sum += seen / rows * (seen / columns) * n;
  }
  return {std::max(0.0, sum - n),
          static_cast<double>(a.sizes.size() - 1) * static_cast<double>(b.sizes.size() - 1), 0.0};
}

inline double p_value(const Tested& t) {
  if (!(t.above > 0.0)) return 1.0;
  const double p = t.below > 0.0 ? f_above(t.statistic, t.above, t.below)
                                 : chi_squared_above(t.statistic, t.above);
  return std::clamp(p, 0.0, 1.0);
}

}  // namespace detail

LIMN_INLINE Vector false_discovery_control(VectorView pvalues, const std::string& method) {
  if (method != "bh" && method != "by")
    throw ParamError(ErrorCode::param_range, {.component = "features.false_discovery_control",
                                              .place = "option 'method'",
                                              .got = "'" + method + "'",
                                              .expected = "one of 'bh', 'by'",
                                              .fix = "change the option"});
  for (Index i = 0; i < pvalues.size(); ++i)
    if (!(pvalues(i) >= 0.0 && pvalues(i) <= 1.0))
      throw DataError(ErrorCode::data_value, {.component = "features.false_discovery_control",
                                              .place = "p-value " + std::to_string(i),
                                              .got = core::to_text(core::Value{pvalues(i)}),
                                              .expected = "a number in [0, 1]",
                                              .fix = "pass p-values"});
  std::vector<Index> order(static_cast<std::size_t>(pvalues.size()));
  std::iota(order.begin(), order.end(), Index{0});
  std::ranges::stable_sort(order, std::ranges::greater{}, [&](Index i) { return pvalues(i); });
  const auto n = static_cast<double>(order.size());
  double factor = 1.0;
  if (method == "by") {
    factor = 0.0;
    for (std::size_t i = 1; i <= order.size(); ++i) factor += 1.0 / static_cast<double>(i);
  }
  Vector out(pvalues.size());
  double least = 1.0, rank = n;
  for (const Index i : order) {
    least = std::min(least, pvalues(i) * factor * n / rank);
    out(i) = least;
    rank -= 1.0;
  }
  return out;
}

LIMN_INLINE FalseDiscovery& FalseDiscovery::fit(const data::FrameView& x, VectorView y,
                                                const Monitor& monitor) {
  detail::require_table(x, name);
  detail::require_answers(y, x.rows(), name);
  const std::vector<std::uint8_t> category = detail::category_columns(x, params_.categorical, name);
  const bool classes = detail::answers_are_classes(y, params_.target);
  std::vector<detail::Tested> tested(category.size());
  core::parallel_for(tested.size(), [&](std::size_t c) {
    monitor.report(static_cast<double>(c) / static_cast<double>(tested.size()), "columns");
    const detail::KnownPairs known(x, static_cast<Index>(c), y);
    if (known.x.empty()) return;
    if (category[c] && classes)
      tested[c] = detail::by_table(detail::Groups(known.x), detail::Groups(known.y));
    else if (category[c])
      tested[c] = detail::by_groups(known.y, detail::Groups(known.x));
    else if (classes)
      tested[c] = detail::by_groups(known.x, detail::Groups(known.y));
    else
      tested[c] = detail::by_line(known.x, known.y);
  });
  monitor.report(1.0, "columns");
  Vector scores(x.cols()), pvalues(x.cols());
  for (Index c = 0; c < x.cols(); ++c) {
    scores(c) = tested[static_cast<std::size_t>(c)].statistic;
    pvalues(c) = detail::p_value(tested[static_cast<std::size_t>(c)]);
  }
  Vector adjusted = false_discovery_control(pvalues, params_.method);
  detail::KeptColumns kept(x.cols());
  for (Index c = 0; c < x.cols(); ++c) kept.keep(c, adjusted(c) <= params_.alpha);
  scores_ = std::move(scores);
  pvalues_ = std::move(pvalues);
  adjusted_ = std::move(adjusted);
  kept_ = std::move(kept);
  return *this;
}

LIMN_INLINE Matrix FalseDiscovery::transform(MatrixView x) const {
  detail::require_same(x, kept_.n_columns(), name);
  return kept_.of(x);
}

LIMN_INLINE void FalseDiscovery::check_state() const {
  const Index d = kept_.n_columns();
  const auto shares = [](const Vector& v) {
    return (v.array() >= 0.0).all() && (v.array() <= 1.0).all();
  };
  core::require_state(scores_.size() == d && scores_.allFinite(), name, "scores");
  core::require_state(pvalues_.size() == d && shares(pvalues_), name, "pvalues");
  core::require_state(adjusted_.size() == d && shares(adjusted_), name, "adjusted");
}

}  // namespace limn::inline LIMN_ABI::features
