// SPDX-License-Identifier: MIT
#pragma once

#include <limits>
#include <numeric>

#include <limn/core/parallel.hpp>
#include <limn/evaluate/coverage.hpp>
#include <limn/evaluate/detail/lists.hpp>

namespace limn::inline LIMN_ABI::evaluate {
namespace detail {

inline void require_catalogue(CodesView lists, std::int64_t n_items, std::string_view measure) {
  require_option(static_cast<double>(n_items), 1, std::numeric_limits<double>::infinity(), measure,
                 "n_items");
  core::require_rows(lists.rows(), lists.cols(), "evaluate." + std::string(measure));
  for (Index u = 0; u < lists.rows(); ++u)
    for (Index i = 0; i < lists.cols(); ++i)
      if (lists(u, i) < -1 || lists(u, i) >= n_items)
        refuse(measure, "lists", u, "code " + std::to_string(lists(u, i)),
               "-1 or a code below " + std::to_string(n_items));
}

/// How often each item is recommended: (n_items).
inline std::vector<double> exposure(CodesView lists, std::int64_t n_items) {
  std::vector<double> out(static_cast<std::size_t>(n_items), 0.0);
  for (Index u = 0; u < lists.rows(); ++u)
    for (Index i = 0; i < lists.cols(); ++i)
      if (lists(u, i) >= 0) out[static_cast<std::size_t>(lists(u, i))] += 1;
  return out;
}

/// Mean of value(item) over everything recommended.
template <class Value>
double mean_over_items(CodesView lists, Value&& value) {
  double sum = 0, n = 0;
  for (Index u = 0; u < lists.rows(); ++u)
    for (Index i = 0; i < lists.cols(); ++i)
      if (lists(u, i) >= 0) {
        sum += value(static_cast<std::size_t>(lists(u, i)));
        n += 1;
      }
  return n > 0 ? sum / n : missing;
}

inline void require_counts(std::span<const std::int64_t> counts, std::string_view measure) {
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (counts[i] < 0)
      refuse(measure, "counts", static_cast<Index>(i), "a negative count", "0 or more");
}

/// The items of a list, sorted, each once.
inline std::vector<std::int32_t> item_set(CodesView lists, Index u) {
  std::vector<std::int32_t> out;
  for (Index i = 0; i < lists.cols(); ++i)
    if (lists(u, i) >= 0) out.push_back(lists(u, i));
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

/// Unit vectors of the items, 0 where there is no direction.
inline MatrixF directions(MatrixFView embeddings) {
  MatrixF out = embeddings;
  for (Index i = 0; i < out.rows(); ++i) {
    const float norm = out.row(i).norm();
    if (!std::isfinite(norm))
      refuse("intra_list_diversity", "embeddings", i, "NaN or infinite", "finite numbers");
    if (norm > 0) out.row(i) /= norm;
  }
  return out;
}

/// Mean 1 - cosine over the pairs of one list, NaN below two items.
inline double list_diversity(const std::vector<std::int32_t>& items, const MatrixF& unit) {
  double sum = 0, pairs = 0;
  for (std::size_t a = 0; a < items.size(); ++a)
    for (std::size_t b = a + 1; b < items.size(); ++b) {
      sum += 1.0 - static_cast<double>(unit.row(items[a]).dot(unit.row(items[b])));
      pairs += 1;
    }
  return pairs > 0 ? sum / pairs : missing;
}

inline double mean_of_known(const Vector& values) {
  double sum = 0, n = 0;
  for (Index i = 0; i < values.size(); ++i)
    if (!std::isnan(values(i))) {
      sum += values(i);
      n += 1;
    }
  return n > 0 ? sum / n : missing;
}

/// 1 for the most popular items that hold `share` of all counts; ties by code.
inline std::vector<std::uint8_t> head_of(std::span<const std::int64_t> counts, double share) {
  std::vector<std::size_t> order(counts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return counts[a] > counts[b]; });
  double all = 0, held = 0;
  for (const std::int64_t count : counts) all += static_cast<double>(count);
  std::vector<std::uint8_t> out(counts.size(), 0);
  for (const std::size_t item : order) {
    if (held >= share * all) break;
    out[item] = 1;
    held += static_cast<double>(counts[item]);
  }
  return out;
}

}  // namespace detail

LIMN_INLINE double catalogue_coverage(CodesView lists, std::int64_t n_items) {
  detail::require_catalogue(lists, n_items, "catalogue_coverage");
  double seen = 0;
  for (const double n : detail::exposure(lists, n_items)) seen += n > 0;
  return seen / static_cast<double>(n_items);
}

LIMN_INLINE double user_coverage(CodesView lists) {
  core::require_rows(lists.rows(), lists.cols(), "evaluate.user_coverage");
  double full = 0;
  for (Index u = 0; u < lists.rows(); ++u) full += (lists.row(u).array() >= 0).all();
  return full / static_cast<double>(lists.rows());
}

LIMN_INLINE double novelty(CodesView lists, std::span<const std::int64_t> item_users,
                           std::int64_t n_users) {
  detail::require_catalogue(lists, std::ssize(item_users), "novelty");
  detail::require_option(static_cast<double>(n_users), 1, std::numeric_limits<double>::infinity(),
                         "novelty", "n_users");
  detail::require_counts(item_users, "novelty");
  return detail::mean_over_items(lists, [&](std::size_t item) {
    const auto users = static_cast<double>(std::max<std::int64_t>(item_users[item], 1));
    return std::log2(static_cast<double>(n_users) / users);
  });
}

LIMN_INLINE double average_popularity(CodesView lists, std::span<const std::int64_t> counts) {
  detail::require_catalogue(lists, std::ssize(counts), "average_popularity");
  detail::require_counts(counts, "average_popularity");
  return detail::mean_over_items(
      lists, [&](std::size_t item) { return static_cast<double>(counts[item]); });
}

LIMN_INLINE double tail_share(CodesView lists, std::span<const std::int64_t> counts,
                              double head_share) {
  detail::require_catalogue(lists, std::ssize(counts), "tail_share");
  detail::require_counts(counts, "tail_share");
  detail::require_option(head_share, 0, 1, "tail_share", "head_share");
  const std::vector<std::uint8_t> head = detail::head_of(counts, head_share);
  return detail::mean_over_items(lists, [&](std::size_t item) { return head[item] ? 0.0 : 1.0; });
}

LIMN_INLINE double intra_list_diversity(CodesView lists, MatrixFView embeddings) {
  detail::require_catalogue(lists, embeddings.rows(), "intra_list_diversity");
  const MatrixF unit = detail::directions(embeddings);
  Vector users(lists.rows());
  core::parallel_rows(static_cast<std::size_t>(lists.rows()), 256,
                      [&](std::size_t begin, std::size_t end) {
                        for (auto u = static_cast<Index>(begin); u < static_cast<Index>(end); ++u)
                          users(u) = detail::list_diversity(detail::item_set(lists, u), unit);
                      });
  return detail::mean_of_known(users);
}

LIMN_INLINE double gini(CodesView lists, std::int64_t n_items) {
  detail::require_catalogue(lists, n_items, "gini");
  std::vector<double> counts = detail::exposure(lists, n_items);
  std::sort(counts.begin(), counts.end());
  double sum = 0, weighted = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    sum += counts[i];
    weighted += static_cast<double>(i + 1) * counts[i];
  }
  const auto n = static_cast<double>(counts.size());
  return sum > 0 ? 2.0 * weighted / (n * sum) - (n + 1.0) / n : missing;
}

LIMN_INLINE double serendipity(CodesView lists, CodesView baseline, const Relevant& wanted) {
  constexpr std::string_view component = "evaluate.serendipity";
  core::require_rows(lists.rows(), lists.cols(), component);
  core::require_length(baseline.rows(), lists.rows(), component, "baseline");
  const Ranked fresh{lists, {}};
  detail::require_lists(fresh, wanted, 1);
  Vector users = Vector::Constant(lists.rows(), missing);
  std::vector<std::int32_t> items;
  for (Index u = 0; u < lists.rows(); ++u) {
    detail::collect_wanted(wanted, u, items);
    if (items.empty()) continue;
    const std::vector<std::int32_t> offered = detail::item_set(baseline, u);
    double found = 0;
    for (const std::int32_t item : detail::item_set(lists, u))
      found += std::binary_search(items.begin(), items.end(), item) &&
               !std::binary_search(offered.begin(), offered.end(), item);
    users(u) = found / static_cast<double>(lists.cols());
  }
  return detail::mean_of_known(users);
}

LIMN_INLINE double overlap(CodesView lists, CodesView others) {
  core::require_rows(lists.rows(), lists.cols(), "evaluate.overlap");
  core::require_length(others.rows(), lists.rows(), "evaluate.overlap", "the other lists");
  Vector users(lists.rows());
  for (Index u = 0; u < lists.rows(); ++u) {
    const std::vector<std::int32_t> a = detail::item_set(lists, u), b = detail::item_set(others, u);
    std::vector<std::int32_t> both;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
    const std::size_t either = a.size() + b.size() - both.size();
    users(u) =
        either == 0 ? missing : static_cast<double>(both.size()) / static_cast<double>(either);
  }
  return detail::mean_of_known(users);
}

LIMN_INLINE double stability(std::span<const CodesView> runs) {
  double sum = 0, pairs = 0;
  for (std::size_t a = 0; a < runs.size(); ++a)
    for (std::size_t b = a + 1; b < runs.size(); ++b) {
      sum += overlap(runs[a], runs[b]);
      pairs += 1;
    }
  return pairs > 0 ? sum / pairs : missing;
}

}  // namespace limn::inline LIMN_ABI::evaluate
