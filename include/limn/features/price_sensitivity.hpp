// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/data/vocabulary.hpp>

namespace limn::inline LIMN_ABI::features {

/// Does a user wait for a discount, and does he buy at the cheap or the dear end?
///
/// Choose it where the value of an event is the price of its item (a line total mixes price and
/// quantity); prefer Rfm for how much is spent. Values of 0 and below (gifts, returns) are left
/// out. An item's typical price is its median at fit, known from min_prices prices on. Out:
/// n_priced, median_paid, relative_price = median of paid / typical, discount_share = share paid at
/// least `discount` below typical, premium_share = at least that much above, price_percentile =
/// mean place in [0, 1] of the items bought among all purchases at fit, by typical price, spread =
/// (3rd - 1st quartile) / median of what was paid. Users without a price: n_priced 0, all else
/// missing; where no item bought has a typical price, the columns that need it are missing. A log
/// without values: all missing. Cost: one pass, O(n) for medians.
/// **Source:** Blattberg, Neslin (1990), Sales Promotion (deal proneness).
/// **Differs:** learnt from prices paid alone; no list of promotions is needed.
class PriceSensitivity {
 public:
  static constexpr std::string_view name = "features.price_sensitivity";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{};

  struct Params {
    double discount = 0.05;               ///< share below typical from which a price is a discount
    std::int64_t min_prices = 3;          ///< prices from which an item has a typical one
    std::vector<std::string> types = {};  ///< event types that count; empty = all
  };
  template <class V>
  static void describe(V&& v) {
    v("discount", &Params::discount, "share below typical from which a price is a discount",
      core::inside(0, 1));
    v("min_prices", &Params::min_prices, "prices from which an item has a typical one",
      core::at_least(1));
    v("types", &Params::types, "event types that count; empty = all", core::anything());
  }

  PriceSensitivity() = default;
  explicit PriceSensitivity(Params params) : params_(core::checked<PriceSensitivity>(params)) {}
  const Params& params() const { return params_; }

  /// Learns what is typical of each item. Errors: DataError without events, or when a wanted type
  /// is unknown.
  PriceSensitivity& fit(const data::EventLog& log);
  /// (n_users, k) as of `as_of_us` (exclusive). Errors: NotFittedError; DataError when types are
  /// wanted and the log has none.
  Matrix transform(const data::EventLog& log, std::int64_t as_of_us) const;
  std::vector<std::string> feature_names() const;
  /// The items of fit and their typical price (n_items), missing where too few prices are known.
  const data::Vocabulary& items() const { return items_; }
  const Vector& typical_prices() const { return typical_; }

  template <class V>
  void state(V&& v) {
    v("fitted", fitted_);
    v("items", items_);
    v("typical", typical_);
    v("levels", levels_);
  }
  void check_state();

 private:
  Params params_;
  std::uint8_t fitted_ = 0;
  data::Vocabulary items_;
  Vector typical_;
  Vector levels_;  // 101 quantiles of the typical price of a purchase, or empty
};

}  // namespace limn::inline LIMN_ABI::features

#ifdef LIMN_HEADER_ONLY
#include <limn/features/price_sensitivity.ipp>
#endif
