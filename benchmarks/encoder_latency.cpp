// SPDX-License-Identifier: MIT
// How long one user waits: the state after 50 and 200 events, and the scores of 3,416 items, on
// one thread; one more event into a state, alone and with the best 10 items. The weights come from
// one turn over made-up walks; their values do not matter.
// bench_encoder_latency [rounds]

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/encoder/encoder.hpp>
#include <limn/kernels/kernels.hpp>
#include <limn/recommend/sequence.hpp>

namespace {

using namespace limn;

data::EventLog walks(std::int64_t users, std::int64_t items, std::int64_t length) {
  data::EventLog::Columns c;
  for (std::int64_t item = 0; item < items; ++item) c.items.insert(item);
  for (std::int64_t u = 0; u < users; ++u) {
    core::Random random(1, static_cast<std::uint64_t>(u));
    c.users.insert(u);
    for (std::int64_t i = 0; i < length; ++i) {
      c.user.push_back(static_cast<std::int32_t>(u));
      c.item.push_back(static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(items))));
      c.time_us.push_back(i * 3'600'000'000);
    }
  }
  return data::EventLog(std::move(c));
}

/// Runs call() `rounds` times and prints the median and the 99th percentile in microseconds.
template <class Call>
void time_of(const char* what, int rounds, Call&& call) {
  std::vector<double> us;
  for (int r = 0; r < rounds; ++r) {
    const auto start = std::chrono::steady_clock::now();
    call();
    us.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start)
                     .count());
  }
  std::sort(us.begin(), us.end());
  std::printf("%-32s p50 %8.1f us   p99 %8.1f us\n", what, us[us.size() / 2],
              us[us.size() * 99 / 100]);
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 2000;
  set_threads(1);
  encoder::EventEncoder::Params params;
  params.epochs = 1;
  params.patience = 0;
  const data::EventLog log = walks(20, 3416, 200);
  const encoder::EventEncoder encoder = encoder::EventEncoder(params).fit(log);
  const data::History h = log.history(3);
  std::printf("width 64, 2 layers, 3416 items, level %s\n", kernels::table().level);
  for (const std::size_t n : {10u, 50u, 200u}) {
    const std::string name = "state after " + std::to_string(n) + " events";
    time_of(name.c_str(), rounds,
            [&] { return encoder.embed_history(h.items.first(n), h.times_us.first(n)); });
  }
  const MatrixF state = encoder.embed_history(h.items, h.times_us).transpose();
  time_of("scores of all items", rounds, [&] { return encoder.scores(state); });
  const recommend::Sequence recommender{core::AnySequenceEncoder(encoder)};
  for (const std::size_t n : {10u, 50u, 199u, 400u}) {
    data::EventLog longer = walks(4, 3416, 400);
    const data::History all = longer.history(3);
    const encoder::State before =
        encoder.start({all.items.first(n), {}, all.times_us.first(n), {}});
    encoder::State now = before;
    const auto one = [&] {
      return encoder.step(now, all.items[7], all.times_us[n - 1] + 1'000'000).sum();
    };
    const std::string event = "one event after " + std::to_string(n);
    time_of(event.c_str(), rounds, [&] { one(); });
    now = before;
    time_of((event + ", then the best 10").c_str(), rounds, [&] {
      one();
      return recommender.recommend_from(now, 10);
    });
  }
}
