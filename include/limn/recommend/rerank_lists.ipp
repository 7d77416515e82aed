// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>

#include <limn/core/parallel.hpp>
#include <limn/core/params.hpp>
#include <limn/recommend/rerank_lists.hpp>
#include <limn/recommend/top_k.hpp>

namespace limn::inline LIMN_ABI::recommend {

namespace detail {

inline constexpr std::string_view rerank_name = "recommend.rerank";

LIMN_INLINE void require_rules(const Ranked& lists, const RerankRules& rules, std::int64_t k) {
  require_k(k, rerank_name);
  core::check_rule(rerank_name, "diversity", core::Value{rules.diversity}, core::between(0, 1));
  core::check_rule(rerank_name, "max_per_category", core::Value{rules.max_per_category},
                   core::at_least(0));
  core::require_length(lists.scores.rows(), lists.items.rows(), rerank_name, "scores");
  core::require_width(lists.scores.cols(), lists.items.cols(), rerank_name);
  std::int32_t largest = lists.items.size() > 0 ? lists.items.maxCoeff() : -1;
  for (const std::int32_t item : rules.pin) largest = std::max(largest, item);
  const auto covers = [&](Index rows, std::string_view what) {
    if (rows > 0 && rows <= largest)
      core::require_length(rows, static_cast<Index>(largest) + 1, rerank_name, what);
  };
  covers(rules.vectors.rows(), "vectors");
  covers(rules.boost.size(), "boost");
  covers(rules.categories.size(), "categories");
  const bool sound = rules.vectors.allFinite() && rules.boost.allFinite() &&
                     (rules.boost.size() == 0 || rules.boost.minCoeff() >= 0.0F);
  if (!sound)
    throw DataError(ErrorCode::data_value, {.component = std::string(rerank_name),
                                            .place = "vectors or boost",
                                            .got = "a value that is not finite, or below 0",
                                            .expected = "finite vectors, boosts of at least 0",
                                            .fix = "repair or leave out that item"});
}

/// Chooses one list, item by item.
class Chooser {
 public:
  Chooser(const RerankRules& rules, const MatrixF& directions)
      : rules_(rules), directions_(directions) {}

  void choose(std::span<const std::int32_t> items, std::span<const float> scores,
              std::span<std::int32_t> best, std::span<float> best_scores) {
    read(items, scores);
    std::size_t n = 0;
    const auto put = [&](std::int32_t item, float score) {
      best[n] = item;
      best_scores[n++] = score;
    };
    for (const std::int32_t item : rules_.pin) {
      if (n == best.size() || listed(rules_.exclude, item)) continue;
      if (std::find(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(n), item) !=
          best.begin() + static_cast<std::ptrdiff_t>(n))
        continue;
      const auto at = std::find(items_.begin(), items_.end(), item);
      put(item, at == items_.end() ? std::numeric_limits<float>::infinity()
                                   : scores_[static_cast<std::size_t>(at - items_.begin())]);
      take(item);
    }
    while (n < best.size()) {
      const std::size_t at = next();
      if (at == items_.size()) break;
      put(items_[at], scores_[at]);
      take(items_[at]);
    }
    for (; n < best.size(); ++n)
      best[n] = -1, best_scores[n] = -std::numeric_limits<float>::infinity();
  }

 private:
  static bool listed(const std::vector<std::int32_t>& codes, std::int32_t item) {
    return std::find(codes.begin(), codes.end(), item) != codes.end();
  }
  void read(std::span<const std::int32_t> items, std::span<const float> scores) {
    items_.clear(), scores_.clear(), chosen_.clear();
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (items[i] < 0 || !std::isfinite(scores[i]) || listed(rules_.exclude, items[i])) continue;
      const bool boosted = rules_.boost.size() > 0 && scores[i] > 0.0F;
      items_.push_back(items[i]);
      scores_.push_back(scores[i] * (boosted ? rules_.boost[items[i]] : 1.0F));
    }
    likeness_.assign(items_.size(), 0.0F);
    left_.assign(items_.size(), 1);
    low_ = high_ = 0.0F;
    if (scores_.empty()) return;
    const auto [low, high] = std::minmax_element(scores_.begin(), scores_.end());
    low_ = *low, high_ = *high;
  }
  void take(std::int32_t item) {
    chosen_.push_back(item);
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (items_[i] == item) left_[i] = 0;
      if (directions_.rows() == 0) continue;
      const float cosine = directions_.row(items_[i]).dot(directions_.row(item));
      likeness_[i] = chosen_.size() == 1 ? cosine : std::max(likeness_[i], cosine);
    }
  }
  bool full(std::int32_t item) const {
    if (rules_.max_per_category == 0 || rules_.categories.size() == 0) return false;
    const std::int32_t category = rules_.categories[item];
    return category >= 0 && std::count_if(chosen_.begin(), chosen_.end(), [&](std::int32_t other) {
                              return rules_.categories[other] == category;
                            }) >= rules_.max_per_category;
  }
  std::size_t next() const {
    std::size_t best = items_.size();
    double most = -std::numeric_limits<double>::infinity();
    const double span = static_cast<double>(high_) - static_cast<double>(low_);
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (!left_[i] || full(items_[i])) continue;
      const double height = static_cast<double>(scores_[i]) - static_cast<double>(low_);
      const double value = (1.0 - rules_.diversity) * (span > 0.0 ? height / span : 1.0) -
                           rules_.diversity * static_cast<double>(likeness_[i]);
      if (!(value > most)) continue;
      most = value;
      best = i;
    }
    return best;
  }

  const RerankRules& rules_;
  const MatrixF& directions_;
  std::vector<std::int32_t> items_, chosen_;
  std::vector<float> scores_, likeness_;  ///< largest cosine to a chosen item
  std::vector<std::uint8_t> left_;
  float low_ = 0.0F, high_ = 0.0F;
};

LIMN_INLINE std::vector<std::int32_t> steps_of(const data::EventLog& log, std::int64_t us,
                                               std::int64_t ahead, std::int64_t n) {
  if (log.ordered_only())
    throw DataError(ErrorCode::data_value, {.component = std::string(rerank_name),
                                            .place = "times",
                                            .got = "a log that knows only the order of events",
                                            .expected = "times",
                                            .fix = "give times, or contexts of your own"});
  std::vector<std::int32_t> out;
  for (const std::int64_t time : log.times_us()) {
    const std::int64_t whole = time / us - (time % us < 0 ? 1 : 0) + ahead;
    out.push_back(static_cast<std::int32_t>((whole % n + n) % n));
  }
  return out;
}

}  // namespace detail

LIMN_INLINE Ranked rerank(const Ranked& candidates, const RerankRules& rules, std::int64_t k) {
  detail::require_rules(candidates, rules, k);
  MatrixF directions;
  if (rules.diversity > 0.0 && rules.vectors.rows() > 0) {
    directions = rules.vectors;
    for (Index i = 0; i < directions.rows(); ++i)
      if (const float length = directions.row(i).norm(); length > 0.0F) directions.row(i) /= length;
  }
  const auto n = static_cast<std::size_t>(candidates.items.rows());
  const auto width = static_cast<std::size_t>(candidates.items.cols());
  const auto places = static_cast<std::size_t>(k);
  Ranked out{CodeMatrix(candidates.items.rows(), k), MatrixF(candidates.items.rows(), k)};
  core::parallel_rows(n, 32, [&](std::size_t begin, std::size_t end) {
    detail::Chooser chooser(rules, directions);
    for (std::size_t user = begin; user < end; ++user)
      chooser.choose({candidates.items.data() + user * width, width},
                     {candidates.scores.data() + user * width, width},
                     {out.items.data() + user * places, places},
                     {out.scores.data() + user * places, places});
  });
  return out;
}

LIMN_INLINE VectorF context_boost(const data::EventLog& log, std::span<const std::int32_t> context,
                                  std::int32_t asked, double shrinkage) {
  core::require_length(static_cast<Index>(context.size()), static_cast<Index>(log.n_events()),
                       detail::rerank_name, "context");
  core::check_rule(detail::rerank_name, "shrinkage", core::Value{shrinkage}, core::above(0));
  const auto n_items = static_cast<Index>(log.n_items());
  Vector all = Vector::Zero(n_items), there = Vector::Zero(n_items);
  for (std::size_t e = 0; e < context.size(); ++e) {
    const std::int32_t item = log.item_codes()[e];
    if (item < 0 || context[e] < 0) continue;
    all[item] += 1.0;
    if (context[e] == asked) there[item] += 1.0;
  }
  if (!(there.sum() > 0.0)) return VectorF::Ones(n_items);
  const double share = there.sum() / all.sum();
  return ((there.array() + shrinkage * share) / ((all.array() + shrinkage) * share)).cast<float>();
}

LIMN_INLINE std::vector<std::int32_t> hours_of(const data::EventLog& log) {
  return detail::steps_of(log, 3'600'000'000, 0, 24);
}
LIMN_INLINE std::vector<std::int32_t> weekdays_of(const data::EventLog& log) {
  return detail::steps_of(log, 86'400'000'000, 3, 7);  // 1970-01-01 was a Thursday
}

}  // namespace limn::inline LIMN_ABI::recommend
