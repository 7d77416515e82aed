// SPDX-License-Identifier: MIT
#include <limn/features/price_sensitivity.hpp>

#include "features/event_table.hpp"

using namespace limn;

namespace {

// typical: tea 10 (of 8, 10, 10, 12), pot 100 (of 90, 100, 110), cup unknown (two prices)
data::EventLog shop() {
  return event_log({{"ann", "tea", 1, 8},
                    {"ann", "pot", 2, 90},
                    {"ann", "cup", 3, 3},
                    {"ann", "cup", 4, 5},
                    {"ann", "tea", 5, -8},
                    {"ann", "tea", 6, 0},
                    {"bob", "tea", 1, 10},
                    {"bob", "tea", 2, 10},
                    {"bob", "pot", 3, 110},
                    {"cat", "tea", 1, 12},
                    {"cat", "pot", 2, 100},
                    {"dan", "cup", 3, missing}});
}

}  // namespace

TEST_CASE("prices by hand", "[features]") {
  const features::PriceSensitivity c = features::PriceSensitivity().fit(shop());
  CHECK(c.typical_prices()(c.items().find(std::string_view("tea"))) == 10);
  CHECK(c.typical_prices()(c.items().find(std::string_view("pot"))) == 100);
  CHECK(std::isnan(c.typical_prices()(c.items().find(std::string_view("cup")))));
  const Answers a(c, shop(), day(50));
  CHECK(a(0, "price_sensitivity.n_priced") == 4);
  CHECK(a(0, "price_sensitivity.median_paid") == Approx(6.5));  // 3 5 8 90
  CHECK(a(0, "price_sensitivity.spread") == Approx((28.5 - 4.5) / 6.5));
  CHECK(a(0, "price_sensitivity.relative_price") == Approx(0.85));  // 0.8, 0.9
  CHECK(a(0, "price_sensitivity.discount_share") == 1);
  CHECK(a(0, "price_sensitivity.premium_share") == 0);
  CHECK(a(1, "price_sensitivity.relative_price") == Approx(1));
  CHECK(a(1, "price_sensitivity.premium_share") == Approx(1 / 3.));
  // four of seven purchases are tea: their places are 2/7 and 5.5/7, by 101 steps
  CHECK(a(2, "price_sensitivity.price_percentile") == Approx((2 / 7. + 5.5 / 7.) / 2).margin(0.05));
  CHECK(a(3, "price_sensitivity.n_priced") == 0);
  CHECK(a.absent(3, "price_sensitivity.median_paid"));
}

TEST_CASE("a later log with other items", "[features]") {
  const features::PriceSensitivity c = features::PriceSensitivity({.min_prices = 1}).fit(shop());
  const data::EventLog later =
      event_log({{"eve", "new", 1, 7}, {"fay", "pot", 1, 50}, {"fay", "new", 1, 50}});
  const Answers a(core::from_archive<features::PriceSensitivity>(core::to_archive(c)), later,
                  day(5));
  CHECK(a(0, "price_sensitivity.median_paid") == 7);
  CHECK(a.absent(0, "price_sensitivity.relative_price"));
  CHECK(a(1, "price_sensitivity.relative_price") == Approx(0.5));
}

TEST_CASE("without values nothing is known, bad input is refused", "[features]") {
  const data::EventLog bare = event_log({{"a", "b", 1}}, {.values = false});
  const Answers a(features::PriceSensitivity().fit(bare), bare, day(5));
  CHECK(a.rows().array().isNaN().all());
  features::PriceSensitivity c;
  CHECK_THROWS_AS(c.transform(shop(), 0), NotFittedError);
  CHECK_THROWS_AS(c.fit(data::EventLog{}), DataError);
  CHECK_THROWS_AS(features::PriceSensitivity({.discount = 1}), ParamError);
  CHECK_THROWS_AS(features::PriceSensitivity({.min_prices = 0}), ParamError);
  core::Archive hostile = core::to_archive(c.fit(shop()));
  for (auto& [key, tensor] : hostile.tensors)
    if (key == "levels") tensor.shape = {3}, tensor.bytes.resize(24);
  CHECK_THROWS_AS(core::from_archive<features::PriceSensitivity>(hostile), FormatError);
}
