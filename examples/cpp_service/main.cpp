// SPDX-License-Identifier: MIT
//
// A service: one model file, eight threads, known and unknown users.
//   cpp_service [MODEL.limn [requests a thread]]
// Without a file it fits a small shop first. Prints the latency of profile and recommend at p50 and
// p99, in microseconds.

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <limn/profiler/profiler.hpp>
#include <limn/testing/samples.hpp>

namespace {

using Clock = std::chrono::steady_clock;

/// Microseconds that `call` took.
template <class Call>
double timed(Call&& call) {
  const auto start = Clock::now();
  call();
  return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

struct Latencies {
  std::vector<double> profile_known, recommend_known, profile_stranger, recommend_stranger;
};

/// One thread's requests. Everything called here is const, hence safe from any thread.
Latencies serve(const limn::Profiler& profiler, const std::vector<std::string>& users,
                std::size_t first, std::size_t n_requests) {
  Latencies out;
  for (std::size_t i = 0; i < n_requests; ++i) {
    const std::string& user = users[(first + i * 7) % users.size()];
    std::vector<limn::Suggestion> suggestions;
    out.profile_known.push_back(timed([&] { (void)profiler.profile(user); }));
    out.recommend_known.push_back(timed([&] { suggestions = profiler.recommend(user, 10); }));

    std::vector<limn::Event> history;  // somebody new who has looked at two things
    for (std::size_t e = 0; e < std::min<std::size_t>(2, suggestions.size()); ++e)
      history.push_back({.item = suggestions[e].item, .time_us = static_cast<std::int64_t>(e)});
    out.profile_stranger.push_back(timed([&] { (void)profiler.profile(history); }));
    out.recommend_stranger.push_back(timed([&] { (void)profiler.recommend(history, {}, 10); }));
  }
  return out;
}

/// Something to serve where no file is given.
limn::Profiler small_shop() {
  limn::Config config;
  config.encoder = {};
  return limn::Profiler(config).fit(limn::testing::sample_log({.n_users = 200, .n_items = 40}));
}

void print_line(const std::string& name, std::vector<double> microseconds) {
  std::sort(microseconds.begin(), microseconds.end());
  const auto at = [&](double share) {
    return microseconds[static_cast<std::size_t>(share *
                                                 static_cast<double>(microseconds.size() - 1))];
  };
  std::cout << name << "  p50 " << at(0.50) << " us  p99 " << at(0.99) << " us\n";
}

}  // namespace

int main(int argc, char** argv) try {
  const limn::Profiler profiler = argc > 1 ? limn::Profiler::load(argv[1]) : small_shop();
  const std::vector<std::string> users = profiler.users();
  const std::size_t n_requests = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 200;
  constexpr std::size_t n_threads = 8;

  std::vector<Latencies> parts(n_threads);
  {
    std::vector<std::jthread> threads;
    for (std::size_t t = 0; t < n_threads; ++t)
      threads.emplace_back([&, t] { parts[t] = serve(profiler, users, t * 1009, n_requests); });
  }
  const auto all = [&](std::vector<double> Latencies::* field) {
    std::vector<double> out;
    for (const Latencies& part : parts)
      out.insert(out.end(), (part.*field).begin(), (part.*field).end());
    return out;
  };
  std::cout << n_threads << " threads, " << users.size() << " users\n";
  print_line("profile,   known user   ", all(&Latencies::profile_known));
  print_line("recommend, known user   ", all(&Latencies::recommend_known));
  print_line("profile,   unknown user ", all(&Latencies::profile_stranger));
  print_line("recommend, unknown user ", all(&Latencies::recommend_stranger));
  return 0;
} catch (const std::exception& e) {
  std::cerr << e.what() << '\n';
  return 1;
}
