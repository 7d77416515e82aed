// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <limn/core/archive.hpp>
#include <limn/core/monitor.hpp>
#include <limn/core/types.hpp>
#include <limn/data/event_log.hpp>
#include <limn/data/occurrences.hpp>
#include <limn/recommend/reason.hpp>

namespace limn::inline LIMN_ABI::recommend {

/// Weighted links from item to item, in compressed rows; targets rise inside a row and weights are
/// above zero. What Transitions and ItemNearest learn, and how both are asked.
struct ItemGraph {
  std::vector<std::int64_t> offsets;  ///< (n_items + 1)
  std::vector<std::int32_t> targets;
  std::vector<float> weights;

  template <class V>
  void state(V&& v) {
    v("offsets", offsets);
    v("targets", targets);
    v("weights", weights);
  }
  /// Errors: FormatError unless every row and target lies inside n_items.
  void check(std::size_t n_items, std::string_view component) const;

  std::size_t n_items() const { return offsets.empty() ? 0 : offsets.size() - 1; }
  /// Weight of the link, 0 = none. Cost: one binary search.
  float weight(std::int32_t from, std::int32_t to) const;
  /// out (n_items) = sum over the history of 2^(-n / half_life) * link to each item, the n-th event
  /// from the end; every event weighs 1 without a half-life. Codes out of range are skipped.
  void score(std::span<const std::int32_t> history, std::optional<double> half_life,
             std::span<float> out) const;
  /// The event of the history that speaks loudest for `item`.
  Reason reason(std::span<const std::int32_t> history, std::optional<double> half_life,
                std::int32_t item, std::string_view kind) const;
};

/// Dense sums of one row while it is made; cleared by walking only what was touched.
class RowSums {
 public:
  explicit RowSums(std::size_t n) : sums_(n, 0.0) {}
  void add(std::int32_t item, double weight) {
    if (!(weight > 0.0)) return;
    double& sum = sums_[static_cast<std::size_t>(item)];
    if (sum == 0.0) touched_.push_back(item);
    sum += weight;
  }
  double operator[](std::int32_t item) const { return sums_[static_cast<std::size_t>(item)]; }
  /// Items with a sum, rising.
  std::span<const std::int32_t> items() {
    std::sort(touched_.begin(), touched_.end());
    return touched_;
  }
  void clear() {
    for (const std::int32_t item : touched_) sums_[static_cast<std::size_t>(item)] = 0.0;
    touched_.clear();
  }

 private:
  std::vector<double> sums_;
  std::vector<std::int32_t> touched_;
};

/// Makes the graph row by row, in parallel: row(item, sums) adds the links of `item` (each weight
/// above zero), scale(from, to, sum) turns a sum into the weight that is kept. Only the
/// `n_neighbors` heaviest links of a row stay where given (ties: the lower code).
ItemGraph make_graph(std::size_t n_items, std::optional<std::int64_t> n_neighbors,
                     const std::function<void(std::int32_t, RowSums&)>& row,
                     const std::function<double(std::int32_t, std::int32_t, double)>& scale,
                     const Monitor& monitor);

/// Gives items without evidence (score 0) a place below all others, by their count:
/// -1 / (1 + count), so that an answer is always full.
void fill_by_count(const VectorF& counts, std::span<float> scores);

namespace detail {

/// Events further back than so many half-lives weigh less than a float can tell.
inline constexpr double half_lives_told_apart = 24.0;

/// Calls f(item, weight) for the events of a history, the latest first.
template <class F>
void for_each_known(std::span<const std::int32_t> history, std::optional<double> half_life,
                    std::size_t n_items, F&& f) {
  for (std::size_t n = 0; n < history.size(); ++n) {
    const double age = half_life ? static_cast<double>(n) / *half_life : 0.0;
    if (age > half_lives_told_apart) break;
    const std::int32_t item = history[history.size() - 1 - n];
    if (item >= 0 && static_cast<std::size_t>(item) < n_items) f(item, std::exp2(-age));
  }
}

}  // namespace detail

}  // namespace limn::inline LIMN_ABI::recommend

#ifdef LIMN_HEADER_ONLY
#include <limn/recommend/item_graph.ipp>
#endif
