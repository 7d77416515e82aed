// SPDX-License-Identifier: MIT
#include <limn/encoder/detail/trainer.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include <limn/core/archive.hpp>
#include <limn/core/parallel.hpp>
#include <limn/nn/gradient_check.hpp>
#include <stop_token>

#include "encoder_test.hpp"
#include "test.hpp"

using namespace limn;
namespace inner = encoder::detail;

namespace {

/// Worst relative difference between gradients and four-point differences in double, over all
/// weights and the item table.
double gradient_error_of(inner::NetworkShape shape) {
  shape.block = {.width = 4, .heads = 2, .hidden = 4, .longest = 5};
  shape.codes = {2, 3, 0, 7, 4}, shape.amounts = true;
  const inner::Network<double> network{shape};
  inner::Sequences s;
  const std::vector<std::int32_t> items{0, 3, 1, 2, 4, 3, 0, 1};
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto n = static_cast<std::int32_t>(i);
    s.add(shape, true,
          {.item = items[i],
           .codes = {n % 3 - 1, n % 3, -1, n % 7, n % 5 - 1},
           .amount = 0.3f * static_cast<float>(n) - 1.0f,
           .time_us = std::int64_t{n} * n * 70'000'000});
    if (i == 3 || i == 7) s.close();
  }
  inner::Tokens tokens;
  inner::append(s, {0, 3}, true, {}, tokens);
  inner::append(s, {5, 2}, true, {}, tokens);
  std::vector<double> w(shape.size()), table(5 * 4);
  inner::draw_normal(1, 1, 0.5, w.size(), w.data());
  inner::draw_normal(1, 2, 0.5, table.size(), table.data());
  inner::NetworkMemory<double> memory;
  const nn::Dropout dropout{0.25, 3, 40};
  std::vector<double> dw(w.size(), 0.0), dtable(table.size(), 0.0), spare(table.size());
  const auto loss = [&](double* into) {
    nn::Candidates<double> all;
    all.set(5, 4, table.data());
    network.forward(tokens, table.data(), w.data(), dropout, memory);
    memory.dz.resize(memory.z.size());
    return memory.loss.full(all, tokens.targets, memory.z.data(), 1.0, memory.dz.data(), into);
  };
  loss(dtable.data());
  network.backward(tokens, w.data(), dropout, memory, dtable.data(), dw.data());
  const auto again = [&] { return loss(spare.data()); };
  return std::max(nn::gradient_error(w, dw, again), nn::gradient_error(table, dtable, again));
}

template <class Encoder>
void check_learns() {
  const data::EventLog log = rings(60, 11, 16);
  auto p = small<Encoder>();
  p.epochs = 40, p.learning_rate = 1e-2, p.dropout = 0.0, p.layers = 1;
  const Encoder e = Encoder(p).fit(log);
  std::size_t right = 0;
  for (std::int64_t u = 0; u < 20; ++u) {
    std::vector<std::int32_t> past;
    for (std::int64_t i = 0; i < 6; ++i)
      past.push_back(e.items().find((3 * u + i * (1 + u % 2)) % 11));
    Index best = 0;
    e.score(data::History{past, {}, {}, {}}).maxCoeff(&best);
    right += std::get<std::int64_t>(e.items().id(static_cast<std::int32_t>(best))) ==
             (3 * u + 6 * (1 + u % 2)) % 11;
  }
  CHECK(right >= 18);
}

template <class Encoder>
void check_threads() {
  const data::EventLog log = shop(60, 13, 9);
  const int before = threads();
  const auto fitted = [&](int n) {
    set_threads(n);
    return core::to_archive(Encoder(small<Encoder>()).fit(log));
  };
  const core::Archive one = fitted(1);
  CHECK(fitted(2) == one);
  CHECK(fitted(7) == one);
  set_threads(before);
}

}  // namespace

TEST_CASE("every kind of layer agrees with finite differences, with all features of events") {
  CHECK(gradient_error_of({.layers = 2, .layer = inner::Layer::attention}) < 1e-6);
  CHECK(gradient_error_of({.layers = 2, .layer = inner::Layer::gru}) < 1e-6);
  CHECK(gradient_error_of({.layers = 2, .layer = inner::Layer::convolution, .kernel = 3}) < 1e-6);
}

TEST_CASE("recurrent and convolution encoders learn what the last item alone does not tell") {
  check_learns<encoder::GruEncoder>();
  check_learns<encoder::ConvEncoder>();
}

TEST_CASE("the same bits for 1, 2 and 7 threads, whatever the layers") {
  check_threads<encoder::GruEncoder>();
  check_threads<encoder::ConvEncoder>();
}

TEST_CASE("values, hours and weekdays are read where the log has them, and may be left out") {
  const data::EventLog log = shop(40, 9, 10);
  auto p = small<encoder::EventEncoder>();
  p.time_bias = false;
  const auto e = encoder::EventEncoder(p).fit(log);
  const std::vector<std::int32_t> items{1, 2, 3};
  const std::vector<std::int64_t> morning{0, 1, 2}, evening{0, 1, 70'000'000'000};
  const std::vector<double> cheap{1, 1, 1}, dear{1, 1, 16};
  CHECK(e.embed_history(items, morning) != e.embed_history(items, evening));
  CHECK(e.embed_history(items, {}, {}, cheap) != e.embed_history(items, {}, {}, dear));
  p.values = p.calendar = false;
  const auto blind = encoder::EventEncoder(p).fit(log);
  CHECK(blind.embed_history(items, morning) == blind.embed_history(items, evening));
  CHECK(blind.embed_history(items, {}, {}, cheap) == blind.embed_history(items, {}, {}, dear));
}

TEST_CASE("a loss that diverges stops with the cause or keeps the best turn, flagged") {
  const data::EventLog log = rings(60, 11, 16);
  auto p = small<encoder::EventEncoder>();
  p.learning_rate = 1e30, p.clip_norm = 0.0;
  CHECK_THROWS_AS(encoder::EventEncoder(p).fit(log), DataError);
  p.learning_rate = 1e-3;
  auto e = encoder::EventEncoder(p).fit(log);
  CHECK_FALSE(e.diverged());
}

TEST_CASE("a loss far above that of guessing is one that diverged, though it is finite") {
  const data::EventLog log = rings(60, 11, 16);
  for (const std::string loss : {"softmax", "sampled"}) {
    auto p = small<encoder::EventEncoder>();
    p.loss = loss, p.clip_norm = 0.0, p.learning_rate = 50;
    CHECK_THROWS_AS(encoder::EventEncoder(p).fit(log), DataError);
  }
  // The same rate after turns that went well: those are what is left.
  const auto good = encoder::EventEncoder(small<encoder::EventEncoder>()).fit(log);
  core::Archive archive = core::to_archive(good);
  for (auto& [key, value] : archive.params) {
    if (key == "learning_rate") value = 500.0;
    if (key == "clip_norm") value = 0.0;
  }
  auto e = core::from_archive<encoder::EventEncoder>(archive);
  e.resume(log, 3);
  CHECK(e.diverged());
  CHECK(e.history().size() == 3);
  CHECK(e.embed(log) == good.embed(log));
}

TEST_CASE("of a training that diverges late the best judged turn is kept") {
  const data::EventLog log = rings(200, 11, 8);
  std::vector<Event> next;
  for (std::int64_t u = 0; u < 200; ++u)
    next.push_back({u, (u * 7 + 8 * (1 + u % 2)) % 11, 1'000'000});
  const data::EventLog valid = log_of(next);
  auto p = small<encoder::EventEncoder>();
  p.epochs = 100, p.learning_rate = 5, p.clip_norm = 0.0;  // rises to that over ten turns
  const auto e = encoder::EventEncoder(p).fit(log, valid);
  CHECK(e.diverged());
  REQUIRE(e.best_epoch() >= 0);
  CHECK(e.history().size() < 100);
  double best = 0.0;
  for (const auto& turn : e.history()) best = std::max(best, turn.ndcg);
  CHECK(e.evaluate(log, valid).ndcg == best);
}

TEST_CASE("new items that a network has learned not to expect are no divergence") {
  auto p = small<encoder::EventEncoder>();
  p.epochs = 40, p.learning_rate = 0.03;
  auto e = encoder::EventEncoder(p).fit(rings(60, 5, 16));
  std::vector<Event> events;
  for (std::int64_t u = 0; u < 60; ++u)
    for (std::int64_t i = 0; i < 16; ++i) events.push_back({u, 50 + (u + i) % 3, i * 3600});
  e.resume(log_of(events), 2);
  CHECK_FALSE(e.diverged());
}

TEST_CASE("a cancelled fit may keep what it learned and be resumed") {
  const data::EventLog log = rings(200, 20, 30);
  std::stop_source source;
  const Monitor monitor(
      [&](double fraction, std::string_view) {
        if (fraction > 0.02) source.request_stop();
      },
      source.get_token());
  auto p = small<encoder::EventEncoder>();
  p.epochs = 30, p.on_cancel = "keep";
  encoder::EventEncoder e(p);
  e.fit(log, monitor);
  CHECK(e.history().size() < 30);
  CHECK(e.embed(log).allFinite());
  e.resume(log, 2);
  CHECK(e.history().size() >= 2);
}

TEST_CASE("a catalogue of one item, users of one event, equal times") {
  const auto check = [](auto encoder) {
    encoder.fit(log_of({{1, 7, 0}, {1, 7, 0}, {1, 7, 0}, {2, 7, 5}}));
    CHECK(encoder.embed(log_of({{1, 7, 0}, {2, 7, 0}})).allFinite());
  };
  check(encoder::EventEncoder(small<encoder::EventEncoder>()));
  check(encoder::GruEncoder(small<encoder::GruEncoder>()));
  check(encoder::ConvEncoder(small<encoder::ConvEncoder>()));
  auto p = small<encoder::EventEncoder>();
  for (const std::string loss : {"sampled", "gbce"})
    for (const std::string negatives : {"uniform", "popularity"}) {
      p.loss = loss, p.negatives = negatives;
      check(encoder::EventEncoder(p));
    }
}
