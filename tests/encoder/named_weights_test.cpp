// SPDX-License-Identifier: MIT
#include <algorithm>
#include <limits>
#include <span>
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

TEMPLATE_TEST_CASE("training that goes on takes new event types in, and keeps the others", "",
                   encoder::EventEncoder, encoder::GruEncoder, encoder::ConvEncoder) {
  const auto numbers = [](const TestType& e, const std::string& name) {
    for (const auto& w : e.named_weights())
      if (w.name == name) return w;
    return encoder::NamedWeights{};
  };
  const data::EventLog log = shop(20, 7, 9);
  data::EventLog::Columns more;
  for (const char* type : {"gift", "view"}) more.types.insert(type);
  for (std::int64_t i = 0; i < 4; ++i) {
    more.user.push_back(more.users.insert(std::int64_t{1}));
    more.item.push_back(more.items.insert(i % 3));
    more.type.push_back(static_cast<std::int32_t>(i % 2));
    more.time_us.push_back(i * 5'000'000);
  }
  const data::EventLog gifts(std::move(more));
  auto p = small<TestType>();
  p.learning_rate = 1e-9;  // what is kept stays where it was
  TestType e = TestType(p).fit(log);
  const TestType before = e;
  e.resume(gifts, 1);
  CHECK(e.types().size() == 4);
  CHECK(e.types().find("gift") == 3);
  CHECK(e.items() == before.items());
  const auto types = numbers(e, "types");
  CHECK(types.shape == std::vector<std::int64_t>{4, 16});
  CHECK(std::ranges::any_of(std::span(types.numbers).last(16), [](float x) { return x != 0; }));
  CHECK((e.embed(log) - before.embed(log)).cwiseAbs().maxCoeff() < 1e-4f);
  CHECK(core::to_archive(core::from_archive<TestType>(core::to_archive(e))) == core::to_archive(e));

  TestType plain = TestType(p).fit(log_of({{0, 1, 0}, {0, 2, 1}, {0, 0, 2}, {1, 1, 0}, {1, 2, 9}}));
  CHECK_FALSE(plain.reading().types);
  plain.resume(gifts, 1);
  CHECK(plain.reading().types);
  CHECK(numbers(plain, "types").shape == std::vector<std::int64_t>{2, 16});
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
