// SPDX-License-Identifier: MIT
#include <limn/encoder/detail/trainer.hpp>
#include <limn/encoder/encoder.hpp>

#include <chrono>
#include <cmath>
#include <stop_token>
#include <string>
#include <vector>

#include <limn/core/archive.hpp>
#include <limn/core/parallel.hpp>
#include <limn/nn/gradient_check.hpp>

#include "encoder_test.hpp"
#include "test.hpp"

using namespace limn;
using encoder::EventEncoder;

namespace {

EventEncoder::Params small() {
  EventEncoder::Params p = ::small<EventEncoder>();
  p.layers = 1;
  return p;
}

core::Archive fitted_with(int n, const EventEncoder::Params& p, const data::EventLog& log) {
  const int before = threads();
  set_threads(n);
  const core::Archive out = core::to_archive(EventEncoder(p).fit(log));
  set_threads(before);
  return out;
}

/// The event that follows each of rings(n_users, n_items, length).
data::EventLog after_rings(std::int64_t n_users, std::int64_t n_items, std::int64_t length) {
  std::vector<Event> next;
  for (std::int64_t u = 0; u < n_users; ++u)
    next.push_back({u, (u * 7 + length * (1 + u % 2)) % n_items, length * 3'600'000});
  return log_of(next);
}

}  // namespace

TEST_CASE("the whole network agrees with finite differences") {
  // Oracle: four-point differences in double; packs of several users, time gaps, types, dropout.
  const encoder::detail::NetworkShape shape{
      .block = {.width = 4, .heads = 2, .hidden = 4, .longest = 5}, .layers = 2, .codes = {2}};
  const encoder::detail::Network<double> network{shape};
  encoder::detail::Sequences s;
  s.items = {0, 3, 1, 2, 4, 3, 0, 1};
  s.codes[encoder::detail::type_of] = {0, 1, -1, 0, 1, 1, 0, 0};
  s.times_us = {0, 5'000'000, 900'000'000, 901'000'000, 0, 70'000'000, 80'000'000, 81'000'000};
  s.offsets = {0, 4, 8};
  encoder::detail::Tokens tokens;
  encoder::detail::append(s, {0, 3}, true, {}, tokens);
  encoder::detail::append(s, {4, 3}, true, {}, tokens);
  std::vector<double> w(shape.size()), table(5 * 4);
  encoder::detail::draw_normal(1, 1, 0.5, w.size(), w.data());
  encoder::detail::draw_normal(1, 2, 0.5, table.size(), table.data());
  encoder::detail::NetworkMemory<double> memory;
  const nn::Dropout dropout{0.25, 3, 40};
  std::vector<double> dw(w.size(), 0.0), dtable(table.size(), 0.0), spare(table.size());
  const auto loss = [&](double* into) {
    nn::Candidates<double> all;
    all.set(5, 4, table.data());
    network.forward(tokens, table.data(), w.data(), dropout, memory);
    memory.dz.resize(memory.z.size());
    return memory.loss.full(all, tokens.targets, memory.z.data(), 0.1, memory.dz.data(), into);
  };
  loss(dtable.data());
  network.backward(tokens, w.data(), dropout, memory, dtable.data(), dw.data());
  // the returned loss is not weighted: its gradient is 10 times the weighted one
  for (auto* list : {&dw, &dtable})
    for (double& v : *list) v *= 10.0;
  const auto again = [&] { return loss(spare.data()); };
  CHECK(nn::gradient_error(w, dw, again) < 1e-6);
  CHECK(nn::gradient_error(table, dtable, again) < 1e-6);
}

TEST_CASE("learns a pattern that the last item alone does not tell") {
  const data::EventLog log = rings(60, 11, 16);
  for (const std::string loss : {"softmax", "sampled"}) {
    EventEncoder::Params p = small();
    p.loss = loss, p.negatives = loss == "sampled" ? "popularity" : "uniform";
    p.epochs = 60, p.learning_rate = 1e-2, p.dropout = 0.0;
    const EventEncoder e = EventEncoder(p).fit(log);
    CHECK(e.history().front().loss > e.history().back().loss);
    std::size_t right = 0;
    for (std::int64_t u = 0; u < 20; ++u) {
      std::vector<Event> past;
      for (std::int64_t i = 0; i < 6; ++i)
        past.push_back({u, (3 * u + i * (1 + u % 2)) % 11, i * 3600});
      const data::EventLog one = log_of(past);
      const MatrixF scores = e.score_items(one);
      Index best = 0;
      scores.row(0).maxCoeff(&best);
      const auto next = std::get<std::int64_t>(e.items().id(static_cast<std::int32_t>(best)));
      right += next == (3 * u + 6 * (1 + u % 2)) % 11;
    }
    INFO(loss);
    CHECK(right >= 18);
  }
}

TEST_CASE("later events do not change earlier states; the order of events does") {
  const EventEncoder e = EventEncoder(small()).fit(rings(20, 9, 10));
  encoder::detail::NetworkShape shape{.block = {.width = 8, .heads = 1, .hidden = 16, .longest = 6},
                                      .layers = 2};
  const encoder::detail::Network<float> network{shape};
  std::vector<float> w(shape.size()), table(9 * 8);
  encoder::detail::draw_weights(shape, 5, w.data());
  encoder::detail::draw_normal(5, 99, 1.0, table.size(), table.data());
  const auto states = [&](std::vector<std::int32_t> items) {
    encoder::detail::Sequences s;
    s.items = std::move(items);
    s.offsets = {0, 5};
    encoder::detail::Tokens tokens;
    encoder::detail::append(s, {0, 5}, false, {}, tokens);
    encoder::detail::NetworkMemory<float> m;
    network.forward(tokens, table.data(), w.data(), {}, m);
    return m.z;
  };
  const std::vector<float> one = states({1, 2, 3, 4, 5}), other = states({1, 2, 3, 8, 5});
  for (std::size_t i = 0; i < 3 * 8; ++i) CHECK(one[i] == other[i]);
  CHECK(one[3 * 8] != other[3 * 8]);
  const std::vector<std::int32_t> forth{0, 1, 2, 3}, back{3, 1, 2, 0};
  CHECK(e.embed_history(forth) != e.embed_history(back));
}

TEST_CASE("a user alone and among others gets the same vector, bit for bit") {
  const data::EventLog log = rings(40, 9, 10);
  EventEncoder::Params p = small();
  p.time_bias = true;
  const EventEncoder e = EventEncoder(p).fit(log);
  const MatrixF all = e.embed(log);
  REQUIRE(all.rows() == 40);
  REQUIRE(all.cols() == 16);
  for (const std::int32_t user : {0, 17, 39}) {
    CHECK(e.embed_users(log, std::vector<std::int32_t>{user}).row(0) == all.row(user));
    const data::History h = log.history(static_cast<std::size_t>(user));
    CHECK(e.embed_history(h.items, h.times_us).transpose() == all.row(user));
  }
  const MatrixF scores = e.score_items(log);
  CHECK(scores.row(3).isApprox((all.row(3) * e.item_vectors().transpose()), 1e-4f));
}

TEST_CASE("the same bits for 1, 2 and 7 threads, another seed another model") {
  const data::EventLog log = rings(120, 13, 9);
  for (const std::string loss : {"softmax", "sampled"}) {
    EventEncoder::Params p = small();
    p.loss = loss, p.heads = 2, p.patience = 2;
    const core::Archive one = fitted_with(1, p, log);
    CHECK(fitted_with(2, p, log) == one);
    CHECK(fitted_with(7, p, log) == one);
    p.random_state = 1;
    CHECK_FALSE(fitted_with(2, p, log).tensors == one.tensors);
  }
}

TEST_CASE("saved and loaded, it answers the same") {
  const data::EventLog log = rings(30, 9, 8);
  const EventEncoder e = EventEncoder(small()).fit(log);
  const core::Archive archive = core::to_archive(e);
  const auto loaded = core::from_archive<EventEncoder>(archive);
  CHECK(core::to_archive(loaded) == archive);
  CHECK(loaded.embed(log) == e.embed(log));
  core::Archive damaged = archive;
  for (auto& [key, tensor] : damaged.tensors)
    if (key == "weights.rest") tensor.shape[0] -= 1, tensor.bytes.resize(tensor.bytes.size() - 4);
  CHECK_THROWS_AS(core::from_archive<EventEncoder>(damaged), FormatError);
}

TEST_CASE("training goes on from where it stood and takes new items in") {
  const data::EventLog log = rings(60, 9, 10);
  EventEncoder::Params p = small();
  p.epochs = 4;
  EventEncoder e = EventEncoder(p).fit(log);
  const double before = e.history().back().loss;
  const EventEncoder copy = e;
  e.resume(log, 6);
  CHECK(e.history().size() == 10);
  CHECK(e.history().back().loss < before);
  CHECK(copy.history().size() == 4);
  EventEncoder again = copy;
  again.resume(log, 6);
  CHECK(core::to_archive(again) == core::to_archive(e));

  e.partial_fit(log_of({{1, 100, 0}, {1, 3, 10}, {1, 100, 20}}));
  CHECK(e.items().size() == 10);
  CHECK(e.item_vectors().rows() == 10);
  CHECK(e.items().find(std::int64_t{100}) == 9);

  p.resumable = false;
  EventEncoder light = EventEncoder(p).fit(log);
  CHECK(light.embed(log) == copy.embed(log));
  CHECK_THROWS_AS(light.resume(log), ParamError);
  CHECK(core::to_archive(light).n_bytes() < core::to_archive(copy).n_bytes() / 2);
}

TEST_CASE("keeps the best turn by NDCG and stops when it no longer rises") {
  const data::EventLog log = rings(60, 23, 10), valid = after_rings(60, 23, 10);
  EventEncoder::Params p = small();
  p.epochs = 60, p.patience = 4, p.learning_rate = 2e-2;
  const EventEncoder e = EventEncoder(p).fit(log, valid);
  REQUIRE(e.best_epoch() >= 0);
  double best = 0.0;
  for (const auto& r : e.history()) best = std::max(best, r.ndcg);
  CHECK(e.history()[static_cast<std::size_t>(e.best_epoch())].ndcg == best);
  CHECK(e.evaluate(log, valid).ndcg == best);
  CHECK(e.history().size() < 60);
  CHECK(best > 0.3);  // guessing gives 0.2
}

TEST_CASE("of several trainings the best is kept") {
  const data::EventLog log = rings(60, 23, 10), valid = after_rings(60, 23, 10);
  EventEncoder::Params p = small();
  p.epochs = 3;
  std::vector<double> alone;
  for (const std::uint64_t seed : {5, 6, 7}) {
    p.random_state = seed;
    alone.push_back(EventEncoder(p).fit(log, valid).evaluate(log, valid).ndcg);
  }
  p.random_state = 5, p.n_starts = 3;
  const EventEncoder best = EventEncoder(p).fit(log, valid);
  CHECK(best.evaluate(log, valid).ndcg == *std::max_element(alone.begin(), alone.end()));
  CHECK(best.params().random_state == 5);
}

TEST_CASE("equal scores count against the model") {
  // Oracle: a network whose item vectors are all zero ranks every unseen item above the target.
  const data::EventLog log = rings(30, 40, 8);
  EventEncoder e = EventEncoder(small()).fit(log);
  core::Archive archive = core::to_archive(e);
  for (auto& [key, tensor] : archive.tensors)
    if (key == "weights.table") std::fill(tensor.bytes.begin(), tensor.bytes.end(), std::byte{0});
  e = core::from_archive<EventEncoder>(archive);
  std::vector<Event> next;
  for (std::int64_t u = 0; u < 30; ++u) next.push_back({u, (u * 7 + 20) % 40, 1});
  CHECK(e.evaluate(log, log_of(next)).ndcg == 0.0);
}

TEST_CASE("unknown items are skipped, nobody gets a vector of zeros") {
  const data::EventLog log = rings(20, 9, 8);
  const EventEncoder e = EventEncoder(small()).fit(log);
  const MatrixF out =
      e.embed(log_of({{1, 3, 0}, {1, 4, 3600}, {2, 777, 0}, {3, 3, 0}, {3, 777, 1}, {3, 4, 3600}}));
  CHECK(out.row(1).isZero());
  CHECK(out.row(0) == out.row(2));
  CHECK(e.embed_history({}).isZero());
  CHECK(e.embed(data::EventLog{}).rows() == 0);
}

TEST_CASE("gaps between events matter with a clock, not without") {
  EventEncoder::Params p = small();
  p.epochs = 20, p.learning_rate = 1e-2;
  const EventEncoder e = EventEncoder(p).fit(rings(40, 9, 10));
  const data::EventLog fast = log_of({{1, 3, 0}, {1, 4, 1}, {1, 5, 2}});
  const data::EventLog slow = log_of({{1, 3, 0}, {1, 4, 3600}, {1, 5, 18000}});
  CHECK(e.embed(fast) != e.embed(slow));
  p.time_bias = p.calendar = false;
  const EventEncoder blind = EventEncoder(p).fit(rings(40, 9, 10));
  CHECK(blind.embed(fast) == blind.embed(slow));
}

TEST_CASE("a request to stop is heard soon and changes nothing") {
  const data::EventLog log = rings(400, 50, 60);
  EventEncoder e = EventEncoder(small()).fit(rings(20, 9, 8));
  const core::Archive before = core::to_archive(e);
  std::stop_source source;
  std::chrono::steady_clock::time_point asked;
  const Monitor monitor(
      [&](double fraction, std::string_view) {
        if (fraction < 0.0005 || source.stop_requested()) return;
        source.request_stop();
        asked = std::chrono::steady_clock::now();
      },
      source.get_token());
  EventEncoder::Params p;
  p.epochs = 500;
  EventEncoder slow(p);
  CHECK_THROWS_AS(slow.fit(log, monitor), CancelledError);
  CHECK(std::chrono::steady_clock::now() - asked < std::chrono::milliseconds(200));
  CHECK_THROWS_AS(e.fit(log, monitor), CancelledError);
  CHECK_THROWS_AS(e.resume(log, 5, monitor), CancelledError);
  CHECK(core::to_archive(e) == before);
}

TEST_CASE("bad input gets a typed error and leaves the object as it was") {
  const data::EventLog log = rings(20, 9, 8);
  EventEncoder e = EventEncoder(small());
  CHECK_THROWS_AS(e.embed(log), NotFittedError);
  CHECK_THROWS_AS(e.embed_history({}), NotFittedError);
  CHECK_THROWS_AS(e.resume(log), NotFittedError);
  CHECK_THROWS_AS(e.fit(data::EventLog{}), DataError);
  CHECK_THROWS_AS(e.fit(log_of({{1, 1, 0}, {2, 1, 0}})), DataError);
  e.fit(log);
  const core::Archive before = core::to_archive(e);
  CHECK_THROWS_AS(e.fit(log_of({{1, 1, 0}})), DataError);
  CHECK_THROWS_AS(e.fit(log, log_of({{999, 1, 0}})), DataError);
  CHECK_THROWS_AS(e.embed_users(log, std::vector<std::int32_t>{20}), DataError);
  CHECK_THROWS_AS(e.embed_history(std::vector<std::int32_t>{500}), DataError);
  CHECK_THROWS_AS(e.embed_history(std::vector<std::int32_t>{1, 2}, std::vector<std::int64_t>{1}),
                  ShapeError);
  CHECK_THROWS_AS(e.scores(MatrixF::Zero(2, 5)), ShapeError);
  CHECK_THROWS_AS(e.resume(log, 0), ParamError);
  CHECK(core::to_archive(e) == before);
  EventEncoder::Params p;
  p.heads = 3;
  CHECK_THROWS_AS(EventEncoder(p), ParamError);
  p.heads = 1, p.loss = "bce";
  CHECK_THROWS_AS(EventEncoder(p), ParamError);
}
