// SPDX-License-Identifier: MIT
#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include <limn/core/archive.hpp>

#include "encoder_test.hpp"
#include "test.hpp"

using namespace limn;

namespace {

template <class Encoder>
Encoder fitted() {
  return Encoder(small<Encoder>()).fit(shop(20, 7, 9));
}

std::vector<std::string> names_of(const std::vector<encoder::NamedWeights>& weights) {
  std::vector<std::string> out;
  for (const auto& w : weights) out.push_back(w.name);
  return out;
}

}  // namespace

TEMPLATE_TEST_CASE("weights go out and in again by name", "", encoder::EventEncoder,
                   encoder::GruEncoder, encoder::ConvEncoder) {
  const data::EventLog log = shop(20, 7, 9);
  const TestType one = fitted<TestType>();
  auto p = small<TestType>();
  p.random_state = 5;
  TestType other = TestType(p).fit(log);
  CHECK(other.embed(log) != one.embed(log));
  other.set_weights(one.named_weights());
  CHECK(other.embed(log) == one.embed(log));
  TestType same = one;
  same.set_weights(one.named_weights());
  CHECK(core::to_archive(same) == core::to_archive(one));  // the optimizer's state as well
}

TEST_CASE("names and shapes of the weights") {
  const auto weights = fitted<encoder::GruEncoder>().named_weights();
  const auto names = names_of(weights);
  CHECK(names.front() == "items");
  CHECK(weights.front().shape == std::vector<std::int64_t>{7, 16});
  CHECK(std::ranges::count(names, "layers.0.past_bias") == 1);
  CHECK(names.back() == "final_norm");
}

TEST_CASE("what an encoder reads follows the log and the options") {
  const encoder::Reading all = fitted<encoder::EventEncoder>().reading();
  CHECK(all.types);
  CHECK(all.values);
  CHECK(all.calendar);
  CHECK(all.gaps);
  CHECK(all.value_edges.size() > 3);
  CHECK(all.reach == 2 * 11 + 1);
  const encoder::Reading order = encoder::EventEncoder(small<encoder::EventEncoder>())
                                     .fit(log_of({{0, 1, 0}, {0, 2, 1}, {0, 1, 2}}, true))
                                     .reading();
  CHECK_FALSE(order.types);
  CHECK_FALSE(order.values);
  CHECK_FALSE(order.calendar);
  CHECK_FALSE(order.gaps);
}

TEST_CASE("weights that do not fit are refused and change nothing") {
  encoder::EventEncoder e = fitted<encoder::EventEncoder>();
  const auto before = core::to_archive(e);
  const auto whole = e.named_weights();
  const auto refused = [&]<class Error>(auto change) {
    auto weights = whole;
    change(weights);
    CHECK_THROWS_AS(e.set_weights(weights), Error);
    CHECK(core::to_archive(e) == before);
  };
  refused.operator()<ShapeError>([](auto& w) { w.pop_back(); });
  refused.operator()<ShapeError>([](auto& w) { w.push_back(w.front()); });
  refused.operator()<ShapeError>([](auto& w) { w[0].name = "goods"; });
  refused.operator()<ShapeError>([](auto& w) { std::swap(w[0].shape[0], w[0].shape[1]); });
  refused.operator()<ShapeError>([](auto& w) { w[0].numbers.pop_back(); });
  refused.operator()<DataError>(
      [](auto& w) { w[1].numbers[0] = std::numeric_limits<float>::infinity(); });
  CHECK_THROWS_AS(encoder::EventEncoder().named_weights(), NotFittedError);
  CHECK_THROWS_AS(encoder::EventEncoder().set_weights(whole), NotFittedError);
  CHECK_THROWS_AS(encoder::EventEncoder().reading(), NotFittedError);
}
