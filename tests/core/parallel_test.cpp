// SPDX-License-Identifier: MIT
#include <limn/core/error.hpp>
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <numeric>
#include <string>
#include <thread>

#include "test.hpp"

using namespace limn;

namespace {

double sum_of_many() {
  return core::parallel_reduce(
      100003, 1000, 0.0,
      [](std::size_t begin, std::size_t end) {
        double part = 0;
        for (std::size_t i = begin; i < end; ++i) part += core::Random(1, i).normal();
        return part;
      },
      std::plus<>{});
}

struct Threads {
  explicit Threads(int n) { set_threads(n); }
  ~Threads() { set_threads(0); }
};

}  // namespace

TEST_CASE("sums have the same bits on any number of threads", "[core]") {
  double one = 0;
  {
    const Threads n(1);
    one = sum_of_many();
  }
  for (const int n : {2, 7, 16}) {
    const Threads scope(n);
    CHECK(sum_of_many() == one);
  }
}

TEST_CASE("every chunk runs once, also when calls are nested", "[core]") {
  const Threads scope(4);
  for (const std::size_t n : {0u, 1u, 3u, 1000u}) {
    std::vector<std::atomic<int>> runs(n);
    core::parallel_for(
        n, [&](std::size_t i) { core::parallel_for(3, [&](std::size_t) { ++runs[i]; }); });
    CHECK(std::all_of(runs.begin(), runs.end(), [](const auto& r) { return r == 3; }));
  }
  std::vector<int> rows(10, 0);
  core::parallel_rows(10, 4, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) ++rows[i];
  });
  CHECK(rows == std::vector<int>(10, 1));
}

TEST_CASE("an exception comes out, and the pool lives on", "[core]") {
  for (const int n : {1, 4}) {
    const Threads scope(n);
    for (int round = 0; round < 20; ++round) {
      CHECK_THROWS_WITH(core::parallel_for(50,
                                           [](std::size_t i) {
                                             if (i == 0) throw std::runtime_error("first");
                                           }),
                        "first");
      std::atomic<int> runs = 0;
      core::parallel_for(50, [&](std::size_t) { ++runs; });
      CHECK(runs == 50);
    }
  }
}

TEST_CASE("concurrent callers all get their chunks", "[core]") {
  const Threads scope(3);
  std::vector<double> sums(6);
  std::vector<std::thread> callers;
  for (double& sum : sums) callers.emplace_back([&sum] { sum = sum_of_many(); });
  for (std::thread& caller : callers) caller.join();
  for (const double sum : sums) CHECK(sum == sums[0]);
}

TEST_CASE("a forked child computes the same", "[core]") {
  const Threads scope(4);
  const double expected = sum_of_many();
  for (int round = 0; round < 5; ++round) {
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) _exit(sum_of_many() == expected ? 0 : 1);
    int status = 1;
    waitpid(child, &status, 0);
    CHECK(status == 0);
  }
  CHECK(sum_of_many() == expected);
}

TEST_CASE("a service may lend its own pool", "[core]") {
  const double expected = sum_of_many();
  std::atomic<int> tasks = 0;
  set_executor([&](std::size_t n, const std::function<void(std::size_t)>& task) {
    for (std::size_t i = n; i-- > 0;) {
      task(i);
      ++tasks;
    }
  });
  const double lent = sum_of_many();
  set_executor({});
  CHECK(lent == expected);
  CHECK(tasks > 0);
}

TEST_CASE("the number of threads has bounds", "[core]") {
  CHECK_THROWS_AS(set_threads(-1), ParamError);
  CHECK_THROWS_AS(set_threads(1025), ParamError);
  set_threads(3);
  CHECK(threads() == 3);
  set_threads(0);
  CHECK(threads() >= 1);
}

TEST_CASE("LIMN_NUM_THREADS is read at first use, and named when it is no number of threads",
          "[core]") {
  const char* given = std::getenv("LIMN_NUM_THREADS");
  const std::string before = given ? given : "";
  const auto start_with = [](const char* text) {
    setenv("LIMN_NUM_THREADS", text, 1);
    set_threads(0);
  };
  for (const char* wrong : {"abc", "-3", "1025", "2x", "1.5", "99999999999"}) {
    INFO(wrong);
    start_with(wrong);
    CHECK_THROWS_AS(threads(), ParamError);
    CHECK_THROWS_WITH(core::parallel_for(1, [](std::size_t) {}),
                      Catch::Contains("LIMN_NUM_THREADS"));
    set_threads(2);
    CHECK(threads() == 2);
  }
  start_with("3");
  CHECK(threads() == 3);
  for (const char* open : {"", "0"}) {
    start_with(open);
    CHECK(threads() >= 1);
  }
  if (given)
    setenv("LIMN_NUM_THREADS", before.c_str(), 1);
  else
    unsetenv("LIMN_NUM_THREADS");
  set_threads(0);
}
