// SPDX-License-Identifier: MIT
#pragma once

#include <array>

#include <limn/data/column_summary.hpp>
#include <limn/features/detail/story.hpp>
#include <limn/features/price_sensitivity.hpp>

namespace limn::inline LIMN_ABI::features {
namespace detail {

enum PriceColumn : std::size_t {
  price_count,
  price_paid,
  price_relative,
  price_discount,
  price_premium,
  price_percentile,
  price_spread,
  price_columns
};
inline constexpr std::array<const char*, price_columns> price_names{
    "n_priced",      "median_paid",      "relative_price", "discount_share",
    "premium_share", "price_percentile", "spread"};

/// Place of a price among rising quantiles, in [0, 1]; in the middle of equal ones.
inline double place_among(const Vector& levels, double price) {
  const auto low = std::lower_bound(levels.begin(), levels.end(), price) - levels.begin();
  const auto high = std::upper_bound(levels.begin(), levels.end(), price) - levels.begin();
  return static_cast<double>(low + high) / (2.0 * static_cast<double>(levels.size()));
}

class PriceRow {
 public:
  /// typical: price of each item of the log, missing where unknown.
  PriceRow(const Stories& stories, double discount, const std::vector<double>& typical,
           const Vector& levels)
      : values_(stories.log().has_values()),
        discount_(discount),
        typical_(typical),
        levels_(levels) {}

  void operator()(const data::History& h, std::span<double> out) {
    if (!values_) return;
    paid_.clear();
    relative_.clear();
    double cheap = 0, dear = 0, place = 0;
    for (std::size_t i = 0; i < h.size(); ++i) {
      if (!(h.values[i] > 0)) continue;
      paid_.push_back(h.values[i]);
      const double typical = typical_[static_cast<std::size_t>(h.items[i])];
      if (std::isnan(typical)) continue;
      const double ratio = h.values[i] / typical;
      relative_.push_back(ratio);
      cheap += ratio <= 1 - discount_;
      dear += ratio >= 1 + discount_;
      place += place_among(levels_, typical);
    }
    out[price_count] = static_cast<double>(paid_.size());
    if (paid_.empty()) return;
    out[price_paid] = data::median(paid_);
    out[price_spread] =
        (data::quantile(paid_, 0.75) - data::quantile(paid_, 0.25)) / out[price_paid];
    if (relative_.empty()) return;
    const auto n = static_cast<double>(relative_.size());
    out[price_relative] = data::median(relative_);
    out[price_discount] = cheap / n;
    out[price_premium] = dear / n;
    out[price_percentile] = place / n;
  }

 private:
  bool values_;
  double discount_;
  const std::vector<double>& typical_;
  const Vector& levels_;
  std::vector<double> paid_, relative_;
};

/// The prices of each item at fit.
inline std::vector<std::vector<double>> prices_by_item(const Stories& stories) {
  const data::EventLog& log = stories.log();
  std::vector<std::vector<double>> out(log.n_items());
  if (!log.has_values()) return out;
  Stories::Buffer buffer;
  for (std::size_t user = 0; user < log.n_users(); ++user) {
    const data::History h = stories(user, buffer);
    for (std::size_t i = 0; i < h.size(); ++i)
      if (h.values[i] > 0) out[static_cast<std::size_t>(h.items[i])].push_back(h.values[i]);
  }
  return out;
}

/// 101 quantiles of values, each counted as often as it is bought.
inline Vector price_levels(std::vector<double>& bought) {
  if (bought.empty()) return {};
  std::sort(bought.begin(), bought.end());
  Vector out(101);
  for (Index i = 0; i < out.size(); ++i)
    out(i) = bought[static_cast<std::size_t>(i) * (bought.size() - 1) / 100];
  return out;
}

}  // namespace detail

LIMN_INLINE PriceSensitivity& PriceSensitivity::fit(const data::EventLog& log) {
  detail::require_events(log, params_.types, name);
  const detail::Stories stories(log, detail::just_after(log.last_time_us()), params_.types, name);
  auto prices = detail::prices_by_item(stories);
  Vector typical = Vector::Constant(static_cast<Index>(prices.size()), missing);
  std::vector<double> bought;
  for (std::size_t item = 0; item < prices.size(); ++item) {
    if (std::ssize(prices[item]) < params_.min_prices) continue;
    const double price = data::median(prices[item]);
    typical(static_cast<Index>(item)) = price;
    bought.insert(bought.end(), prices[item].size(), price);
  }
  data::Vocabulary items = log.items();
  levels_ = detail::price_levels(bought);
  typical_ = std::move(typical);
  items_ = std::move(items);
  fitted_ = 1;
  return *this;
}

LIMN_INLINE Matrix PriceSensitivity::transform(const data::EventLog& log,
                                               std::int64_t as_of_us) const {
  core::require_fitted(fitted_ != 0, name);
  const detail::Stories stories(log, as_of_us, params_.types, name);
  std::vector<double> typical;
  for (const std::int32_t code : items_.translate(log.items()))
    typical.push_back(code < 0 ? missing : typical_(code));
  return detail::rows_of(stories, static_cast<Index>(detail::price_columns), [&] {
    return detail::PriceRow(stories, params_.discount, typical, levels_);
  });
}

LIMN_INLINE std::vector<std::string> PriceSensitivity::feature_names() const {
  std::vector<std::string> out;
  for (const char* column : detail::price_names)
    out.push_back(std::string("price_sensitivity.") + column);
  return out;
}

LIMN_INLINE void PriceSensitivity::check_state() {
  items_.check_state();
  core::require_state(typical_.size() == static_cast<Index>(items_.size()), name, "typical");
  const bool known = (typical_.array() > 0).any();
  core::require_state(known ? levels_.size() == 101 : levels_.size() == 0, name, "levels");
  core::require_state(levels_.allFinite() && std::is_sorted(levels_.begin(), levels_.end()), name,
                      "levels");
}

}  // namespace limn::inline LIMN_ABI::features
