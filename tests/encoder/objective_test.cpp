// SPDX-License-Identifier: MIT
// What is learned beside the next item, and training that goes on.
#include <limn/encoder/detail/sequences.hpp>

#include <atomic>
#include <cmath>
#include <memory>
#include <vector>

#include <limn/core/archive.hpp>
#include <limn/core/parallel.hpp>

#include "encoder_test.hpp"
#include "test.hpp"

using namespace limn;

namespace {

/// Stops once it was asked `left` times.
struct StopAfter {
  std::shared_ptr<std::atomic<int>> left;
  explicit StopAfter(int n) : left(std::make_shared<std::atomic<int>>(n)) {}
  bool stop_requested() const { return --*left < 0; }
};

}  // namespace

TEMPLATE_TEST_CASE("the contrastive objective makes parts of one history alike", "",
                   encoder::EventEncoder, encoder::GruEncoder) {
  // Two kinds of users: their items come from two halves of the catalogue, in no order.
  std::vector<Event> events;
  for (std::int64_t u = 0; u < 60; ++u)
    for (std::int64_t i = 0; i < 24; ++i)
      events.push_back({u, u % 2 * 20 + (u * 31 + i * i * 17 + i * u) % 20, i * 3600});
  const data::EventLog log = log_of(events);
  auto p = small<TestType>();
  p.objective = "contrastive", p.epochs = 12, p.learning_rate = 5e-3, p.batch_tokens = 1000;
  const TestType e = TestType(p).fit(log);
  CHECK(e.history().size() == 12);
  CHECK(e.history().back().loss < 0.9 * e.history().front().loss);
  const MatrixF z = e.embed(log).rowwise().normalized();
  const MatrixF cosine = z * z.transpose();
  double same = 0.0, other = 0.0;
  for (Index a = 0; a < 60; ++a)
    for (Index b = 0; b < 60; ++b)
      if (a != b) (a % 2 == b % 2 ? same : other) += cosine(a, b);
  CHECK(same / (60 * 29) > other / (60 * 30) + 0.3);
  CHECK_THROWS_AS(TestType(p).fit(log, log), ParamError);
}

TEST_CASE(
    "both objectives at once: the same bits for any number of threads, and scores that rank") {
  const data::EventLog log = rings(150, 11, 14);
  auto p = small<encoder::EventEncoder>();
  p.objective = "both", p.epochs = 8, p.patience = 10, p.learning_rate = 0.01;
  p.batch_tokens = 500;
  set_threads(1);
  const auto one = encoder::EventEncoder(p).fit(log);
  set_threads(7);
  const auto seven = encoder::EventEncoder(p).fit(log);
  set_threads(0);
  CHECK(core::to_archive(one) == core::to_archive(seven));
  CHECK(one.history().back().ndcg > 0.9);
}

TEST_CASE("slices of a batch stay together") {
  encoder::detail::Sequences s;
  for (int user = 0; user < 40; ++user) {
    for (int i = 0; i < 2 + user % 9; ++i) s.items.push_back(i);
    s.close();
  }
  const auto windows = encoder::detail::epoch_slices(s, 6, 5, 3, 1);
  CHECK(windows.size() == 200);
  std::size_t n = 0;
  for (const auto& batch : encoder::detail::cut_batches(windows, 20, 50, 5)) {
    CHECK(batch.packs.front().first == n);
    CHECK((batch.packs.back().last - n) % 5 == 0);
    CHECK((batch.tokens >= 50 || batch.packs.back().last == windows.size()));
    n = batch.packs.back().last;
  }
  CHECK(n == windows.size());
  for (const auto& w : windows) {
    CHECK(w.length >= 1);
    CHECK(w.length <= 6);
    CHECK(w.begin + w.length < s.items.size());
  }
}

TEST_CASE("replay keeps what was learned before the new events") {
  const data::EventLog old = rings(120, 11, 14);
  std::vector<Event> events;  // other users, other items
  for (std::int64_t u = 0; u < 120; ++u)
    for (std::int64_t i = 0; i < 14; ++i) events.push_back({u + 1000, 50 + (u + i) % 11, i * 3600});
  const data::EventLog fresh = log_of(events);
  auto p = small<encoder::EventEncoder>();
  p.epochs = 30, p.learning_rate = 0.04, p.batch_tokens = 256;
  const auto before = encoder::EventEncoder(p).fit(old);
  auto alone = before, replayed = before, again = before;
  alone.resume(fresh, 20);
  replayed.resume(fresh, old, 20);
  CHECK(core::to_archive(again.resume(fresh, old, 20)) == core::to_archive(replayed));
  // Mean -log p of the last item of the old users, given all before it.
  const auto loss = [&](const encoder::EventEncoder& e) {
    double out = 0.0;
    for (std::size_t u = 0; u < old.n_users(); ++u) {
      const data::History h = old.history(u);
      const Vector scores =
          e.score({h.items.first(13), {}, h.times_us.first(13), {}}).cast<double>();
      out += std::log((scores.array() - scores[h.items[13]]).exp().sum());
    }
    return out / static_cast<double>(old.n_users());
  };
  CHECK(loss(before) < 0.2);
  CHECK(loss(replayed) < 0.2);
  CHECK(loss(replayed) < 0.5 * loss(alone));
}

TEST_CASE("resume after a cancelled fit runs the turns that were left, at their rates") {
  const data::EventLog log = rings(60, 11, 10);
  auto p = small<encoder::EventEncoder>();
  p.epochs = 12, p.on_cancel = "keep", p.init = "random", p.learning_rate = 0.01;
  const auto whole = encoder::EventEncoder(p).fit(log);
  // Oracle: cancelled before its first step, all of it is left.
  encoder::EventEncoder e(p);
  e.fit(log, Monitor({}, StopAfter(0)));
  REQUIRE(e.history().empty());
  auto flat = core::from_archive<encoder::EventEncoder>(core::to_archive(e));  // and saved
  flat.resume(log, 5);
  CHECK(flat.history().size() == 5);
  flat.resume(log, 7);
  CHECK(core::to_archive(flat) == core::to_archive(whole));
  // Beyond the schedule the rate is flat, as after a fit that nobody cancelled.
  e.resume(log, 14);
  auto longer = whole;
  longer.resume(log, 2);
  CHECK(core::to_archive(e) == core::to_archive(longer));
}

TEST_CASE("resume goes on from the middle of a cancelled fit, on a log of another size too") {
  const data::EventLog log = rings(60, 11, 10);
  auto p = small<encoder::EventEncoder>();
  p.epochs = 30, p.on_cancel = "keep", p.learning_rate = 0.01, p.dropout = 0.0;
  const double whole = encoder::EventEncoder(p).fit(log).history().back().loss;
  encoder::EventEncoder e(p);
  e.fit(log, Monitor({}, StopAfter(40)));
  const auto done = std::ssize(e.history());
  REQUIRE(done > 1);
  REQUIRE(done < 15);
  auto other = e;
  e.resume(log, 30 - done);
  CHECK(e.history().back().loss < 1.2 * whole);
  other.resume(rings(90, 11, 10), 30 - done);
  CHECK(other.history().back().loss < 1.2 * whole);
}

TEST_CASE("of several trainings those done before a cancelled one are kept") {
  const data::EventLog log = rings(60, 11, 10);
  auto p = small<encoder::EventEncoder>();
  p.on_cancel = "keep";
  const auto one = encoder::EventEncoder(p).fit(log);
  p.n_starts = 40;
  encoder::EventEncoder e(p);
  e.fit(log, Monitor({}, StopAfter(600)));
  CHECK(e.history().size() == 3);
  CHECK(e.history().back().loss <= one.history().back().loss);
}
