// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <limn/cluster/segment_description.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// The words for a feature that is high or low. Features of one concept say the same thing, so that
/// a name takes one of them only.
struct FeatureWords {
  std::string_view feature;  ///< full name, or its last part for names without a room
  std::string_view concept_name;
  std::string_view high, low, high_zh, low_zh;
};

inline constexpr auto feature_words = std::to_array<FeatureWords>({
    {"recency_days", "recency", "lapsed", "recent", "沉睡", "近期"},
    {"recency", "recency", "lapsed", "recent", "沉睡", "近期"},
    {"days_since_last", "recency", "lapsed", "recent", "沉睡", "近期"},
    {"r_score", "recency", "recent", "lapsed", "近期", "沉睡"},
    {"frequency", "frequency", "frequent", "occasional", "高频", "低频"},
    {"f_score", "frequency", "frequent", "occasional", "高频", "低频"},
    {"n_orders", "frequency", "frequent", "occasional", "高频", "低频"},
    {"n_events", "frequency", "frequent", "occasional", "高频", "低频"},
    {"n_visits", "frequency", "frequent", "occasional", "高频", "低频"},
    {"n_priced", "frequency", "frequent", "occasional", "高频", "低频"},
    {"monetary", "value", "high-spending", "low-spending", "高消费", "低消费"},
    {"monetary_sum", "value", "high-spending", "low-spending", "高消费", "低消费"},
    {"m_score", "value", "high-spending", "low-spending", "高消费", "低消费"},
    {"value_sum", "value", "high-spending", "low-spending", "高消费", "低消费"},
    {"spend", "value", "high-spending", "low-spending", "高消费", "低消费"},
    {"monetary_mean", "basket", "big-ticket", "small-ticket", "大单", "小单"},
    {"n_returns", "returns", "often-returning", "rarely-returning", "常退货", "少退货"},
    {"tenure_days", "tenure", "long-standing", "new", "长期", "新晋"},
    {"age_at_last_days", "tenure", "long-standing", "new", "长期", "新晋"},
    {"count", "activity", "active", "quiet", "活跃", "沉寂"},
    {"active_days", "activity", "active", "quiet", "活跃", "沉寂"},
    {"n_sessions", "activity", "active", "quiet", "活跃", "沉寂"},
    {"per_week", "activity", "active", "quiet", "活跃", "沉寂"},
    {"trend", "trend", "rising", "fading", "上升", "下滑"},
    {"distinct_items", "variety", "wide-ranging", "focused", "兴趣广泛", "兴趣专一"},
    {"n_topics", "variety", "wide-ranging", "focused", "兴趣广泛", "兴趣专一"},
    {"entropy", "variety", "wide-ranging", "focused", "兴趣广泛", "兴趣专一"},
    {"repeat_share", "repeat", "repeat-choosing", "novelty-seeking", "常复购", "爱尝新"},
    {"mean_gap_days", "pace", "slow-paced", "fast-paced", "慢节奏", "快节奏"},
    {"median_gap_days", "pace", "slow-paced", "fast-paced", "慢节奏", "快节奏"},
    {"std_gap_days", "rhythm", "irregular", "regular", "不规律", "规律"},
    {"cv", "rhythm", "irregular", "regular", "不规律", "规律"},
    {"burstiness", "rhythm", "bursty", "steady", "集中爆发", "平稳"},
    {"regularity", "rhythm", "regular", "irregular", "规律", "不规律"},
    {"overdue", "overdue", "overdue", "on-time", "逾期未归", "按时"},
    {"weekend_share", "weekend", "weekend", "weekday", "周末", "工作日"},
    {"night_share", "night", "night-time", "daytime", "夜间", "日间"},
    {"hour_entropy", "hours", "any-hour", "fixed-hour", "时段分散", "时段固定"},
    {"weekday_entropy", "weekdays", "any-day", "fixed-day", "日期分散", "日期固定"},
    {"unusual_hours", "odd_hours", "odd-hour", "usual-hour", "非常规时段", "常规时段"},
    {"median_paid", "price", "premium", "budget", "高价位", "低价位"},
    {"relative_price", "price", "premium", "budget", "高价位", "低价位"},
    {"premium_share", "price", "premium", "budget", "高价位", "低价位"},
    {"price_percentile", "price", "premium", "budget", "高价位", "低价位"},
    {"discount_share", "discount", "discount-seeking", "full-price", "爱折扣", "不靠折扣"},
    {"events_per_session", "depth", "deep-browsing", "quick-look", "深度浏览", "浅浏览"},
    {"items_per_session", "depth", "deep-browsing", "quick-look", "深度浏览", "浅浏览"},
    {"minutes_per_session", "stay", "long-stay", "short-stay", "停留长", "停留短"},
    {"longest_minutes", "stay", "long-stay", "short-stay", "停留长", "停留短"},
    {"single_event_share", "single", "one-click", "many-click", "单次点击", "多次点击"},
    {"age", "age", "older", "younger", "年长", "年轻"},
    {"income", "income", "high-income", "low-income", "高收入", "低收入"},
});

/// "windows.count_30d" -> "count", "rfm.recency_days" -> "recency_days"
inline std::string_view plain_feature(std::string_view feature) {
  feature = feature.substr(feature.rfind('.') + 1);
  const std::size_t mark = feature.rfind('_');
  if (mark != std::string_view::npos && mark > 0 && feature.size() > mark + 2 &&
      feature.back() == 'd' &&
      feature.substr(mark + 1, feature.size() - mark - 2).find_first_not_of("0123456789.") ==
          std::string_view::npos)
    feature = feature.substr(0, mark);
  return feature;
}

/// A word or phrase that a lift can give to a name.
struct NameWord {
  std::string concept_name;
  bool known = false;  ///< an adjective; else a phrase "high X"
  std::string en, zh;
};

inline NameWord generic_word(const FeatureLift& lift, std::string_view plain) {
  const std::string feature(plain);
  return lift.effect > 0.0 ? NameWord{lift.feature, false, "high " + feature, feature + "偏高"}
                           : NameWord{lift.feature, false, "low " + feature, feature + "偏低"};
}

/// Empty words: the lift gives none (a topic or category the segment has less of).
inline NameWord name_word(const FeatureLift& lift) {
  if (!lift.level.empty()) {
    if (lift.effect <= 0.0) return {};
    return {lift.feature, false, lift.feature, lift.feature};
  }
  const std::string_view plain = plain_feature(lift.feature);
  constexpr std::string_view topics = "interests.";
  const std::string_view full = lift.feature;
  const std::size_t kind = full.starts_with(topics) ? full.find('.', topics.size()) : full.npos;
  if (kind != full.npos) {
    if (lift.effect <= 0.0) return {};
    const std::string topic(full.substr(kind + 1));
    return {lift.feature, false, "a taste for " + topic, "偏爱" + topic};
  }
  const auto found = std::ranges::find(feature_words, plain, &FeatureWords::feature);
  if (found == feature_words.end()) return generic_word(lift, plain);
  const bool high = lift.effect > 0.0;
  return {std::string(found->concept_name), true, std::string(high ? found->high : found->low),
          std::string(high ? found->high_zh : found->low_zh)};
}

/// "buyers" where something is paid for, else "users".
inline bool speaks_of_buying(const std::vector<std::string>& features) {
  return std::ranges::any_of(features, [](const std::string& feature) {
    const std::string_view plain = plain_feature(feature);
    return feature.starts_with("price_sensitivity.") || plain.starts_with("monetary") ||
           plain == "value_sum" || plain == "n_orders" || plain == "m_score" || plain == "spend";
  });
}

struct SegmentName {
  std::string en, zh;
};

/// "frequent recent buyers with high X" from words in the order of their weight.
inline SegmentName join_words(const std::vector<NameWord>& words, bool buyers) {
  SegmentName out;
  std::string phrases, phrases_zh;
  for (const NameWord& word : words) {
    if (word.known) {
      out.en += word.en + " ";
      out.zh += word.zh;
    } else {
      phrases += (phrases.empty() ? " with " : " and ") + word.en;
      phrases_zh += (phrases_zh.empty() ? "" : "、") + word.zh;
    }
  }
  if (words.empty()) out = {"typical ", "普通"};
  out.en += (buyers ? "buyers" : "users") + phrases;
  out.zh = phrases_zh + (phrases_zh.empty() ? "" : "的") + out.zh + (buyers ? "买家" : "用户");
  return out;
}

/// The words of a segment, clearest first, one a concept; known words gain a quarter, so that a
/// name is a phrase about numbers only where they say clearly more.
inline std::vector<NameWord> rank_words(std::vector<FeatureLift> lifts) {
  constexpr double least_effect = 0.2, known_gain = 1.25;
  struct Ranked {
    double weight;
    NameWord word;
  };
  std::vector<Ranked> ranked;
  for (const FeatureLift& lift : lifts) {
    if (std::abs(lift.effect) < least_effect) continue;
    NameWord word = name_word(lift);
    if (word.en.empty()) continue;
    ranked.push_back({std::abs(lift.effect) * (word.known ? known_gain : 1.0), std::move(word)});
  }
  std::ranges::stable_sort(ranked, std::ranges::greater{}, &Ranked::weight);
  std::vector<NameWord> out;
  for (Ranked& r : ranked) {
    const bool said = std::ranges::any_of(
        out, [&](const NameWord& w) { return w.concept_name == r.word.concept_name; });
    if (!said) out.push_back(std::move(r.word));
  }
  return out;
}

/// Words for one segment, most telling choice first.
inline std::vector<std::vector<NameWord>> name_choices(const std::vector<NameWord>& own) {
  const auto first = [&](std::size_t n) {
    return std::vector<NameWord>(own.begin(), own.begin() + static_cast<std::ptrdiff_t>(n));
  };
  std::vector<std::vector<NameWord>> out{first(std::min<std::size_t>(2, own.size()))};
  if (own.size() > 2) out.push_back(first(3));
  for (std::size_t other = 2; other < own.size(); ++other) out.push_back({own[0], own[other]});
  return out;
}

/// Names for segments in the order given, each its own: the given one where there is one, else two
/// words, else three, else another second word, else a number behind.
inline std::vector<SegmentName> unique_names(const std::vector<std::vector<NameWord>>& words,
                                             std::vector<SegmentName> out, bool buyers) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto is_free = [&](const SegmentName& name) {
      for (std::size_t other = 0; other < out.size(); ++other)
        if (other != i && !out[other].en.empty() &&
            (out[other].en == name.en || out[other].zh == name.zh))
          return false;
      return true;
    };
    SegmentName name = out[i];
    if (!name.en.empty()) {
      if (name.zh.empty()) name.zh = name.en;
    } else {
      for (const std::vector<NameWord>& choice : name_choices(words[i]))
        if (name = join_words(choice, buyers); is_free(name)) break;
    }
    const SegmentName base =
        out[i].en.empty() ? join_words(name_choices(words[i])[0], buyers) : name;
    for (int number = 2; !is_free(name); ++number)
      name = {base.en + " " + std::to_string(number), base.zh + std::to_string(number)};
    out[i] = std::move(name);
  }
  return out;
}

}  // namespace limn::inline LIMN_ABI::cluster::detail
