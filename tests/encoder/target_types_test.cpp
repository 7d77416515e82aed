// SPDX-License-Identifier: MIT
// Events of some types are guessed and offered; the others are only read.
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <limn/core/archive.hpp>
#include <limn/core/parallel.hpp>
#include <limn/recommend/sequence.hpp>

#include "encoder_test.hpp"
#include "test.hpp"

using namespace limn;

namespace {

constexpr std::int64_t n_kinds = 7;

/// Each user views two items below 7 and buys the second one plus 100, again and again.
data::EventLog views_and_buys(std::int64_t users) {
  data::EventLog::Columns c;
  for (const char* type : {"view", "buy"}) c.types.insert(type);
  for (std::int64_t i = 0; i < n_kinds; ++i) c.items.insert(i), c.items.insert(100 + i);
  for (std::int64_t u = 0; u < users; ++u)
    for (std::int64_t i = 0; i < 12; ++i) {
      const std::int64_t seen = (u * 5 + (i - i % 3) * u + i * i) % n_kinds;
      const bool buys = i % 3 == 2;
      const std::int64_t before = (u * 5 + (i - i % 3) * u + (i - 1) * (i - 1)) % n_kinds;
      c.user.push_back(c.users.insert(u));
      c.item.push_back(c.items.insert(buys ? 100 + before : seen));
      c.type.push_back(buys ? 1 : 0);
      c.time_us.push_back(i * 60'000'000);
    }
  return data::EventLog(std::move(c));
}

template <class Encoder>
typename Encoder::Params buys_only() {
  auto p = small<Encoder>();
  p.target_types = {"buy"}, p.epochs = 25, p.learning_rate = 0.01, p.batch_tokens = 256;
  return p;
}

}  // namespace

TEMPLATE_TEST_CASE("only targets are guessed, judged and offered", "", encoder::EventEncoder,
                   encoder::GruEncoder) {
  const data::EventLog log = views_and_buys(150);
  auto p = buys_only<TestType>();
  p.patience = 100;
  for (const char* loss : {"softmax", "sampled", "gbce"}) {
    p.loss = loss;
    const TestType e = TestType(p).fit(log);
    const auto best = e.history()[static_cast<std::size_t>(e.best_epoch())];
    CHECK(best.ndcg > 0.5);  // a buy follows from the view before it; chance is 0.3
    const VectorF scores = e.score(log.history(3));
    const encoder::State state = e.start(log.history(3));
    for (std::int32_t item = 0; item < scores.size(); ++item) {
      const bool bought = std::stoi(e.items().text(item)) >= 100;
      CHECK(std::isfinite(scores[item]) == bought);
      CHECK(std::isfinite(e.score(state)[item]) == bought);
    }
    const auto again = core::from_archive<TestType>(core::to_archive(e));
    CHECK((again.score(log.history(3)).array() == scores.array()).all());
  }
}

TEST_CASE("a recommender never offers what is no target") {
  const data::EventLog log = views_and_buys(60);
  const recommend::Sequence model(
      encoder::EventEncoder(buys_only<encoder::EventEncoder>()).fit(log));
  const auto ranked = model.recommend(log, 2 * n_kinds, false);
  for (Index row = 0; row < ranked.items.rows(); ++row)
    for (Index i = 0; i < ranked.items.cols(); ++i) {
      const std::int32_t item = ranked.items(row, i);
      CHECK((item >= 0) == (i < n_kinds));
      if (item >= 0) CHECK(std::stoi(model.items().text(item)) >= 100);
    }
}

TEST_CASE("naming all types is naming none; any number of threads gives the same bits") {
  const data::EventLog log = shop(120, 11, 14);
  auto p = small<encoder::EventEncoder>();
  const auto plain = encoder::EventEncoder(p).fit(log);
  p.target_types = {"buy", "view", "cart"};
  const auto all = encoder::EventEncoder(p).fit(log);
  CHECK((plain.item_vectors().array() == all.item_vectors().array()).all());
  CHECK(plain.history().back().loss == all.history().back().loss);
  p.target_types = {"buy"}, p.objective = "both";
  set_threads(1);
  const auto one = encoder::EventEncoder(p).fit(log);
  set_threads(7);
  const auto seven = encoder::EventEncoder(p).fit(log);
  set_threads(0);
  CHECK(core::to_archive(one) == core::to_archive(seven));
}

TEST_CASE("items that a later log buys can be offered after resume") {
  const data::EventLog log = views_and_buys(60);
  auto e = encoder::EventEncoder(buys_only<encoder::EventEncoder>()).fit(log);
  data::EventLog::Columns more;
  for (const char* type : {"view", "buy", "rate"}) more.types.insert(type);
  for (std::int64_t u = 0; u < 20; ++u)
    for (const std::int64_t item : {3, 500, 501}) {
      more.user.push_back(more.users.insert(u));
      more.item.push_back(more.items.insert(item));
      more.type.push_back(item == 500 ? 1 : 2);
      more.time_us.push_back(item);
    }
  e.resume(data::EventLog(std::move(more)));
  const VectorF scores = e.score(log.history(0));
  CHECK(std::isfinite(scores[e.items().find(std::int64_t{500})]));
  CHECK_FALSE(std::isfinite(scores[e.items().find(std::int64_t{501})]));
}

TEST_CASE("target types that cannot be: a typed error, and nothing changes") {
  const data::EventLog log = views_and_buys(20);
  auto p = buys_only<encoder::EventEncoder>();
  p.epochs = 1;
  auto e = encoder::EventEncoder(p).fit(log);
  const auto before = core::to_archive(e);
  CHECK_THROWS_AS(e.fit(rings(20, 5, 6)), DataError);  // a log without types
  CHECK(core::to_archive(e) == before);
  p.target_types = {"bye"};
  CHECK_THROWS_AS(encoder::EventEncoder(p).fit(log), DataError);
  data::EventLog::Columns c;  // the only buy has nothing before it
  for (const char* type : {"buy", "view"}) c.types.insert(type);
  for (std::int64_t i = 0; i < 3; ++i) {
    c.user.push_back(c.users.insert(std::int64_t{1}));
    c.item.push_back(c.items.insert(i));
    c.type.push_back(i > 0);
    c.time_us.push_back(i);
  }
  p.target_types = {"buy"};
  CHECK_THROWS_AS(encoder::EventEncoder(p).fit(data::EventLog(std::move(c))), DataError);
}
