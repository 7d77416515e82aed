// SPDX-License-Identifier: MIT
#include <limn/core/monitor.hpp>

#include <chrono>
#include <stop_token>
#include <thread>
#include <vector>

#include "test.hpp"

using namespace limn;

TEST_CASE("a silent monitor costs and says nothing", "[core]") {
  const Monitor monitor;
  CHECK_NOTHROW(monitor.check());
  CHECK_NOTHROW(monitor.report(0.5, "stage"));
}

TEST_CASE("progress is told as part of the whole, and not too often", "[core]") {
  std::vector<double> seen;
  const Monitor monitor([&](double fraction, std::string_view) { seen.push_back(fraction); });
  for (int i = 0; i < 1000; ++i) monitor.report(0.1, "many");
  CHECK(seen.size() == 1);  // ten times a second at most
  monitor.report(1.0, "end");
  CHECK(seen.back() == 1.0);
  monitor.part(0.5, 0.75).report(1.0, "third quarter");
  CHECK(seen.back() == 0.75);
  monitor.part(0.5, 1.0).part(0.0, 0.5).report(1.0, "nested");
  CHECK(seen.back() == 0.75);
}

TEST_CASE("a stop is heard through the token and through the poll", "[core]") {
  std::stop_source source;
  const Monitor monitor({}, source.get_token());
  CHECK_NOTHROW(monitor.check());
  source.request_stop();
  CHECK_THROWS_AS(monitor.check(), CancelledError);
  CHECK_THROWS_AS(monitor.part(0, 0.5).report(0.1, "x"), CancelledError);
  bool stop = false;
  const Monitor polled({}, {}, [&] { return stop; });
  CHECK_NOTHROW(polled.check());
  stop = true;
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(200);
  bool heard = false;
  while (!heard && std::chrono::steady_clock::now() < until) {
    try {
      polled.check();
    } catch (const CancelledError&) {
      heard = true;
    }
  }
  CHECK(heard);
}

TEST_CASE("progress stays on the thread that made the monitor", "[core]") {
  int calls = 0;
  std::stop_source source;
  const Monitor monitor([&](double, std::string_view) { ++calls; }, source.get_token());
  std::thread other([&] { monitor.report(1.0, "elsewhere"); });
  other.join();
  CHECK(calls == 0);
  source.request_stop();
  bool heard = false;
  std::thread listener([&] {
    try {
      monitor.check();
    } catch (const CancelledError&) {
      heard = true;
    }
  });
  listener.join();
  CHECK(heard);
}
