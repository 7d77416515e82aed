// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <numeric>

#include <limn/features/detail/story.hpp>
#include <limn/features/interests.hpp>

namespace limn::inline LIMN_ABI::features {
namespace detail {

enum InterestColumn : std::size_t {  // after the topics
  interest_other,
  interest_entropy,
  interest_topics,
  interest_repeat,
  interest_columns
};
inline constexpr std::array<const char*, interest_columns> interest_names{
    "other", "entropy", "n_topics", "repeat_share"};

/// From the codes of a log to topics, and from topics to columns.
struct TopicMap {
  bool by_type = false;
  std::vector<std::int32_t> topic_of_code;    ///< of each item or type of the log
  std::vector<std::int32_t> column_of_topic;  ///< -1 = other

  std::size_t topic(const data::History& h, std::size_t i) const {
    const std::int32_t code = by_type ? h.types[i] : h.items[i];
    return static_cast<std::size_t>(topic_of_code[static_cast<std::size_t>(code)]);
  }
};

inline std::vector<std::int32_t> counting_codes(std::size_t n) {
  std::vector<std::int32_t> out(n);
  std::iota(out.begin(), out.end(), 0);
  return out;
}

class InterestsRow {
 public:
  InterestsRow(const Stories& stories, const Interests::Params& params, const TopicMap& map,
               std::size_t n_shown)
      : map_(map),
        n_shown_(n_shown),
        half_life_(params.half_life_days),
        clock_(!stories.log().ordered_only()),
        by_value_(params.weight == "value"),
        weight_(map.column_of_topic.size(), 0.0),
        seen_(map.column_of_topic.size(), 0) {}

  void operator()(const data::History& h, std::span<double> out) {
    double total = 0;
    for (std::size_t i = 0; i < h.size(); ++i) {
      const std::size_t topic = map_.topic(h, i);
      if (!seen_[topic]) touched_.push_back(topic);
      seen_[topic] = 1;
      const double weight = event_weight(h, i);
      weight_[topic] += weight;
      total += weight;
    }
    const std::span<double> rest = out.subspan(n_shown_);
    rest[interest_topics] = static_cast<double>(touched_.size());
    if (h.size() > 0)
      rest[interest_repeat] =
          1.0 - static_cast<double>(touched_.size()) / static_cast<double>(h.size());
    if (total > 0) write_shares(out, total);
    for (const std::size_t topic : touched_) weight_[topic] = seen_[topic] = 0;
    touched_.clear();
  }

 private:
  double event_weight(const data::History& h, std::size_t i) const {
    const double age = clock_ ? days_between(h.times_us[i], h.times_us.back())
                              : static_cast<double>(h.size() - 1 - i);
    const double fade = std::exp2(-age / half_life_);
    if (!by_value_) return fade;
    return h.values[i] > 0 ? fade * h.values[i] : 0.0;
  }

  void write_shares(std::span<double> out, double total) {
    std::ranges::fill(out.first(n_shown_ + 1), 0.0);
    shares_.clear();
    for (const std::size_t topic : touched_) {
      shares_.push_back(weight_[topic]);
      const std::int32_t column = map_.column_of_topic[topic];
      out[column < 0 ? n_shown_ : static_cast<std::size_t>(column)] += weight_[topic] / total;
    }
    out[n_shown_ + interest_entropy] = entropy_bits(shares_, total);
  }

  const TopicMap& map_;
  std::size_t n_shown_;
  double half_life_;
  bool clock_, by_value_;
  std::vector<double> weight_, shares_;
  std::vector<std::uint8_t> seen_;
  std::vector<std::size_t> touched_;
};

/// The n topics with most users, ties by code; topics nobody touched and `skip` are left out.
inline std::vector<std::int32_t> most_common(const Stories& stories, const TopicMap& map,
                                             std::size_t n_topics, std::int64_t n,
                                             std::int32_t skip = -1) {
  std::vector<std::int64_t> users(n_topics, 0);
  std::vector<std::size_t> last_user(n_topics, static_cast<std::size_t>(-1));
  Stories::Buffer buffer;
  for (std::size_t user = 0; user < stories.log().n_users(); ++user) {
    const data::History h = stories(user, buffer);
    for (std::size_t i = 0; i < h.size(); ++i) {
      const std::size_t topic = map.topic(h, i);
      users[topic] += last_user[topic] != user;
      last_user[topic] = user;
    }
  }
  std::vector<std::int32_t> out = counting_codes(n_topics);
  const auto count = [&](std::int32_t topic) { return users[static_cast<std::size_t>(topic)]; };
  std::erase_if(out, [&](std::int32_t topic) { return count(topic) == 0 || topic == skip; });
  std::ranges::stable_sort(out,
                           [&](std::int32_t a, std::int32_t b) { return count(a) > count(b); });
  if (std::ssize(out) > n) out.resize(static_cast<std::size_t>(n));
  return out;
}

/// Errors: DataError when the log lacks the types or values the options ask for.
inline void require_topics(const data::EventLog& log, const Interests::Params& params) {
  const auto refuse = [](std::string option, std::string what) {
    throw DataError(ErrorCode::data_column_missing,
                    {.component = std::string(Interests::name),
                     .place = "option '" + option + "'",
                     .got = "a log without " + what,
                     .expected = "a log whose events have " + what,
                     .fix = "name that column of the log, or change the option"});
  };
  if (log.n_events() == 0) return;
  if (params.by == "type" && !log.has_types()) refuse("by", "types");
  if (params.weight == "value" && !log.has_values()) refuse("weight", "values");
}

inline void require_categories(const data::EventLog& log, const Interests::Params& params,
                               std::size_t n_categories, std::span<const std::int32_t> codes) {
  const std::string component(Interests::name);
  if (params.by != "item")
    throw ParamError(ErrorCode::param_conflict, {.component = component,
                                                 .place = "option 'by'",
                                                 .got = "\"" + params.by + "\" with categories",
                                                 .expected = "\"item\"",
                                                 .fix = "categories are those of items"});
  core::require_length(std::ssize(codes), static_cast<std::ptrdiff_t>(log.n_items()), component,
                       "category_of_item");
  for (std::size_t item = 0; item < codes.size(); ++item)
    if (codes[item] < -1 || codes[item] >= static_cast<std::int64_t>(n_categories))
      throw DataError(ErrorCode::data_value,
                      {.component = component,
                       .place = "category_of_item, item " + std::to_string(item),
                       .got = "code " + std::to_string(codes[item]),
                       .expected = "-1 or a code below " + std::to_string(n_categories),
                       .fix = "take codes of the categories given"});
}

/// category of each item, those without one in a topic of their own: code n_categories.
inline std::vector<std::int32_t> category_topics(std::span<const std::int32_t> codes,
                                                 std::size_t n_categories) {
  std::vector<std::int32_t> out(codes.begin(), codes.end());
  for (std::int32_t& code : out)
    if (code < 0) code = static_cast<std::int32_t>(n_categories);
  return out;
}

}  // namespace detail

LIMN_INLINE Interests& Interests::fit(const data::EventLog& log) {
  detail::require_events(log, params_.types, name);
  detail::require_topics(log, params_);
  const detail::Stories stories(log, detail::just_after(log.last_time_us()), params_.types, name);
  Interests fresh(params_);
  fresh.kind_ = params_.by;
  const bool by_type = params_.by == "type";
  const data::Vocabulary& known = by_type ? log.types() : log.items();
  const detail::TopicMap map{by_type, detail::counting_codes(known.size()), {}};
  for (const std::int32_t code : detail::most_common(stories, map, known.size(), params_.n_topics))
    fresh.shown_.push_back(fresh.topics_.insert(known.id(code)));
  *this = std::move(fresh);
  return *this;
}

LIMN_INLINE Interests& Interests::fit(const data::EventLog& log, const data::Vocabulary& categories,
                                      std::span<const std::int32_t> category_of_item) {
  detail::require_events(log, params_.types, name);
  detail::require_topics(log, params_);
  detail::require_categories(log, params_, categories.size(), category_of_item);
  const detail::Stories stories(log, detail::just_after(log.last_time_us()), params_.types, name);
  const std::size_t n = categories.size();
  const detail::TopicMap map{false, detail::category_topics(category_of_item, n), {}};
  Interests fresh(params_);
  fresh.kind_ = "category";
  fresh.topics_ = categories;
  fresh.items_ = log.items();
  fresh.category_of_item_.assign(category_of_item.begin(), category_of_item.end());
  fresh.shown_ =
      detail::most_common(stories, map, n + 1, params_.n_topics, static_cast<std::int32_t>(n));
  *this = std::move(fresh);
  return *this;
}

LIMN_INLINE Matrix Interests::transform(const data::EventLog& log, std::int64_t as_of_us) const {
  core::require_fitted(!kind_.empty(), name);
  detail::require_topics(log, params_);
  const detail::Stories stories(log, as_of_us, params_.types, name);
  detail::TopicMap map;
  if (kind_ == "category") {
    const std::size_t n = topics_.size();
    std::vector<std::int32_t> category;
    for (const std::int32_t item : items_.translate(log.items()))
      category.push_back(item < 0 ? -1 : category_of_item_[static_cast<std::size_t>(item)]);
    map.topic_of_code = detail::category_topics(category, n);
    map.column_of_topic.assign(n + 1, -1);
    for (std::size_t column = 0; column < shown_.size(); ++column)
      map.column_of_topic[static_cast<std::size_t>(shown_[column])] =
          static_cast<std::int32_t>(column);
  } else {
    map.by_type = kind_ == "type";
    const data::Vocabulary& asked = map.by_type ? log.types() : log.items();
    map.topic_of_code = detail::counting_codes(asked.size());
    map.column_of_topic = topics_.translate(asked);  // shown_ is 0, 1, 2 ... here
  }
  const auto columns = static_cast<Index>(shown_.size() + detail::interest_columns);
  return detail::rows_of(
      stories, columns, [&] { return detail::InterestsRow(stories, params_, map, shown_.size()); });
}

LIMN_INLINE std::vector<std::string> Interests::feature_names() const {
  core::require_fitted(!kind_.empty(), name);
  std::vector<std::string> out;
  for (const std::int32_t code : shown_)
    out.push_back("interests." + kind_ + "." + topics_.text(code));
  for (const char* column : detail::interest_names)
    out.push_back(std::string("interests.") + column);
  return out;
}

LIMN_INLINE std::vector<data::Id> Interests::topics() const {
  std::vector<data::Id> out;
  for (const std::int32_t code : shown_) out.push_back(topics_.id(code));
  return out;
}

LIMN_INLINE void Interests::check_state() {
  topics_.check_state();
  items_.check_state();
  const auto n = static_cast<std::int64_t>(topics_.size());
  const bool categories = kind_ == "category";
  core::require_state(kind_.empty() || kind_ == "item" || kind_ == "type" || categories, name,
                      "kind");
  for (std::size_t i = 0; i < shown_.size(); ++i)
    core::require_state(shown_[i] >= 0 && shown_[i] < n &&
                            (categories || shown_[i] == static_cast<std::int32_t>(i)),
                        name, "shown");
  core::require_state(categories || shown_.size() == topics_.size(), name, "shown");
  core::require_state(category_of_item_.size() == items_.size(), name, "category_of_item");
  for (const std::int32_t code : category_of_item_)
    core::require_state(code >= -1 && code < n, name, "category_of_item");
}

}  // namespace limn::inline LIMN_ABI::features
