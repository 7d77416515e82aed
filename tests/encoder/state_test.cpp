// SPDX-License-Identifier: MIT
#include <limn/core/archive.hpp>

#include <cmath>
#include <limits>
#include <vector>

#include "encoder_test.hpp"
#include "test.hpp"

using namespace limn;

namespace {

constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

float distance(const VectorF& a, const VectorF& b) { return (a - b).cwiseAbs().maxCoeff(); }

data::History first(const data::History& h, std::size_t n) {
  return {h.items.first(n), h.types.empty() ? h.types : h.types.first(n), h.times_us.first(n),
          h.values.empty() ? h.values : h.values.first(n)};
}

template <class Encoder>
void check_steps(typename Encoder::Params p) {
  // 40 events: more than three windows of 12, so that rings turn and the oldest drop out.
  const data::EventLog log = shop(30, 11, 40);
  p.layers = 2, p.epochs = 2;
  const Encoder e = Encoder(p).fit(log);
  const data::History h = log.history(3);
  encoder::State state = e.start();
  CHECK(state.embedding.isZero());
  float worst = 0.0f;
  for (std::size_t i = 0; i < h.size(); ++i) {
    e.step(state, h.items[i], h.times_us[i], h.types[i], h.values[i]);
    worst = std::max(worst, distance(state.embedding, e.embed(first(h, i + 1))));
  }
  CHECK(worst < 1e-5f);
  CHECK(state == e.start(h));
  CHECK(state.n_events == 40);
  CHECK(state.seen_items.size() == 11);
  CHECK(distance(e.score(state), e.score(h)) < 1e-4f);
}

}  // namespace

TEST_CASE("steps give what reading the whole history gives, also beyond the longest window") {
  SECTION("attention") { check_steps<encoder::EventEncoder>(small<encoder::EventEncoder>()); }
  SECTION("attention, four heads, no clock features") {
    auto p = small<encoder::EventEncoder>();
    p.heads = 4, p.calendar = false, p.max_length = 20;
    check_steps<encoder::EventEncoder>(p);
  }
  SECTION("recurrent") { check_steps<encoder::GruEncoder>(small<encoder::GruEncoder>()); }
  SECTION("convolution") { check_steps<encoder::ConvEncoder>(small<encoder::ConvEncoder>()); }
}

TEST_CASE("a state is a value: copies part ways, a saved one goes on where it stood") {
  const data::EventLog log = shop(30, 11, 20);
  const encoder::EventEncoder e = encoder::EventEncoder(small<encoder::EventEncoder>()).fit(log);
  const encoder::State one = e.start(log.history(0));
  encoder::State other = one, third = one;
  e.step(other, 4);
  CHECK(other != one);
  CHECK(e.step(third, 4) == other.embedding);
}

TEST_CASE("odd events are taken as they come") {
  const data::EventLog log = shop(30, 11, 20);
  const encoder::EventEncoder e = encoder::EventEncoder(small<encoder::EventEncoder>()).fit(log);
  encoder::State state = e.start(log.history(0));
  const encoder::State before = state;
  CHECK(e.step(state, -1) == before.embedding);  // unknown item: nothing happens
  CHECK(e.step(state, 11) == before.embedding);
  CHECK(state == before);
  for (const double value : {no_value, std::numeric_limits<double>::infinity(), -1e300}) {
    encoder::State next = before;
    CHECK(e.step(next, 2, 0, 99, value).allFinite());  // time goes back, type unknown
  }
  encoder::State timeless = before;
  CHECK(e.step(timeless, 2).allFinite());
}

TEST_CASE("a state of another encoder is refused and stays as it was") {
  const data::EventLog log = shop(30, 11, 20);
  const encoder::EventEncoder e = encoder::EventEncoder(small<encoder::EventEncoder>()).fit(log);
  const encoder::GruEncoder g = encoder::GruEncoder(small<encoder::GruEncoder>()).fit(log);
  encoder::State state = g.start(log.history(0));
  const encoder::State before = state;
  CHECK_THROWS_AS(e.step(state, 1), DataError);
  CHECK_THROWS_AS(e.score(state), DataError);
  CHECK(state == before);
  CHECK_THROWS_AS(encoder::EventEncoder().start(), NotFittedError);
}

TEST_CASE("a very long history is read in bounded memory, and equals steps") {
  auto p = small<encoder::GruEncoder>();
  p.epochs = 1;
  const data::EventLog log = rings(20, 9, 10);
  const encoder::GruEncoder e = encoder::GruEncoder(p).fit(log);
  std::vector<std::int32_t> items(100'000);
  for (std::size_t i = 0; i < items.size(); ++i) items[i] = static_cast<std::int32_t>(i * i % 9);
  const data::History h{items, {}, {}, {}};
  CHECK(e.embed(h).allFinite());
  const encoder::EventEncoder a = encoder::EventEncoder(small<encoder::EventEncoder>()).fit(log);
  CHECK(distance(a.embed(h), a.start(h).embedding) < 1e-5f);
}
